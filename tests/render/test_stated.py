"""What the read room says in fixed English is recognised, said in every language, and left alone where it is not."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Party
from bonafides.read.kinship import _KINDS, described
from bonafides.read.owner import Owner
from bonafides.read.whatsapp.dates import DateOrder
from bonafides.render import stated
from bonafides.render.phrases import languages, phrases

ENGLISH, GERMAN, FRENCH = phrases("en"), phrases("de"), phrases("fr")
OTHERS = [lang for lang in languages() if lang != "en"]
SAID = [stated.because, stated.me, stated.order, stated.place, stated.file]
JOINS = [
    *(described(f"{kind}:x") for kind in _KINDS),
    *(f"{described(f'{kind}:x')}, which was given in the conversation" for kind in _KINDS),
    "the same messages in both",
    "your word that they are one person",
]
"""Every reason for which threads are joined."""


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("said", JOINS)
def test_every_reason_of_a_join_is_translated(said: str, lang: str) -> None:
    told = stated.because(f"{said}; {said}", phrases(lang))
    assert " the " not in f" {told} "
    assert "your" not in told
    assert "which was" not in told


def test_the_fixed_reasons_are_those_of_the_code() -> None:
    code = "".join(files("bonafides.read").joinpath(f"{module}.py").read_text() for module in ("join", "kinship"))
    assert [said for said in JOINS[-2:] if f'"{said}"' not in code] == []


@pytest.mark.parametrize(
    ("said", "german"),
    [
        ("Amy Lin (from Profile.csv)", "Amy Lin (laut Profile.csv)"),
        ("A (from --me); B (from its name)", "A (laut --me); B (laut Name)"),
        ("A (from being in most conversations)", "A (laut Vorkommen in den meisten Unterhaltungen)"),
        ("A (from --me) and 2 more", "A (laut --me) und 2 weitere"),
        ("Amy Lin", "Amy Lin"),
        ("", ""),
    ],
)  # fmt: skip
def test_who_the_user_is(said: str, german: str) -> None:
    assert stated.me(said, GERMAN) == german


def test_what_the_read_room_says_of_the_user_is_recognised() -> None:
    owner = Owner()
    for name in ("Amy Lin", "Bo", "Cy", "Di", "Eve"):
        owner.learn(Party(name=name, mine=True), "Profile.csv")
    told = stated.me(str(owner), FRENCH)
    assert told.startswith("Amy Lin (d'après Profile.csv)\u00a0; Bo (d'après")
    assert told.endswith(" et 1 de plus")


@pytest.mark.parametrize(
    ("said", "german"),
    [
        (str(DateOrder(order="dmy", assumed=True)), "Tag, Monat, Jahr (angenommen)"),
        (str(DateOrder(order="ymd", assumed=False)), "Jahr, Monat, Tag"),
        ("dmy; mdy (assumed)", "Tag, Monat, Jahr; Monat, Tag, Jahr (angenommen)"),
        ("", ""),
    ],
)
def test_how_dates_go(said: str, german: str) -> None:
    assert stated.order(said, GERMAN) == german


@pytest.mark.parametrize(
    ("said", "german"),
    [
        ("chat.txt, line 12", "chat.txt, Zeile 12"),
        ("a.csv, lines 3, 5 and 2 more", "a.csv, Zeilen 3, 5 und 2 weitere"),
        ("c.jsonl, line 3, message 2", "c.jsonl, Zeile 3, Nachricht 2"),
        ("scan.pdf, page 2", "scan.pdf, Seite 2"),
        ("c.jsonl, conversation amy-lin", "c.jsonl, Unterhaltung amy-lin"),
        ("conversation amy-lin", "Unterhaltung amy-lin"),
        ("standard input, line 1", "Standardeingabe, Zeile 1"),
        ("names", "Namen"),
        ("names, line 2", "names, Zeile 2"),
        ("notes, line dancing.txt", "notes, line dancing.txt"),
        ("--join", "--join"),
    ],
)
def test_places(said: str, german: str) -> None:
    assert stated.place(said, GERMAN) == german


def test_a_file_keeps_its_name() -> None:
    assert [stated.file(said, GERMAN) for said in ("names", "input", "pasted text")] == [
        "names",
        "input",
        "eingefügter Text",
    ]


PIECES = ["the account ", "; ", " (from ", ")", " and 2 more", ", line 1", "conversation x", "dmy", " (assumed)", "a"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_english_stays_as_it_is(said: str) -> None:
    assert [say(said, ENGLISH) for say in SAID] == [said] * len(SAID)


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_takes_no_longer_than_it_should(piece: str) -> None:
    start = time.process_time()
    for say in SAID:
        say(piece * 20_000, FRENCH)
    assert time.process_time() - start < 5
