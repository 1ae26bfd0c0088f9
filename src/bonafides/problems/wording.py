"""The sentences of each language, and an English one said in them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.problems.template import NUMBERS, Collection, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENGLISH = "en"
_TEXT, _PAGE, _VALUE = ".text", ".page", "value."


@cache
def languages() -> tuple[str, ...]:
    """Languages that there are words for."""
    names = (entry.name for entry in files(__package__).joinpath("words").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def reworded(text: str, lang: str, *, on_page: bool) -> str:
    """An English sentence in that language, in the page's own words where it has some; else as it is."""
    found = _sentences().find(text) if text else None
    if found is None:
        return text
    key, values = found
    words = _words(lang)
    wanted = words.get(f"{key}{_PAGE}") if on_page else None
    wanted = words[f"{key}{_TEXT}"] if wanted is None else wanted
    return Template.of(wanted).filled({name: _value(name, value, words) for name, value in values.items()})


def _value(name: str, value: str, words: Mapping[str, str]) -> str:
    """What stands in a gap: a number as the language groups it, one of its own words, or what it was."""
    if name in NUMBERS:
        return value.replace(",", words["number.group"])
    known = _values(name)
    found = known.find(value) if known else None
    if found is None:
        return value
    key, inner = found
    return Template.of(words[key]).filled({each: _value(each, given, words) for each, given in inner.items()})


@cache
def _sentences() -> Collection:
    """What the code says in English."""
    words = _table(ENGLISH)
    return Collection.of((key.removesuffix(_TEXT), text) for key, text in words.items() if key.endswith(_TEXT))


@cache
def _values(name: str) -> Collection | None:
    """The English words that a gap of that name may hold; None where it may hold anything."""
    start = f"{_VALUE}{name}."
    listed = [(key, text) for key, text in _table(ENGLISH).items() if key.startswith(start)]
    return Collection.of(listed) if listed else None


@cache
def _words(lang: str) -> Mapping[str, str]:
    """A language's words by dotted key, English ones where it lacks some or is not known."""
    return _table(ENGLISH) | (_table(lang) if lang in languages() else {})


@cache
def _table(lang: str) -> dict[str, str]:
    raw = files(__package__).joinpath("words", f"{lang}.toml").read_text("utf-8")
    return dict(_flat(tomllib.loads(raw), ""))


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
