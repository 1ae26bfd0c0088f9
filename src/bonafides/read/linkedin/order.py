"""Puts the messages of a LinkedIn table oldest first: its files have the newest on top, also within one second."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_T = TypeVar("_T")
_NEVER = datetime.max.replace(tzinfo=UTC)


def descent(times: Iterable[datetime | None]) -> int:
    """Steps back in time less steps forward: above 0 where the newest come first. Unknown times are passed over."""
    known = [each for each in times if each is not None]
    return sum((later < earlier) - (later > earlier) for earlier, later in pairwise(known))


def oldest_first(
    entries: Sequence[tuple[datetime | None, _T]], *, newest_first: bool
) -> list[tuple[datetime | None, _T]]:
    """`entries` in the order of time; equal times in the order of writing, those without a time behind the one before.

    `newest_first` is the direction of the whole file, for conversations that do not show their own.
    """
    direction = descent(at for at, _ in entries)
    listed = list(reversed(entries)) if direction > 0 or (direction == 0 and newest_first) else list(entries)
    last = next((at for at, _ in listed if at is not None), _NEVER)
    keyed = []
    for at, item in listed:
        last = at or last
        keyed.append((last, (at, item)))
    keyed.sort(key=lambda each: each[0])
    return [each for _, each in keyed]
