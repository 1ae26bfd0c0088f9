"""A campaign with all that it rests on, as run and replay share it: facts, yardstick, edges; and how it follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bonafides.campaign.describe import describe
from bonafides.campaign.facts import Group, Presence
from bonafides.campaign.judge import CORE_FAMILY, judge
from bonafides.campaign.signals import ORIGIN, SIGNALS
from bonafides.campaign.sweep import Candidate
from bonafides.errors import CampaignError
from bonafides.model import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.campaign.facts import Log
    from bonafides.campaign.judge import Judged
    from bonafides.campaign.pack.facts_file import Facts
    from bonafides.campaign.parameters import Parameters
    from bonafides.campaign.signals.signal import Signal
    from bonafides.model import Campaign, Edge

BEHAVIOUR = frozenset(signal.family for signal in (*SIGNALS, *ORIGIN) if signal.behaviour)
"""Families that count; the others only corroborate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a campaign has from the run as a whole: sealed in a pack, not recomputed from it."""

    campaign: str
    rank: int
    purpose: Purpose
    within_budget: bool
    expected_false: float
    status: str
    origin: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A campaign and its grounds."""

    campaign: Campaign
    facts: Facts
    judged: Judged
    log: Log
    signals: tuple[Signal, ...]
    edges: tuple[Edge, ...]
    parameters: Parameters
    accepted_from: float
    """The smallest surplus (nats, over all behavioural families) of a pair that the run accepted."""


def signals_of(families: Iterable[str]) -> tuple[Signal, ...]:
    """The signals of these families, in the order of a sweep. Raises CampaignError for one that is not known."""
    wanted = set(families)
    found = tuple(signal for signal in (*SIGNALS, *ORIGIN) if signal.family in wanted)
    if len(found) < len(wanted) or CORE_FAMILY not in wanted:
        raise CampaignError(
            "the families of behaviour are not those of this version",
            where="log.json",
            next_step="Use the version of bonafides that wrote it.",
        )
    return found


def find(
    facts: Facts, log: Log, edges: tuple[Edge, ...], given: Given, parameters: Parameters, accepted_from: float
) -> Finding:
    """The finding that follows from facts: the same code for the run's folder and for a pack."""
    signals = signals_of(log.families)
    judged = judge(facts.group, log, signals, lured=given.purpose is not Purpose.UNKNOWN)
    campaign = describe(
        given.campaign,
        given.rank,
        Candidate(names=facts.names, group=facts.group, judged=judged),
        edges,
        given.purpose,
        within_budget=given.within_budget,
        expected_false=given.expected_false,
        status=given.status,
        origin=given.origin,
    )
    return Finding(
        campaign=campaign,
        facts=facts,
        judged=judged,
        log=log,
        signals=signals,
        edges=edges,
        parameters=parameters,
        accepted_from=accepted_from,
    )


def without(group: Group, place: int) -> Group:
    """The group as if one account were not in it."""
    ends = (group.a != place) & (group.b != place)
    return Group(
        accounts=np.delete(group.accounts, place),
        presence={family: _without(presence, place) for family, presence in group.presence.items()},
        a=group.a[ends] - (group.a[ends] > place),
        b=group.b[ends] - (group.b[ends] > place),
        weight=group.weight[ends],
    )


def _without(presence: Presence, place: int) -> Presence:
    kept = presence.account != place
    rows = Presence(
        account=presence.account[kept],
        item=presence.item[kept],
        moment=presence.moment[kept],
        popularity=presence.popularity[kept],
        answered=presence.answered[kept],
        active=presence.active[kept],
    )
    return replace(rows, account=rows.account - (rows.account > place))


def score_without(finding: Finding, place: int) -> float:
    """The campaign's score if one account were not in it."""
    lured = finding.campaign.purpose is not Purpose.UNKNOWN
    return judge(without(finding.facts.group, place), finding.log, finding.signals, lured=lured).score
