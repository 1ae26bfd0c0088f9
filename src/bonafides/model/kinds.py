"""The words of the judgement: stages, levels, kinds, situations."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """A step on the way from a stranger's first message to a lasting hold; order varies in documented cases."""

    EXPOSURE = "S0"
    CONTACT = "S1"
    HOOK = "S2"
    ASSESS = "S3"
    CHANNEL_SHIFT = "S4"
    STARTER_TASK = "S5"
    PERSONAL_TIE = "S6"
    ESCALATION = "S7"
    COVERT_HANDLING = "S8"
    LOCK_IN = "S9"
    DEVICE_LURE = "X1"


class Polarity(StrEnum):
    """Which way a finding speaks: for a deceptive approach, or against one."""

    FOR = "for"
    AGAINST = "against"


class Level(StrEnum):
    """How strong the evidence is. Declared in rising order; `rank` compares them."""

    QUIET = "quiet"
    WATCH = "watch"
    WARN = "warn"
    ALARM = "alarm"

    @property
    def rank(self) -> int:
        """0 for quiet up to 3 for alarm."""
        return tuple(Level).index(self)


FLAGGED = Level.WARN
"""A conversation counts as flagged from this level up."""


class Kind(StrEnum):
    """What a conversation is, or what a finding points to."""

    APPROACH = "approach"
    SCAM = "scam"
    DEVICE_LURE = "device-lure"
    ORDINARY = "ordinary"
    UNCLEAR = "unclear"


class Mode(StrEnum):
    """The operating point: one thread that somebody worries about, or a whole archive of mostly ordinary ones."""

    SINGLE = "single"
    ARCHIVE = "archive"


class Situation(StrEnum):
    """How far the user says it has gone; it changes the advice, never the score."""

    NOT_ANSWERED = "not-answered"
    ANSWERED = "answered"
    TOOK_MONEY = "took-money"
    TRAVELLED = "travelled"
    HANDED_OVER = "handed-over"
    THREATENED = "threatened"


class Status(StrEnum):
    """What the user is to the service or employer; it changes whom to tell, never the score."""

    SERVING = "serving"
    FORMER_OFFICIAL = "former-official"
    CLEARED = "cleared"
    ACADEMIC = "academic"
    CONTRACTOR = "contractor"
    JOURNALIST = "journalist"
    STUDENT = "student"
    OTHER = "other"


class Form(StrEnum):
    """What a message is: sent by somebody, a draft that was never sent, a line of the platform itself, or told."""

    SENT = "sent"
    DRAFT = "draft"
    EVENT = "event"
    TOLD = "told"
    """What the person told when asked; not part of the thread, and never judged by its words."""
