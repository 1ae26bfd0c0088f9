"""The review budget: how many false campaigns a run is expected to hold at a score or better.

Honest groups that come out as candidates have scores with a long tail. The curve here lies above what was counted on
logs without any campaign, in which all innocent look-alikes and protected groups were present; `docs/hunt.md` has the
counts, their confidence intervals, and how an operator measures the rate of their own platform.
"""

from __future__ import annotations

REFERENCE = 20.0
"""A score, ..."""
RATE = 5.0
"""... the bound on false campaigns per 100,000 accounts at that score or a higher one, ..."""
EXPONENT = 4.0
"""... and how it falls: as this power of the score (a Pareto tail)."""
PER = 100_000
SMALLEST = 30_000
"""Accounts that a log counts as at least: a small one, of a single trade or firm, holds as many organised groups."""


def expected_false(score: float, accounts: int) -> float:
    """False campaigns expected in a log of so many accounts at this score or better."""
    return float(RATE * max(accounts, SMALLEST) / PER * (REFERENCE / max(score, 1e-9)) ** EXPONENT)


def least_score(budget: float, accounts: int) -> float:
    """The score from which no more than `budget` false campaigns are expected."""
    return float(REFERENCE * (RATE * max(accounts, SMALLEST) / PER / budget) ** (1 / EXPONENT))
