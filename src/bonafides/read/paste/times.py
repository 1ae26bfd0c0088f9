"""Reads the times that were copied along with a chat or a mail; a time of day without its date gives none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from bonafides.read.paste.months import month_of
from bonafides.read.whatsapp.clock import DayPart, day_part, hour_of_day
from bonafides.read.whatsapp.dates import Stamp, infer_order, place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

_LONGEST = 200
_NUMBERS = re.compile(r"(?<![\d.:])(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?![\d/-])")
_HAN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]?")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|er|º)? (?:de )?([^\W\d_]{3,12})\.?,? (?:de )?(\d{4})(?!\d)")
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d.:/-])(?P<before>上午|下午|凌晨|早上|中午|晚上|午前|午後|오전|오후)? ?(?P<h>\d{1,2}) ?[:.h] ?(?P<m>\d{2})"
    r"(?:[:.](?P<s>\d{2})(?:\.\d{1,6})?)?(?![\d./])"
    r"(?P<after>[ \u00a0\u202f]?[AaPp][ \u00a0\u202f]?\.?[ \u00a0\u202f]?[Mm](?!\w)\.?)?"
    r" ?(?P<zone>Z|UTC|GMT(?!\+)|(?:GMT|UTC)?[+-]\d{1,2}:?(?:\d{2})?(?!\d))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A date and a time of day as somebody wrote them."""

    numbers: tuple[int, int, int] | None
    """The three numbers of a date whose order is not yet known."""
    day: date | None
    clock: tuple[int, int, int]
    zone: tzinfo | None
    dotted: bool


def moments(stamps: Iterable[str], zone: tzinfo, stated: str) -> tuple[list[datetime | None], str]:
    """The moments in UTC that copied stamps name, None for those without date or time of day; and the order of day
    and month, empty where no date left it open. Without a zone of their own they are read in `zone`.
    """
    found = [_found(stamp[:_LONGEST]) for stamp in stamps]
    open_ones = [
        Stamp(parts=each.numbers, clock=each.clock, dotted=each.dotted) for each in found if each and each.numbers
    ]
    order = infer_order(open_ones, stated) if open_ones else None
    return [_moment(each, zone, order.order if order else "dmy") for each in found], str(order or "")


def _moment(found: _Found | None, zone: tzinfo, order: str) -> datetime | None:
    if found is None:
        return None
    day = place(found.numbers, order) if found.numbers else found.day
    if day is None:
        return None
    hour, minute, second = found.clock
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=found.zone or zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _found(stamp: str) -> _Found | None:
    numbers, day, rest = _date(stamp)
    clock = _CLOCK.search(rest) if numbers or day else None
    if clock is None:
        return None
    part = day_part(clock["before"] or clock["after"] or "")
    hour = hour_of_day(int(clock["h"]), part if part is not DayPart.UNKNOWN else DayPart.NOTHING)
    return _Found(
        numbers=numbers,
        day=day,
        clock=(hour, int(clock["m"]), int(clock["s"] or 0)),
        zone=_zone(clock["zone"] or ""),
        dotted="." in stamp and "/" not in stamp,
    )


def _date(stamp: str) -> tuple[tuple[int, int, int] | None, date | None, str]:
    """(numbers of open order, date, the stamp without it)."""
    if match := _HAN.search(stamp):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
    elif match := _DAY_FIRST.search(stamp):
        day = _day(int(match[3]), month_of(match[2]), int(match[1]))
    elif match := _MONTH_FIRST.search(stamp):
        day = _day(int(match[3]), month_of(match[1]), int(match[2]))
    elif match := _NUMBERS.search(stamp):
        rest = f"{stamp[: match.start()]} {stamp[match.end() :].removeprefix('T')}"
        return (int(match[1]), int(match[2]), int(match[3])), None, rest
    else:
        return None, None, stamp
    return None, day, f"{stamp[: match.start()]} {stamp[match.end() :]}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zone(written: str) -> tzinfo | None:
    """`Z`, `+0100`, `GMT+1`; None where nothing is written."""
    bare = written.removeprefix("GMT").removeprefix("UTC")
    if not bare or bare == "Z":
        return UTC if written else None
    digits = bare[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    shift = timedelta(hours=hours, minutes=minutes) * (-1 if bare[0] == "-" else 1)
    return timezone(shift) if abs(shift) < timedelta(hours=24) else None
