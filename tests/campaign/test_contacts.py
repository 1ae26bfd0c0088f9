"""Contacts: accounts and targets numbered in byte order, and the first time of each pair."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("duckdb")
from bonafides.campaign.contacts import number_contacts
from bonafides.campaign.engine.duckdb import DuckEngine
from tests.campaign.logs import contact, put_log, small_duck


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def test_the_first_time_of_each_pair_counts(engine: DuckEngine) -> None:
    put_log(
        engine,
        [
            contact("b", "x", 9),
            contact("b", "x", 4),
            contact("b", "x", 7, kind="message"),
            contact("a", "x", 5),
            contact("b", "a", -3),
        ],
    )
    number_contacts(engine)
    rows = engine.rows(
        """SELECT s.value AS account, t.value AS target, c.moment FROM contacts c
           JOIN account_numbers s ON c.a = s.n JOIN target_numbers t ON c.t = t.n ORDER BY 1, 2"""
    ).to_pylist()
    assert [tuple(row.values()) for row in rows] == [("a", "x", 5), ("b", "a", -3), ("b", "x", 4)]


@pytest.mark.parametrize(
    "ids",
    [
        ["10", "2", "9", "1"],
        ["Zoe", "anna", "Ärger", "éric", "ящик", "张", "😀", " x", "a\x00b", "a'b", 'a"b', "{a}", "%"],
    ],
)
def test_numbers_follow_the_bytes_of_the_ids(engine: DuckEngine, ids: list[str]) -> None:
    put_log(engine, [contact(each, "everybody") for each in reversed(ids)])
    number_contacts(engine)
    found = engine.rows("SELECT value, n FROM account_numbers ORDER BY n").to_pydict()
    assert found["value"] == sorted(ids, key=str.encode)
    assert found["n"] == list(range(1, len(ids) + 1))


def test_of_nothing_there_is_nothing(engine: DuckEngine) -> None:
    put_log(engine, [])
    number_contacts(engine)
    assert engine.rows("SELECT * FROM contacts").num_rows == 0
