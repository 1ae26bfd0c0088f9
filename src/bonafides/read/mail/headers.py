"""Reads mail headers that may be broken: encoded words, addresses, dates. Never raises on what a stranger wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from bonafides.read.identity import name_key
from bonafides.read.mail.charsets import text_from

if TYPE_CHECKING:
    from datetime import tzinfo

    from bonafides.read.mail.parts import Headers

_LONGEST_ENCODED = 10_000
"""Characters of one encoded stretch that are decoded; the standard library takes quadratic time on them."""

_SHORT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Somebody in a header."""

    name: str
    """As displayed; empty where the header gives only an address."""
    address: str
    """Lower case; empty where the header gives only a name."""

    @property
    def key(self) -> str:
        """What tells this one from others: the address, or the name where there is none."""
        return self.address or name_key(self.name)


def raw_header(headers: Headers, name: str) -> str:
    """The first header of that lower-case name, unfolded but not decoded; empty where there is none."""
    return next(iter(headers.get(name, ())), "")


def decoded(value: str) -> str:
    """`value` with `=?utf-8?...?=` words resolved; as it stands where they are broken."""
    if "=?" not in value or len(value) > _LONGEST_ENCODED:
        return value
    try:
        parts = decode_header(value)
    except Exception:  # the parser of the standard library fails in many ways on broken words
        return value
    return "".join(part if isinstance(part, str) else text_from(part, charset or "ascii") for part, charset in parts)


def subject_of(headers: Headers) -> str:
    """The subject in plain words."""
    return " ".join(decoded(raw_header(headers, "subject")).split())


def addresses(value: str) -> tuple[Address, ...]:
    """Everybody that an address header names. Names are decoded after the split, so that no comma in them counts."""
    return _remembered(value) if len(value) < _SHORT else _addresses(value)


def _addresses(value: str) -> tuple[Address, ...]:
    found = (_address(part) for part in _split(value))
    return tuple(address for address in found if address.name or address.address)


_remembered = lru_cache(maxsize=16_384)(_addresses)
"""The same people write again and again: read once and kept once."""


def moment(value: str, zone: tzinfo) -> datetime | None:
    """A Date header in UTC; read in `zone` where it has none; None where it is no date."""
    try:
        parsed = parsedate_to_datetime(value[:200])
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC if "-0000" in value else zone)
        parsed = parsed.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return parsed if 1970 < parsed.year < 2100 else None


def _split(value: str) -> list[str]:
    """The parts between commas and semicolons that stand outside quotes and angle brackets."""
    if "," not in value and ";" not in value:
        return [value]
    parts, current, quoted, angle, escaped = [], [""], False, False, False
    for char in value:
        if char in ",;" and not quoted and not angle:
            parts.append("".join(current))
            current = []
            continue
        current.append(char)
        if char == '"' and not escaped:
            quoted = not quoted
        elif not quoted:
            angle = char == "<" or (angle and char != ">")
        escaped = char == "\\" and not escaped
    return [*parts, "".join(current)]


def _address(part: str) -> Address:
    name, bracket, rest = part.rpartition("<")
    if bracket:
        address = rest.partition(">")[0]
    elif "@" in part:
        address, _, comment = part.rpartition(":")[2].partition("(")
        name = comment.partition(")")[0]
    else:
        name, address = part.partition(":")[0], ""
    address = "".join(address.split()).strip("\"'").lower()
    shown = " ".join(decoded(name.strip().strip('"').replace("\\", "")).split()).strip("\"'")
    return Address(name="" if shown.lower() == address else shown, address=address if "@" in address else "")
