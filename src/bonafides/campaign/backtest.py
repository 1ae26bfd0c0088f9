"""Measures a run against known campaigns: who was found, how purely, and how far down the ranking it holds.

Every figure is a share whose units are campaigns, as whole campaigns are found or missed: its interval draws campaigns
again (bootstrap, Efron 1979; seeded, 95%). Where all units are wholly right (or all wrong), drawing them again would
claim certainty; the exact binomial limits over units (Clopper and Pearson 1934) are given instead.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import beta

from bonafides.campaign.bcubed import bcubed
from bonafides.campaign.rosters import LABEL, read_roster
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from bonafides.model.campaign import Campaign

    Floats = NDArray[np.float64]

DEPTHS = (1, 5, 10, 20, 50)
PRECISION = 0.95
"""Precision at which recall is read off the ranking."""
FOUND = 0.5
"""Share of a labelled campaign's accounts, together in one campaign, from which it counts as found."""
SMALL = 7
"""Accounts up to which a labelled campaign is small."""
SEED = 2026
RESAMPLES = 2000
BLOCK = 100
"""Draws made at a time: bounds memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share with its interval."""

    value: float | None
    """None where there is nothing to take a share of."""
    low: float
    high: float
    units: int
    """Campaigns behind it."""

    def __str__(self) -> str:
        """As people read it."""
        if self.value is None:
            return "nothing to measure"
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f}; {self.units:,} campaigns)"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDepth:
    """The ranking down to a depth."""

    campaigns: int
    accounts: Share
    """Share of the accounts down to here that are labelled."""
    right: Share
    """Share of the campaigns down to here more than half of whose accounts carry one label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """How a run compares with labels."""

    labelled: int
    """Labelled accounts in the log."""
    labelled_campaigns: int
    unknown: int
    """Labelled accounts that are not in the log: they count nowhere."""
    shown: int
    """Campaigns within the review budget."""
    ranked: int
    """All campaigns that were ranked."""
    precision: Share
    """Share of the accounts in shown campaigns that are labelled."""
    recall: Share
    """Share of the labelled accounts that are in shown campaigns."""
    at: tuple[AtDepth, ...]
    """Down the ranking of all campaigns; the last one is all of them."""
    recall_at_precision: Share
    """Recall at the greatest depth of the ranking at which precision is still `PRECISION`."""
    depth_at_precision: int
    bcubed_precision: Share
    bcubed_recall: Share
    bcubed_f1: Share
    purity: Share
    """Share of accounts in shown campaigns that carry the most frequent label of their campaign."""
    found: Share
    """Share of labelled campaigns of which at least half of the accounts are together in one shown campaign."""
    found_small: Share
    """The same of those of at most 7 accounts."""

    def to_json(self) -> dict[str, object]:
        """Ready for JSON; `schema` first."""
        return {"schema": "bonafides.backtest/1", **asdict(self)}

    def text(self) -> str:
        """The same for a reader."""
        missing = f" {self.unknown:,} labelled accounts are not in the log and count nowhere." if self.unknown else ""
        rows = [
            ("accounts, precision", self.precision),
            ("accounts, recall", self.recall),
            *((f"accounts, precision at {one.campaigns}", one.accounts) for one in self.at),
            *((f"campaigns, precision at {one.campaigns}", one.right) for one in self.at),
            (f"recall at {PRECISION:.0%} precision (first {self.depth_at_precision})", self.recall_at_precision),
            ("B-cubed precision", self.bcubed_precision),
            ("B-cubed recall", self.bcubed_recall),
            ("B-cubed F1", self.bcubed_f1),
            ("purity of campaigns", self.purity),
            ("labelled campaigns found", self.found),
            (f"  of those up to {SMALL} accounts", self.found_small),
        ]
        lead = (
            f"{self.shown:,} campaigns shown ({self.ranked:,} ranked) against {self.labelled_campaigns:,} labelled "
            f"campaigns with {self.labelled:,} accounts.{missing}"
        )
        lines = (f"  {name:<40} {share}" for name, share in rows)
        note = "In brackets: 95% limits, drawing campaigns again. An account without a label counts as wrong."
        return "\n".join([lead, *lines, note])


def backtest_file(campaigns: Sequence[Campaign], labels: Path, accounts: Collection[str] | None = None) -> Backtest:
    """Compare with a label file (account, and campaign, label or group). Raises CampaignError; see `backtest`."""
    groups = read_roster(labels, group=LABEL).groups
    found = backtest(campaigns, groups, accounts)
    if not found.labelled:
        raise CampaignError(
            f"none of the {found.unknown} labelled accounts is in the log",
            where=str(labels),
            next_step="Look whether the ids are written as in the log.",
        )
    return found


def backtest(
    campaigns: Sequence[Campaign],
    labels: Mapping[str, Collection[str]],
    accounts: Collection[str] | None = None,
) -> Backtest:
    """Compare ranked campaigns with labelled ones (name -> accounts).

    `campaigns` may hold those beyond the review budget too: they count in the ranking only. `accounts` are the ids of
    the log; labelled accounts that are not among them are left out and counted (None: all are taken as present).
    """
    truth = {
        name: frozenset(members if accounts is None else set(members) & set(accounts))
        for name, members in labels.items()
    }
    classes = [truth[name] for name in sorted(truth) if truth[name]]
    ordered = sorted(campaigns, key=lambda one: (one.rank, one.campaign))
    ranking = [frozenset(member.account for member in one.accounts) for one in ordered]
    shown = [members for members, one in zip(ranking, ordered, strict=True) if one.within_budget]
    known = frozenset().union(*classes)
    depth = _depth(ranking, known)
    return Backtest(
        labelled=len(known),
        labelled_campaigns=len(classes),
        unknown=len(frozenset().union(*labels.values()) - known) if labels else 0,
        shown=len(shown),
        ranked=len(ranking),
        precision=_precision(shown, known),
        recall=_recall(shown, classes),
        at=tuple(_at(ranking[:k], known, classes) for k in _depths(len(ranking))),
        recall_at_precision=_recall(ranking[:depth], classes),
        depth_at_precision=depth,
        **_bcubed(shown, classes),
        purity=_purity(shown, classes),
        found=_found(shown, classes),
        found_small=_found(shown, [one for one in classes if len(one) <= SMALL]),
    )


def _depths(ranked: int) -> list[int]:
    return [*(k for k in DEPTHS if k < ranked), ranked]


def _depth(ranking: Sequence[frozenset[str]], known: frozenset[str]) -> int:
    """The greatest number of campaigns from the top whose accounts together are labelled at `PRECISION`."""
    deepest, seen = 0, set[str]()
    for place, members in enumerate(ranking, start=1):
        seen |= members
        if len(seen & known) >= PRECISION * len(seen):
            deepest = place
    return deepest


def _fresh(groups: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Each account in its first group only, so that it counts once."""
    fresh, seen = [], set[str]()
    for members in groups:
        fresh.append(members - seen)
        seen |= members
    return fresh


def _precision(groups: Sequence[frozenset[str]], known: frozenset[str]) -> Share:
    fresh = _fresh(groups)
    return share([len(members & known) for members in fresh], [len(members) for members in fresh])


def _recall(groups: Sequence[frozenset[str]], classes: Sequence[frozenset[str]]) -> Share:
    flagged, fresh = frozenset().union(*groups), _fresh(classes)
    return share([len(members & flagged) for members in fresh], [len(members) for members in fresh])


def _at(groups: Sequence[frozenset[str]], known: frozenset[str], classes: Sequence[frozenset[str]]) -> AtDepth:
    right = [top * 2 > len(members) for top, members in zip(_tops(groups, classes), groups, strict=True)]
    return AtDepth(campaigns=len(groups), accounts=_precision(groups, known), right=share(right, [1] * len(right)))


def _tops(groups: Sequence[frozenset[str]], classes: Sequence[frozenset[str]]) -> list[int]:
    """How many accounts of each group carry its most frequent label."""
    of: dict[str, list[int]] = {}
    for place, members in enumerate(classes):
        for account in members:
            of.setdefault(account, []).append(place)
    counts = (Counter(place for account in members for place in of.get(account, ())) for members in groups)
    return [max(count.values(), default=0) for count in counts]


def _purity(groups: Sequence[frozenset[str]], classes: Sequence[frozenset[str]]) -> Share:
    return share(_tops(groups, classes), [len(members) for members in groups])


def _found(groups: Sequence[frozenset[str]], classes: Sequence[frozenset[str]]) -> Share:
    right = [top >= FOUND * len(members) for top, members in zip(_tops(classes, groups), classes, strict=True)]
    return share(right, [1] * len(right))


def _bcubed(groups: Sequence[frozenset[str]], classes: Sequence[frozenset[str]]) -> dict[str, Share]:
    """Precision, recall and their harmonic mean, with groups and classes drawn again each by themselves."""
    sums = [_summed(ours, bcubed(ours, theirs)) for ours, theirs in ((groups, classes), (classes, groups))]
    precision, recall = (share(*one) for one in sums)
    f1 = Share(value=None, low=0.0, high=1.0, units=len(groups))
    if precision.value is not None and recall.value is not None:
        drawn = [_drawn(*one, seed=SEED + place) for place, one in enumerate(sums)]
        low, high = np.quantile(_harmonic(*drawn), (0.025, 0.975))
        value = _harmonic(np.array([precision.value]), np.array([recall.value]))
        f1 = Share(value=float(value[0]), low=float(low), high=float(high), units=len(groups))
    return {"bcubed_precision": precision, "bcubed_recall": recall, "bcubed_f1": f1}


def _summed(groups: Sequence[frozenset[str]], figures: Mapping[str, float]) -> tuple[list[float], list[float]]:
    fresh = _fresh(groups)
    return [sum(figures[account] for account in members) for members in fresh], [
        float(len(members)) for members in fresh
    ]


def _harmonic(one: Floats, other: Floats) -> Floats:
    return np.asarray(2 * one * other / np.maximum(one + other, 1e-12))


def share(parts: Sequence[float], wholes: Sequence[float]) -> Share:
    """The share sum(parts) / sum(wholes) with its 95% interval, one pair for each unit."""
    kept = [(part, whole) for part, whole in zip(parts, wholes, strict=True) if whole > 0]
    if not kept:
        return Share(value=None, low=0.0, high=1.0, units=0)
    part, whole = (np.array(column, dtype=float) for column in zip(*kept, strict=True))
    value = float(part.sum() / whole.sum())
    if np.ptp(part / whole) == 0 and value in {0.0, 1.0}:
        edge = float(beta.ppf(0.025, len(kept), 1))
        low, high = (edge, 1.0) if value else (0.0, 1.0 - edge)
    else:
        low, high = (float(limit) for limit in np.quantile(_drawn(part, whole), (0.025, 0.975)))
    return Share(value=value, low=low, high=high, units=len(kept))


def _drawn(parts: Sequence[float] | Floats, wholes: Sequence[float] | Floats, seed: int = SEED) -> Floats:
    """The share in each of many draws of the units, with replacement; seeded."""
    part, whole = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    rng = np.random.default_rng(seed)
    shares = []
    for _ in range(RESAMPLES // BLOCK):
        times = rng.multinomial(len(part), np.full(len(part), 1 / len(part)), BLOCK)
        shares.append((times @ part) / np.maximum(times @ whole, 1e-12))
    return np.concatenate(shares)
