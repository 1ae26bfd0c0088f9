from __future__ import annotations

import pytest

from bonafides.desk import cases
from bonafides.desk.desk import Desk
from bonafides.desk.intake import importing
from bonafides.desk.intake.importing import Imported, take_all
from bonafides.desk.intake.received import Received
from bonafides.errors import RefusedError, StoreError
from bonafides.model import Problem
from bonafides.store.records import Case, Entry, Link, Report
from tests.desk.desks import APPROACH, LEAD, OFFICER, ORDINARY, START, report
from tests.desk.test_reports import sound


def many(count: int) -> list[Received]:
    return [report(f"{ORDINARY}Nora Blythe: The number is {n}.\n", via="import") for n in range(count)]


def test_many_reports_each_with_its_own_entry(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 4)
    told: list[int] = []
    lures = [report(APPROACH, said=str(n), via="import") for n in range(3)]
    done = take_all(desk, LEAD, [*many(9), *lures, *many(2)], tell=told.append)
    assert done == Imported(taken=12, again=2, refused=0)
    assert told == [4, 8, 12, 14]
    with desk.store.reading() as reading:
        assert reading.count(Case) == reading.count(Entry) == {(): 12}
        assert sum(any("phone" in why for why in link.because) for link in reading.find(Link)) == 3
        assert sorted(case.number for case in reading.find(Case)) == list(range(1, 13))
    sound(desk)
    assert take_all(desk, LEAD, many(9)) == Imported(taken=0, again=9, refused=0)


def test_the_same_twice_in_one_part_is_taken_once(desk: Desk) -> None:
    assert take_all(desk, LEAD, [*many(2), *many(2)]) == Imported(taken=2, again=2, refused=0)


def test_one_bad_report_hides_no_other(desk: Desk) -> None:
    said: list[Problem] = []
    empty = Received(via="import", received_at=START)
    assert take_all(desk, LEAD, [*many(1), empty, *many(2)], say=said.append).refused == 1
    assert len(said) == 1
    with desk.store.reading() as reading:
        assert reading.count(Report)[()] == 2


def test_what_was_taken_before_a_fault_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 2)

    def broken() -> object:
        yield from many(5)
        raise StoreError("the disk is full")

    with pytest.raises(StoreError):
        take_all(desk, LEAD, broken())  # type: ignore[arg-type]
    assert len(cases.inbox(desk, OFFICER).rows) == 4
    sound(desk)


def test_who_may_import(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        take_all(desk, OFFICER, many(1))
