"""The audit log as people see it."""

from __future__ import annotations

import pytest

from bonafides.desk import retention
from bonafides.desk.desk import Desk
from bonafides.desk.log import lines, verified
from bonafides.desk.reports import take
from bonafides.errors import RefusedError
from tests.desk.desks import ANYBODY, AUDITOR, LEAD, OFFICER, report


def test_it_shows_what_was_done_and_what_a_purge_left(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report())
    first = lines(desk, AUDITOR)
    assert [(each.entry.action, each.number, each.gone) for each in first] == [("report.add", taken.number, False)]
    retention.purge(desk, LEAD, taken.case)
    after = lines(desk, AUDITOR)
    assert [each.entry.action for each in after] == ["case.purge", "report.add"]
    assert [each.gone for each in after] == [False, True], "who deleted it can be told; what was deleted cannot"
    assert not any(each.number for each in after)
    assert after[0].plain["rule"] == retention.DECIDED
    assert lines(desk, AUDITOR, before=after[0].entry.seq) == after[1:]
    assert lines(desk, AUDITOR, case=taken.case) == after
    assert lines(desk, AUDITOR, limit=1) == after[:1]


def test_a_check_is_itself_entered(desk: Desk) -> None:
    take(desk, ANYBODY, report())
    assert verified(desk, AUDITOR).faults == ()
    assert lines(desk, AUDITOR)[0].entry.action == "audit.verify"
    assert verified(desk, LEAD, head="0" * 64).faults == ("head-missing:",)
    with pytest.raises(RefusedError):
        verified(desk, OFFICER)
