"""Campaigns: cases that the desk takes to be of one hand, what they share, and who was approached, as roles only."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bonafides.desk.cases import touched
from bonafides.desk.desk import known_case
from bonafides.desk.links import REJECTED, confirmed_with
from bonafides.errors import DeskError, MissingError
from bonafides.store import equals, more, one_of
from bonafides.store.records import Campaign, Case, Link, Mark, Report, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading

MOST = 50
"""Cases of a campaign whose signs are gathered for a notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A campaign as its page shows it."""

    campaign: Campaign
    cases: tuple[Case, ...]
    links: tuple[Link, ...]
    """Between its cases; rejected ones are left out."""
    marks: tuple[Mark, ...]
    """What its cases can be linked by."""
    reports: tuple[Report, ...]
    """When and where its reports came in, and the role of who was approached: without any text."""
    approached: Mapping[str, int]
    """Roles of those approached, in general words, with how often: never names, in no order but the alphabet's."""


def start(desk: Desk, actor: Actor, case_id: str, name: str) -> Campaign:
    """Make a campaign of a case and all that confirmed links join to it; one that has one already keeps it."""
    if not name.strip():
        raise DeskError(
            "a campaign needs a name", where="name", next_step="Say what the lure is, not who is behind it."
        )
    with desk.acting(actor, "campaign.edit", case=case_id) as work:
        work.action = "campaign.start"
        found = Campaign(id=new_id(), name=name.strip()[:200], who=actor.account, at=work.now)
        work.add(found)
        for each in sorted(confirmed_with(work, known_case(work.writing, case_id).id)):
            case = work.writing.get(Case, each)
            if case and not case.campaign:
                touched(work, replace(case, campaign=found.id))
        return found


def place(desk: Desk, actor: Actor, case_id: str, campaign_id: str) -> Case:
    """Put a case into a campaign, or out of any ("")."""
    with desk.acting(actor, "campaign.edit", case=case_id) as work:
        if campaign_id and work.writing.get(Campaign, campaign_id) is None:
            raise MissingError("there is no such campaign", where="campaign")
        before = known_case(work.writing, case_id)
        after = touched(work, replace(before, campaign=campaign_id))
        left = work.writing.get(Campaign, before.campaign)
        if left and not work.writing.count(Case, equals("campaign", left.id))[()]:
            work.take_out(left)  # its name and note would be kept for nothing
        return after


def describe(desk: Desk, actor: Actor, campaign_id: str, *, name: str, note: str) -> Campaign:
    """Name a campaign anew, and say what is known of it."""
    with desk.acting(actor, "campaign.edit") as work:
        work.action = "campaign.describe"
        found = work.writing.get(Campaign, campaign_id)
        if found is None or not name.strip():
            raise MissingError("there is no such campaign, or its name is empty", where="campaign")
        return work.change(replace(found, name=name.strip()[:200], note=note.strip()[:20_000]))


def listed(desk: Desk, actor: Actor) -> tuple[tuple[Campaign, int], ...]:
    """All campaigns with the number of their cases, the latest first."""
    with desk.looking(actor, "campaign.read") as reading:
        sizes = reading.count(Case, more("campaign", ""), by=("campaign",))
        return tuple((each, sizes.get((each.id,), 0)) for each in reading.find(Campaign, order="-at,id"))


def named(desk: Desk, actor: Actor, *, limit: int = 60) -> dict[str, str]:
    """Names of the latest campaigns by their ids, to choose from."""
    with desk.looking(actor, "campaign.read") as reading:
        return dict(reading.pick(Campaign, ("id", "name"), order="-at,id", limit=limit))


def shown(desk: Desk, actor: Actor, campaign_id: str) -> Shown:
    """A campaign with its cases and what joins them."""
    with desk.looking(actor, "campaign.read") as reading:
        campaign = reading.get(Campaign, campaign_id)
        if campaign is None:
            raise MissingError("there is no such campaign", where="campaign")
        cases = tuple(reading.find(Case, equals("campaign", campaign_id), order="opened_at,id"))
        ids = {case.id for case in cases}
        links = tuple(
            link
            for link in reading.find(Link, one_of("one", sorted(ids)), order="-strength,id")
            if link.other in ids and link.state != REJECTED
        )
        reports = _bare(reading, ids)
        return Shown(
            campaign=campaign,
            cases=cases,
            links=links,
            marks=tuple(reading.find(Mark, one_of("case", sorted(ids)))),
            reports=reports,
            approached=dict(sorted(Counter(report.role.strip() for report in reports).items())),
        )


def signs(desk: Desk, actor: Actor, campaign_id: str) -> tuple[str, ...]:
    """Ids of the signs by which the lure is known, those seen in the most cases first; of many reports the latest."""
    with desk.looking(actor, "campaign.read") as reading:
        rows = reading.pick(Case, ("id",), equals("campaign", campaign_id), order="-number", limit=MOST)
        ids = [id for (id,) in rows]
        told = reading.pick(Report, ("assessment",), one_of("case", ids), limit=2 * MOST) if ids else []
    seen: Counter[str] = Counter()
    for (line,) in told:
        findings = json.loads(line)["findings"] if line else []
        seen.update({each["indicator"] for each in findings if each["polarity"] == "for"})
    return tuple(sign for sign, _ in seen.most_common())


def _bare(reading: Reading, cases: set[str]) -> tuple[Report, ...]:
    picked = reading.pick(Report, ("id", "case", "role", "received_at"), one_of("case", sorted(cases)))
    return tuple(
        Report(
            id=id, case=case, via="", reporter="", receipt="", received_at=at, role=role, said="", conversation="",
            assessment="", words="", problems=(), facts=(), digest="",
        )
        for id, case, role, at in picked
    )  # fmt: skip
