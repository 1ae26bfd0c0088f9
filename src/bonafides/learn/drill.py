"""What a drill is: an invented thread made from documented cases, and what a trained eye sees in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bonafides.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACEHOLDERS = (
    "you", "them", "you_first", "them_first", "firm", "firm2", "town", "mail", "phone", "domain",
)  # fmt: skip
"""What a text may leave open in braces; filled with invented identities."""


class Choice(StrEnum):
    """What the learner decides after a message. Declared in rising order of caution; `rank` compares them."""

    ANSWER = "answer"
    """Go on talking."""
    VERIFY = "verify"
    """Check independently who this is; the thread goes on meanwhile."""
    REPORT = "report"
    """Stop and tell; the thread ends here."""

    @property
    def rank(self) -> int:
        """0 for answer up to 2 for report."""
        return tuple(Choice).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What a trained eye sees at a place of a message."""

    indicator: str
    """Id of an indicator of the detect room."""
    quote: str
    """The piece of the text, its placeholders open."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Innocent:
    """What looks odd at a place of a message and means nothing."""

    quote: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of the thread."""

    mine: bool
    """Whether the learner's side wrote it."""
    text: str
    channel: str
    signs: tuple[Sign, ...] = ()
    innocent: tuple[Innocent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """One thread with its truth."""

    id: str
    """The same in every language."""
    lang: str
    kind: Kind
    """The truth: approach, scam, device-lure or ordinary."""
    based_on: tuple[str, ...]
    """Ids of documented cases or of public sources; empty for ordinary ones."""
    channel: str
    title: str
    setting: str
    lines: tuple[Line, ...]
    best: Choice
    from_message: int
    """Number, from 1, of the first message after which `best` is right; 0 for ordinary ones."""
    finds: str
    """What an independent check finds, its placeholders open: it is shown after a check."""
    said: str
    """What happened in cases like this, and what to do."""

    @property
    def ordinary(self) -> bool:
        """Whether there is nothing wrong with it."""
        return self.kind is Kind.ORDINARY

    @property
    def asked(self) -> tuple[int, ...]:
        """Indices of the messages after which the learner decides: every one of the other side."""
        return tuple(at for at, line in enumerate(self.lines) if not line.mine)


def filled(text: str, cast: Mapping[str, str]) -> str:
    """A text with its placeholders filled in; braces around anything else stay as they are."""
    for name in PLACEHOLDERS:
        text = text.replace(f"{{{name}}}", cast[name])
    return text
