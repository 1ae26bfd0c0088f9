"""The words of the drills: in every language the same values are filled in, nothing is left over, and none blames."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from bonafides.learn.parse import LANGUAGES
from bonafides.learn.shelf import shipped

SOURCE = Path(__file__).parents[2] / "src" / "bonafides"
SPOKEN_TO = ("fault.", "outcome.", "kind.", "channel.", "typed.", "choice.")
"""Sections whose keys are put together in the code."""
NEVER = re.compile(r"\b(safe|stupid|naive|gullible|careless|your fault|foolish|victim)\b", re.I)


def flat(table: dict[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def words(lang: str) -> dict[str, object]:
    raw = files("bonafides.learn").joinpath("words", f"{lang}.toml").read_text("utf-8")
    return dict(flat(tomllib.loads(raw)))


def slots(value: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(value)) if name} if isinstance(value, str) else set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_values_are_filled_in_everywhere(lang: str) -> None:
    english, own = words("en"), words(lang)
    assert {key: slots(value) for key, value in own.items()} == {key: slots(value) for key, value in english.items()}
    typed = [
        word for key, value in own.items() if key.startswith("typed.") and isinstance(value, list) for word in value
    ]
    assert len(typed) == len(set(typed)), "no word means two things"
    assert typed == [word.casefold() for word in typed]


def test_no_words_are_left_over() -> None:
    places = [*SOURCE.glob("learn*.py"), *(SOURCE / "web").glob("le*.py"), *(SOURCE / "web" / "desk").glob("dril*.py")]
    places += [*(SOURCE / "web" / "templates").rglob("*.html"), *SOURCE.glob("drilling.py")]
    whole = "\n".join(path.read_text("utf-8") for path in places)
    made = ("score.late.one", "score.late.other", "sum.recall", "sum.false_alarms", "sum.drill_deceptive",
            "sum.drill_ordinary", "desk.none_chosen", "desk.too_many", "list.seen", "lint.machine")  # fmt: skip
    unused = [
        key for key in words("en") if not key.startswith(SPOKEN_TO) and key not in made and f'"{key}"' not in whole
    ]
    assert unused == []


def test_nobody_is_blamed_and_nothing_is_called_safe() -> None:
    said = [str(value) for value in words("en").values()]
    for each in shipped("en"):
        said += [each.said, *(sign.why for line in each.lines for sign in line.signs)]
        said += [mark.why for line in each.lines for mark in line.innocent]
    assert [text for text in said if NEVER.search(text)] == []
