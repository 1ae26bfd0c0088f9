"""Which number is the day: infers the date order of a whole chat export, and turns local stamps into UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

ORDERS = ("dmy", "mdy", "ymd")
"""The orders that phones write, the most common in the world first."""

_FIRST_YEAR = 2009  # the application did not exist before
_LAST_YEAR = 2100
_BUDDHIST = range(2500, 2700)
_BUDDHIST_OFFSET = 543
_PERSIAN = range(1388, 1421)
_PERSIAN_SHIFT, _PERSIAN_OFFSET = 1595, 356_033
"""Years after which the cycle of leap years begins anew, and the day that is then the first, as `date` counts."""
_REPUBLIC = range(100, 150)
"""Years of Taiwan's calendar, which begins with 1912."""
_REPUBLIC_OFFSET = 1911
_GREGORIAN_SHORT = 50
"""Years of two digits from here on are of the Buddhist calendar: 65 is 2565, which is 2022."""

Parts = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date and time as a line has them, before anybody knows which number is the month."""

    parts: Parts
    """The three numbers of the date, as they stand."""
    clock: tuple[int, int, int]
    """Hour (0 to 23), minute, second."""
    american: bool = False
    """Written the way phones set to US English write it; decides nothing but a tie."""
    dotted: bool = False
    """Written with dots, as nobody does who puts the month first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOrder:
    """The order to read a file in, and whether the file left it open."""

    order: str
    assumed: bool = False

    def __str__(self) -> str:
        """`dmy`, or `dmy (assumed)`."""
        return f"{self.order} (assumed)" if self.assumed else self.order


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well one order explains the dates: impossible dates, then steps back in time, then days covered."""

    impossible: int
    backwards: int
    covered: int
    days: int


def place(parts: Parts, order: str) -> date | None:
    """The date that `parts` mean in `order`; None where that is no date this application can have written."""
    named = dict(zip(order, parts, strict=True))
    year = named["y"]
    if year < 100:
        year += 2000 if year < _GREGORIAN_SHORT else 2500
    if year in _PERSIAN:
        return _persian(year, named["m"], named["d"])
    if year in _BUDDHIST:
        year -= _BUDDHIST_OFFSET
    if year in _REPUBLIC and order == "ymd":
        year += _REPUBLIC_OFFSET
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, named["m"], named["d"])
    except ValueError:
        return None


def _persian(year: int, month: int, day: int) -> date | None:
    """A date of the calendar of Iran: six months of 31 days, then months of 30, leap years in a cycle of 33."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    shifted = year + _PERSIAN_SHIFT
    leap_days = shifted // 33 * 8 + (shifted % 33 + 3) // 4
    before = (month - 1) * 31 if month <= 7 else (month - 1) * 30 + 6
    return date.fromordinal(365 * shifted + leap_days + before + day - _PERSIAN_OFFSET)


def infer_order(stamps: Iterable[Stamp], stated: str = "") -> DateOrder:
    """The order for a whole file: as `stated` where that is possible at all, else the one that fits the dates best.

    An order fits better when it makes fewer dates impossible, then when it goes back in time less often. Where two
    orders fit alike and disagree, the result is marked as assumed.
    """
    listed = list(stamps)
    runs = [parts for parts, _ in groupby(stamp.parts for stamp in listed)]
    fits = {order: _fit(runs, order) for order in ORDERS}
    if stated in ORDERS and fits[stated].impossible < max(len(runs), 1):
        return DateOrder(order=stated)
    best = min((fit.impossible, fit.backwards) for fit in fits.values())
    equal = [order for order in ORDERS if (fits[order].impossible, fits[order].backwards) == best]
    if len(equal) > 1 and "ymd" in equal and _shortest(equal, fits) != "ymd":
        equal.remove("ymd")  # most phones that put the year first write all four digits of it
    if len(equal) > 1 and "mdy" in equal and all(stamp.dotted for stamp in listed):
        equal.remove("mdy")
    if len(equal) == 1 or not _disagree(runs, equal):
        return DateOrder(order=equal[0])
    return DateOrder(order=_likelier(equal, fits, american=any(s.american for s in listed)), assumed=True)


def _fit(runs: Sequence[Parts], order: str) -> _Fit:
    dates = [place(parts, order) for parts in runs]
    known = [day for day in dates if day is not None]
    backwards = sum(later < earlier for earlier, later in pairwise(known))
    covered = (max(known) - min(known)).days if known else 0
    return _Fit(len(dates) - len(known), backwards, covered, len(set(known)))


def _disagree(runs: Sequence[Parts], orders: Sequence[str]) -> bool:
    return any(len({place(parts, order) for order in orders}) > 1 for parts in runs)


def _shortest(equal: Sequence[str], fits: dict[str, _Fit]) -> str:
    """The order in which three or more days lie close together, where they are far apart in the others; or empty."""
    shortest, *others = sorted(equal, key=lambda order: fits[order].covered)
    close = fits[shortest].days >= 3 and all(fits[o].covered >= 3 * fits[shortest].covered for o in others)
    return shortest if close else ""


def _likelier(equal: Sequence[str], fits: dict[str, _Fit], *, american: bool) -> str:
    """Breaks a tie: three days in a row are likelier than the same day of three months; else the style decides."""
    if shortest := _shortest(equal, fits):
        return shortest
    return "mdy" if american and "mdy" in equal else equal[0]


def to_utc(stamp: Stamp, order: str, zone: tzinfo, previous: datetime | None = None) -> datetime | None:
    """The moment in UTC, read as local time of `zone`; None for an impossible date.

    In the hour that a change of clocks repeats, the second pass is taken where only that one keeps the order of
    the lines (`previous` is the line before).
    """
    day = place(stamp.parts, order)
    if day is None:
        return None
    hour, minute, second = stamp.clock
    local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    moment = local.astimezone(UTC)
    if previous is not None and previous - timedelta(hours=2) < moment < previous:
        again = local.replace(fold=1).astimezone(UTC)
        return again if again >= previous else moment
    return moment


def in_gap(stamp: Stamp, order: str, zone: tzinfo) -> bool:
    """Whether the clocks of `zone` never showed this time, because they were put forward over it."""
    day = place(stamp.parts, order)
    if day is None or zone is UTC:
        return False
    local = datetime(day.year, day.month, day.day, *stamp.clock, tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None)
