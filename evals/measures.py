"""The measures: recall, false flags, ranking, calibration, with intervals; nothing about this project's rooms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Area under the ROC curve: how often a positive outranks a negative, ties counting half (Mann-Whitney)."""
    if not positive or not negative:
        return math.nan
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def interval(successes: int, trials: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for a share (Wilson 1927)."""
    if not trials:
        return (0.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, scale = successes / trials, 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return (max(0.0, middle - half), min(1.0, middle + half))


def calibration_error(risks: Sequence[float], outcomes: Sequence[bool], *, bins: int = 10) -> float:
    """Expected calibration error over equal-width bins (Naeini, Cooper, Hauskrecht 2015)."""
    total = 0.0
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        inside = [(r, o) for r, o in zip(risks, outcomes, strict=True) if low <= r < high or (r == high == 1.0)]
        if inside:
            mean_risk = sum(r for r, _ in inside) / len(inside)
            share = sum(o for _, o in inside) / len(inside)
            total += len(inside) * abs(mean_risk - share)
    return total / max(1, len(risks))
