"""The seam to the text recognition (rapidocr, with its models in its own package): pixels in, lines of text out."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np

    Pixels = np.ndarray[Any, np.dtype[np.uint8]]

_TILE = 1_900
"""Rows that are looked at in one go: above 2,000 the library shrinks a picture, and small letters are lost."""
_OVERLAP = 160
LEAST_SCORE = 0.5
"""Score from which a line counts as read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text, or a part of one, with its place in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    score: float
    """How sure the recognition is, from 0 to 1."""
    words: tuple[tuple[str, float], ...] = ()
    """Each word (or, without spaces, each character) with its own score."""

    @property
    def height(self) -> float:
        """In pixels."""
        return self.y1 - self.y0

    @property
    def width(self) -> float:
        """In pixels."""
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        """Its height on the page, in pixels from the top."""
        return (self.y0 + self.y1) / 2


def lines_of(pixels: Pixels) -> list[Line]:
    """All lines of text in a picture (rows, columns, red green blue), from top to bottom.

    A tall picture is looked at in overlapping parts, so that its letters keep their size. Raises ImportError where the
    extra is not installed.
    """
    return _in_parts(pixels, _recognised)


def places_of(pixels: Pixels, known: Sequence[Line]) -> list[Line]:
    """`known`, and an empty line at every place where there is writing of which nothing was recognised."""
    fresh = [line for line in _in_parts(pixels, _found) if not any(_same(line, other) for other in known)]
    return sorted([*known, *fresh], key=lambda line: (line.middle, line.x0))


def _in_parts(pixels: Pixels, look: Callable[[Pixels], Iterable[Line]]) -> list[Line]:
    height = pixels.shape[0]
    found: list[Line] = []
    for top in range(0, max(1, height - _OVERLAP), _TILE - _OVERLAP):
        part = pixels[top : top + _TILE]
        for line in look(part):
            cut_above = top > 0 and line.y0 <= 2
            cut_below = top + part.shape[0] < height and line.y1 >= part.shape[0] - 2
            if not cut_above and not cut_below:
                moved = replace(line, y0=line.y0 + top, y1=line.y1 + top)
                if not any(_same(moved, other) for other in found[-40:]):
                    found.append(moved)
    return sorted(found, key=lambda line: (line.middle, line.x0))


def _found(pixels: Pixels) -> Iterator[Line]:
    """Empty lines where there is writing."""
    result = _engine()(pixels[:, :, ::-1], use_det=True, use_cls=False, use_rec=False)
    for box in result.boxes if result.boxes is not None else ():
        yield _line(box, "", 0.0, ())


def _line(box: Any, text: str, score: float, words: Sequence[Any]) -> Line:
    return Line(
        x0=float(box[:, 0].min()),
        y0=float(box[:, 1].min()),
        x1=float(box[:, 0].max()),
        y1=float(box[:, 1].max()),
        text=text.strip(),
        score=float(score),
        words=tuple((str(part[0]), float(part[1])) for part in words),
    )


def readable(lines: Iterable[Line]) -> list[Line]:
    """The lines that were read at all; icons and patterns give boxes without words."""
    return [line for line in lines if line.text and line.score >= LEAST_SCORE]


def _same(one: Line, two: Line) -> bool:
    """Whether both are one line that lies in two parts."""
    return (
        abs(one.middle - two.middle) < min(one.height, two.height) / 2
        and min(one.x1, two.x1) - max(one.x0, two.x0) > min(one.width, two.width) / 2
    )


def _recognised(pixels: Pixels) -> Iterator[Line]:
    result = _engine()(pixels[:, :, ::-1], use_det=True, use_cls=False, use_rec=True, return_word_box=True)
    if result.boxes is None or result.txts is None:
        return
    words = result.word_results or [()] * len(result.txts)
    for box, text, score, parts in zip(result.boxes, result.txts, result.scores, words, strict=False):
        yield _line(box, text, score, parts)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "Det.limit_type": "max",
            "Det.limit_side_len": 1_120,
            "Rec.rec_batch_num": 8,
        }
    )
