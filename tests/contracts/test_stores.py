"""One contract over memory, SQLite and PostgreSQL: what goes in comes out, in the same order, or is refused by each."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from bonafides.errors import StoreError
from bonafides.store import Store, Test, absent, equals, less, more, one_of, present
from bonafides.store.records import (
    RECORDS,
    Account,
    Attachment,
    Case,
    Entry,
    Judgement,
    Link,
    Note,
    Record,
    Report,
    Task,
    Visit,
    name_of,
)
from bonafides.store.store import as_kept
from tests.store.rows import MOMENT, add, everything, row

# --- values

TEXTS = {
    "empty": "",
    "blank": " \t\r\n ",
    "nul": "one\0two\0",
    "lone surrogates": "\ud800 and \udfff\ud83d",
    "bidi": "\u202eevil\u202c \u2067x\u2069 \u200f",
    "emoji": "👩🏽‍🚀🏴󠁧󠁢󠁷󠁬󠁳󠁿 😀",
    "quotes": """'";--\\ %s :name {} $1 ? "quoted" """,
    "scripts": "Ω ß İ ı 東京 한국어 עברית العربية हिन्दी ไทย ꬷ 𞤀",
    "decomposed": "e\u0301 \u00e9",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\ufeff\uffff",
    "json": '{"a": null, "b": [1, 2]}',
    "ten megabytes": "ordinary words and a number 12345 " * 300_000,
    "one long word": "x" * 300_000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_comes_out_as_it_went_in(store: Store, text: str) -> None:
    """All but what no encoding takes, which is replaced in the same way everywhere."""
    given = row(Note, text=text)
    add(store, given)
    (found,) = everything(store, Note)
    assert found == as_kept(given)
    assert found.text == text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


TIMES = {
    "microseconds": MOMENT,
    "whole": datetime(2026, 1, 1, tzinfo=UTC),
    "far off": datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    "long ago": datetime(1, 1, 1, tzinfo=UTC),
    "another zone": datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    "before the epoch": datetime(1969, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
}


@pytest.mark.parametrize("at", TIMES.values(), ids=TIMES)
def test_a_moment_comes_out_in_utc(store: Store, at: datetime) -> None:
    add(store, row(Note, at=at))
    (found,) = everything(store, Note)
    assert found.at == at
    assert found.at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        add(store, row(Note, at=datetime(2026, 1, 1)))
    assert everything(store, Note) == []


@pytest.mark.parametrize("number", [0, 1, -1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63)])
def test_a_whole_number_comes_out_exactly(store: Store, number: int) -> None:
    add(store, row(Case, number=number))
    assert everything(store, Case)[0].number == number


@pytest.mark.parametrize("number", [0.0, -0.0, 0.1, 1e308, 5e-324, math.pi, math.inf, -math.inf])
def test_a_number_comes_out_exactly(store: Store, number: float) -> None:
    add(store, row(Case, risk=number))
    assert everything(store, Case)[0].risk == number


@pytest.mark.parametrize("given", [{"risk": math.nan}, {"number": 2**63}, {"number": -(2**63) - 1}])
def test_what_not_every_store_can_hold_is_refused_by_each(store: Store, given: dict[str, Any]) -> None:
    add(store, kept := row(Case))
    with pytest.raises(StoreError, match="cannot be kept"):
        add(store, row(Case, **given))
    with pytest.raises(StoreError, match="cannot be kept"), store.writing() as writing:
        writing.change(replace(kept, **given))
    assert everything(store, Case) == [kept]


def test_bytes_flags_lists_and_what_is_missing_come_out_as_they_went_in(store: Store) -> None:
    rows: tuple[Record, ...] = (
        row(Attachment, data=bytes(range(256)) * 40_000, size=2**40),
        row(Attachment, data=b""),
        row(Visit, strong=True),
        row(Visit, strong=False),
        row(Link, because=("phone:+1 202 555 0100", "", "ünï\u202e", "text:😀")),
        row(Link, because=()),
        row(Case, closed_at=MOMENT),
        row(Case, closed_at=None),
    )
    add(store, *rows)
    with store.reading() as reading:
        for each in rows:
            assert reading.get(type(each), each.id) == each


@pytest.mark.parametrize("kind", RECORDS, ids=name_of)
def test_every_table_has_every_verb(store: Store, kind: type[Record]) -> None:
    one, two = row(kind), row(kind, **({"seq": 1} if kind is Entry else {}))
    with store.writing() as writing:
        writing.add(one, two)
        writing.change(one)
        assert writing.get(kind, one.id) == one
        assert writing.find(kind) == [one, two]
        assert list(writing.stream(kind)) == [one, two]
        assert writing.pick(kind, [each.name for each in fields(one)])[0][0] == one.id
        assert writing.count(kind) == {(): 2}
        assert writing.top(kind, "id") == two.id
        assert writing.remove(kind, equals("id", one.id)) == 1
    assert everything(store, kind) == [two]


def test_an_id_may_be_any_text(store: Store) -> None:
    given = [row(Note, id=id, text="x") for id in ("", "a'b", "ü", "x\0y", "\ud800", "A", "a", "x" * 2_000)]
    add(store, *given)
    with store.writing() as writing:
        for each in given:
            assert writing.get(Note, each.id) == as_kept(each)
            assert writing.find(Note, equals("id", each.id)) == [as_kept(each)]
            writing.change(replace(each, text="changed"))
        assert {each.text for each in writing.find(Note)} == {"changed"}
        assert [writing.remove(Note, equals("id", each.id)) for each in given] == [1] * len(given)


# --- changing


def test_an_id_is_taken_once(store: Store) -> None:
    add(store, one := row(Note, text="first"))
    with pytest.raises(StoreError, match="there already"):
        add(store, row(Note), replace(one, text="second"))
    assert everything(store, Note) == [one]


def test_the_place_in_the_chain_is_taken_once(store: Store) -> None:
    add(store, one := row(Entry, seq=7))
    with pytest.raises(StoreError, match="there already"):
        add(store, row(Entry, seq=7))
    assert everything(store, Entry) == [one]


def test_the_same_id_in_two_tables_is_two_rows(store: Store) -> None:
    note, report = row(Note, id="same", text="harbour"), row(Report, id="same", said="harbour")
    add(store, note, report)
    with store.writing() as writing:
        assert len(writing.search("harbour", limit=9)) == 2
        writing.change(replace(note, text="mountain"))
        assert [hit.table for hit in writing.search("harbour", limit=9)] == ["report"]
        writing.remove(Note, equals("id", "same"))
        assert [hit.table for hit in writing.search("harbour", limit=9)] == ["report"]
        assert writing.get(Report, "same") == report


def test_what_is_not_there_cannot_be_changed(store: Store) -> None:
    with pytest.raises(StoreError, match="no row"), store.writing() as writing:
        writing.change(row(Note))


def test_nothing_is_removed_without_a_test(store: Store) -> None:
    add(store, kept := row(Note))
    with pytest.raises(StoreError, match="never all"), store.writing() as writing:
        writing.remove(Note)
    assert everything(store, Note) == [kept]


def test_removing_says_how_many(store: Store) -> None:
    add(store, *(row(Note, case="a") for _ in range(3)), row(Note, case="b"))
    with store.writing() as writing:
        assert writing.remove(Note, equals("case", "a")) == 3
        assert writing.remove(Note, equals("case", "a")) == 0
        assert writing.count(Note) == {(): 1}


def test_an_exception_undoes_everything(store: Store) -> None:
    kept = row(Note, case="a", text="harbour")
    add(store, kept)

    def half() -> None:
        with store.writing() as writing:
            writing.add(row(Note, text="mountain"), row(Case))
            writing.change(replace(kept, text="valley"))
            writing.remove(Note, equals("case", "a"))
            raise LookupError

    with pytest.raises(LookupError):
        half()
    assert everything(store, Note) == [kept]
    assert everything(store, Case) == []
    with store.reading() as reading:
        assert [hit.id for hit in reading.search("harbour", limit=9)] == [kept.id]
        assert reading.search("mountain", limit=9) == reading.search("valley", limit=9) == []


def test_a_refused_row_undoes_those_before_it(store: Store) -> None:
    add(store, taken := row(Case))
    with pytest.raises(StoreError):
        add(store, row(Note), taken)
    assert everything(store, Note) == []


# --- finding

EARLY, LATE = MOMENT - timedelta(days=1), MOMENT + timedelta(microseconds=1)
TASKS = {
    "a": row(Task, id="a", case="x", text="Zoë", owner="", due_at=None, at=MOMENT),
    "b": row(Task, id="b", case="x", text="alpha", owner="m", due_at=MOMENT, at=EARLY),
    "c": row(Task, id="c", case="y", text="Beta", owner="m", due_at=EARLY, at=LATE),
    "d": row(Task, id="d", case="y", text="ärger", owner="n", due_at=LATE, at=MOMENT, done_at=MOMENT),
    "e": row(Task, id="e", case="", text="_x", owner="N", due_at=None, at=MOMENT),
}
TESTS: dict[str, tuple[tuple[Test, ...], str]] = {
    "all": ((), "abcde"),
    "equals": ((equals("case", "x"),), "ab"),
    "equals nothing there": ((equals("case", "z"),), ""),
    "equals none": ((equals("due_at", None),), "ae"),
    "equals a moment": ((equals("due_at", MOMENT),), "b"),
    "equals the same moment elsewhere": ((equals("due_at", MOMENT.astimezone(timezone(timedelta(hours=9)))),), "b"),
    "capitals differ": ((equals("owner", "n"),), "d"),
    "one of": ((one_of("case", ["x", ""]),), "abe"),
    "one of one twice": ((one_of("case", ["x", "x"]),), "ab"),
    "one of nothing": ((one_of("case", []),), ""),
    "a missing value is in no list": ((one_of("due_at", [None, MOMENT]),), "b"),
    "one of moments": ((one_of("due_at", [EARLY, LATE]),), "cd"),
    "less": ((less("due_at", MOMENT),), "c"),
    "more": ((more("due_at", MOMENT),), "d"),
    "less text by code point": ((less("text", "a"),), "ace"),
    "more text by code point": ((more("text", "b"),), "d"),
    "absent": ((absent("due_at"),), "ae"),
    "present": ((present("due_at"),), "bcd"),
    "both": ((equals("case", "x"), present("due_at")), "b"),
    "contradicting": ((absent("due_at"), present("due_at")), ""),
}


@pytest.mark.parametrize(("tests", "expected"), TESTS.values(), ids=TESTS)
def test_rows_are_found_by_their_fields(store: Store, tests: tuple[Test, ...], expected: str) -> None:
    add(store, *TASKS.values())
    with store.writing() as writing:
        assert [each.id for each in writing.find(Task, *tests)] == list(expected)
        assert [each.id for each in writing.stream(Task, *tests)] == list(expected)
        assert writing.pick(Task, ("id",), *tests) == [(id,) for id in expected]
        assert writing.count(Task, *tests) == {(): len(expected)}
        assert writing.top(Task, "id", *tests) == (max(expected) if expected else None)
        if tests:
            assert writing.remove(Task, *tests) == len(expected)
            assert writing.count(Task) == {(): len(TASKS) - len(expected)}


ORDERS = {
    "id": "abcde",
    "-id": "edcba",
    "at,id": "badec",
    "-at,id": "cadeb",
    "-at,-id": "cedab",
    "text": "caebd",
    "-text": "dbeac",
    "due_at,id": "aecbd",
    "-due_at,id": "dbcae",
    "owner,id": "aebcd",
    "case,-text": "ebadc",
}


@pytest.mark.parametrize(("order", "expected"), ORDERS.items(), ids=ORDERS)
def test_rows_come_in_order(store: Store, order: str, expected: str) -> None:
    """Texts by code point, whatever the database's own language; what has no value before what has one."""
    add(store, *TASKS.values())
    with store.reading() as reading:
        assert "".join(each.id for each in reading.find(Task, order=order)) == expected
        assert "".join(id for (id,) in reading.pick(Task, ("id",), order=order, limit=3)) == expected[:3]
        assert reading.find(Task, order=order, limit=0) == []
        long = one_of("id", [*TASKS, *map(str, range(2_000))])
        assert "".join(each.id for each in reading.find(Task, long, order=order)) == expected
        assert "".join(each.id for each in reading.find(Task, long, order=order, limit=3)) == expected[:3]


def test_rows_are_counted_by_groups(store: Store) -> None:
    add(store, *TASKS.values())
    with store.reading() as reading:
        assert reading.count(Task, by=("case",)) == {("x",): 2, ("y",): 2, ("",): 1}
        assert reading.count(Task, equals("case", "y"), by=("owner", "case")) == {("m", "y"): 1, ("n", "y"): 1}
        assert reading.count(Task, by=("done_at",)) == {(None,): 4, (MOMENT,): 1}
        assert reading.count(Task, equals("case", "z"), by=("case",)) == {}
        assert reading.count(Judgement) == {(): 0}


def test_the_largest_value(store: Store) -> None:
    add(store, *TASKS.values())
    with store.reading() as reading:
        assert reading.top(Task, "text") == "ärger"
        assert reading.top(Task, "due_at") == LATE
        assert reading.top(Task, "done_at", equals("case", "x")) is None


@pytest.mark.parametrize("length", [501, 33_000, 70_000])
def test_a_list_of_values_may_be_long(store: Store, length: int) -> None:
    add(store, *(row(Case, id=f"{number:06}", number=number) for number in range(0, 3_000, 3)))
    ids, expected = [f"{number:06}" for number in range(length)], len(range(0, min(length, 3_000), 3))
    numbers = one_of("number", range(length))
    with store.writing() as writing:
        assert len(writing.find(Case, one_of("id", ids), one_of("id", ids[:700]))) == len(range(0, min(length, 700), 3))
        assert [each.number for each in writing.find(Case, numbers, order="-number", limit=2)] == [
            3 * (expected - 1), 3 * (expected - 2),
        ]  # fmt: skip
        assert len(list(writing.stream(Case, one_of("id", ids)))) == expected
        assert len(writing.pick(Case, ("number",), numbers)) == expected
        assert writing.count(Case, one_of("id", ids)) == {(): expected}
        assert writing.top(Case, "number", one_of("id", ids)) == 3 * (expected - 1)
        assert writing.remove(Case, one_of("id", ids)) == expected


def test_names_of_fields_are_no_sql(store: Store) -> None:
    add(store, row(Account))
    with store.reading() as reading, pytest.raises((KeyError, AttributeError)):
        reading.find(Account, equals("id = id OR id", "x"))
