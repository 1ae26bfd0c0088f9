"""What a report to hand in says, ready to be laid out: every form of it is made from this value and from nothing else.

All texts are harmless to look at (`render.clean`) and plain: no layout reads markup in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of somebody's words."""

    text: str
    signs: tuple[int, ...] = ()
    """Numbers of the signs that rest on it; marked where there are any."""
    doubtful: bool = False
    """Whether it is hard to read in the picture that it comes from."""
    ours: bool = False
    """Whether it is this report's own word about what is left out, not theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A place in the messages."""

    where: str
    """Which message by whom, and when."""
    pieces: tuple[Piece, ...]
    rtl: bool
    """Whether it is written from right to left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign with the words that it rests on."""

    number: int
    title: str
    strength: str
    why: str
    sources: str
    quotes: tuple[Quote, ...]
    elsewhere: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A label and what stands beside it."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, for the timeline."""

    when: str
    what: str
    number: str
    """Of the message; empty for what was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A message."""

    number: int
    who: str
    mine: bool
    when: str
    notes: tuple[str, ...]
    """A draft; the channel, where it is another one than before."""
    skipped: str
    """How many messages before this one are not printed; else empty."""
    pieces: tuple[Piece, ...]
    rtl: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One conversation: its summary, of one page, and its evidence."""

    heading: str
    """Which of several; empty for the only one."""
    level: str
    level_name: str
    looks: tuple[str, ...]
    rows: tuple[Row, ...]
    """Account, channels and dates, what the person did, addresses."""
    strongest: tuple[Sign, ...]
    """With one quote each."""
    no_signs: str
    against: tuple[Sign, ...]
    no_against: str
    unread: tuple[str, ...]
    seen_heading: str
    """That others have reported it; empty where nobody has."""
    seen: tuple[Row, ...]
    seen_means: tuple[str, ...]
    """What that does not mean."""
    timeline: tuple[Event, ...]
    signs: tuple[Sign, ...]
    signs_against: tuple[Sign, ...]
    lines: tuple[Line, ...]
    lines_note: str
    skipped: str
    """How many messages after the last one are not printed; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An input, so that somebody can prove that it is the same."""

    name: str
    format: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole report."""

    lang: str
    paper: str
    title: str
    marks: tuple[str, ...]
    """Traffic light, where one was given; confidential; full or redacted copy."""
    lead: str
    notes: tuple[str, ...]
    """What whoever reads it must know of its words."""
    person: tuple[Row, ...]
    """What the person chose to say of themselves."""
    cases: tuple[Case, ...]
    nothing: str
    """What to say where there is no conversation; else empty."""
    others: str
    """How many more conversations were read; empty where there is none."""
    asked: tuple[str, ...]
    problems: tuple[str, ...]
    facts: tuple[Row, ...]
    files: tuple[File, ...]
    files_more: str
    words: Mapping[str, str]
    """Headings and labels, by key."""
