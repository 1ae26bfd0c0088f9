"""What others have reported and a signed pack brought here: which pack, since when, and what of a thread it matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bonafides.model.conversation import Conversation, Problem
    from bonafides.model.judgement import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PackUsed:
    """A pack that a report was compared with, or would have been had it not expired."""

    publisher: str
    """As the publisher names itself; who it is was settled by whoever pinned its key."""
    contact: str
    """Where a wrong entry is reported."""
    key: str
    """Id of the key that signed it: sixteen hex digits."""
    series: str
    sequence: int
    published_at: datetime
    expires_at: datetime
    entries: int
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One thing of a conversation that a pack lists. It is shown beside the judgement and never enters it."""

    what: str
    """`phone`, `mail`, `handle`, `profile`, `domain` or `text`."""
    pack: PackUsed
    since: str
    """Month of the first report, `2026-03`."""
    kind: str
    """What the publisher judged it to be: `approach`, `scam` or `device-lure`."""
    reports: int
    """How many independent confirmed reports there were, at least."""
    note: str = ""
    """What the publisher says of it in its own words; empty where it says nothing."""
    spans: tuple[Span, ...] = ()
    """Where it stands; empty for what the account itself carries, such as the number that it writes from."""
    agreed: int = 1
    """Of a text, the parts that agree ..."""
    of: int = 1
    """... of those that the pack has of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Conversations that were compared with packs and not judged."""

    conversations: tuple[tuple[Conversation, tuple[Sighting, ...]], ...]
    """Each with what packs say of it, in input order."""
    packs: tuple[PackUsed, ...]
    problems: tuple[Problem, ...]
