"""What a writer is: it puts simple messages down as a real program exports them, so that reading can be proved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of the conversation to write."""

    speaker: str
    text: str
    sent_at: datetime
    """Aware, in UTC."""
    event: bool = False
    """A line of the platform itself; only where the writer has a form for it."""


def anything(text: str) -> bool:
    """For formats that can hold every text."""
    return bool(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One program's export in one of its forms."""

    name: str
    """The reader's name, a hyphen, the variant."""
    reader: str
    """Name of the reader that must recognise it."""
    file: str
    write: Callable[[Sequence[Said], tzinfo], bytes]
    """The whole file; local times, where the format has them, are in the zone given."""
    holds: Callable[[str], bool] = anything
    """Whether the format can hold a text so that nothing else could be meant by what is written."""
    longest: int = 300_000
    """Characters of the longest text that the program lets one write, or that is tried."""
    tick: timedelta = timedelta(seconds=1)
    """The finest step of its times."""
    apart: bool = False
    """Whether two messages need different times, because the file's own order is not the order of writing."""
    events: bool = False
    """Whether it can write platform lines."""


def local(said: Said, zone: tzinfo) -> datetime:
    """When it was written, by the clock of `zone`."""
    return said.sent_at.astimezone(zone)
