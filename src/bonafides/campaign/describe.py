"""From a judged group to the campaign that a reviewer reads: pure, so that a replay says the same, byte for byte."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from bonafides.campaign.judge import CORE_FAMILY
from bonafides.campaign.phrases import load_words
from bonafides.model import Campaign, Edge, Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from bonafides.campaign.facts import Presence
    from bonafides.campaign.judge import Judged
    from bonafides.campaign.sweep import Candidate
    from bonafides.model import Purpose

PART = 1 / 6
"""Share of the accounts that met at a target from which its contacts say when the campaign was at work."""
SHOWN = 10
"""Strongest edges that are shown as evidence."""


def edges_of(edges: pa.Table, names: Sequence[str]) -> tuple[Edge, ...]:
    """The rows of `edges` (linking.EDGES with account ids) between these accounts, in a fixed order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    own = pa.array(names, pa.string())
    inside = pc.and_(pc.is_in(edges.column("a"), own), pc.is_in(edges.column("b"), own))
    return ordered(Edge(**row) for row in edges.filter(inside).to_pylist())


def ordered(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Edges by pair and family; of each pair the smaller id first."""
    return tuple(sorted(edges, key=lambda edge: (edge.a, edge.b, edge.family)))


def describe(
    campaign: str,
    rank: int,
    candidate: Candidate,
    edges: Iterable[Edge],
    purpose: Purpose,
    *,
    within_budget: bool = True,
    expected_false: float = 0.0,
    status: str = "",
    origin: tuple[str, ...] = (),
) -> Campaign:
    """The campaign as it is written out; everything but the arguments follows from the candidate's facts.

    `targets` counts the people whom at least two of its accounts turned to; `first_seen` and `last_seen` are the first
    and the last contact with those whom a good part of it turned to: what few did by chance is not the campaign's.
    `evidence` holds the `SHOWN`
    edges with the highest surplus. The order of `edges` does not matter.
    """
    moments = _together(candidate.group.presence[CORE_FAMILY], len(candidate.names))
    first, last = (_instant(end) for end in (moments.min(initial=2**40), moments.max(initial=-(2**40))))
    return Campaign(
        campaign=campaign,
        rank=rank,
        score=candidate.judged.score,
        purpose=purpose,
        accounts=_members(candidate),
        targets=candidate.judged.targets.items,
        first_seen=first,
        last_seen=last,
        signals=candidate.judged.signals,
        evidence=tuple(sorted(ordered(edges), key=lambda edge: -edge.surplus)[:SHOWN]),
        innocent=candidate.judged.explanations,
        summary=_summary(candidate.judged, len(candidate.names), first, last),
        within_budget=within_budget,
        expected_false=expected_false,
        status=status,
        origin=origin,
    )


def _together(presence: Presence, size: int) -> NDArray[np.int64]:
    """Moments of the contacts with people whom at least a sixth of the accounts turned to, and two of them."""
    _, places, counts = np.unique(presence.item, return_inverse=True, return_counts=True)
    moments = presence.moment[counts[places] >= max(2, PART * size)]
    return moments if len(moments) else presence.moment[at_shared(presence)]


def at_shared(presence: Presence) -> NDArray[np.bool_]:
    """Which rows are at an item where at least two of the group are; one row is one account at one item."""
    _, places, counts = np.unique(presence.item, return_inverse=True, return_counts=True)
    return np.asarray(counts[places] >= 2, dtype=bool)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _members(candidate: Candidate) -> tuple[Member, ...]:
    """The firmest first."""
    firm = zip(candidate.names, candidate.judged.strength, strict=True)
    members = (Member(account=account, strength=round(float(strength), 4)) for account, strength in firm)
    return tuple(sorted(members, key=lambda member: (-member.strength, member.account)))


def _summary(judged: Judged, accounts: int, first: datetime, last: datetime) -> str:
    words = load_words()
    days = {"first": f"{first:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"}
    also = [words.say(f"family.{found.family}") for found in judged.signals if found.family != CORE_FAMILY]
    return words.say(
        "summary.whole",
        accounts=accounts,
        targets=judged.targets.items,
        when=words.say("summary.one_day" if first.date() == last.date() else "summary.days", **days),
        met=judged.targets.coincidences["all"],
        expected=f"{judged.targets.expected:.2g}",
        close=_close(judged),
        also=words.say("summary.also", families=_listed(also)) if also else "",
    )


def _close(judged: Judged) -> str:
    """How close in time, where most of what is shared is that close."""
    words, met = load_words(), judged.targets.coincidences
    if judged.window == "all" or 2 * met[judged.window] <= met["all"]:
        return ""
    return words.say("summary.close", window=words.say(f"window.{judged.window}"))


def _listed(parts: Sequence[str]) -> str:
    last = load_words().say("summary.and")
    return last.join([part for part in (", ".join(parts[:-1]), parts[-1]) if part])
