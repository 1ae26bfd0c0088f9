"""Drills that the desk hands out to staff: which there are to choose from, and what is to be seen of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.desk.permissions import require
from bonafides.learn.handout import Handouts
from bonafides.learn_lint import offered

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bonafides.desk.permissions import Actor
    from bonafides.learn import Drill
    from bonafides.learn.handout import Handout
    from bonafides.learn_lint import Offered

ACTION = "statistics.read"
"""Who may read the desk's figures may hand out drills: both are totals in which nobody can be made out."""


@dataclass(frozen=True, slots=True)
class DrillDesk:
    """Hand-outs as somebody at the desk has them; every verb raises RefusedError for who may not."""

    home: Path
    actor: Actor

    def listed(self) -> list[Handout]:
        """All that were given out, the latest first."""
        require(self.actor, ACTION)
        return Handouts(self.home).listed()

    def offered(self, lang: str) -> Offered:
        """What there is to choose from in the language: the program's drills, and the trainer's own."""
        require(self.actor, ACTION)
        return offered(self.home, lang)

    def make(self, *, name: str, lang: str, chosen: tuple[str, ...], now: datetime) -> Handout:
        """Hand out those of the chosen drills that there are in the language. LearnError where that is none."""
        require(self.actor, ACTION)
        there = {each.id for each in offered(self.home, lang).drills}
        drills = tuple(dict.fromkeys(id_ for id_ in chosen if id_ in there))
        return Handouts(self.home).make(name=name, lang=lang, drills=drills, made_on=now.date().isoformat())

    def delete(self, id_: str) -> None:
        """Take one back, with its totals."""
        require(self.actor, ACTION)
        Handouts(self.home).delete(id_)


def drills_of(handout: Handout, home: Path) -> tuple[Drill, ...]:
    """The drills of a hand-out that there still are, the trainer's own below `home` among them."""
    by_id = {each.id: each for each in offered(home, handout.lang).drills}
    return tuple(by_id[id_] for id_ in handout.drills if id_ in by_id)
