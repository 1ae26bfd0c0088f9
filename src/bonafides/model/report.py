"""What is handed to the reader: advice, routes, and the whole report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonafides.model.conversation import Conversation, Problem, Provenance
    from bonafides.model.judgement import Assessment, Moment
    from bonafides.model.kinds import Mode, Stage
    from bonafides.model.sighting import PackUsed, Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Somewhere to report to."""

    name: str
    contacts: tuple[str, ...]
    """Ways to reach it, each copied from the source."""
    note: str
    source: str
    verified_on: str
    """ISO date; empty where nobody has read the official page yet, which `note` then says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with sentences in the order to follow them."""

    key: str
    """Names the section for templates and tests: `now`, `keep`, `tell`, `platform`, `questions`, `verify`, ..."""
    heading: str
    lines: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CameNext:
    """What followed in the documented cases that went this way; never a prediction about the reader."""

    stage: Stage
    count: int
    of: int
    within: str
    """`usually within ...` where the cases say, else empty."""
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do, in words for a person who may be frightened."""

    lang: str
    headline: str
    sections: tuple[Section, ...]
    routes: tuple[Route, ...] = ()
    came_next: tuple[CameNext, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One conversation with its judgement and advice."""

    conversation: Conversation
    assessment: Assessment
    advice: Advice | None
    """None where nothing needs saying beyond `quiet`, as in a large archive."""
    timeline: tuple[Moment, ...] = ()
    """How the judgement came about, message by message, where that was asked for."""
    seen: tuple[Sighting, ...] = ()
    """What of it others have reported, by packs on this machine; shown beside the judgement, never part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one run hands to its reader."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    provenance: Provenance
    mode: Mode
    prior: float
    packs: tuple[PackUsed, ...] = ()
    """The packs on this machine that it was compared with, expired ones too; empty where there are none."""
