"""Finds lines that look like the start of a message but are part of one: a chat or a timetable pasted into it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from bonafides.read.whatsapp.dates import infer_order, place
from bonafides.read.whatsapp.events import is_platform_wording
from bonafides.read.whatsapp.marks import unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.read.whatsapp.header import Header

_FAR_MORE = 10
_MINOR_SHAPE = 0.2
"""The share from which lines of a second form are taken for messages, not for a chat pasted into a message."""
_HEAD_CHARACTERS = 200


def of_one_form(text: str, found: Sequence[Header]) -> tuple[Header, ...]:
    """The lines of the form that the file is written in; one export has one form, and a chat pasted in has another.

    Where the file opens with a message, its form counts, unless others are far more.
    """
    if opens(text, found):
        alike = tuple(header for header in found if header.shape == found[0].shape)
        if len(alike) * _FAR_MORE >= len(found):
            return (*alike, *_appended(text, found, alike))
    counts = Counter(header.shape for header in found)
    least = max(2.0, _MINOR_SHAPE * len(found))
    kept = {shape for shape, count in counts.items() if count >= least} | {shape for shape, _ in counts.most_common(1)}
    return tuple(header for header in found if header.shape in kept)


def opens(text: str, found: Sequence[Header]) -> bool:
    """Whether the file opens with a dated line that names a writer, or with one of the platform's own."""
    if not found or unmarked(text[: found[0].start]):
        return False
    line = _line(text, found[0])
    return ":" in line or is_platform_wording(line)


def _appended(text: str, found: Sequence[Header], alike: Sequence[Header]) -> tuple[Header, ...]:
    """A second export by the same people, joined to the end of the first: another form from some line to the last."""
    tail: list[Header] = []
    for header in reversed(found):
        if header.shape != found[-1].shape or header.shape == found[0].shape:
            break
        tail.append(header)
    if len(tail) < max(2.0, _MINOR_SHAPE * len(found)) or alike[-1].start > tail[-1].start:
        return ()
    known = {_name(text, header) for header in alike} - {""}
    return tuple(reversed(tail)) if known.issuperset(_name(text, header) for header in tail) else ()


def in_place(text: str, headers: Sequence[Header], stated: str) -> tuple[Header, ...]:
    """Without lines whose day is out of the order of the others and that name nobody who writes in that order.

    A writer's late message stays; `stated` is the order of day and month where the user states it.
    """
    order = infer_order((header.stamp for header in headers), stated).order
    dates = (place(header.stamp.parts, order) for header in headers)
    days = [day.toordinal() if day else 0 for day in dates]
    known = [day for day in days if day]
    if all(later >= earlier - 1 for earlier, later in pairwise(known)):
        return tuple(headers)
    repeated = _repeated(text, headers, days)
    first = known[0]
    ordered = _longest_rise([0 if at in repeated or day < first else day for at, day in enumerate(days)]) | {0}
    writers = {_name(text, headers[at]) for at in ordered} - {""}
    return tuple(
        header
        for at, header in enumerate(headers)
        if at in ordered or not days[at] or (at not in repeated and _belongs(text, header, writers))
    )


def _repeated(text: str, headers: Sequence[Header], days: Sequence[int]) -> set[int]:
    """Places of lines that stand further up word for word, from a day that was past before this one."""
    said: set[str] = set()
    found = set()
    latest = 0
    for at, header in enumerate(headers):
        line = text[header.start : header.end + _HEAD_CHARACTERS].partition("\n")[0]
        if line in said and days[at] < latest:
            found.add(at)
        said.add(line)
        latest = max(latest, days[at])
    return found


def _belongs(text: str, header: Header, writers: set[str]) -> bool:
    name = _name(text, header)
    return name in writers if name else is_platform_wording(_line(text, header))


def _longest_rise(days: Sequence[int]) -> set[int]:
    """Places of a longest run of days, not necessarily adjacent, that never goes back; unknown days are 0."""
    ends: list[int] = []
    places: list[int] = []
    before: dict[int, int] = {}
    for at, day in enumerate(days):
        if not day:
            continue
        size = bisect_right(ends, day)
        if size:
            before[at] = places[size - 1]
        ends[size : size + 1] = [day]
        places[size : size + 1] = [at]
    rise = set()
    at = places[-1] if places else -1
    while at >= 0:
        rise.add(at)
        at = before.get(at, -1)
    return rise


def _line(text: str, header: Header) -> str:
    return text[header.end : header.end + _HEAD_CHARACTERS].partition("\n")[0]


def _name(text: str, header: Header) -> str:
    name, colon, _ = _line(text, header).partition(":")
    return unmarked(name) if colon else ""
