"""What is measured of a group at the items of one family: how much is shared, how densely, how close in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bonafides.campaign.parameters import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bonafides.campaign.facts import FamilyTotals, Presence

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """One family of one group. Shares are in [0, 1]; 0 where nothing is shared."""

    size: int
    items: int
    """Items that at least two of the group share."""
    coincidences: Mapping[str, int]
    """Pairs of its accounts at one item, for each window."""
    expected: float
    """Coincidences, whenever, that the degree-preserving null gives a group as active at items as popular."""
    density: float
    """Of the group's others, how many are at an item where one of it is, beyond the one that makes it shared."""
    commitment: float
    """Share of all that its accounts do that is at shared items."""
    ownership: float
    """Share of the shared items' visitors that belong to the group."""
    answered: float
    """Share of its contacts at shared items that were ever answered."""
    span: float
    """Seconds in which the central four fifths of the contacts at shared items lie."""
    circle: float
    """Share of its contacts at shared items that go to targets which turn to other shared targets themselves."""


def measures(presence: Presence, size: int, totals: FamilyTotals) -> Measures:
    """Measure one family of a group of `size` accounts."""
    starts = np.flatnonzero(np.diff(presence.item, prepend=-(2**62)))
    here = np.diff(np.append(starts, len(presence.item)))
    shared = here >= 2
    kept = np.repeat(shared, here)
    at = here[shared].astype(float)
    visits = float(at.sum())
    popularity = presence.popularity[starts[shared]].astype(float)
    activity = np.bincount(presence.account, minlength=size).astype(float)
    return Measures(
        size=size,
        items=int(shared.sum()),
        coincidences=_coincidences(presence.moment[kept], np.repeat(np.arange(int(shared.sum())), here[shared])),
        expected=_expected(activity, popularity, totals),
        density=_density(at, size),
        commitment=visits / max(1.0, float(len(presence.item))),
        ownership=visits / max(1.0, float(popularity.sum())),
        answered=float(presence.answered[kept].mean()) if visits else 0.0,
        span=central(presence.moment[kept]),
        circle=float(presence.active[kept].mean()) if visits else 0.0,
    )


def _coincidences(moment: Ints, item: Ints) -> Mapping[str, int]:
    """Pairs of visits to one item within each window. Rows are sorted by item, then moment."""
    if not len(item):
        return dict.fromkeys(WINDOWS, 0)
    span = int(moment.max() - moment.min()) + 1
    line = item.astype(np.int64) * (2 * span) + (moment - moment.min())
    order = np.arange(len(line))
    starts = np.searchsorted(item, item)
    return {
        name: int((order - np.maximum(starts, np.searchsorted(line, line - min(seconds, span)))).sum())
        for name, seconds in WINDOWS.items()
    }


def _expected(activity: Floats, popularity: Floats, totals: FamilyTotals) -> float:
    """The null's coincidences at these items: lambda = k l d (d - 1) / E^2 over pairs of accounts and items."""
    pairs = (activity.sum() ** 2 - (activity**2).sum()) / 2
    return float(pairs * (popularity * (popularity - 1)).sum() / max(1.0, float(totals.contacts)) ** 2)


def _density(at: Floats, size: int) -> float:
    """Chance that another of the group is where one is, with what one partner gives by itself taken out.

    An item at which two of `size` accounts meet says 0, one at which all meet says 1.
    """
    if size < 3 or not len(at):
        return 0.0
    met = float((at * (at - 1)).sum() / at.sum()) / (size - 1)
    least = 1 / (size - 1)
    return max(0.0, (met - least) / (1 - least))


def synchrony(found: Measures, totals: FamilyTotals) -> tuple[str, float]:
    """The window in which the coincidences are closest beyond chance, and by how many nats each on average.

    Chance in time: given that two accounts share an item, the share of coincidences within the window is that of the
    whole log (what permuting the times of the log gives).
    """
    whole = found.coincidences["all"]
    best = ("all", 0.0)
    for name in list(WINDOWS)[:-1]:
        seen, usual = found.coincidences[name] / max(1, whole), totals.close[name]
        if seen > usual:
            nats = seen * np.log(seen / usual) - seen + usual
            best = max(best, (name, float(nats)), key=lambda one: one[1])
    return best


def central(moments: Ints) -> float:
    """Seconds in which the central four fifths of some moments lie; 0 for none."""
    if not len(moments):
        return 0.0
    first, last = np.quantile(moments, (0.1, 0.9))
    return float(last - first)


def hurry(found: Measures, totals: FamilyTotals, whole: float) -> float:
    """How much closer in time the shared contacts are than chance has it, in nats for each coincidence.

    The larger of two figures: the synchrony within windows, and a fifth of the logarithm by which the group's span is
    shorter than that of the log (`whole`, seconds): a campaign of two weeks in a log of four fills no narrow window
    more than chance does, yet it begins and ends.
    """
    burst = float(np.log(max(whole, 1.0) / max(found.span, 1.0))) if found.items else 0.0
    return max(synchrony(found, totals)[1], burst / 5)


def surplus(observed: float, expected: float) -> float:
    """Log-likelihood (nats) of a Poisson count over its expectation, 0 where it is not above."""
    if observed <= expected:
        return 0.0
    return float(observed * np.log(observed / expected) - observed + expected)
