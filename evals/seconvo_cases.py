"""SEConvo's conversations, what the product says of them, and the best place for a threshold on its score."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bonafides.examine import assess
from bonafides.model import FLAGGED, Conversation, Message

CHANNEL = "linkedin"
BLUR = 0.3
"""Width of the margin around a threshold, in standard deviations of the scores, in which a case counts in part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One conversation and what its label says; whoever wrote first is the other side."""

    conversation: Conversation
    malicious: bool
    scenario: str
    by_people: bool
    """Labelled by people who read it, not by the intent that it was written with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the product says of a case."""

    score: float
    """Orders conversations as `risk` does."""
    flagged: bool


def load(path: Path, *, by_people: bool, first: int | None = None) -> list[Case]:
    """The conversations of a file of the published form, whole or each cut off behind message `first`."""
    rows = json.loads(path.read_text("utf-8"))["Conversations"]
    return [_case(row, str(number), by_people=by_people, first=first) for number, row in enumerate(rows)]


def _case(row: dict[str, Any], name: str, *, by_people: bool, first: int | None) -> Case:
    told, label = row["Conversation"], row["GroundTruth"]
    initiator = told[0]["Name"]
    messages = tuple(
        Message(speaker=speaker, text=item["Message"], mine=speaker == "me", channel=CHANNEL)
        for item in told[:first]
        for speaker in ["them" if item["Name"] == initiator else "me"]
    )
    return Case(
        conversation=Conversation(id=name, messages=messages),
        malicious=bool(label["IsMalicious"]),
        scenario=label["Scenario"],
        by_people=by_people,
    )


def judge(case: Case) -> Judged:
    """Ask the product."""
    assessment = assess(case.conversation)
    return Judged(score=assessment.score, flagged=assessment.level.rank >= FLAGGED.rank)


def best_threshold(scores: Sequence[float], outcomes: Sequence[bool]) -> float:
    """From where to call malicious: the middle of the gap between neighbouring scores with the best blurred macro-F1.

    With a few dozen conversations the sharp macro-F1 jumps with every single one, and its best place is luck. So a
    conversation near the threshold counts as part malicious, part not.
    """
    values = sorted(set(scores))
    if len(values) < 2:
        return values[0] if values else 0.0
    usual = math.fsum(scores) / len(scores)
    width = BLUR * math.sqrt(math.fsum((score - usual) ** 2 for score in scores) / len(scores))
    middles = [(low + high) / 2 for low, high in pairwise(values)]
    return max(middles, key=lambda threshold: _blurred([(s - threshold) / width for s in scores], outcomes))


def _blurred(distances: Sequence[float], outcomes: Sequence[bool]) -> float:
    """Macro-F1 of answers that are sure only far from the threshold."""
    answers = [(1 + math.tanh(distance / 2)) / 2 for distance in distances]
    right = math.fsum(a for a, o in zip(answers, outcomes, strict=True) if o)
    spared = math.fsum(1 - a for a, o in zip(answers, outcomes, strict=True) if not o)
    called, positive, of = math.fsum(answers), sum(outcomes), len(outcomes)
    return right / (called + positive) + spared / (of - called + of - positive)
