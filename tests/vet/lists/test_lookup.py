"""Names lead to entries in any script and order; what is only a little alike does not; facts besides move nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import VetError
from bonafides.vet.lists import Kind, Match, Way
from bonafides.vet.lists.index import VERSION
from bonafides.vet.lists.lookup import MOST, Lookup
from bonafides.vet.lists.shelf import Shelf
from tests.required import needs_lists
from tests.vet.lists.world import NAMES, home

needs_lists()

PATH = "invented.names"


def ask(name: str, kind: Kind = Kind.PERSON, born: str = "") -> tuple[Match, ...]:
    with Lookup(Shelf(home()).folder / PATH) as lookup:
        return lookup.ask(name, kind=kind, born=born)


@pytest.mark.parametrize(("id_", "name"), NAMES.items())
def test_a_name_as_listed_is_found_whole(id_: str, name: str) -> None:
    first = ask(name)[0]
    assert (first.about.id, first.name, first.turned) == (id_, name, False)
    assert {part.way for part in first.parts} == {Way.SAME}


@pytest.mark.parametrize(
    ("id_", "asked"),
    [
        ("latin", "Voss Brandmeier Aurelia"), ("latin", "AURELIA  BRANDMEIER‐VOSS"),
        ("latin", "Aurelia Brandmaier-Voss"),
        ("cyrillic", "Grigory Zabolotnev"), ("cyrillic", "Zabolotnev, Grigori"), ("arabic", "Mohammed al-Rashidan"),
        ("arabic", "Muhammad Al Rasheedan"), ("han", "Wang Xiaoming"), ("han", "Xiaoming WANG"),
        ("han", "Wang Xiao Ming"), ("hangul", "Min-jun Kim"), ("hangul", "Kim Min Jun"), ("kana", "Hiroshi Tanaka"),
        ("thai", "Somchai Thongdee"), ("devanagari", "Rajesh Verma"), ("hebrew", "David Friedman"),
        ("greek", "Nikos Papadoglou"), ("latin", "Aurelie Bohnsack"),
    ],
)  # fmt: skip
def test_a_name_written_otherwise_is_found(id_: str, asked: str) -> None:
    assert id_ in {match.about.id for match in ask(asked)}


@pytest.mark.parametrize(
    "asked",
    [
        "Aurelia",
        "Grigory",
        "Mohammed Haddad",
        "Wang Lihua",
        "Kim Seo-yeon",
        "Anna Schmidt",
        "",
        " ",
        "-",
        "007",
        "王",
        "?" * 999,
    ],
)
def test_a_part_of_a_name_or_another_finds_nobody(asked: str) -> None:
    assert ask(asked) == ()


def test_it_says_by_which_parts_and_how() -> None:
    (match,) = ask("Rashidan Mohammed")
    assert match.turned
    assert {(part.asked, part.way) for part in match.parts} == {("rashidan", Way.SOUND), ("mohammed", Way.READING)}
    assert (match.script, match.about.topics, match.about.datasets) == ("Arabic", ("sanction",), ("invented",))
    assert match.list.newest == "2026-03-01"


def test_a_further_name_is_said_to_be_one() -> None:
    (match,) = ask("Aurélie Bohnsack")
    assert match.alias
    assert match.about.caption == NAMES["latin"]


def test_firms_and_persons_are_not_mixed_up() -> None:
    assert [match.about.id for match in ask("Nordwind Beratung", Kind.FIRM)] == ["firm"]
    assert ask("Nordwind Beratung") == ()
    assert ask(NAMES["han"], Kind.FIRM) == ()


@pytest.mark.parametrize("born", ["1970", "1970-01-01", "nonsense"])
def test_a_birth_date_moves_nothing(born: str) -> None:
    assert ask(NAMES["greek"], born=born) == ask(NAMES["greek"])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_stops_it_and_few_are_shown(text: str) -> None:
    assert len(ask(text)) <= MOST


@pytest.mark.parametrize(("version", "word"), [(VERSION + 1, "newer"), (0, "another")])
def test_an_index_of_another_version_is_refused_with_a_word(tmp_path: Path, version: int, word: str) -> None:
    path = Path(copy(Shelf(home()).folder / PATH, tmp_path))
    with sqlite3.connect(path) as base:
        base.execute(f"PRAGMA user_version={version}")
    with pytest.raises(VetError, match=word):
        Lookup(path)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_index_is_said_to_be_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.names"
    path.write_bytes(content)
    with pytest.raises(VetError, match="Load the list again"):
        Lookup(path)
