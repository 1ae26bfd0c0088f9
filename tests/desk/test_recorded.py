"""What was judged is read back as it was: the same findings at the same places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bonafides.desk.desk import Desk
from bonafides.desk.intake.received import understood
from bonafides.desk.recorded import recorded
from bonafides.desk.reports import take
from bonafides.store.records import Report
from tests.desk.desks import ANYBODY, APPROACH, ORDINARY, report


@pytest.mark.parametrize("text", [APPROACH, ORDINARY, "Somebody rang me and asked what I work on."])
def test_an_entry_comes_back_as_it_was_judged(desk: Desk, text: str) -> None:
    judged = understood(report(text)).conversations[0].entry
    take(desk, ANYBODY, report(text))
    with desk.store.reading() as reading:
        found = recorded(reading.find(Report)[0])
    assert found is not None
    assert found.conversation.messages == judged.conversation.messages
    assert [part.finding.indicator for part in found.assessment.contributions()] == [
        part.finding.indicator for part in judged.assessment.contributions()
    ]
    assert [part.finding.spans for part in found.assessment.because] == [
        part.finding.spans for part in judged.assessment.because
    ]
    assert (found.assessment.level, found.assessment.kind) == (judged.assessment.level, judged.assessment.kind)


def test_what_does_not_fit_is_left_out_and_nothing_is_read_where_nothing_is(desk: Desk) -> None:
    take(desk, ANYBODY, report())
    with desk.store.reading() as reading:
        kept = reading.find(Report)[0]
    assert recorded(replace(kept, conversation="")) is None
    short = kept.conversation.partition('"messages": [')[0] + '"messages": [{"speaker": "Adrian Vale", "text": "Hi"}]}'
    found = recorded(replace(kept, conversation=short))
    assert found is not None
    for part in found.assessment.contributions():
        assert all(span.message == 0 and span.end <= 2 for span in part.finding.spans)
