"""What an indicator is: a frozen value that holds a pure function from a thread to the words it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bonafides.detect.thread import Thread
from bonafides.model import Kind, Polarity, Span, Stage

Find = Callable[[Thread], tuple[Span, ...]]


def whole(_: Thread) -> float:
    """The full weight: what most signs carry, being there or not."""
    return 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One observable sign. Listed in `bonafides.detect.INDICATORS`; weighed in `bonafides.assess.scorecard`."""

    id: str
    """Kebab case, a verb phrase about the other side: `moves-off-platform`."""
    name: str
    """What it says to a person, as a short sentence without a subject: `Wants to leave the network early`."""
    stage: Stage | None
    """Where on the way it belongs; None for signs of fraud."""
    polarity: Polarity = Polarity.FOR
    kind: Kind = Kind.APPROACH
    """What it points to: approach, scam, device-lure; `ordinary` for evidence against."""
    why: str
    """Why it matters, in one or two plain sentences."""
    sources: tuple[str, ...]
    """Ids in `sources.toml`: who calls it a sign in public."""
    find: Find
    """The spans it rests on, in order of importance; empty where it does not hold."""
    grade: Callable[[Thread], float] = whole
    """How much of its weight a finding carries, above 0 and at most 1."""
    catches: tuple[str, ...]
    """Proof: each must be found. One message by the other side, or lines that begin `them:` and `me:`."""
    spares: tuple[str, ...]
    """Near misses: none may be found."""


def said_by_them(*entries: str) -> Find:
    """The other side's words match one of the lexicon entries."""

    def find(thread: Thread) -> tuple[Span, ...]:
        return tuple(span for entry in entries for span in thread.theirs(entry))

    return find
