from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bonafides.desk import cases
from bonafides.desk.desk import Desk
from bonafides.desk.permissions import PROGRAM, Actor
from bonafides.desk.reports import take
from bonafides.errors import DeskError, RefusedError
from bonafides.store import equals
from bonafides.store.records import Account, Case, Entry, Judgement
from tests.desk.desks import ADMIN, ANYBODY, AUDITOR, LEAD, OFFICER, REPORTER, START, Clock, report
from tests.desk.test_reports import sound

OTHER = Actor(account="other-id", role="officer", name="other")


@pytest.fixture
def case(desk: Desk) -> str:
    """A case of one report."""
    with desk.acting(PROGRAM, "account.manage") as work:
        for who in (OFFICER, OTHER):
            work.add(
                Account(
                    id=who.account, name=who.name, email="", role=who.role, secret="", totp="", step=0, recovery=(),
                    subject="", made_at=START,
                )
            )  # fmt: skip
    return take(desk, ANYBODY, report()).case


def test_the_ordinary_way_of_a_case(desk: Desk, case: str) -> None:
    cases.assign(desk, OFFICER, case, OFFICER.account)
    cases.note(desk, OFFICER, case, "Called the firm: nobody of that name works there.")
    todo = cases.task(desk, OFFICER, case, "Ask for the profile address", owner=OFFICER.account)
    cases.finish(desk, OFFICER, case, todo.id)
    cases.judge(desk, OFFICER, case, "approach", "Secrecy, an unnamed client, a move to WhatsApp.")
    opened = cases.opened(desk, LEAD, case)
    assert (opened.case.status, opened.case.verdict, opened.case.owner) == ("closed", "approach", OFFICER.account)
    assert opened.judgements[0].suggested == f"{opened.case.level}/{opened.case.kind}"
    assert opened.tasks[0].done_at
    assert opened.names[OFFICER.account] == OFFICER.name
    assert opened.due_at == opened.case.closed_at + timedelta(days=1095)  # type: ignore[operator]
    with desk.store.reading() as reading:
        actions = [entry.action for entry in reading.find(Entry, order="seq")]
    assert [each for each in actions if each.startswith(("report", "case")) and not each.endswith("looked")] == [
        "report.add",
        "case.edit",
        "case.note",
        "case.task",
        "case.task",
        "case.judge",
    ]


def test_a_look_is_entered_once_a_day(desk: Desk, case: str, clock: Clock) -> None:
    for _ in range(3):
        cases.opened(desk, OFFICER, case)
    cases.opened(desk, LEAD, case)
    clock.days(1)
    cases.opened(desk, OFFICER, case)
    with desk.store.reading() as reading:
        assert reading.count(Entry, equals("action", "case.read.looked"))[()] == 3
    sound(desk)


def test_taken_back_and_judged_again(desk: Desk, case: str) -> None:
    cases.judge(desk, OFFICER, case, "ordinary", "It checks out.")
    with pytest.raises(DeskError, match="closed"):
        cases.judge(desk, OFFICER, case, "approach", "no")
    assert cases.reopen(desk, OFFICER, case).verdict == ""
    cases.judge(desk, OFFICER, case, "scam", "A fee was asked for.")
    with desk.store.reading() as reading:
        rows = reading.find(Judgement, order="at")
    assert [(row.verdict, row.undone_at is not None) for row in rows] == [("ordinary", True), ("scam", False)]
    sound(desk)


def test_not_about_behaviour_closes_and_purges(desk: Desk, case: str) -> None:
    assert cases.judge(desk, OFFICER, case, "not-about-behaviour", "") is None
    with pytest.raises(DeskError, match="no such case"):
        cases.opened(desk, OFFICER, case)
    with desk.store.reading() as reading:
        last = reading.find(Entry, order="-seq", limit=1)[0]
        assert (last.action, '"rule":"not-about-behaviour"' in last.plain) == ("case.purge", True)
    sound(desk)


def test_the_inbox_filters_counts_and_pages(desk: Desk, case: str) -> None:
    for n in range(7):
        take(desk, ANYBODY, report("", said=f"report {n}"))
    cases.judge(desk, OFFICER, case, "ordinary", "fine")
    seen, before = [], 0
    while True:
        page = cases.inbox(desk, OFFICER, before=before, limit=3)
        seen += [row["number"] for row in page.rows]
        before = page.next
        if not before:
            break
    assert seen == [8, 7, 6, 5, 4, 3, 2]
    assert page.counts == {"new": 7, "open": 0, "waiting": 0}
    closed = cases.inbox(desk, OFFICER, cases.Filter(status=("closed",), verdict="ordinary"))
    assert [row["number"] for row in closed.rows] == [1]
    assert cases.inbox(desk, OFFICER, cases.Filter(owner="nobody-such")).rows == ()


@pytest.mark.parametrize(
    ("verb", "fault"),
    [
        (lambda desk, case: cases.judge(desk, OFFICER, case, "guilty", "x"), "no such verdict"),
        (lambda desk, case: cases.judge(desk, OFFICER, case, "scam", "  "), "few words"),
        (lambda desk, case: cases.note(desk, OFFICER, case, ""), "few words"),
        (lambda desk, case: cases.note(desk, OFFICER, case, "x" * 60_000), "too long"),
        (lambda desk, case: cases.set_status(desk, OFFICER, case, "closed"), "verdict"),
        (lambda desk, case: cases.assign(desk, OFFICER, case, "nobody"), "works on cases"),
        (lambda desk, case: cases.finish(desk, OFFICER, case, "none"), "no such task"),
        (lambda desk, case: cases.reopen(desk, OFFICER, case), "not closed"),
        (lambda desk, case: cases.opened(desk, OFFICER, "9999"), "no such case"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    desk: Desk, case: str, verb: Callable[[Desk, str], object], fault: str
) -> None:
    with desk.store.reading() as reading:
        before = reading.count(Entry)[()], reading.get(Case, case)
    with pytest.raises(DeskError, match=fault):
        verb(desk, case)
    with desk.store.reading() as reading:
        assert (reading.count(Entry)[()], reading.get(Case, case)) == before


def test_several_changes_are_one_action(desk: Desk, case: str) -> None:
    """Whoever gives a case away may say what it is called with the same word, and nothing is done by halves."""
    cases.assign(desk, OFFICER, case, OFFICER.account)
    changed = cases.edit(desk, OFFICER, case, owner=OTHER.account, persona=" Northgate ", status="waiting")
    assert (changed.owner, changed.persona, changed.status) == (OTHER.account, "Northgate", "waiting")
    with desk.store.reading() as reading:
        before = reading.count(Entry)[()], reading.get(Case, case)
    for wrong in ({"owner": "nobody"}, {"status": "closed"}, {"persona": "x" * 501}):
        with pytest.raises(DeskError):
            cases.edit(desk, OTHER, case, **{"owner": OFFICER.account, "persona": "Vale", **wrong})
    with desk.store.reading() as reading:
        assert (reading.count(Entry)[()], reading.get(Case, case)) == before
    sound(desk)


def test_another_officers_case_is_theirs_to_judge(desk: Desk, case: str) -> None:
    cases.assign(desk, OFFICER, case, OFFICER.account)
    with pytest.raises(RefusedError):
        cases.judge(desk, OTHER, case, "ordinary", "x")
    assert cases.opened(desk, OTHER, case).case.id == case  # reading is not judging
    assert cases.judge(desk, LEAD, case, "ordinary", "fine")


@pytest.mark.parametrize("who", [REPORTER, AUDITOR, ADMIN, ANYBODY], ids=lambda who: who.role)
def test_cases_are_the_officers(desk: Desk, case: str, who: Actor) -> None:
    with pytest.raises(RefusedError):
        cases.opened(desk, who, case)
    with pytest.raises(RefusedError):
        cases.inbox(desk, who)


def test_a_case_is_found_by_its_number(desk: Desk, case: str) -> None:
    assert cases.resolved(desk, OFFICER, "1") == case
    assert cases.opened(desk, OFFICER, "1").case.id == case
