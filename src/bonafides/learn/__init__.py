"""The learn room: drills made from documented cases, taken message by message, and what came of them."""

from __future__ import annotations

from bonafides.learn.drill import Choice, Drill
from bonafides.learn.exercise import Exercise, Thread, begun, dealt, resumed, shares
from bonafides.learn.score import Outcome, Result, Score, result, score
from bonafides.learn.shelf import shelved, shipped

__all__ = [
    "Choice",
    "Drill",
    "Exercise",
    "Outcome",
    "Result",
    "Score",
    "Thread",
    "begun",
    "dealt",
    "result",
    "resumed",
    "score",
    "shares",
    "shelved",
    "shipped",
]
