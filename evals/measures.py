"""The measures: recall, false flags, ranking, calibration, with intervals; nothing about this project's rooms."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import groupby
from statistics import NormalDist, fmean
from typing import NamedTuple

CONFIDENCE = 0.95
RESAMPLES, SEED = 1_000, 20261121
BINS = 10
Interval = tuple[float, float]
Scored = tuple[float, bool]
"""A score or risk, and whether the conversation was deceptive."""


# --- ranking


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Area under the ROC curve: how often a positive outranks a negative, ties counting half (Mann-Whitney).

    NaN where either is empty.
    """
    if not positive or not negative:
        return math.nan
    ranked = sorted([(value, 1) for value in positive] + [(value, 0) for value in negative])
    wins, below = 0.0, 0
    for _, equals in groupby(ranked, key=lambda pair: pair[0]):
        outcomes = [outcome for _, outcome in equals]
        above = sum(outcomes)
        equal = len(outcomes) - above
        wins += above * (below + equal / 2)
        below += equal
    return wins / (len(positive) * len(negative))


class Point(NamedTuple):
    """One threshold: everything from `score` up is called positive."""

    score: float
    recall: float
    precision: float


def precision_recall(scored: Sequence[Scored]) -> list[Point]:
    """Every threshold that changes the answer, from the strictest; empty where nothing is positive."""
    total = sum(outcome for _, outcome in scored)
    points: list[Point] = []
    called = right = 0
    for score, equals in groupby(sorted(scored, reverse=True), key=lambda pair: pair[0]):
        outcomes = [outcome for _, outcome in equals]
        called, right = called + len(outcomes), right + sum(outcomes)
        if total:
            points.append(Point(score, right / total, right / called))
    return points


def recall_at(positive: Sequence[float], negative: Sequence[float], false: float) -> float:
    """Share of positives above a threshold that at most the share `false` of the negatives exceed."""
    if not positive:
        return math.nan
    allowed = math.floor(false * len(negative))
    limit = sorted(negative, reverse=True)[allowed] if allowed < len(negative) else -math.inf
    return sum(value > limit for value in positive) / len(positive)


# --- answers


def f1(outcomes: Sequence[bool], answers: Sequence[bool]) -> float:
    """Harmonic mean of precision and recall of the true class; 0 where it is neither there nor answered."""
    right = sum(o and a for o, a in zip(outcomes, answers, strict=True))
    return 2 * right / ((sum(outcomes) + sum(answers)) or 1)


def macro_f1(outcomes: Sequence[bool], answers: Sequence[bool]) -> float:
    """Mean of both classes' F1."""
    return (f1(outcomes, answers) + f1([not o for o in outcomes], [not a for a in answers])) / 2


# --- calibration


class Bin(NamedTuple):
    """The conversations whose risk lies in one tenth of the scale."""

    risk: float
    """Their mean risk."""
    share: float
    """How many of them were deceptive."""
    weight: float
    """How much of everything they are, 0 to 1."""


def reliability(scored: Sequence[Scored], prior: float | None = None, *, bins: int = BINS) -> list[Bin]:
    """Mean risk and share of deception in bins of equal width, empty ones left out.

    With `prior` both classes are reweighted so that deceptive conversations have that share; the risks given must have
    been worked out for the same one. Without, every conversation counts alike.
    """
    positive = sum(outcome for _, outcome in scored)
    negative = len(scored) - positive
    if prior is not None and not (positive and negative):
        return []
    share = positive / max(1, len(scored)) if prior is None else prior
    weight = {True: share / max(1, positive), False: (1 - share) / max(1, negative)}
    boxes: dict[int, list[Scored]] = {}
    for risk, outcome in scored:
        boxes.setdefault(min(bins - 1, int(risk * bins)), []).append((risk, outcome))
    return [_bin(boxes[number], weight) for number in sorted(boxes)]


def _bin(inside: Sequence[Scored], weight: dict[bool, float]) -> Bin:
    total = math.fsum(weight[outcome] for _, outcome in inside)
    mean = math.fsum(risk * weight[outcome] for risk, outcome in inside) / total
    return Bin(mean, math.fsum(weight[True] for _, outcome in inside if outcome) / total, total)


def calibration_error(scored: Sequence[Scored], prior: float | None = None, *, bins: int = BINS) -> float:
    """Expected calibration error over equal-width bins (Naeini, Cooper, Hauskrecht 2015); `prior` as above."""
    told = reliability(scored, prior, bins=bins)
    return math.fsum(b.weight * abs(b.risk - b.share) for b in told) if told else math.nan


# --- intervals


def interval(successes: int, trials: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval for a share (Wilson 1927)."""
    if not trials:
        return (0.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, scale = successes / trials, 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return (max(0.0, middle - half), min(1.0, middle + half))


def bootstrap(
    statistic: Callable[[Sequence[float], Sequence[float]], float],
    positive: Sequence[float],
    negative: Sequence[float],
    *,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Percentile interval of a statistic over both classes, each drawn again by itself (Efron 1979); seeded.

    (NaN, NaN) where either class is empty.
    """
    if not positive or not negative:
        return (math.nan, math.nan)
    rng = random.Random(SEED)
    drawn = sorted(
        statistic(rng.choices(positive, k=len(positive)), rng.choices(negative, k=len(negative)))
        for _ in range(resamples)
    )
    return quantile(drawn, (1 - confidence) / 2), quantile(drawn, (1 + confidence) / 2)


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which that share of ordered values lies, interpolated between neighbours."""
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def mean(values: Sequence[float]) -> float:
    """Mean of the values that are known; NaN where none is."""
    known = [value for value in values if not math.isnan(value)]
    return fmean(known) if known else math.nan
