"""What a learner is shown of a thread that is over: where the real signs were, and what meant nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.learn.drill import Choice
from bonafides.learn.score import Outcome, result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.learn.drill import Line
    from bonafides.learn.exercise import Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A piece of a message, and what it was or was not."""

    message: int
    """Number of the message, from 1."""
    quote: str
    """As the learner read it."""
    indicator: str
    """Id of what it is a sign of; empty where it means nothing."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """Everything about a thread that is over; texts are filled with its identities."""

    outcome: str
    """Key of the sentence for it, below `outcome` in the words."""
    signs: tuple[Mark, ...]
    """Of an ordinary contact: what spoke for it."""
    innocent: tuple[Mark, ...]
    rest: tuple[tuple[int, Line], ...]
    """Messages that the learner did not come to, with their numbers; their texts are still to be filled."""


def debrief(thread: Thread) -> Debrief:
    """What to show of a thread that is over."""
    lines = thread.drill.lines
    return Debrief(
        outcome=_outcome(thread),
        signs=tuple(_signs(thread)),
        innocent=tuple(_innocent(thread)),
        rest=tuple((number, lines[number - 1]) for number in range(thread.shown + 1, len(lines) + 1)),
    )


def _outcome(thread: Thread) -> str:
    found = result(thread)
    if found.outcome is Outcome.CAUGHT and found.late < 0:
        return "early"
    if found.outcome is Outcome.CAUGHT and Choice.REPORT not in thread.choices:
        return "caught-checked"
    if found.outcome is Outcome.LET_BE and Choice.VERIFY in thread.choices:
        return "let-be-checked"
    if found.outcome is Outcome.LET_BE and thread.drill.best is Choice.VERIFY:
        return "let-be-unchecked"
    return found.outcome.value


def _signs(thread: Thread) -> Iterator[Mark]:
    for number, line in enumerate(thread.drill.lines, 1):
        for sign in line.signs:
            yield Mark(message=number, quote=thread.fill(sign.quote), indicator=sign.indicator, why=sign.why)


def _innocent(thread: Thread) -> Iterator[Mark]:
    for number, line in enumerate(thread.drill.lines, 1):
        for each in line.innocent:
            yield Mark(message=number, quote=thread.fill(each.quote), indicator="", why=each.why)
