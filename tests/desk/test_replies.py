from __future__ import annotations

import pytest

from bonafides.desk import cases, replies, retention
from bonafides.desk.desk import Desk
from bonafides.desk.reports import take
from bonafides.errors import DeskError, RefusedError
from bonafides.store.records import Report
from tests.desk.desks import ANYBODY, AUDITOR, LEAD, OFFICER, REPORTER, report
from tests.desk.test_reports import sound


def test_the_reporter_returns_reads_and_adds(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report())
    assert replies.by_receipt(desk, taken.receipt).status == "received"
    replies.answer(desk, OFFICER, taken.case, kind="be-careful", lang="en", text="Thank you. Please do not answer yet.")
    replies.add_to(desk, replies.reported(desk, taken.receipt), "They wrote again today.")
    back = replies.by_receipt(desk, taken.receipt.upper())
    assert [answer.kind for answer in back.answers] == ["be-careful", "from-reporter"]
    assert back.status == "open"
    cases.judge(desk, OFFICER, taken.case, "approach", "as the signs say")
    assert replies.by_receipt(desk, taken.receipt).status == "closed"
    sound(desk)


@pytest.mark.parametrize(("status", "told"), [("new", 0), ("open", 1), ("waiting", 1), ("closed", 1)])
def test_what_a_reporter_adds_is_told_until_somebody_has_seen_it(desk: Desk, status: str, told: int) -> None:
    """A new case is read anyway; on any other one nobody would look."""
    taken = take(desk, ANYBODY, report())
    if status == "closed":
        cases.judge(desk, OFFICER, taken.case, "approach", "as the signs say")
    else:
        cases.set_status(desk, OFFICER, taken.case, status)
    for word in ("They threaten me now.", "And again."):
        replies.add_to(desk, replies.reported(desk, taken.receipt), word)
    opened = cases.opened(desk, OFFICER, taken.case)
    assert [each.kind for each in opened.alerts] == [cases.REPORTER_ADDED] * told
    assert opened.case.status == ("open" if status == "waiting" else status)
    cases.acknowledge(desk, OFFICER, taken.case)
    replies.add_to(desk, replies.reported(desk, taken.receipt), "Once more.")
    assert len(cases.opened(desk, OFFICER, taken.case).alerts) == told
    sound(desk)


def test_a_purged_report_has_no_receipt(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report())
    retention.purge(desk, LEAD, taken.case)
    with pytest.raises(DeskError, match="not known"):
        replies.by_receipt(desk, taken.receipt)


@pytest.mark.parametrize("code", ["", "abc", "2" * 20, "' OR 1=1 --", "ж" * 20])
def test_a_wrong_code_opens_nothing(desk: Desk, code: str) -> None:
    take(desk, ANYBODY, report())
    take(desk, LEAD, report(via="folder", said="without any receipt"))
    with pytest.raises(DeskError, match="not known"):
        replies.by_receipt(desk, code)


def test_an_account_sees_its_own_reports_only(desk: Desk) -> None:
    take(desk, REPORTER, report(), reporter=REPORTER.account)
    take(desk, ANYBODY, report(said="somebody else"))
    ((row, back),) = replies.by_account(desk, REPORTER)
    assert isinstance(row, Report)
    assert back.status == "received"
    assert replies.by_account(desk, OFFICER) == replies.by_account(desk, ANYBODY) == ()


def test_only_the_desk_answers(desk: Desk) -> None:
    case = take(desk, ANYBODY, report()).case
    for who in (REPORTER, AUDITOR):
        with pytest.raises(RefusedError):
            replies.answer(desk, who, case, kind="free", lang="en", text="x")
    with pytest.raises(DeskError, match="no such kind"):
        replies.answer(desk, OFFICER, case, kind="from-reporter", lang="en", text="x")
    for lang in ("", "xx", "x" * 5_000):
        with pytest.raises(DeskError, match="language"):
            replies.answer(desk, OFFICER, case, kind="free", lang=lang, text="x")
    with pytest.raises(DeskError, match="characters"):
        replies.answer(desk, OFFICER, case, kind="free", lang="en", text=" ")
