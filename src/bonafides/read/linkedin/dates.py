"""Reads the dates of LinkedIn's exports: `2026-07-01 10:00:00 UTC`, and the older `7/8/26, 3:43 PM`."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bonafides.read.paste.months import month_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

_SLASHED = re.compile(
    r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4}),? {1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])\.?\s?[Mm]\.?)?"
    r"(?: UTC)?"
)
_NAMED = re.compile(
    r"(?:(?P<d>\d{1,2})\.? (?P<mon>[^\W\d_]{3,12})\.?|(?P<mon2>[^\W\d_]{3,12})\.? (?P<d2>\d{1,2}))"
    r",? (?P<y>\d{4}),? {1,3}(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\.?)?"
    r"(?P<utc> UTC)?"
)
"""`Mar 5, 2017, 3:43 PM`, `5 mars 2017 15:43`."""
_ORDERS = ("mdy", "dmy", "ymd")
_LONGEST = 40


def moment(text: str, zone: tzinfo, order: str = "mdy") -> datetime | None:
    """The moment in UTC that `text` names; without a zone it is read in `zone`. None where it is not understood."""
    clean = text.strip()
    if len(clean) > _LONGEST:
        return None
    try:
        found = _iso(clean) or _slashed(clean, order) or _named(clean)
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_moment(text: str) -> bool:
    """Whether `text` is a date and time in some order; used to find where a record begins."""
    return text.strip()[:1].isalnum() and any(moment(text, UTC, order) is not None for order in _ORDERS)


def infer_order(texts: Iterable[str], stated: str) -> tuple[str, bool]:
    """The order of the slashed dates among `texts`, and whether it had to be assumed.

    The order that reads most of them wins; where several do equally well, `stated` if it is among them, else LinkedIn's
    own month/day/year.
    """
    listed = Counter(text for text in (t.strip() for t in texts) if _SLASHED.fullmatch(text[:_LONGEST]))
    fits = {order: sum(n for text, n in listed.items() if moment(text, UTC, order)) for order in _ORDERS}
    best = [order for order in _ORDERS if fits[order] == max(fits.values())]
    if stated in best:
        return stated, False
    agreed = all(len({moment(text, UTC, order) for order in best}) == 1 for text in listed)
    return best[0], len(best) > 1 and not agreed


def _iso(text: str) -> datetime | None:
    if text.endswith((" UTC", " GMT")):
        text = f"{text[:-4]}+00:00"
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if len(text) > len("2026-07-01") else None


def _slashed(text: str, order: str) -> datetime | None:
    match = _SLASHED.fullmatch(text)
    if match is None or (len(match[1]) > 2) != (order == "ymd"):
        return None
    part = dict(zip(order, (int(match[1]), int(match[2]), int(match[3])), strict=True))
    year = part["y"] + 2000 if part["y"] < 100 else part["y"]
    hour = _hour(int(match[4]), match[7])
    zone = UTC if text.endswith("UTC") else None
    return datetime(year, part["m"], part["d"], hour, int(match[5]), int(match[6] or 0), tzinfo=zone)


def _named(text: str) -> datetime | None:
    match = _NAMED.fullmatch(text)
    month = month_of(match["mon"] or match["mon2"]) if match else 0
    if match is None or not month:
        return None
    day, hour = int(match["d"] or match["d2"]), _hour(int(match["h"]), match["half"])
    zone = UTC if match["utc"] else None
    return datetime(int(match["y"]), month, day, hour, int(match["m"]), int(match["s"] or 0), tzinfo=zone)


def _hour(hour: int, half: str | None) -> int:
    """The hour of the day. Raises ValueError for one that no clock with halves shows."""
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half in "pP" else 0)
