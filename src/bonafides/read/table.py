"""Reads tables (CSV) by the names of their columns, so that one broken record cannot hide the rest."""

from __future__ import annotations

import csv
import sys
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bonafides.read.reader import Head

DELIMITERS = ",;\t"
HEADER_WITHIN = 12
"""Lines among which a header is looked for; `Connections.csv` has three lines of notes first."""
_HEADER_CHARACTERS = 4_000
_NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The names of a table's columns and where each stands."""

    columns: Mapping[str, int]
    """Name in lower case -> place, the first one where a name comes twice."""
    width: int
    delimiter: str
    line: int
    """Its line in the file, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its cells, the line it begins on, and whether it is as the header promises."""

    line: int
    cells: list[str]
    whole: bool = True


def find_header(lines: Iterable[str], required: frozenset[str]) -> Header | None:
    """The first line that names all `required` columns (lower case), or None."""
    for number, line in enumerate(islice(lines, HEADER_WITHIN), start=1):
        header = _header(line, number)
        if header is not None and required <= header.columns.keys():
            return header
    return None


def head_header(head: Head, required: frozenset[str]) -> Header | None:
    """As `find_header`, in the beginning of a file."""
    return find_header(head.text[: HEADER_WITHIN * _HEADER_CHARACTERS].splitlines(), required)


def is_table(head: Head) -> bool:
    """Whether a file is a table, not prose: called .csv, or its first two lines have four or more cells alike."""
    if head.name.lower().endswith((".csv", ".tsv")):
        return True
    rows = [_header(line, 1) for line in head.text[: 2 * _HEADER_CHARACTERS].splitlines()[:2]]
    first, second = rows if len(rows) == 2 else (None, None)
    if first is None or second is None or first.width < 4 or first.width != second.width:
        return False
    return all(name and len(name) < _NAME_CHARACTERS and name[-1] not in ".!?" for name in first.columns)


def _header(line: str, number: int) -> Header | None:
    if len(line) > _HEADER_CHARACTERS:
        return None
    best: Header | None = None
    for delimiter in DELIMITERS:
        cells = _parse(line, delimiter, strict=False)
        if best is None or len(cells) > best.width:
            names: dict[str, int] = {}
            for place, cell in enumerate(cells):
                names.setdefault(" ".join(cell.strip("\ufeff \t\r\n").lower().split()), place)
            best = Header(columns=names, width=len(cells), delimiter=delimiter, line=number)
    return best


def open_table(
    lines: Iterable[str], required: frozenset[str], starts: Callable[[list[str], Header], bool]
) -> tuple[Header, Iterator[Record]] | None:
    """The header that names all `required` columns and every record below it; None where there is no such header.

    A record is what lies between balanced quotes. Where that cannot be parsed, or has the wrong number of cells,
    the lines from the next one on that `starts` says looks like a beginning are read anew: a stray quote then
    spoils one record and not the rest. A broken record is given with `whole` false and the cells it has.
    """
    rest = iter(lines)
    top = list(islice(rest, HEADER_WITHIN))
    header = find_header(top, required)
    if header is None:
        return None
    supply = _Supply(pending=deque(top[header.line :]), rest=rest)
    return header, _records(supply, header, lambda cells: starts(cells, header))


def _records(supply: _Supply, header: Header, starts: Callable[[list[str]], bool]) -> Iterator[Record]:
    _allow_long_cells()
    number = header.line + 1
    while (first := supply.take()) is not None:
        taken = [first] if not first.strip("\r\n") else _take(first, supply)
        cells = _strictly("".join(taken), header) if first.strip("\r\n") else []
        if cells is None or (cells and len(cells) != header.width):
            taken, again = _cut(taken, header, starts)
            supply.pending.extendleft(reversed(again))
            cells = _parse("".join(taken), header.delimiter, strict=False)
            yield Record(line=number, cells=cells, whole=False)
        elif any(cells):
            yield Record(line=number, cells=cells)
        number += len(taken)


@dataclass(slots=True)
class _Supply:
    """Lines to come, those that were put back first."""

    pending: deque[str]
    rest: Iterator[str]

    def take(self) -> str | None:
        """The next line, None at the end."""
        return self.pending.popleft() if self.pending else next(self.rest, None)


def _take(first: str, supply: _Supply) -> list[str]:
    """The lines of one record: up to where the quotes are balanced, or to the end of the file."""
    taken = [first]
    odd = first.count('"') % 2
    while odd:
        line = supply.take()
        if line is None:
            break
        taken.append(line)
        odd ^= line.count('"') % 2
    return taken


def _cut(taken: list[str], header: Header, starts: Callable[[list[str]], bool]) -> tuple[list[str], list[str]]:
    """A broken record's own lines, and the lines that begin another record and must be read anew."""
    for place in range(1, len(taken)):
        if taken[place].count(header.delimiter) and starts(_parse(taken[place], header.delimiter, strict=False)):
            return taken[:place], taken[place:]
    return taken, []


def _strictly(text: str, header: Header) -> list[str] | None:
    try:
        return _parse(text, header.delimiter, strict=True)
    except csv.Error:
        return None


def _parse(text: str, delimiter: str, *, strict: bool) -> list[str]:
    """The cells of one record; where it cannot be parsed leniently either, split at the delimiter."""
    try:
        return next(csv.reader((text,), delimiter=delimiter, strict=strict), [])
    except csv.Error:
        if strict:
            raise
        return text.rstrip("\r\n").split(delimiter)


def _allow_long_cells() -> None:
    """Lifts the module's limit of 128 KiB a cell, which real messages exceed."""
    if csv.field_size_limit() < sys.maxsize:
        csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
