"""What came of an exercise: how each thread ended, and precision and recall over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bonafides.learn.drill import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.learn.exercise import Thread


class Outcome(StrEnum):
    """How a thread ended, seen from its truth."""

    CAUGHT = "caught"
    """Deceptive, and the learner did what was best, or more."""
    CHECKED = "checked"
    """Deceptive and to be reported, and the learner checked but went on."""
    MISSED = "missed"
    """Deceptive, and the learner went on to the end."""
    LET_BE = "let-be"
    """Ordinary, and the learner went on, checking or not: a check hurts nobody."""
    FALSE_ALARM = "false-alarm"
    """Ordinary, and the learner reported it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One finished thread."""

    outcome: Outcome
    raised_at: int
    """Number, from 1, of the message after which the learner raised it; 0 where they did not."""
    late: int
    """Messages of the other side between the first clear sign and that; negative before there was one, else 0.

    Where a check is the best thing to do, a check is never too early.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Over all finished threads."""

    caught: int
    deceptive: int
    false_alarms: int
    ordinary: int
    late: float | None
    """Mean messages between the first clear sign and the right decision, over what was caught once there was one;
    None for none."""
    early: int
    """How many of those caught were raised before there was a clear sign."""

    @property
    def precision(self) -> float | None:
        """Of what the learner raised, the share that was deceptive; None where nothing was raised."""
        raised = self.caught + self.false_alarms
        return self.caught / raised if raised else None

    @property
    def recall(self) -> float | None:
        """Of what was deceptive, the share that the learner raised; None where nothing was."""
        return self.caught / self.deceptive if self.deceptive else None


def result(thread: Thread) -> Result:
    """How a finished thread ended."""
    drill, choices = thread.drill, thread.choices
    enough = Choice.REPORT if drill.ordinary else drill.best
    at = next((index for index, each in enumerate(choices) if each.rank >= enough.rank), None)
    raised = 0 if at is None else drill.asked[at] + 1
    if drill.ordinary:
        return Result(outcome=Outcome.FALSE_ALARM if raised else Outcome.LET_BE, raised_at=raised, late=0)
    if at is None:
        outcome = Outcome.CHECKED if Choice.VERIFY in choices else Outcome.MISSED
        return Result(outcome=outcome, raised_at=0, late=0)
    late = at - drill.asked.index(drill.from_message - 1)
    return Result(outcome=Outcome.CAUGHT, raised_at=raised, late=max(0, late) if choices[at] is Choice.VERIFY else late)


def score(threads: Sequence[Thread]) -> Score:
    """The score of finished threads."""
    pairs = [(each.drill, result(each)) for each in threads]
    caught = [found for _, found in pairs if found.outcome is Outcome.CAUGHT]
    late = [found.late for found in caught if found.late >= 0]
    ordinary = sum(drill.ordinary for drill, _ in pairs)
    return Score(
        caught=len(caught),
        deceptive=len(pairs) - ordinary,
        false_alarms=sum(found.outcome is Outcome.FALSE_ALARM for _, found in pairs),
        ordinary=ordinary,
        late=sum(late) / len(late) if late else None,
        early=len(caught) - len(late),
    )
