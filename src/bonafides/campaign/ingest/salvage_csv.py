"""A damaged CSV file: every line that has as many fields as the header, and quotes in pairs, is read."""

from __future__ import annotations

import csv
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from bonafides.campaign.ingest.salvage_lines import LONGEST, Line, Losses, batches, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from bonafides.campaign.ingest.columns import Column
    from bonafides.campaign.ingest.heads import Described

BLOCK = 2000
"""Lines that are parsed at once where none of them is damaged."""
MOST_LINES = 1000
"""Lines of one record: a quote that stays open longer was never meant to."""


def tables(described: Described, columns: Sequence[Column], losses: Losses) -> Iterator[pa.Table]:
    """The values of the columns as text."""
    every = list(described.layout.columns)
    places = [every.index(column.reference) for column in columns]
    rows = _records(described, len(every), losses)
    return batches(([row[place] or None for place in places] for row in rows), [every[place] for place in places])


def _records(described: Described, width: int, losses: Losses) -> Iterator[Sequence[str]]:
    """Records with `width` fields, without the header."""
    csv.field_size_limit(LONGEST)
    delimiter = described.layout.delimiter
    waiting: deque[Line] = deque()
    stream = lines(described, losses)
    header = True
    while waiting or (block := list(islice(stream, BLOCK))):
        rows: Sequence[Sequence[str]] | None = None if waiting else _parsed([line.text for line in block], delimiter)
        if rows is None or any(len(row) not in {0, width} for row in rows):
            waiting.extend(() if waiting else block)
            rows = _one(waiting, stream, delimiter, width, losses)
        for row in rows:
            if row and not header:
                yield row
            header = header and not row


def _one(
    waiting: deque[Line], stream: Iterator[Line], delimiter: str, width: int, losses: Losses
) -> list[Sequence[str]]:
    """The record at the head of the lines that wait, if it is one."""
    line = waiting.popleft()
    if not line.text.strip("\r\n"):
        return []
    record, used = _record(line, waiting, stream, delimiter, width)
    for _ in range(used):
        waiting.popleft()
    if record is None:
        losses.add("line is no record of the CSV file (other number of fields, or open quote)", f"line {line.number}")
        return []
    return [record]


def _record(
    line: Line, waiting: deque[Line], stream: Iterator[Line], delimiter: str, width: int
) -> tuple[Sequence[str] | None, int]:
    """The record that starts with a line, and how many of the lines that follow it (left in `waiting`) belong to it."""
    parts = [line.text]
    size = len(line.text)
    is_open = line.text.count('"') % 2 == 1
    used = 0
    while is_open:
        if used == len(waiting):
            waiting.extend(islice(stream, 1))
        if used == len(waiting) or used == MOST_LINES or size > LONGEST:
            return None, 0
        more = waiting[used].text
        parts.append(more)
        used, size, is_open = used + 1, size + len(more), more.count('"') % 2 == 0
    rows = _parsed(parts, delimiter)
    return (rows[0], used) if rows and len(rows) == 1 and len(rows[0]) == width else (None, 0)


def _parsed(parts: Sequence[str], delimiter: str) -> list[list[str]] | None:
    try:
        return list(csv.reader(parts, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
