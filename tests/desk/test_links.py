from __future__ import annotations

import pytest

from bonafides.desk import campaigns, cases, links
from bonafides.desk.desk import Desk
from bonafides.desk.reports import take
from bonafides.errors import DeskError
from bonafides.store.records import Link
from tests.desk.desks import ANYBODY, OFFICER, ORDINARY, report
from tests.desk.test_reports import sound


@pytest.fixture
def linked(desk: Desk) -> tuple[list[str], list[Link]]:
    """Three cases with one lure, and the links that were suggested."""
    roles = {"a": "engineer", "b": "", "c": "engineer"}
    ids = [take(desk, ANYBODY, report(said=said, role=role)).case for said, role in roles.items()]
    with desk.store.reading() as reading:
        return ids, reading.find(Link, order="at,id")


def test_confirmed_rejected_and_undone(desk: Desk, linked: tuple[list[str], list[Link]]) -> None:
    _, found = linked
    assert len(found) == 3
    for state in ("confirmed", "rejected", "suggested", "confirmed"):
        assert links.decide(desk, OFFICER, found[0].id, state).state == state
    with pytest.raises(DeskError, match="no such state"):
        links.decide(desk, OFFICER, found[0].id, "maybe")
    with pytest.raises(DeskError, match="no such link"):
        links.decide(desk, OFFICER, "none", "confirmed")
    with pytest.raises(DeskError, match="no such link"):
        links.decide(desk, OFFICER, found[0].id, "confirmed", of="another-case")
    assert links.decide(desk, OFFICER, found[0].id, "confirmed", of=found[0].other)
    sound(desk)


def test_a_campaign_takes_what_confirmed_links_join(desk: Desk, linked: tuple[list[str], list[Link]]) -> None:
    ids, found = linked
    outside = take(desk, ANYBODY, report(ORDINARY)).case
    for link in found[:2]:
        links.decide(desk, OFFICER, link.id, "confirmed")
    started = campaigns.start(desk, OFFICER, ids[0], "Paid reports for an unnamed client")
    shown = campaigns.shown(desk, OFFICER, started.id)
    assert {case.id for case in shown.cases} == set(ids)
    assert len(shown.links) == 3
    assert shown.approached == {"": 1, "engineer": 2}
    assert cases.opened(desk, OFFICER, outside).campaign is None
    campaigns.place(desk, OFFICER, outside, started.id)
    campaigns.place(desk, OFFICER, ids[0], "")
    campaigns.describe(desk, OFFICER, started.id, name="Unnamed client", note="Since March.")
    assert [(each.name, size) for each, size in campaigns.listed(desk, OFFICER)] == [("Unnamed client", 3)]
    sound(desk)


def test_a_campaign_without_cases_is_no_more(desk: Desk, linked: tuple[list[str], list[Link]]) -> None:
    ids, _ = linked
    campaigns.start(desk, OFFICER, ids[0], "Paid reports")
    campaigns.place(desk, OFFICER, ids[0], "")
    assert campaigns.listed(desk, OFFICER) == ()
    sound(desk)


def test_a_seen_alert_is_gone(desk: Desk, linked: tuple[list[str], list[Link]]) -> None:
    ids, _ = linked
    assert cases.opened(desk, OFFICER, ids[2]).alerts
    cases.acknowledge(desk, OFFICER, ids[2])
    assert not cases.opened(desk, OFFICER, ids[2]).alerts
    sound(desk)
