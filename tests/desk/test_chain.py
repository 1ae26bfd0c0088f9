"""The audit chain: whatever is changed behind the program's back is found; what is forgotten by rule is no fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bonafides.desk import cases, chain, merging, retention
from bonafides.desk.chain import START, TRACKED, Verified, digest, record, row_name, verify
from bonafides.desk.desk import Desk
from bonafides.desk.reports import take
from bonafides.desk.settings import change_settings
from bonafides.store import Store, equals
from bonafides.store.opening import MEMORY
from bonafides.store.records import RECORDS, Account, Case, Detail, Entry, Link, Note, Record, Report, elements, name_of
from bonafides.store.store import as_kept
from tests.desk.desks import ADMIN, LEAD, OFFICER, ORDINARY, Clock, report
from tests.store.rows import MOMENT, add, everything, opened, row


def checked(store: Store, *, head: str = "") -> Verified:
    with store.reading() as reading:
        return verify(reading, head=head)


def faults(store: Store, *, head: str = "") -> set[str]:
    """The kinds of faults."""
    return {fault.partition(":")[0] for fault in checked(store, head=head).faults}


def worked(store: Store) -> tuple[Desk, str, str]:
    """A desk at work, with rows in most of its tables."""
    desk = Desk(store=store, now=Clock())
    one = take(desk, OFFICER, report(said="please look")).case
    two = take(desk, OFFICER, report(ORDINARY)).case
    cases.note(desk, OFFICER, one, "Called the firm.")
    cases.task(desk, OFFICER, one, "Ask the reporter.")
    cases.judge(desk, OFFICER, two, "ordinary", "The advert is on their site.")
    change_settings(desk, ADMIN, {"name": "The desk"})
    return desk, one, two


# --- appending


def test_an_empty_chain_has_no_faults(store: Store) -> None:
    assert checked(store) == Verified(entries=0, head=START, purged=0, faults=())


def test_each_entry_holds_the_digest_of_the_one_before(store: Store) -> None:
    with store.writing() as writing:
        made = [record(writing, "note", at=MOMENT, who="a", plain={"n": n}, detail={"text": "ü"}) for n in range(3)]
    entries = everything(store, Entry)
    assert sorted(entries, key=lambda each: each.seq) == made
    assert [each.seq for each in made] == [1, 2, 3]
    assert [each.previous for each in made] == [START, made[0].hash, made[1].hash]
    assert checked(store) == Verified(entries=3, head=made[2].hash, purged=0, faults=())


def test_an_entry_shows_neither_who_nor_what(store: Store) -> None:
    with store.writing() as writing:
        made = record(writing, "note", who="officer-id", case="c", detail={"text": "secret"}, rows={"note:1": "d"})
    assert "officer-id" not in str(made)
    assert "secret" not in str(made)
    (detail,) = everything(store, Detail)
    assert json.loads(detail.text) == {"who": "officer-id", "text": "secret", "rows": {"note:1": "d"}}
    assert (detail.case, detail.seq, detail.who) == ("c", 1, "officer-id")


def test_the_same_detail_never_has_the_same_commitment(store: Store) -> None:
    """Nobody can try out what an entry commits to."""
    with store.writing() as writing:
        made = [record(writing, "note", who="a", detail={"verdict": "scam"}) for _ in range(5)]
    assert len({each.commitment for each in made}) == 5


def test_an_entry_that_is_undone_leaves_no_gap(store: Store) -> None:
    with store.writing() as writing:
        record(writing, "first")

    def undone() -> None:
        with store.writing() as writing:
            record(writing, "undone")
            raise LookupError

    with pytest.raises(LookupError):
        undone()
    with store.writing() as writing:
        record(writing, "second")
    assert checked(store).faults == ()
    assert [each.action for each in sorted(everything(store, Entry), key=lambda each: each.seq)] == ["first", "second"]


def test_more_entries_than_are_read_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "_AT_ONCE", 7)
    with store.writing() as writing:
        for number in range(30):
            record(writing, "note", case=str(number))
    assert (checked(store).entries, checked(store).faults) == (30, ())


# --- digests


@pytest.mark.parametrize("kind", RECORDS, ids=name_of)
def test_a_row_has_the_same_digest_after_it_was_kept(store: Store, kind: type[Record]) -> None:
    texts = {each.field: f"{each.field} ü\u202e😀 é" for each in elements(kind) if each.type is str}
    numbers: dict[str, Any] = {each.field: 3 for each in elements(kind) if each.type in {int, float}}
    moments = {each.field: MOMENT + timedelta(microseconds=1) for each in elements(kind) if each.type is datetime}
    lists = {each.field: ("a", "", "ü") for each in elements(kind) if each.type is tuple}
    given = row(kind, **texts, **moments, **lists, **numbers)
    add(store, given)
    assert digest(everything(store, kind)[0]) == digest(as_kept(given))


@pytest.mark.parametrize("kind", TRACKED, ids=name_of)
def test_every_field_is_in_the_digest(kind: type[Record]) -> None:
    plain = row(kind)
    for each in fields(kind):
        assert digest(replace(plain, **{each.name: another(getattr(plain, each.name))})) != digest(plain), each.name


_ANOTHER: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    str: lambda value: value[:-1] or f"{value}x",
    bytes: lambda value: value + b"x",
    tuple: lambda value: (*value, "x"),
    datetime: lambda value: value + timedelta(microseconds=1),
    int: lambda value: value + 1,
    float: lambda value: value + 1,
    type(None): lambda value: MOMENT,
}


def another(value: Any) -> Any:
    """Another value of the same kind."""
    return _ANOTHER[type(value)](value)


# --- what somebody does behind the program's back


@pytest.fixture(scope="module")
def kept() -> Iterator[tuple[Store, str]]:
    """A store after some work, and the head that was noted then; put back as it was after each change."""
    with opened(MEMORY) as store:
        worked(store)
        yield store, checked(store).head


@pytest.mark.parametrize("kind", [Entry, Detail, *TRACKED], ids=name_of)
def test_a_changed_field_is_found(kept: tuple[Store, str], kind: type[Record]) -> None:
    store, head = kept
    for each in everything(store, kind):
        for name in [one.name for one in fields(kind) if one.name != "id"]:
            with store.writing() as writing:
                writing.change(replace(each, **{name: another(getattr(each, name))}))
            assert faults(store, head=head), (kind, name)
            with store.writing() as writing:
                writing.change(each)
    assert not faults(store, head=head)


@pytest.mark.parametrize("kind", [Entry, Detail, *TRACKED], ids=name_of)
def test_a_row_that_is_taken_away_is_found(kept: tuple[Store, str], kind: type[Record]) -> None:
    store, head = kept
    for each in everything(store, kind):
        with store.writing() as writing:
            writing.remove(kind, equals("id", each.id))
        assert faults(store, head=head), each
        add(store, each)
    assert not faults(store, head=head)


@pytest.mark.parametrize("kind", [Entry, Detail, *TRACKED], ids=name_of)
def test_a_row_that_is_put_in_is_found(kept: tuple[Store, str], kind: type[Record]) -> None:
    store, head = kept
    add(store, put_in := row(kind, **({"seq": 99} if kind is Entry else {})))
    assert faults(store, head=head)
    with store.writing() as writing:
        writing.remove(kind, equals("id", put_in.id))
    assert not faults(store, head=head)


def test_a_chain_that_was_cut_off_is_found_by_the_head_that_was_noted(store: Store) -> None:
    """Whoever cuts off the end and puts the rows back leaves nothing that could be seen in the chain itself."""
    with store.writing() as writing:
        record(writing, "first")
    with store.writing() as writing:
        record(writing, "second")
    head = checked(store).head
    with store.writing() as writing:
        writing.remove(Entry, equals("seq", 2))
        writing.remove(Detail, equals("seq", 2))
    assert faults(store) == set()
    assert faults(store, head=head) == {"head-missing"}


def test_entries_that_changed_places_are_found(store: Store) -> None:
    with store.writing() as writing:
        one, two, _ = (record(writing, "note", who=str(n)) for n in range(3))
        writing.remove(Entry, equals("seq", 1))
        writing.change(replace(two, seq=1))
        writing.add(replace(one, seq=2))
    assert "changed" in faults(store)


@pytest.mark.parametrize("plain", ["", "{}", "[]", "nonsense", '{"until": "x"}', '{"until": null}', '{"until": 1e400}'])
def test_a_broken_entry_is_a_fault_and_no_crash(store: Store, plain: str) -> None:
    with store.writing() as writing:
        made = record(writing, chain.FORGET, plain={"until": 1})
        writing.change(replace(made, plain=plain))
    assert "changed" in faults(store)


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense"])
def test_a_broken_detail_is_a_fault_and_no_crash(store: Store, text: str) -> None:
    with store.writing() as writing:
        record(writing, "note")
        (detail,) = writing.find(Detail)
        writing.change(replace(detail, text=text))
    assert faults(store) == {"detail-changed"}


# --- what is forgotten by rule


def test_after_a_purge_the_chain_still_verifies(store: Store) -> None:
    desk, one, two = worked(store)
    before = checked(store)
    retention.purge(desk, LEAD, one)
    after = checked(store, head=before.head)
    assert (after.faults, after.purged, after.entries) == ((), 1, before.entries + 1)
    for kind in RECORDS:
        for each in everything(store, kind):
            named = getattr(each, "case", "") == one or each.id == one
            assert not named or isinstance(each, Entry) or (kind is Detail and getattr(each, "seq", 0) > before.entries)
    assert [each.id for each in everything(store, Case)] == [two]


def test_rows_of_a_purged_case_that_come_back_are_found(store: Store) -> None:
    desk, one, _ = worked(store)
    case = next(each for each in everything(store, Case) if each.id == one)
    retention.purge(desk, LEAD, one)
    add(store, case)
    assert faults(store) == {"row-changed"}


def test_details_that_were_removed_without_a_purge_are_found(store: Store) -> None:
    _, one, _ = worked(store)
    with store.writing() as writing:
        writing.remove(Detail, equals("case", one))
    assert "detail-missing" in faults(store)


def test_a_merged_case_is_purged_with_its_whole(store: Store) -> None:
    desk, one, two = worked(store)
    three = take(desk, OFFICER, report(f"{ORDINARY}And more.")).case
    merging.merge(desk, LEAD, one, three)
    assert faults(store) == set()
    retention.purge(desk, LEAD, one)
    assert (checked(store).faults, checked(store).purged) == ((), 2)
    assert [each.id for each in everything(store, Case)] == [two]
    assert {each.case for each in everything(store, Report)} == {two}


def test_a_purge_after_reports_went_elsewhere_keeps_those_vouched_for(store: Store) -> None:
    desk, one, _ = worked(store)
    three = take(desk, OFFICER, report(f"{ORDINARY}And more.")).case
    merging.undo(desk, LEAD, merging.merge(desk, LEAD, one, three).id)
    retention.purge(desk, LEAD, one)
    assert faults(store) == set()
    with store.writing() as writing:
        moved = writing.find(Report, equals("case", three))[0]
        writing.change(replace(moved, said="changed"))
    assert faults(store) == {"row-changed"}


def test_old_details_that_belong_to_no_case_are_forgotten_by_rule(store: Store) -> None:
    clock = Clock()
    desk = Desk(store=store, now=clock)
    change_settings(desk, ADMIN, {"name": "The desk"})
    take(desk, OFFICER, report())
    clock.days(1826)
    with store.writing() as writing:
        writing.change(replace(writing.find(Case)[0], hold=""))
    retention.sweep(desk)
    assert checked(store).faults == ()
    assert all(each.seq > 2 for each in everything(store, Detail))
    add(store, row(Account, name="put in"))
    assert faults(store) == {"row-changed"}


def test_names_of_rows_are_of_their_table() -> None:
    assert row_name(row(Link, id="x")) == "link:x"
    assert row_name(row(Note, id="x")) == "note:x"
