"""Turns one table of the export into rows whose cells have the names of their columns in English."""

from __future__ import annotations

import csv
from itertools import chain, islice
from typing import TYPE_CHECKING

from bonafides.model import Problem
from bonafides.model.exposure import ProfileField, ProfileRow, Table
from bonafides.read.decode import open_lines
from bonafides.read.linkedin.text import repaired
from bonafides.read.profile.columns import column, header_of, table_of
from bonafides.read.table import HEADER_WITHIN, Header, Record, open_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.read.decode import Lines
    from bonafides.read.reader import Source

ROWS = 20_000
"""The most that is read of one table."""
CHARACTERS = 20_000
"""The most that is read of one cell."""


class _Again:
    """Lines of which the first were looked at already."""

    def __init__(self, lines: Lines) -> None:
        self._rest = iter(lines)
        self.top = list(islice(self._rest, HEADER_WITHIN))

    def __iter__(self) -> Iterator[str]:
        return chain(self.top, self._rest)


def rows_of(source: Source, told: list[Problem]) -> tuple[Table | None, tuple[ProfileRow, ...]]:
    """What table a file is and its rows; None where it is none of the export's. `told` gets what was not read.

    Messages are recognised and not read. Raises ReadError where the file cannot be read at all.
    """
    with open_lines(source) as lines:
        again = _Again(lines)
        header = header_of(again.top, source.name)
        table = table_of(source.name, header)
        if table is None or header is None or table is Table.MESSAGES:
            return table, ()
        found = open_table(again, frozenset(header.columns), _begins)
        shown = _labels(again.top[header.line - 1], header)
        rows = tuple(_rows(source.name, table, shown, *found, told)) if found else ()
        told += lines.problems(source.name)
    return table, rows


def _begins(cells: list[str], header: Header) -> bool:
    return len(cells) == header.width


def _labels(line: str, header: Header) -> dict[str, str]:
    """The names of the columns as the file writes them, by the names that are compared."""
    cells = next(csv.reader((line,), delimiter=header.delimiter), [])
    labels = [" ".join(cell.strip("\ufeff \t\r\n").split()) for cell in cells]
    return {label.lower(): label for label in reversed(labels)}


def _rows(
    file: str, table: Table, shown: dict[str, str], header: Header, records: Iterator[Record], told: list[Problem]
) -> Iterator[ProfileRow]:
    names = [(column(label), shown.get(label, label), place) for label, place in header.columns.items() if label]
    for number, record in enumerate(records, start=1):
        if number > ROWS:
            told.append(Problem(what=f"The table holds more than {ROWS:,} rows; the rest was not read.", where=file))
            return
        cells = record.cells
        if header.width == 1 and len(cells) > 1:  # a list whose commas were not quoted
            cells = [f"{header.delimiter} ".join(cell.strip() for cell in cells)]
        fields = tuple(
            ProfileField(name=name, label=label, text=_text(cells[place], file, told))
            for name, label, place in names
            if place < len(cells) and cells[place].strip()
        )
        if fields:
            yield ProfileRow(table=table, file=file, row=number, line=record.line, fields=fields)


def _text(cell: str, file: str, told: list[Problem]) -> str:
    """The cell as people wrote it, without NUL characters and double encoding."""
    if len(cell) > CHARACTERS:
        cell = cell[:CHARACTERS]
        what = f"A cell of the table is longer than {CHARACTERS:,} characters; only its beginning was read."
        told.append(Problem(what=what, where=file))
    return repaired(cell.replace("\0", ""))
