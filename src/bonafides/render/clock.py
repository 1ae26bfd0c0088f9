"""Times in words: in the zone the report names, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from bonafides.model import Provenance
    from bonafides.render.phrases import Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Writes aware times as people read them."""

    zone: tzinfo
    name: str
    words: Phrases

    def day(self, at: datetime | None) -> str:
        """`3 March 2026`; empty where no time is known."""
        if at is None:
            return ""
        local = self._local(at)
        month = self.words.items("date.months")[local.month - 1]
        day = self.words("date.first") if local.day == 1 else local.day
        return self.words("date.day", day=day, month=month, year=local.year)

    def moment(self, at: datetime | None) -> str:
        """`3 March 2026, 09:12`; empty where no time is known."""
        if at is None:
            return ""
        return self.words("date.moment", date=self.day(at), time=f"{self._local(at):%H:%M}")

    def span(self, times: Iterable[datetime | None]) -> str:
        """From the first day to the last; empty where no time is known."""
        known = [at for at in times if at is not None]
        if not known:
            return ""
        first, last = self.day(min(known)), self.day(max(known))
        return first if first == last else self.words("date.range", first=first, last=last)

    def _local(self, at: datetime) -> datetime:
        """In the report's zone; the edges of the calendar stay in UTC rather than overflow."""
        try:
            return at.astimezone(self.zone)
        except (OverflowError, ValueError):
            return at


def clock(provenance: Provenance, words: Phrases) -> Clock:
    """A clock in the zone that files without zones were read in, or in UTC where this machine does not know it."""
    try:
        return Clock(zone=ZoneInfo(provenance.timezone), name=provenance.timezone.removeprefix("Etc/"), words=words)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return Clock(zone=UTC, name="UTC", words=words)
