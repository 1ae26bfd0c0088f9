"""Reads the dates of LinkedIn's exports: `2026-07-01 10:00:00 UTC`, and the older `7/8/26, 3:43 PM`."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

_SLASHED = re.compile(
    r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4}),? {1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])\.?\s?[Mm]\.?)?"
    r"(?: UTC)?"
)
_ORDERS = ("mdy", "dmy", "ymd")
_LONGEST = 40


def moment(text: str, zone: tzinfo, order: str = "mdy") -> datetime | None:
    """The moment in UTC that `text` names; without a zone it is read in `zone`. None where it is not understood."""
    clean = text.strip()
    if len(clean) > _LONGEST:
        return None
    try:
        found = _iso(clean) or _slashed(clean, order)
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_moment(text: str) -> bool:
    """Whether `text` is a date and time in some order; used to find where a record begins."""
    return text.strip()[:1].isdigit() and any(moment(text, UTC, order) is not None for order in _ORDERS)


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
    hour, half = int(match[4]), (match[7] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    zone = UTC if text.endswith("UTC") else None
    return datetime(year, part["m"], part["d"], hour, int(match[5]), int(match[6] or 0), tzinfo=zone)
