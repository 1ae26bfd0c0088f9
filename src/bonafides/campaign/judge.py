"""A group's facts -> its score: surplus over chance, times independent families, less what honest readings explain.

Families count by their square root: on logs of honest groups, those that share people share texts and links nearly as
often as campaigns do, so a second family says more, but not twice as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bonafides.campaign.explanations import READINGS
from bonafides.campaign.measures import hurry, measures, surplus, synchrony
from bonafides.model import FamilySurplus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bonafides.campaign.facts import FamilyTotals, Group, Log, Presence
    from bonafides.campaign.measures import Measures
    from bonafides.campaign.signals.signal import Signal
    from bonafides.model import Explanation

    Floats = NDArray[np.float64]

CORE_FAMILY = "targets"
"""The family of which a campaign is made: without shared targets there is none, whatever else is shared."""
CONVINCING = 3.0
"""Nats for each account from which a further family counts as independent evidence."""
LURED = 0.8
"""What an innocent reading leaves of the score, at least, where the texts hold lures."""
FULL = 60.0
"""Nats for each account beyond which a family adds only their logarithm: what is certain is hardly made more so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A group with its judgement; the same facts always give the same."""

    score: float
    """surplus per account * square root of independent families * discounts."""
    families: int
    """Behavioural families that count."""
    signals: tuple[FamilySurplus, ...]
    explanations: tuple[Explanation, ...]
    window: str
    """The window in which the shared contacts are closest beyond chance."""
    strength: Floats
    """For each account its surplus within the group over that of the firmest."""
    targets: Measures


def judge(group: Group, log: Log, signals: Sequence[Signal], *, lured: bool = False) -> Judged:
    """Judge one group by the yardstick of its log. Pure: a replay gives the same, to the last digit.

    `lured`: its texts hold lures. The innocent readings are still tried and shown, but explain little of the score: the
    honest groups that they stand for do not write lures.
    """
    size = len(group.accounts)
    found = measures(group.presence[CORE_FAMILY], size, log.families[CORE_FAMILY])
    window, _ = synchrony(found, log.families[CORE_FAMILY])
    close = hurry(found, log.families[CORE_FAMILY], log.span)
    explanations, discounts = zip(*(reading.tried(found, close) for reading in READINGS), strict=True)
    weighed = [(signal, _family(signal, group, log, found)) for signal in signals]
    counted = [nats for signal, nats in weighed if signal.behaviour and nats >= CONVINCING * size]
    per_account = sum(_tempered(nats / size) for nats in counted)
    families = max(1, len(counted))
    left = np.maximum(discounts, LURED if lured else 0.0)
    score = per_account * float(np.sqrt(families)) * float(np.prod(left))
    return Judged(
        score=round(score, 6),
        families=families,
        signals=tuple(
            FamilySurplus(family=signal.family, surplus=round(nats, 3), q=float(np.exp(-min(nats, 700.0))))
            for signal, nats in weighed
            if nats > 0
        ),
        explanations=explanations,
        window=window,
        strength=strength(group),
        targets=found,
    )


def _tempered(nats: float) -> float:
    return min(nats, FULL) + float(np.log1p(max(0.0, nats - FULL)))


def _family(signal: Signal, group: Group, log: Log, targets: Measures) -> float:
    """The nats that a family has over chance in the whole group.

    The core family chose the accounts and pays for the choice among all; the others were not asked, and pay only for
    the choice of what is shared.
    """
    size = len(group.accounts)
    if signal.family != CORE_FAMILY:
        return _shared(group.presence[signal.family], size, log.families[signal.family])
    nats = surplus(targets.coincidences["all"], targets.expected)
    return max(0.0, nats - size * float(np.log(max(2, log.accounts) / size)))


def _shared(presence: Presence, size: int, totals: FamilyTotals) -> float:
    """Enrichment: each account counts at the one item that most of the group share, against the item's popularity."""
    items, places, counts = np.unique(presence.item, return_inverse=True, return_counts=True)
    rows = np.argsort(places, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)])
    crowds = [presence.account[rows[starts[place] : starts[place + 1]]] for place in range(len(items))]
    popularity = presence.popularity[rows[starts[:-1]]] if len(items) else np.zeros(0, np.int64)
    order = sorted(
        np.flatnonzero(counts >= 2),
        key=lambda place: (-counts[place], popularity[place], sorted(crowds[place].tolist())),
    )
    nats, free = 0.0, np.ones(size, dtype=bool)
    for place in order:
        here = crowds[place][free[crowds[place]]]
        if len(here) >= 2:
            expected = size * float(popularity[place]) / max(1, totals.accounts)
            nats += max(0.0, surplus(len(here), expected) - float(np.log(max(2, totals.items))))
            free[here] = False
    return nats


def strength(group: Group) -> Floats:
    """How firmly each account belongs, in [0, 1]: the surplus of its edges within the group over the firmest's."""
    size = len(group.accounts)
    own = np.bincount(group.a, group.weight, size) + np.bincount(group.b, group.weight, size)
    return np.asarray(own / max(float(own.max(initial=0.0)), 1e-9))
