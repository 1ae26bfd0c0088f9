"""Answer and close: both or neither, by those who may do both."""

from __future__ import annotations

import pytest

from bonafides.desk import cases, chain, replies
from bonafides.desk.closing import Draft, close
from bonafides.desk.desk import Desk
from bonafides.desk.reports import take
from bonafides.errors import DeskError, RefusedError
from bonafides.store.records import Answer, Case, Judgement
from tests.desk.desks import ANYBODY, AUDITOR, LEAD, OFFICER, report

ANSWER = Draft(kind="ordinary", lang="en", text="Thank you for asking.")


@pytest.fixture
def receipt(desk: Desk) -> str:
    return take(desk, ANYBODY, report(said="odd")).receipt


def _case(desk: Desk) -> Case:
    with desk.store.reading() as reading:
        return reading.find(Case)[0]


def test_the_reporter_is_answered_and_the_case_closed_in_one_step(desk: Desk, receipt: str) -> None:
    closed = close(desk, OFFICER, _case(desk).id, verdict="ordinary", reason="checked by phone", answer=ANSWER)
    assert closed is not None
    assert (closed.status, closed.verdict) == ("closed", "ordinary")
    returned = replies.by_receipt(desk, receipt)
    assert (returned.status, [each.text for each in returned.answers]) == ("closed", ["Thank you for asking."])
    with desk.store.reading() as reading:
        assert chain.verify(reading).faults == ()


@pytest.mark.parametrize(
    ("verdict", "reason", "answer"),
    [
        ("ordinary", "", ANSWER),
        ("no-such", "why", ANSWER),
        ("ordinary", "why", Draft(kind="no-such", lang="en", text="x")),
        ("ordinary", "why", Draft(kind="free", lang="en", text=" ")),
        (cases.NOT_ABOUT_BEHAVIOUR, "", ANSWER),
    ],
)
def test_where_one_of_the_two_cannot_be_neither_is_done(
    desk: Desk, receipt: str, verdict: str, reason: str, answer: Draft
) -> None:
    with pytest.raises(DeskError):
        close(desk, OFFICER, _case(desk).id, verdict=verdict, reason=reason, answer=answer)
    with desk.store.reading() as reading:
        assert reading.find(Answer) == []
        assert reading.find(Judgement) == []
    assert _case(desk).closed_at is None


def test_it_closes_without_an_answer_and_purges_what_is_not_about_behaviour(desk: Desk, receipt: str) -> None:
    assert close(desk, LEAD, _case(desk).id, verdict=cases.NOT_ABOUT_BEHAVIOUR, reason="", answer=None) is None
    with desk.store.reading() as reading:
        assert reading.find(Case) == []
    with pytest.raises(DeskError):
        replies.by_receipt(desk, receipt)


def test_whoever_may_not_judge_does_neither(desk: Desk, receipt: str) -> None:
    with pytest.raises(RefusedError):
        close(desk, AUDITOR, _case(desk).id, verdict="ordinary", reason="why", answer=ANSWER)
