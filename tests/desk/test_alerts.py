"""Alerts: raised by a second report of one lure, shown until somebody has seen them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bonafides.desk import cases
from bonafides.desk.alerts import due, raised
from bonafides.desk.desk import Desk
from bonafides.desk.permissions import PROGRAM
from bonafides.desk.reports import take
from bonafides.errors import RefusedError
from bonafides.store.records import Account
from tests.desk.desks import ADMIN, ANYBODY, APPROACH, LEAD, OFFICER, REPORTER, START, Clock, report


def test_two_reports_of_one_lure_raise_one(desk: Desk) -> None:
    take(desk, ANYBODY, report())
    assert raised(desk, LEAD) == ()
    second = take(desk, ANYBODY, report(APPROACH, occasion="other"))
    (found,) = raised(desk, LEAD)
    assert (found.case["number"], found.cases) == (second.number, 2)
    cases.acknowledge(desk, LEAD, second.case)
    assert raised(desk, LEAD) == ()
    with pytest.raises(RefusedError):
        raised(desk, ADMIN)


@pytest.mark.parametrize(
    ("by", "people"),
    [(("r1", "r1"), 1), (("r1", "r2"), 2), (("r1", "r2", "r1", ""), 2), (("", ""), 0), (("r1", ""), 1)],
)
def test_people_are_counted_and_not_cases(desk: Desk, by: tuple[str, ...], people: int) -> None:
    """Whoever reports without a name may be one of the others: they are not counted."""
    for number, reporter in enumerate(by):
        last = take(desk, REPORTER, report(APPROACH, said=str(number)), reporter=reporter)
    found = raised(desk, LEAD)[0]
    assert (found.case["id"], found.cases, found.people) == (last.case, len(by), people)
    opened = cases.opened(desk, LEAD, last.case)
    assert (opened.alike.cases, opened.alike.people) == (len(by), people)


def test_what_has_to_be_done_by_today_is_shown(desk: Desk, clock: Clock) -> None:
    case = take(desk, ANYBODY, report()).case
    today, later = START.replace(hour=23, minute=59), START + timedelta(days=3)
    with desk.acting(PROGRAM, "account.manage") as work:
        work.add(
            Account(
                id=OFFICER.account, name="officer", email="", role="officer", secret="", totp="", step=0, recovery=(),
                subject="", made_at=START,
            )
        )  # fmt: skip
    for text, owner, day in (
        ("mine", OFFICER.account, today), ("anybody's", "", today), ("in time", "", later), ("some day", "", None)
    ):  # fmt: skip
        cases.task(desk, OFFICER, case, text, owner=owner, due_at=day)
    assert [each.task.text for each in due(desk, LEAD)] == ["anybody's"], "somebody else's are theirs"
    found = due(desk, OFFICER)
    assert {each.task.text for each in found} == {"mine", "anybody's"}
    assert {each.case["number"] for each in found} == {1}
    cases.finish(desk, OFFICER, case, found[0].task.id)
    assert len(due(desk, OFFICER)) == 1
    clock.days(5)
    assert len(due(desk, OFFICER)) == 2
    assert len(due(desk, OFFICER, limit=1)) == 1
    with pytest.raises(RefusedError):
        due(desk, ADMIN)
