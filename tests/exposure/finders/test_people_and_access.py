"""People with access, work told in plain words, clearances of many countries, numbers: found, and spared."""

from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.exposure.finders.quantity import is_quantity
from bonafides.exposure.grammar.tokens import words_of
from bonafides.exposure.setting import Setting
from bonafides.exposure.sign import Cell
from bonafides.exposure.signs import SIGNS
from bonafides.model.exposure import ExposureKind, ProfileRow
from tests.exposure.profiles import guarded, profile, row

SENTENCES = [
    line
    for line in (Path(__file__).parent / "plain_words.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
INNOCENT = row("positions", company_name="Example Ltd", title="Planner")


def said(kind: str, cell_row: ProfileRow, *, ordinary: bool = False) -> list[str]:
    """What one sign finds in the last field of a row, in a profile about guarded work or in an ordinary one."""
    sign = next(each for each in SIGNS if each.kind == ExposureKind(kind))
    setting = Setting(profile(INNOCENT, cell_row) if ordinary else guarded(cell_row))
    field = cell_row.fields[-1]
    return [field.text[start:end] for start, end in sign.find(Cell(row=cell_row, field=field, setting=setting))]


def recommended(text: str) -> ProfileRow:
    return row("recommendations-given", first_name="Lucia", last_name="Penhallow", company="Example Ltd", text=text)


@pytest.mark.parametrize("line", SENTENCES)
def test_plain_words(line: str) -> None:
    kind, mark, text = line.split(" ", 2)
    found = said(kind, row("comments", message=text), ordinary=mark in "*.")
    assert bool(found) is (mark in "+*"), found


@pytest.mark.parametrize(
    "text",
    [
        "Lucia also holds a Q and works the bay next to mine.",
        "Patient and kind. She now has her own desk in the warhead group and will gladly take calls.",
        "He still has his hands on those servers every night.",
    ],
)
def test_a_recommendation_may_name_with_a_pronoun(text: str) -> None:
    assert said("colleagues", recommended(text))


@pytest.mark.parametrize("text", ["Lucia is kind, fast and funny.", "She speaks four languages and works hard."])
def test_a_kind_word_tells_of_no_access(text: str) -> None:
    assert not said("colleagues", recommended(text))


def test_the_owner_is_no_colleague() -> None:
    owner = row("profile", first_name="Nadia", last_name="Ferreira")
    told = row("recommendations-received", text="Nadia Ferreira still runs the cipher room.")
    setting = Setting(guarded(owner, told))
    sign = next(each for each in SIGNS if each.kind == ExposureKind.COLLEAGUES)
    assert not list(sign.find(Cell(row=told, field=told.fields[-1], setting=setting)))


@pytest.mark.parametrize(
    ("word", "expected"),
    [("14", True), ("nineteen", True), ("zweihundert", True), ("einundzwanzig", True), ("quarante", True),
     ("2019", False), ("to", False), ("once", False), ("XII", False), ("A400", False)],
)  # fmt: skip
def test_how_many(word: str, expected: bool) -> None:
    assert is_quantity(words_of(word)[0]) is expected
