"""Takes values of other programs' JSON for what they should be, and never raises where they are something else."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import tzinfo

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = 20
"""More than any time, size or number in an export has."""
_UNITS = (("week", 604_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def text(value: object) -> str:
    """A string as it is, but for halves of characters, which no text can hold; empty for anything else."""
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else _LONE_SURROGATE.sub("\ufffd", value)


def whole(value: object) -> int | None:
    """A whole number, also one written as text; None for anything else."""
    if isinstance(value, str):
        digits = value.removeprefix("-")
        return int(value) if len(digits) <= _DIGITS and digits.isascii() and digits.isdigit() else None
    if isinstance(value, float | Decimal):
        finite = value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)
        return int(value) if finite and abs(value) < 10**_DIGITS else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def members(value: object) -> list[Any]:
    """The list itself; an empty one for anything else."""
    return value if isinstance(value, list) else []


def mapping(value: object) -> dict[str, Any]:
    """The object itself; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def since_epoch(value: object, *, per_second: int = 1) -> datetime | None:
    """The UTC time that a count of seconds (or of their `per_second` parts) since 1970 means; None for no time."""
    count = whole(value)
    if count is None or count <= 0:
        return None
    try:
        return _EPOCH + timedelta(
            seconds=count // per_second, microseconds=count % per_second * 1_000_000 // per_second
        )
    except OverflowError:
        return None


def written_time(value: object, timezone: tzinfo) -> datetime | None:
    """The UTC time of an ISO 8601 text; one without a zone is in `timezone`. None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
        return (found if found.tzinfo else found.replace(tzinfo=timezone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def lasting(seconds: int) -> str:
    """A length of time in words, in the largest unit that it fills whole: `4 weeks`, `1 day`, `90 seconds`."""
    for name, length in _UNITS:
        if seconds >= length and seconds % length == 0:
            count = seconds // length
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds} seconds"
