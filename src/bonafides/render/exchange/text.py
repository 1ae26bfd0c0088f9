"""Text and times as every format and store can hold them: no half of a surrogate pair, no NUL, no zone but UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import overload

_CANNOT = re.compile("[\ud800-\udfff\x00]")
"""Half of a surrogate pair has no UTF-8; databases refuse NUL. Either becomes U+FFFD, so that offsets still hold."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands where a format wants a time and none is known."""


def plain(text: str) -> str:
    """The text with U+FFFD in place of what cannot be stored."""
    return _CANNOT.sub("\ufffd", text)


@overload
def utc(at: datetime) -> datetime: ...
@overload
def utc(at: None) -> None: ...
def utc(at: datetime | None) -> datetime | None:
    """The time in UTC; one without a zone is taken to be in UTC."""
    if at is None:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def written(at: datetime) -> str:
    """`2026-03-01T09:00:00.000Z`, to the microsecond where there is one: as STIX and MISP write it."""
    at = at.astimezone(UTC)
    fraction = f"{at.microsecond:06}"
    fraction = fraction[:3] if fraction.endswith("000") else fraction
    return f"{at.year:04}-{at:%m-%dT%H:%M:%S}.{fraction}Z"
