"""Made-up threads with a judgement that the tests choose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from bonafides.model import (
    Assessment,
    Contribution,
    Conversation,
    Finding,
    Kind,
    Level,
    Message,
    Mode,
    Moment,
    Polarity,
    Span,
    Stage,
)
from evals.judged import PRIORS, Judged
from evals.labelled import Labelled

NUMBERS = count(1)
LEVELS = {level.value[0]: level for level in (Level.QUIET, Level.ALARM)} | {"h": Level.WATCH, "w": Level.WARN}
"""q for quiet, h for watch, w for warn, a for alarm."""


def found(*indicators: str) -> tuple[Contribution, ...]:
    """What speaks for deception, each worth one."""
    return tuple(
        Contribution(
            finding=Finding(
                indicator=indicator,
                stage=None,
                polarity=Polarity.FOR,
                kind=Kind.APPROACH,
                spans=(Span(message=0, start=0, end=1),),
            ),
            value=1.0,
        )
        for indicator in indicators
    )


def thread(
    kind: Kind,
    levels: str,
    risk: float = 0.5,
    *,
    told: Kind | None = None,
    strength: float = 0.0,
    line: int | None = None,
    signs: Sequence[Sequence[str]] = (),
    seen: Sequence[str] = (),
    language: str = "en",
    author: str = "ada",
    stage: Stage | None = None,
    academic: bool = False,
    blanked: float | None = None,
    risks: dict[float, float] | None = None,
) -> Judged:
    """A thread with one message for each letter of `levels`, the other side's first and then in turn.

    `told` is the kind in the judgement, and the thread's own where it is not given; `seen` are the indicators found.
    """
    steps = [LEVELS[letter] for letter in levels]
    answer = told or kind
    messages = tuple(
        Message(speaker="me" if at % 2 else "them", text=f"Line {at}.", mine=at % 2 == 1) for at in range(len(steps))
    )
    case = Labelled(
        conversation=Conversation(id=f"t-{next(NUMBERS)}", messages=messages),
        kind=kind,
        stage=stage,
        warn_by=line,
        line=line,
        academic=academic,
        brief="a-made-up-thread",
        language=language,
        author=author,
        signs=tuple(frozenset(marked) for marked in signs) or (frozenset(),) * len(steps),
    )
    assessment = Assessment(
        level=steps[-1],
        kind=answer,
        risk=risk,
        prior=PRIORS[0],
        mode=Mode.SINGLE,
        stage=stage,
        base=0.0,
        score=strength,
        because=found(*seen),
        against=(),
    )
    return Judged(
        case=case,
        assessment=assessment,
        risks=risks or dict.fromkeys(PRIORS, risk),
        blanked=risk if blanked is None else blanked,
        moments=tuple(
            Moment(message=at, level=level, kind=answer, risk=risk, stage=stage) for at, level in enumerate(steps)
        ),
    )
