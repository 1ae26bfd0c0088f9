"""Knows LinkedIn's message table by the names of its columns, through all generations of its header."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bonafides.model import Problem
from bonafides.read.linkedin.dates import is_moment
from bonafides.read.linkedin.text import repaired

if TYPE_CHECKING:
    from bonafides.read.table import Header

REQUIRED = frozenset({"from", "content"})
"""Without these two there is no telling who said what."""
_EXPECTED = ("from", "to", "date", "content")
_ONE_WORD_TITLES = re.compile(r"[A-Z][A-Za-z.®™-]{1,9}|[A-Z.]{2,12}")
_SHOWN_LINES = 5
_FIRST_LINES = 2
"""The header stands on top; further down it is somebody quoting one."""


def is_messages(header: Header) -> bool:
    """Whether a header is a message table's, and not an invitation table's or a stranger's."""
    known = header.columns.keys()
    return (
        header.line <= _FIRST_LINES and known >= REQUIRED and bool(known & {"date", "conversation id", "folder", "to"})
    )


def begins_record(cells: list[str], header: Header) -> bool:
    """Whether a line looks like the beginning of a message record: its date column holds a date."""
    place = header.columns.get("date")
    if place is None:
        return len(cells) == header.width
    return len(cells) > place and is_moment(cells[place])


def missing(header: Header, where: str) -> tuple[Problem, ...]:
    """A Problem for expected columns that are not there; unknown extra columns are none."""
    gone = [name.upper() for name in _EXPECTED if name not in header.columns]
    if not gone:
        return ()
    return (Problem(what=f"The table has no column {', '.join(gone)}; the rest was read.", where=where),)


@lru_cache(maxsize=65_536)
def recipients(names: str, addresses: str) -> tuple[tuple[str, str], ...]:
    """(name, profile address) for each recipient of one message.

    Names are separated by commas, and names contain commas (`Amy Lin, PhD`): the number of addresses decides where
    it is known, else a lone title stays with the name before it.
    """
    urls = addresses.replace(",", " ").replace(";", " ").split()
    parts = [part.strip() for part in names.split(",") if part.strip()]
    if len(urls) == 1 and len(parts) > 1:
        parts = [names.strip()]
    elif len(urls) != len(parts):
        parts = _with_titles(parts)
    matched = urls if len(urls) == len(parts) else [""] * len(parts)
    return tuple((repaired(name), url) for name, url in zip(parts, matched, strict=True))


def _with_titles(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and " " not in part and _ONE_WORD_TITLES.fullmatch(part) and " " in joined[-1]:
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return joined


@dataclass(slots=True)
class LineNotes:
    """Lines that had the same trouble, said once for all of them."""

    kinds: dict[str, list[int]] = field(default_factory=dict)

    def add(self, what: str, line: int) -> None:
        """Notes that `line` had the trouble `what`."""
        self.kinds.setdefault(what, []).append(line)

    def problems(self, where: str) -> tuple[Problem, ...]:
        """One Problem a kind, naming the first lines."""
        return tuple(
            Problem(what=f"{what} ({len(lines)} time(s)).", where=f"{where}, {_lines(lines)}")
            for what, lines in self.kinds.items()
        )


def _lines(lines: list[int]) -> str:
    first = ", ".join(str(line) for line in lines[:_SHOWN_LINES])
    more = f" and {len(lines) - _SHOWN_LINES} more" if len(lines) > _SHOWN_LINES else ""
    return f"line{'s' if len(lines) > 1 else ''} {first}{more}"
