"""Lines of a damaged text file, one after another, to the point where it breaks off."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pyarrow as pa

from bonafides.campaign.ingest.files import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bonafides.campaign.ingest.heads import Described

LONGEST = 1 << 25
"""Characters of a line that is read (32 Mi); more is no line of a log."""
BATCH_ROWS = 20_000
BATCH_CHARACTERS = 1 << 25


class Losses(Protocol):
    """Where bad lines are counted."""

    def add(self, what: str, place: str, *, fatal: bool = False) -> None:
        """Count one."""
        ...


class Line(NamedTuple):
    """A line with its end, and its number from 1."""

    number: int
    text: str


def lines(described: Described, losses: Losses) -> Iterator[Line]:
    """The lines; bytes that are no text come as U+FFFD and are counted, as are lines beyond LONGEST, a missing end."""
    number = 0
    try:
        with io.TextIOWrapper(
            unpacked(described.file.path), encoding=described.encoding, errors="surrogateescape", newline=""
        ) as stream:
            while text := stream.readline(LONGEST):
                number += 1
                if len(text) < LONGEST or _ends(text):
                    yield Line(number, text if text.isascii() else _mended(text, number, losses))
                    continue
                losses.add("line is too long", f"line {number}")
                while (rest := stream.readline(LONGEST)) and not _ends(rest):
                    pass
    except (OSError, EOFError, ValueError):
        losses.add("file breaks off: it is cut off or damaged", f"after line {number}", fatal=True)


def _ends(text: str) -> bool:
    return text.endswith(("\n", "\r"))


def _mended(text: str, number: int, losses: Losses) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        losses.add("line has bytes that are no text (U+FFFD stands in their place)", f"line {number}")
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text


def batches(rows: Iterable[Sequence[str | None]], names: Sequence[str]) -> Iterator[pa.Table]:
    """Rows as tables of text, a few megabytes each; at least one, even if it is empty."""
    schema = pa.schema([(name, pa.string()) for name in names])
    held: list[Sequence[str | None]] = []
    size = 0
    given = False
    for row in rows:
        held.append(row)
        size += sum(map(len, filter(None, row)))
        if len(held) >= BATCH_ROWS or size >= BATCH_CHARACTERS:
            yield _table(held, schema)
            held, size, given = [], 0, True
    if held or not given:
        yield _table(held, schema)


def _table(rows: Sequence[Sequence[str | None]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=schema)
