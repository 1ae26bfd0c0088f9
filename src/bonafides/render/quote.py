"""Quotes cut from the original by their spans, and the words around them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.model import Conversation, Span

    Stretches = Sequence[tuple[int, int]]
MARKS = 200
"""Marks drawn in one message; a text that repeats a sign thousands of times is no clearer for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch to highlight, and what it belongs to."""

    start: int
    end: int
    label: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of the original text with the labels of the marks that cover it; no labels means plain."""

    text: str
    labels: tuple[int, ...] = ()
    doubtful: bool = False
    """Whether it was recognised in a picture with little confidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Highlighted words with some words around them."""

    segments: tuple[Segment, ...]
    cut_before: bool
    cut_after: bool


def cut(conversation: Conversation, span: Span) -> str:
    """The quoted words, exactly as the message has them."""
    return conversation.messages[span.message].content[span.start : span.end]


def segments(
    text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None, doubtful: Stretches = ()
) -> tuple[Segment, ...]:
    """Split `text[start:end]` wherever a mark or a doubtful stretch begins or ends; joined, they give that text back.

    `doubtful` are (start, end) of the text.
    """
    stop = len(text) if end is None else min(end, len(text))
    clipped = [Mark(start=max(m.start, start), end=min(m.end, stop), label=m.label) for m in marks[:MARKS]]
    clipped = [mark for mark in clipped if mark.start < mark.end]
    unsure = [(max(low, start), min(high, stop)) for low, high in doubtful[:MARKS] if low < stop and high > start]
    ends = [*((mark.start, mark.end) for mark in clipped), *unsure]
    edges = sorted({start, stop, *(edge for pair in ends for edge in pair)})
    return tuple(
        Segment(
            text=text[a:b],
            labels=tuple(dict.fromkeys(m.label for m in clipped if m.start <= a and b <= m.end)),
            doubtful=any(low <= a and b <= high for low, high in unsure),
        )
        for a, b in pairwise(edges)
    )


def excerpt(
    text: str, marks: Sequence[Mark], *, around: int = 80, longest: int = 320, doubtful: Stretches = ()
) -> Excerpt:
    """The first mark with up to `around` characters on each side, cut between words where that is possible.

    Other marks that fall into the same stretch are highlighted too. A quote above `longest` characters is cut short.
    """
    first = marks[0]
    begin = _word_start(text, max(0, first.start - around), first.start)
    stop = min(first.end, first.start + longest)
    end = _word_end(text, stop, min(len(text), stop + around)) if stop == first.end else stop
    pieces = segments(text, marks, begin, end, doubtful)
    return Excerpt(segments=_joined(pieces), cut_before=begin > 0, cut_after=end < len(text))


def _joined(pieces: Iterable[Segment]) -> tuple[Segment, ...]:
    """Segments with touching marks brought together: a reader is to see one highlighted stretch, without seams."""
    runs = (tuple(run) for _, run in groupby(pieces, key=lambda piece: (bool(piece.labels), piece.doubtful)))
    return tuple(
        Segment(
            text="".join(piece.text for piece in run),
            labels=tuple(dict.fromkeys(label for piece in run for label in piece.labels)),
            doubtful=run[0].doubtful,
        )
        for run in runs
    )


def kept(text: str, marks: Iterable[Mark], *, whole: int = 1_500, around: int = 200) -> tuple[tuple[int, int], ...]:
    """Which stretches of a long message to show: its beginning and the surroundings of its marks, at most ten."""
    if len(text) <= whole:
        return ((0, len(text)),)
    wanted = [(0, _word_end(text, 0, 2 * around))]
    for mark in sorted(marks, key=lambda mark: mark.start):
        low = _word_start(text, max(0, mark.start - around), mark.start)
        high = _word_end(text, mark.end, min(len(text), mark.end + around))
        if low <= wanted[-1][1]:
            wanted[-1] = (wanted[-1][0], max(high, wanted[-1][1]))
        elif len(wanted) < 10:
            wanted.append((low, high))
    return tuple((low, min(high, low + 2 * whole)) for low, high in wanted)


def _word_start(text: str, low: int, limit: int) -> int:
    """The first beginning of a word at or after `low`, or `low` where the next `limit` characters have none."""
    if low == 0 or text[low - 1].isspace():
        return low
    for at in range(low, min(limit, low + 30)):
        if text[at].isspace():
            return at + 1
    return low


def _word_end(text: str, limit: int, high: int) -> int:
    """The last end of a word at or before `high`, not before `limit`."""
    if high >= len(text) or text[high].isspace():
        return min(high, len(text))
    for at in range(high, max(limit, high - 30), -1):
        if text[at].isspace():
            return at
    return high
