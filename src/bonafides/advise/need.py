"""What the reader of one piece of advice needs: the judgement, the situation, and where they are, in one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.model import FLAGGED, Kind, Level, Situation, Stage

if TYPE_CHECKING:
    from bonafides.advise.platforms import Platform
    from bonafides.advise.routes import Country
    from bonafides.advise.words import Words
    from bonafides.model import Status

GRAVE = (Situation.TOOK_MONEY, Situation.HANDED_OVER, Situation.THREATENED)
"""Where the report may speak about the reader, so that a lawyer comes before anything written."""

LATE = (Stage.ESCALATION, Stage.COVERT_HANDLING, Stage.LOCK_IN, Stage.DEVICE_LURE)
"""Stages at which even a question goes on with a talk that should stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Everything that the wording depends on; nothing of it changes the judgement."""

    kind: Kind
    """Never `ordinary`: where something needs saying about an ordinary conversation, it is `unclear`."""
    level: Level
    stage: Stage | None
    situation: Situation
    status: Status
    country: Country
    platforms: tuple[Platform, ...]
    words: Words

    @property
    def flagged(self) -> bool:
        """Whether the text alone is reason to stop."""
        return self.level.rank >= FLAGGED.rank

    @property
    def grave(self) -> bool:
        """Whether something happened that a lawyer should hear first."""
        return self.situation in GRAVE

    @property
    def firm(self) -> bool:
        """Whether to stop talking: for what the text shows, or for what the reader says has happened."""
        return self.flagged or self.grave or self.situation is Situation.TRAVELLED

    @property
    def late(self) -> bool:
        """Whether a sign of the later way was seen, however weak the evidence: then nothing is to be asked back."""
        return self.stage in LATE

    @property
    def shown(self) -> bool:
        """Whether there is anything to act on, so that places to report to are of use."""
        return self.firm or self.level is Level.WATCH


def spoken_kind(kind: Kind) -> Kind:
    """The kind that the words are written for: there is no advice for acting on an ordinary conversation."""
    return Kind.UNCLEAR if kind is Kind.ORDINARY else kind
