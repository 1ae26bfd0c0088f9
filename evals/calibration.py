"""Whether the risks mean what they say, at several base rates; and how recall trades against precision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bonafides.model import Level
from evals.chart import Axis, Series, Shape, chart
from evals.judged import PRIORS, Judged
from evals.measures import Scored, bootstrap, calibration_error, precision_recall, reliability
from evals.tables import Figure, rows


def section(measured: Sequence[Figure]) -> list[str]:
    """The table and the pictures, as lines of Markdown."""
    return [
        "## Calibration\n",
        "Expected calibration error over ten bins of equal width. At each base rate the risks are worked out for it, "
        "and both classes are reweighted so that deceptive threads have that share. Resampling adds scatter of its "
        "own: the intervals lean upward.\n",
        *rows(measured),
        "![Reliability diagram](report/reliability.svg)\n",
        "![Precision and recall](report/precision-recall.svg)\n",
        "The dots are the levels: from right to left, what is at `watch`, `warn` and `alarm` or above.\n",
    ]


def measure(judged: Sequence[Judged]) -> list[Figure]:
    """The calibration error at every base rate."""
    return [
        Figure(
            key=f"ece.{prior:g}",
            name=f"expected calibration error where {prior:.0%} of all threads are deceptive",
            value=calibration_error(scored(judged, prior), prior),
            interval=bootstrap(_error(prior), *_apart(scored(judged, prior))),
            of=str(len(judged)),
        )
        for prior in PRIORS
    ]


def scored(judged: Sequence[Judged], prior: float) -> list[Scored]:
    """The risks at a base rate, with what the threads were."""
    return [(j.risks[prior], j.case.deceptive) for j in judged]


def pictures(judged: Sequence[Judged]) -> dict[str, str]:
    """The SVG documents by file name."""
    return {
        "reliability.svg": chart(
            "Reliability: risk told, and share deceptive",
            Axis(title="mean risk told"),
            Axis(title="share deceptive"),
            [Series(name=f"base rate {prior:g}", points=_bins(judged, prior), shape=Shape.DOTS) for prior in PRIORS],
            diagonal=True,
        ),
        "precision-recall.svg": chart(
            "Precision and recall, by threshold on risk",
            Axis(title="recall"),
            Axis(title="precision, at this set's mix", low=0.5, ticks=(0.5, 0.6, 0.7, 0.8, 0.9, 1.0)),
            [
                Series(name="by risk", points=_curve(judged)),
                Series(name="by level", points=_levels(judged), shape=Shape.DOTS),
            ],
        ),
    }


def _bins(judged: Sequence[Judged], prior: float) -> list[tuple[float, float]]:
    return [(b.risk, b.share) for b in reliability(scored(judged, prior), prior)]


def _curve(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    return [(point.recall, point.precision) for point in precision_recall(scored(judged, PRIORS[0]))]


def _levels(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    """Recall and precision of the levels, the lowest first."""
    ranks = [(float(j.assessment.level.rank), j.case.deceptive) for j in judged]
    points = [point for point in precision_recall(ranks) if point.score >= Level.WATCH.rank]
    return [(point.recall, point.precision) for point in reversed(points)]


def _error(prior: float) -> Callable[[Sequence[float], Sequence[float]], float]:
    def error(positive: Sequence[float], negative: Sequence[float]) -> float:
        pairs = [(risk, True) for risk in positive] + [(risk, False) for risk in negative]
        return calibration_error(pairs, prior)

    return error


def _apart(pairs: Sequence[Scored]) -> tuple[list[float], list[float]]:
    return [risk for risk, bad in pairs if bad], [risk for risk, bad in pairs if not bad]
