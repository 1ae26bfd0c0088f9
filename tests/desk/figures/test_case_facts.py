"""What is counted of a year, and what the chain still tells of cases that were deleted."""

from __future__ import annotations

from datetime import UTC, datetime

from bonafides.desk import cases, replies
from bonafides.desk.desk import Desk
from bonafides.desk.figures.case_facts import case_facts
from bonafides.desk.reports import take
from tests.desk.desks import ANYBODY, APPROACH, LEAD, report

FIRST, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def test_cases_count_once_with_what_they_are(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report(role="researcher"))
    replies.answer(desk, LEAD, taken.case, kind="free", lang="en", text="Thank you.")
    cases.judge(desk, LEAD, taken.case, "scam", "why")
    (fact,) = case_facts(desk, LEAD, FIRST, UNTIL)
    assert (fact.verdict, fact.role, fact.channel) == ("scam", "researcher", "paste")
    assert fact.answered_at is not None
    assert case_facts(desk, LEAD, UNTIL, datetime(2028, 1, 1, tzinfo=UTC)) == ()


def test_what_was_dismissed_and_deleted_still_counts(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report())
    take(desk, ANYBODY, report(APPROACH, occasion="other"))
    cases.judge(desk, LEAD, taken.case, cases.NOT_ABOUT_BEHAVIOUR, "")
    facts = case_facts(desk, LEAD, FIRST, UNTIL)
    assert sorted(fact.verdict for fact in facts) == ["", cases.NOT_ABOUT_BEHAVIOUR]
    (gone,) = (fact for fact in facts if fact.verdict)
    assert (gone.role, gone.kind, gone.level) == ("", "", "")
    assert gone.closed_at is not None
