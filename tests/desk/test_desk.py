"""One way in for everything that changes: checked, whole or not at all, entered in the chain, seen once a day."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from bonafides.desk import chain
from bonafides.desk.desk import Desk, known_case
from bonafides.desk.permissions import Actor
from bonafides.errors import DeskError, RefusedError, StoreError
from bonafides.store import Store, equals
from bonafides.store.records import Case, Detail, Entry, Mark, Note
from tests.desk.desks import ADMIN, AUDITOR, LEAD, OFFICER, START, Clock
from tests.store.rows import add, everything, row


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    """A desk over a store of each kind, with one case."""
    desk = Desk(store=store, now=clock)
    with desk.acting(OFFICER, "report.add") as work:
        work.add(row(Case, id="case-id", number=12, owner=OFFICER.account))
        work.case = "case-id"
    return desk


def entries(desk: Desk) -> list[Entry]:
    return sorted(everything(desk.store, Entry), key=lambda each: each.seq)


def faults(desk: Desk) -> tuple[str, ...]:
    with desk.store.reading() as reading:
        return chain.verify(reading).faults


# --- acting


def test_what_is_done_is_entered_with_its_rows(desk: Desk, clock: Clock) -> None:
    with desk.acting(OFFICER, "case.note", case="case-id", plain={"kind": "call"}) as work:
        work.add(given := row(Note, case="case-id", text="harbour"))
        work.plain["more"], work.detail["what"] = 1, "a call"
    last = entries(desk)[-1]
    assert (last.action, last.case, last.seq) == ("case.note", "case-id", 2)
    assert START < last.at <= clock.at
    assert json.loads(last.plain) == {"kind": "call", "more": 1}
    told = json.loads(max(everything(desk.store, Detail), key=lambda each: each.seq).text)
    assert told == {"who": OFFICER.account, "what": "a call", "rows": {f"note:{given.id}": chain.digest(given)}}
    assert faults(desk) == ()


def test_an_action_can_turn_out_to_be_another(desk: Desk) -> None:
    with desk.acting(OFFICER, "case.judge", case="case-id") as work:
        work.action = "case.reopen"
    assert entries(desk)[-1].action == "case.reopen"


def test_rows_that_change_and_go_are_vouched_for(desk: Desk) -> None:
    note = row(Note, case="case-id", text="one\0\ud800", at=START.astimezone(timezone(timedelta(hours=3))))
    with desk.acting(OFFICER, "case.note", case="case-id") as work:
        work.add(note, row(Mark, case="case-id"))
        kept = work.change(replace(note, text="two\0\ud800"))
    assert everything(desk.store, Note) == [kept]
    assert "\0" not in kept.text
    assert faults(desk) == ()
    with desk.acting(OFFICER, "case.note", case="case-id") as work:
        work.take_out(kept)
        work.take_out(everything(desk.store, Mark)[0])
    assert everything(desk.store, Note) == []
    assert faults(desk) == ()
    add(desk.store, kept)
    assert faults(desk) == (f"row-changed:note:{kept.id}",)


def test_a_failure_leaves_nothing_and_no_entry(desk: Desk) -> None:
    before = entries(desk)

    def fails() -> None:
        with desk.acting(OFFICER, "case.note", case="case-id") as work:
            work.add(row(Note, case="case-id"))
            raise DeskError("something stands in the way")

    with pytest.raises(DeskError):
        fails()
    assert everything(desk.store, Note) == []
    assert entries(desk) == before


def test_a_refusal_of_the_store_leaves_nothing(desk: Desk) -> None:
    before = entries(desk)

    def fails() -> None:
        with desk.acting(OFFICER, "case.note", case="case-id") as work:
            work.add(row(Note, id="same"))
            work.add(row(Note, id="same"))

    with pytest.raises(StoreError):
        fails()
    assert entries(desk) == before


@pytest.mark.parametrize(
    ("actor", "action", "case"),
    [
        (AUDITOR, "case.note", "case-id"),
        (Actor(account="another", role="officer"), "case.judge", "case-id"),
        (Actor(account="", role="nobody"), "case.note", "case-id"),
        (ADMIN, "case.purge", "case-id"),
    ],
)
def test_who_may_not_does_nothing(desk: Desk, actor: Actor, action: str, case: str) -> None:
    before = entries(desk)
    with pytest.raises(RefusedError), desk.acting(actor, action, case=case) as work:
        work.add(row(Note))
    assert everything(desk.store, Note) == []
    assert entries(desk) == before


def test_a_case_is_known_by_its_number_and_entered_by_its_id(desk: Desk) -> None:
    """So that a purge finds all that was said of it."""
    with desk.acting(OFFICER, "case.note", case="12"):
        pass
    with desk.looking(LEAD, "case.read", case="12"):
        pass
    assert {each.case for each in entries(desk)} == {"case-id"}
    assert len(entries(desk)) == 3


@pytest.mark.parametrize("name", ["", "nothing", "13", "-12", "12.0", "٣", "9" * 400, "case-id "])
def test_an_unknown_case_is_told(desk: Desk, name: str) -> None:
    with desk.store.reading() as reading, pytest.raises(DeskError, match="no such case"):
        known_case(reading, name)


def test_many_at_once_make_one_chain(desk: Desk) -> None:
    def write(number: int) -> None:
        with desk.acting(OFFICER, "case.note", case="case-id") as work:
            work.add(row(Note, id=f"{number}", case="case-id"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(40)))
    assert [each.seq for each in entries(desk)] == list(range(1, 42))
    assert faults(desk) == ()


# --- looking


def test_a_look_is_entered_once_a_day_for_each_person_and_action(desk: Desk, clock: Clock) -> None:
    for actor in (OFFICER, LEAD, OFFICER, LEAD, LEAD):
        with desk.looking(actor, "case.read", case="case-id") as reading:
            assert reading.get(Case, "case-id")
    with desk.looking(LEAD, "case.list"):
        pass
    with desk.looking(LEAD, "case.search", case="case-id"):
        pass
    looked = [each.action for each in entries(desk)[1:]]
    assert looked == ["case.read.looked", "case.read.looked", "case.search.looked"]
    clock.days(1)
    with desk.looking(LEAD, "case.read", case="case-id"):
        pass
    assert len(entries(desk)) == 5
    assert faults(desk) == ()


def test_a_second_process_does_not_enter_it_again(desk: Desk) -> None:
    for each in (desk, Desk(store=desk.store, now=desk.now), desk):
        with each.looking(LEAD, "case.read", case="case-id"):
            pass
    assert [each.action for each in entries(desk)[1:]] == ["case.read.looked"]


def test_nothing_is_said_any_more_of_a_case_that_is_gone(desk: Desk) -> None:
    with desk.looking(LEAD, "case.read", case="case-id"), desk.store.writing() as writing:
        writing.remove(Case, equals("id", "case-id"))
    assert len(entries(desk)) == 1


def test_who_may_not_look_sees_nothing(desk: Desk) -> None:
    with pytest.raises(RefusedError), desk.looking(AUDITOR, "case.read", case="case-id"):
        pass
    with pytest.raises(DeskError, match="no such case"), desk.looking(LEAD, "case.read", case="nothing"):
        pass
    assert len(entries(desk)) == 1


def test_many_looks_at_once_are_one_entry(desk: Desk) -> None:
    start = threading.Barrier(4)

    def look(_: int) -> None:
        start.wait()
        with desk.looking(LEAD, "case.read", case="case-id"):
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, range(4)))
    assert [each.action for each in entries(desk)[1:]] == ["case.read.looked"]


def test_it_is_not_remembered_without_end(desk: Desk) -> None:
    desk.seen.update(("somebody", str(number), "2026-01-01") for number in range(100_001))
    with desk.looking(LEAD, "case.read", case="case-id"):
        pass
    assert len(desk.seen) == 1
