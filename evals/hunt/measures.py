"""Recall, precision and purity over many hunts, with bootstrap intervals by campaign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.hunt.outcome import Found, Outcome, Planted

DRAWS = 2_000
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A ratio of sums with its 95% bootstrap interval; `of` is how many campaigns or groups it rests on."""

    value: float
    low: float
    high: float
    of: int

    def __str__(self) -> str:
        """Such as `.96 (.91-.99)`; a dash where nothing was there to measure."""
        return f"{self.value:.3f} ({self.low:.2f}–{self.high:.2f})" if self.of else "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The quality of a set of hunts at one choice of what is shown."""

    recall: Share
    """Of the accounts of planted campaigns, those in what is shown."""
    precision: Share
    """Of the accounts shown, those of planted campaigns; an account shown twice counts once."""
    purity: Share
    """Of the accounts in shown groups that hold any planted ones, those of the group's main campaign."""
    campaigns: Share
    """Of the planted campaigns, those of whose accounts at least half are in one shown group that is mostly theirs."""
    shown: int
    false: int
    """Shown groups that hold no planted account."""


Choice = Callable[[Outcome, Found], bool]
"""Whether a candidate of a hunt is shown."""


def chosen(outcome: Outcome, choice: Choice) -> list[Found]:
    """What of a hunt is shown."""
    return [found for found in outcome.found if choice(outcome, found)]


def scored(outcomes: Iterable[Outcome], choice: Choice, keep: Callable[[Planted], bool] | None = None) -> Scored:
    """Measure hunts together; `keep` limits recall and campaigns to some of the planted ones (precision is of all)."""
    caught: list[tuple[int, int]] = []
    met: list[tuple[int, int]] = []
    right: list[tuple[int, int]] = []
    pure: list[tuple[int, int]] = []
    for outcome in outcomes:
        shown = chosen(outcome, choice)
        everybody = {account for found in shown for account in found.accounts}
        kept = [planted for planted in outcome.planted if keep is None or keep(planted)]
        caught += [(len(everybody.intersection(one.members)), one.accounts) for one in kept]
        met += [(int(is_found(one, shown)), 1) for one in kept]
        right += _right(outcome, shown)
        pure += [(found.purest, len(found.accounts)) for found in shown if found.planted]
    return Scored(
        recall=ratio(caught),
        precision=ratio(right),
        purity=ratio(pure),
        campaigns=ratio(met),
        shown=len(right),
        false=sum(1 for hits, size in right if size and not hits),
    )


def is_found(planted: Planted, shown: Sequence[Found]) -> bool:
    """Whether one shown group holds half of the campaign and is mostly made of it."""
    mine = f"c:{planted.campaign}"
    return any(
        2 * found.kinds.get(mine, 0) >= planted.accounts and 2 * found.kinds.get(mine, 0) >= len(found.accounts)
        for found in shown
    )


def _right(outcome: Outcome, shown: Sequence[Found]) -> list[tuple[int, int]]:
    """For each shown group its planted accounts and all, without those of a better group before it."""
    planted = {account for one in outcome.planted for account in one.members}
    seen: set[str] = set()
    counts = []
    for found in sorted(shown, key=lambda one: -one.score):
        fresh = set(found.accounts) - seen
        seen |= fresh
        counts.append((len(fresh & planted), len(fresh)))
    return counts


def ratio(counts: Sequence[tuple[int, int]]) -> Share:
    """The ratio of two sums over campaigns (or groups), and its percentile bootstrap interval by campaign."""
    if not counts or not sum(whole for _, whole in counts):
        return Share(value=float("nan"), low=float("nan"), high=float("nan"), of=0)
    table = np.array(counts, dtype=np.float64)
    draws = np.random.default_rng(1).integers(0, len(table), (DRAWS, len(table)))
    sums = table[draws].sum(axis=1)
    values: Floats = sums[:, 0] / np.maximum(sums[:, 1], 1e-9)
    low, high = np.quantile(values, [0.025, 0.975])
    parts, whole = table.sum(axis=0)
    return Share(value=float(parts / whole), low=float(low), high=float(high), of=len(counts))
