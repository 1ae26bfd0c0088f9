"""An exercise: which threads, in which order, with whom, and what the learner has decided so far."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bonafides.errors import LearnError
from bonafides.learn.cast import Cast, cast, origins
from bonafides.learn.drill import Choice, Drill, filled

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

USUAL = 6
"""Threads of an exercise where nothing else is said."""
LONGEST = 60
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One thread of an exercise as far as it has gone."""

    number: int
    """From 0, in the order of the exercise."""
    drill: Drill
    cast: Cast
    choices: tuple[Choice, ...]

    @property
    def over(self) -> bool:
        """Whether the learner has stopped it, or it has come to its end."""
        return Choice.REPORT in self.choices or len(self.choices) == len(self.drill.asked)

    @property
    def shown(self) -> int:
        """How many of its messages the learner has seen."""
        asked = self.drill.asked
        return asked[len(self.choices) - 1 if self.over else len(self.choices)] + 1

    @property
    def fresh(self) -> int:
        """Index of the first message that was not there when the learner decided last."""
        return self.drill.asked[len(self.choices) - 1] + 1 if self.choices and not self.over else 0

    @property
    def checked(self) -> bool:
        """Whether the learner's last decision was a check, so that what it finds is news."""
        return bool(self.choices) and self.choices[-1] is Choice.VERIFY

    def fill(self, text: str) -> str:
        """A text of the drill with this thread's identities."""
        return filled(text, self.cast.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """Everything that is needed to go on: threads are dealt by the seed, so only the decisions have to be kept."""

    seed: int
    lang: str
    drills: tuple[Drill, ...]
    choices: tuple[tuple[Choice, ...], ...] = ()
    """What was decided in each thread that was begun."""
    totals_given: bool = False
    """Whether its anonymous totals were handed on: that is done once."""
    own: tuple[str, ...] = ()
    """Files and folders of one's own that the drills are from; empty for those that come with the program."""

    @property
    def threads(self) -> tuple[Thread, ...]:
        """All threads, begun or not."""
        dealt = origins(self.seed, len(self.drills))
        decided = (*self.choices, *((),) * (len(self.drills) - len(self.choices)))
        return tuple(
            Thread(number=at, drill=drill, cast=cast(self.seed, at, dealt[at]), choices=decided[at])
            for at, drill in enumerate(self.drills)
        )

    @property
    def finished(self) -> tuple[Thread, ...]:
        """The threads that are over."""
        return tuple(each for each in self.threads if each.over)

    @property
    def current(self) -> Thread | None:
        """The thread in which something is to be decided; None at the end."""
        return next((each for each in self.threads if not each.over), None)

    @property
    def over(self) -> bool:
        """Whether nothing is left to decide."""
        return self.current is None

    def decide(self, choice: Choice) -> Exercise:
        """The exercise after one more decision. Raises LearnError where nothing is left to decide."""
        here = self.current
        if here is None:
            raise LearnError("this exercise is over", next_step="Begin a new one.")
        return replace(self, choices=(*self.choices[: here.number], (*here.choices, choice)))


def begun(drills: Sequence[Drill], *, seed: int, lang: str, own: tuple[str, ...] = ()) -> Exercise:
    """A new exercise with these drills in this order. Raises LearnError where there is none, or too many."""
    if not drills:
        raise LearnError("there is no drill to begin with", next_step="See which there are with --list.")
    if len(drills) > LONGEST:
        raise LearnError(f"an exercise has at most {LONGEST} threads", next_step="Ask for fewer with --count.")
    return Exercise(seed=seed, lang=lang, drills=tuple(drills), own=own)


def resumed(exercise: Exercise, choices: Sequence[Sequence[Choice]]) -> Exercise:
    """The exercise with decisions that were kept, as far as they fit its drills; what does not fit is left out."""
    kept: list[tuple[Choice, ...]] = []
    for drill, decided in zip(exercise.drills, choices, strict=False):
        row = tuple(decided)[: len(drill.asked)]
        if Choice.REPORT in row:
            row = row[: row.index(Choice.REPORT) + 1]
        kept.append(row)
        if len(row) < len(drill.asked) and Choice.REPORT not in row:
            break
    return replace(exercise, choices=tuple(kept))


def dealt(drills: Sequence[Drill], *, seed: int, count: int, seen: Collection[str] = ()) -> tuple[Drill, ...]:
    """Drills for an exercise of `count` threads, or of as many as there are: those not `seen` first, in any order.

    How many are ordinary is drawn within `shares`, so that nobody can reckon out the last one.
    """
    draw = random.Random(f"{seed}:deal")  # noqa: S311 - repeatable by its seed; nothing is secret
    piles = {True: _pile(drills, draw, seen, ordinary=True), False: _pile(drills, draw, seen, ordinary=False)}
    count = min(count, len(drills))
    least = shares(count)
    wanted = draw.randint(least, count - least)
    wanted = max(count - len(piles[False]), min(wanted, len(piles[True])))
    found = piles[True][:wanted] + piles[False][: count - wanted]
    draw.shuffle(found)
    return tuple(found)


def shares(count: int) -> int:
    """How many of `count` threads are ordinary at the least, and how many are not: a third, rounded down."""
    return count // 3


def _pile(drills: Sequence[Drill], draw: random.Random, seen: Collection[str], *, ordinary: bool) -> list[Drill]:
    found = [each for each in drills if each.ordinary is ordinary]
    draw.shuffle(found)
    return sorted(found, key=lambda each: each.id in seen)
