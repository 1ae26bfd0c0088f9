from __future__ import annotations

import pytest

from bonafides.desk import cases
from bonafides.desk.desk import Desk
from bonafides.desk.finding import search
from bonafides.desk.reports import take
from bonafides.errors import RefusedError
from tests.desk.desks import ADMIN, ANYBODY, OFFICER, ORDINARY, report


@pytest.mark.parametrize("words", ["unnam", "WHATSAPP", "between us", "+44 7700", "Vale page", "客户 顾"])
def test_what_was_written_or_noted_is_found(desk: Desk, words: str) -> None:
    case = take(desk, ANYBODY, report()).case
    take(desk, ANYBODY, report(ORDINARY))
    cases.note(desk, OFFICER, case, "An unnamed client; 客户是顾问。")
    found = search(desk, OFFICER, words)
    assert [each.case["id"] for each in found] == [case]
    assert found[0].word


@pytest.mark.parametrize(
    "words", ["", "   ", '"', "*", "' OR 1=1", "zebra", "NEAR(a b)", "terms:x", "\0", "\ud800", "a" * 10_000]
)
def test_odd_searches_find_nothing_and_break_nothing(desk: Desk, words: str) -> None:
    take(desk, ANYBODY, report())
    assert search(desk, OFFICER, words) == ()


def test_search_is_the_desks(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        search(desk, ADMIN, "x")
