"""Lines of a picture as written words: rows, their widths, what was wrapped, what is hard to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from bonafides.read.picture.words import first_word, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.read.picture.layout import Block, Placed, Side


@dataclass(slots=True, kw_only=True)
class Turn:
    """One message, or a line of the app, as a picture shows it."""

    side: Side
    name: str = ""
    text: str = ""
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    clock: str = ""
    """The time as it stands there."""
    event: bool = False
    wordless: bool = False
    """Whether it is a message without letters: an emoji, a sticker or a picture."""


def rows(block: Block) -> list[list[Placed]]:
    """The lines of a block, those side by side together, from left to right."""
    found: list[list[Placed]] = []
    for each in sorted(block.lines, key=lambda item: item.line.middle):
        last = found[-1] if found else None
        if last and abs(each.line.middle - median(item.line.middle for item in last)) < 0.45 * each.line.height:
            last.append(each)
        else:
            found.append([each])
    return [sorted(row, key=lambda item: item.line.x0) for row in found]


def row_text(row: Sequence[Placed]) -> str:
    """The words of a row."""
    return " ".join(each.line.text for each in row)


def span(row: Sequence[Placed]) -> float:
    """How wide a row is, in pixels."""
    return row[-1].line.x1 - row[0].line.x0


def write(turn: Turn, lines: Sequence[Sequence[Placed]], room: float) -> None:
    """Joins the lines of a message, and notes which words are hard to read."""
    before: Sequence[Placed] | None = None
    for row in lines:
        words = row_text(row)
        if before is None:
            start, turn.text = 0, words
        else:
            wrapped = span(before) + _first(row) > 0.97 * room
            whole = joined(turn.text, words, wrapped=wrapped)
            start, turn.text = len(whole) - len(words), whole
        turn.doubtful += _doubtful(row, start)
        before = row


def _first(row: Sequence[Placed]) -> float:
    """The width of a row's first word with the blank before it."""
    line = row[0].line
    return line.width * (first_word(line.text) + 1) / max(1, len(line.text))


DOUBT = 0.6
"""Score of a word below which it is marked as hard to read."""


def _doubtful(row: Sequence[Placed], start: int) -> Iterator[tuple[int, int]]:
    at = start
    for place, each in enumerate(row):
        at += place > 0
        inside = 0
        for word, score in each.line.words:
            found = each.line.text.find(word, inside)
            if found >= 0 and word.strip():
                inside = found + len(word)
                if score < DOUBT:
                    yield at + found, at + inside
        at += len(each.line.text)
