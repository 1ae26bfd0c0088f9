"""How many false campaigns to expect at a score or better: a power law fitted to those seen in organic logs.

Clauset, Shalizi and Newman (2009), "Power-law distributions in empirical data": above a reference score s0 the number
of false campaigns per 100,000 accounts is taken as rate * (s / s0) ** -exponent. The rate is a Poisson count with
Garwood's exact bound (1936); the exponent is Hill's maximum-likelihood estimate (1975), whose bound follows from the
sum of the logarithms being gamma distributed. Each bound takes half of the error allowed (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

UNIT = 100_000
"""Accounts that rates are given for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseRate:
    """False campaigns per 100,000 accounts with that score or better."""

    reference: float
    """The lowest score the law is meant for."""
    rate: float
    """At the reference."""
    exponent: float

    def expected(self, score: float, accounts: int) -> float:
        """False campaigns with `score` or better in a log of that many accounts."""
        return float(self.rate * accounts / UNIT * max(1.0, score / self.reference) ** -self.exponent)

    def score_for(self, budget: float, accounts: int) -> float:
        """The lowest score at which no more than `budget` false campaigns are expected."""
        return float(self.reference * max(1.0, self.rate * accounts / UNIT / budget) ** (1 / self.exponent))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The law as estimated and its upper bound, with what they rest on."""

    estimate: FalseRate
    upper: FalseRate
    confidence: float
    false: int
    accounts: int


def fitted(scores: Sequence[float], accounts: int, *, reference: float, confidence: float = 0.9) -> Fit:
    """The law of the false campaigns with these scores, seen in organic logs of `accounts` accounts together.

    `confidence` is that of the upper bound. Raises ValueError where fewer than two scores are above the reference: no
    exponent can be told from one.
    """
    over = np.array([score for score in scores if score >= reference])
    if len(over) < 2 or (spread := float(np.log(over / reference).sum())) <= 0:
        raise ValueError(f"at least two scores above {reference} are needed to fit a tail")
    each, number = (1 - confidence) / 2, len(over)
    most = float(chi2.ppf(1 - each, 2 * (number + 1))) / 2
    least = float(chi2.ppf(each, 2 * number)) / (2 * spread)
    return Fit(
        estimate=FalseRate(reference=reference, rate=number / accounts * UNIT, exponent=number / spread),
        upper=FalseRate(reference=reference, rate=most / accounts * UNIT, exponent=least),
        confidence=confidence,
        false=number,
        accounts=accounts,
    )


def most_expected(seen: int, accounts: int, *, confidence: float = 0.95) -> float:
    """Garwood's upper bound of false campaigns per 100,000 accounts, where `seen` were seen: right without any law."""
    return float(chi2.ppf(confidence, 2 * (seen + 1))) / 2 / accounts * UNIT
