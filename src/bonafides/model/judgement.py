"""What was seen in a conversation and what it amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bonafides.model.kinds import Kind, Level, Mode, Polarity, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one message: `conversation.messages[message].content[start:end]`."""

    message: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One indicator seen in one conversation, with every place it was seen."""

    indicator: str
    stage: Stage | None
    """None for signs of fraud, which has no recruitment stage."""
    polarity: Polarity
    kind: Kind
    """What it points to; `ordinary` for evidence against."""
    spans: tuple[Span, ...]
    """At least one; the first is the place to quote."""
    strength: float = 1.0
    """How much of the indicator's weight it carries, above 0 and at most 1."""
    by: str = ""
    """Who saw it: `reader` for the second reader, empty for the program itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A finding and what it added to (or took from) the score, in log-odds."""

    finding: Finding
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The first time a stage was seen."""

    stage: Stage
    message: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The judgement. `base` plus the contributions is `score`; `risk` is `score` seen at base rate `prior`."""

    level: Level
    kind: Kind
    risk: float
    prior: float
    mode: Mode
    stage: Stage | None
    """The deepest stage seen."""
    base: float
    score: float
    because: tuple[Contribution, ...]
    """Evidence for: signs, strongest first, then impressions of the whole."""
    against: tuple[Contribution, ...]
    """Evidence against, in the same order."""
    unknown: tuple[str, ...] = ()
    """Keys of what the text cannot tell; words in `render/words`."""
    would_change: tuple[str, ...] = ()
    """Keys of what would raise or lower this; words in `render/words`."""
    progression: tuple[Step, ...] = ()
    peers: tuple[int, int] | None = None
    """(approaches or scams, all) among held-out test conversations of the same strength."""

    def contributions(self) -> Iterator[Contribution]:
        """Evidence for, then against."""
        yield from self.because
        yield from self.against


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """How a conversation was judged when it had come as far as one message."""

    message: int
    """Index of that message; it is included."""
    level: Level
    kind: Kind
    risk: float
    stage: Stage | None
