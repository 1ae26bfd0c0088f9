"""The scorecard: the whole policy as one table of weights in log-odds, each with the evaluation it came from."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """What one indicator adds to the score."""

    weight: float
    """Log-odds; positive speaks for deception, negative against."""
    origin: str
    """`prior`: set by judgement from the public sources; `dev-2026-11`: fitted on the development set (evals/)."""
    crosses: bool = False
    """Whether it is an ask, payment or secrecy that no legitimate recruiter needs: `alarm` needs one of these."""


BASE = -2.0
"""Score of a conversation in which nothing was found, at even odds: few deceptive ones stay without any sign."""

SCORECARD: dict[str, Row] = {}
