"""Labelled conversations judged once, for every table and picture of the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bonafides.assess import assess as judge
from bonafides.detect import look
from bonafides.examine import assess, timeline
from bonafides.model import FLAGGED, Assessment, Conversation, Level, Moment
from evals.labelled import Labelled

PRIORS = (0.5, 0.1, 0.01)
"""Base rates of deception at which calibration is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled conversation and its judgement."""

    case: Labelled
    assessment: Assessment
    risks: Mapping[float, float]
    """Its risk at each of PRIORS."""
    blanked: float
    """Its risk where the user's own words are blanked."""
    moments: tuple[Moment, ...]
    """How it was judged after each message."""

    @property
    def flagged(self) -> bool:
        """`warn` or above."""
        return self.assessment.level.rank >= FLAGGED.rank

    def level_at(self, message: int) -> Level:
        """The level when it had come as far as one message, that one included; `quiet` before the first."""
        return next((moment.level for moment in reversed(self.moments) if moment.message <= message), Level.QUIET)

    def reached(self, level: Level, message: int) -> bool:
        """Whether it had been at that level or above at any message up to this one."""
        return any(m.level.rank >= level.rank for m in self.moments if m.message <= message)


def judge_all(cases: Iterable[Labelled]) -> list[Judged]:
    """Judge every conversation as one thread that somebody worries about, with all its beginnings."""
    return [_judged(case) for case in cases]


def _judged(case: Labelled) -> Judged:
    conversation = case.conversation
    findings = look(conversation).findings
    return Judged(
        case=case,
        assessment=judge(findings, conversation),
        risks={prior: judge(findings, conversation, prior=prior).risk for prior in PRIORS},
        blanked=assess(without_mine(conversation)).risk,
        moments=tuple(timeline(conversation)),
    )


def without_mine(conversation: Conversation) -> Conversation:
    """The same with the user's own words blanked: who sent what is kept."""
    return replace(conversation, messages=tuple(replace(m, text="") if m.mine else m for m in conversation.messages))
