"""Reads the times on Meta's web pages, which are written in the words and the order of the user's language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from bonafides.read.whatsapp.clock import DayPart, day_part, hour_of_day
from bonafides.read.whatsapp.dates import DateOrder, Stamp, infer_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

_LONGEST = 100
_FIRST_EAST_ASIAN = "\u2e80"
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}) ?[:h] ?(\d{2})(?::(\d{2}))?(?!\d)")
_DOTTED_CLOCK = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?![\d.])")
_NUMBER = re.compile(r"\d{1,4}")
_WORD = re.compile(r"[^\W\d_]+")
_MONTH_MARK = re.compile(r"(\d{1,2}) ?[月월]|\d{4} ?年 ?(\d{1,2})")
# The beginnings of the months' names as `_bare` leaves them, in the languages that the applications are used in most.
_MONTHS = (
    "jan gen ene ian janv tammi sty led oca янв січ ιαν يناير ינו",
    "feb fev helmi lut unor sub фев лют φεβ فبراير פבר",
    "mar mrt maalis brez бер μαρ مارس מרץ",
    "apr abr avr huhti kwi dub nis апр кві απρ أبريل אפר",
    "may mai mei maj mag touko kve мая маи тра μαι مايو מאי",
    "jun giu iun juin kesa cze cerven haz июн чер ιουν يونيو יונ",
    "jul lug iul juil heina lip cervenec tem июл лип ιουλ يوليو יול",
    "aug ago agu aou elo sie srp авг сер αυγ أغسطس אוג",
    "sep set syys wrz zar eyl сен вер σεπ سبتمبر ספט",
    "oct ott okt out loka paz rij eki окт жов οκτ أكتوبر אוק",
    "nov noi marras lis kas ноя лис νοε نوفمبر נוב",
    "dec dic dez des joulu gru pro ara дек гру δεκ ديسمبر דצמ",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A time as a page has it."""

    parts: tuple[int, int, int]
    """The three numbers of the date."""
    order: str
    """What they are, `mdy` or the like; empty where only the whole file can tell."""
    clock: tuple[int, int, int]
    """Hour (0 to 23), minute, second."""
    utc: bool = False
    """Whether the page says that it is in UTC."""
    american: bool = False


@lru_cache(maxsize=8_192)
def written(text: str) -> Written | None:
    """What `text`, such as `Sep 21, 2026 2:13:20 pm`, says; None where it is no date and time."""
    plain = " ".join(unicodedata.normalize("NFKC", text[:_LONGEST]).split())
    clocks = list(_CLOCK.finditer(plain)) or list(_DOTTED_CLOCK.finditer(plain))
    if not clocks:
        return None
    match = clocks[-1]
    before, after = plain[: match.start()], plain[match.end() :]
    # Where the clock comes first, the date stands behind it.
    day, beside = (before, after) if _has_date(before) else (after, "")
    hour = hour_of_day(int(match[1]), _half(before, beside))
    clock = (hour, int(match[2]), int(match[3] or 0))
    dated = _date(day)
    if dated is None or clock > (23, 59, 59) or clock[1] > 59 or clock[2] > 59:
        return None
    half = beside.strip().lower()[:2] in ("am", "pm")
    return Written(parts=dated[0], order=dated[1], clock=clock, utc="UTC" in beside, american=half)


def order_of(times: Iterable[Written | None], stated: str) -> DateOrder | None:
    """The order of the dates written in numbers alone, for a whole file, oldest first; None where there are none."""
    stamps = [Stamp(parts=t.parts, clock=t.clock, american=t.american) for t in times if t is not None and not t.order]
    return infer_order(stamps, stated) if stamps else None


def moment(time: Written, order: str, zone: tzinfo) -> datetime | None:
    """The time in UTC, read in `zone` unless the page names UTC; None where there is no such day."""
    named = dict(zip(time.order or order, time.parts, strict=True))
    year = named["y"] + (2000 if named["y"] < 100 else 0)
    try:
        local = datetime(year, named["m"], named["d"], *time.clock, tzinfo=UTC if time.utc else zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _half(before: str, beside: str) -> DayPart:
    """Which half of the day the words around the clock say: `2:13 pm`, `오후 2:13`, `9:00 오전`."""
    part = day_part(beside.partition("(")[0].partition("UTC")[0][:12])
    if part in (DayPart.NOTHING, DayPart.UNKNOWN) and before.strip():
        last = before.rsplit(maxsplit=1)[-1].lstrip("0123456789.日일年")
        if last and last[0] >= _FIRST_EAST_ASIAN:
            return day_part(last)
    return part


def _has_date(text: str) -> bool:
    return len(_NUMBER.findall(text)) >= 2


def _date(text: str) -> tuple[tuple[int, int, int], str] | None:
    """The three numbers of a date and their order where the text gives it."""
    numbers = [int(number) for number in _NUMBER.findall(text)]
    month = next(filter(None, (_month(word) for word in _WORD.findall(text))), 0)
    if month and len(numbers) >= 2:
        year = next((n for n in numbers if n >= 1000), numbers[-1])
        rest = [n for n in numbers if n != year] or numbers
        return (month, rest[0], year), "mdy"
    if len(numbers) < 3:
        return None
    parts = (numbers[0], numbers[1], numbers[2])
    marked = _MONTH_MARK.search(text)
    years = [n for n in parts if n >= 1000]
    if marked and len(years) == 1:
        number = int(marked[1] or marked[2])
        others = [n for n in parts if n < 1000]
        day = others[1] if others[0] == number else others[0]
        return (number, day, years[0]), "mdy"
    return parts, "ymd" if parts[0] >= 1000 else ""


def _bare(word: str) -> str:
    """A word in lower case and without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


_BEGINNINGS = sorted(
    ((_bare(start), month) for month, starts in enumerate(_MONTHS, start=1) for start in starts.split()),
    key=lambda pair: -len(pair[0]),
)


@lru_cache(maxsize=512)
def _month(word: str) -> int:
    """The month that a word names, 1 to 12; 0 for any other word. `marras` is asked before `mar`."""
    bare = _bare(word)
    return next((month for start, month in _BEGINNINGS if bare.startswith(start)), 0)
