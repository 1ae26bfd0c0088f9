"""Reads tables (CSV) by the names of their columns, so that one broken record cannot hide the rest."""

from __future__ import annotations

import csv
import sys
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bonafides.read.decode import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bonafides.read.reader import Head

DELIMITERS = ",;\t"
HEADER_WITHIN = 12
"""Lines among which a header is looked for; `Connections.csv` has three lines of notes first."""
RECORD_CHARACTERS = 32 * 1024**2
"""The most of one record; each of its lines counts as 64 characters more."""
RECORDS = 3_000_000
BROKEN = 100_000
"""Records that are not as the header promises, from which on a file is no table."""
_LINE_COST = 64
_PASSED_LINES = 10_000_000
"""Lines of a record that is too long, after which no other record is looked for."""
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
    spoils one record and not the rest. A broken record is given with `whole` false and the cells it has. What is left
    out because it is too much is said in the `lost` of the lines.
    """
    lost = lines.lost if isinstance(lines, Lines) else []
    rest = iter(lines)
    top = list(islice(rest, HEADER_WITHIN))
    header = find_header(top, required)
    if header is None:
        return None
    supply = _Supply(pending=deque(top[header.line :]), rest=rest, lost=lost)
    return header, _records(supply, header, lambda cells: starts(cells, header))


def _records(supply: _Supply, header: Header, starts: Callable[[list[str]], bool]) -> Iterator[Record]:
    _allow_long_cells()
    number = header.line + 1
    count = broken = 0
    while (first := supply.take()) is not None:
        taken, ended = _take(first, supply) if first.strip("\r\n") else ([first], True)
        cells = _strictly("".join(taken), header) if ended and first.strip("\r\n") else []
        passed = 0
        if not ended or cells is None or (cells and len(cells) != header.width):
            taken, again = _cut(taken, header, starts)
            supply.pending.extendleft(reversed(again))
            passed = 0 if ended or again else supply.skip(lambda line: _starts(line, header, starts))
            cells = _parse("".join(taken), header.delimiter, strict=False)
            broken += 1
            yield Record(line=number, cells=cells, whole=False)
        elif any(cells):
            yield Record(line=number, cells=cells)
        count += 1
        if supply.gives_up(count, broken):
            return
        number += len(taken) + passed


@dataclass(slots=True)
class _Supply:
    """Lines to come, those that were put back first."""

    pending: deque[str]
    rest: Iterator[str]
    lost: list[str]
    """What was not read, in words."""

    def take(self) -> str | None:
        """The next line, None at the end."""
        return self.pending.popleft() if self.pending else next(self.rest, None)

    def skip(self, begins: Callable[[str], bool]) -> int:
        """Passes over the lines of a record that is too long, up to where another begins. Returns how many."""
        passed = 0
        while (line := self.take()) is not None:
            if begins(line):
                self.pending.appendleft(line)
                break
            passed += 1
            if passed >= _PASSED_LINES:
                self.pending.clear()
                self.rest = iter(())
                self.lost.append(f"A record has more than {_PASSED_LINES:,} lines; the rest was not read.")
        if passed:
            self.lost.append(f"A record is longer than {RECORD_CHARACTERS:,} characters; only its beginning was read.")
        return passed

    def gives_up(self, count: int, broken: int) -> bool:
        """Whether so many records were read, or so many broken ones, that the rest is left; says so."""
        if count < RECORDS and broken < BROKEN:
            return False
        if self.pending or next(self.rest, None) is not None:
            kind = "broken records" if broken >= BROKEN else "records"
            most = BROKEN if broken >= BROKEN else RECORDS
            self.lost.append(f"The table holds more than {most:,} {kind}; the rest was not read.")
        return True


def _take(first: str, supply: _Supply) -> tuple[list[str], bool]:
    """The lines of one record: up to where the quotes are balanced, or to the end of the file.

    False where the record is too long and was not taken to its end.
    """
    taken = [first]
    odd = first.count('"') % 2
    cost = len(first)
    while odd:
        if cost > RECORD_CHARACTERS:
            return taken, False
        line = supply.take()
        if line is None:
            break
        taken.append(line)
        odd ^= line.count('"') % 2
        cost += len(line) + _LINE_COST
    return taken, True


def _cut(taken: list[str], header: Header, starts: Callable[[list[str]], bool]) -> tuple[list[str], list[str]]:
    """A broken record's own lines, and the lines that begin another record and must be read anew."""
    for place in range(1, len(taken)):
        if _starts(taken[place], header, starts):
            return taken[:place], taken[place:]
    return taken, []


def _starts(line: str, header: Header, starts: Callable[[list[str]], bool]) -> bool:
    return line.count(header.delimiter) > 0 and starts(_parse(line, header.delimiter, strict=False))


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
