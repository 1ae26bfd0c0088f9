"""Every combination that the advice depends on, and how to read the text of an advice."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.advise import advise
from bonafides.model import (
    Advice,
    Assessment,
    Conversation,
    Kind,
    Level,
    Message,
    Mode,
    Situation,
    Stage,
    Status,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

STAGES: tuple[Stage | None, ...] = (None, *Stage)
COUNTRIES = ("", "us", "JP")
CHANNELS = (("linkedin",), ("linkedin", "whatsapp"), ("paste",), ("email", "whatsapp", "telegram"), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One combination."""

    kind: Kind = Kind.APPROACH
    level: Level = Level.WARN
    stage: Stage | None = None
    situation: Situation = Situation.NOT_ANSWERED
    status: Status = Status.OTHER
    country: str = ""
    channels: tuple[str, ...] = ("linkedin",)
    seen: tuple[Stage, ...] = ()
    lang: str = "en"

    def advice(self) -> Advice:
        return advise(
            _assessment(self),
            Conversation(id="c1", messages=tuple(Message(speaker="Ada", text="Hi", channel=c) for c in self.channels)),
            situation=self.situation,
            status=self.status,
            country=self.country,
            lang=self.lang,
        )

    @property
    def stopped(self) -> bool:
        """Whether the reader must not be told to go on talking, said independently of the code under test."""
        return self.level in (Level.WARN, Level.ALARM) or self.situation in (
            Situation.TOOK_MONEY,
            Situation.HANDED_OVER,
            Situation.THREATENED,
            Situation.TRAVELLED,
        )


def matrix(kind: Kind, level: Level) -> Iterator[Asked]:
    """Every combination of the other inputs; channels take turns, so that each meets each of them somewhere."""
    channels = itertools.cycle(CHANNELS)
    for stage, situation, status, country in itertools.product(STAGES, Situation, Status, COUNTRIES):
        yield Asked(
            kind=kind,
            level=level,
            stage=stage,
            situation=situation,
            status=status,
            country=country,
            channels=next(channels),
        )


def lines(advice: Advice, *keys: str) -> tuple[str, ...]:
    """The sentences of these sections, or of all."""
    return tuple(line for s in advice.sections if not keys or s.key in keys for line in s.lines)


def text(advice: Advice) -> str:
    """Everything the advice says, route names and contacts aside."""
    return "\n".join((advice.headline, *(s.heading for s in advice.sections), *lines(advice)))


def sentences(advice: Advice) -> int:
    """How many sentences a reader must take in before the routes and the counts of other cases."""
    said = " ".join(line for s in advice.sections if s.key != "came_next" for line in s.lines)
    return len(re.findall(r"[.!?](?:\s|$)", said))


def _assessment(asked: Asked) -> Assessment:
    return Assessment(
        level=asked.level,
        kind=asked.kind,
        risk=0.5,
        prior=0.5,
        mode=Mode.SINGLE,
        stage=asked.stage,
        base=0.0,
        score=0.0,
        because=(),
        against=(),
        progression=tuple(Step(stage=stage, message=0) for stage in asked.seen),
    )
