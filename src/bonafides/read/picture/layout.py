"""Where the lines of a picture stand: which share a bubble, on whose side it is, what lies around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from bonafides.read.picture.pixels import Colour, chroma, differ, ground, ink, is_clear, is_smooth, reach, seams, shade

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.read.picture.ocr import Line, Pixels

_WIDE = 0.93
"""Share of the pane from which on a ground is the page's own, not a bubble's."""
_SAME_EDGE = 0.012
"""Share of the pane within which two bubbles begin at one edge, as those of one side do and notices do not."""
_CENTRED = 0.05
"""Difference of the two margins, as a share of the pane, up to which a ground is in the middle."""
_HEAD = 0.17
"""Share of the height in which an app's bar at the top ends."""
_FOOT = 0.14
"""The same for the bar with the input field at the bottom."""
_EVEN = 4
_CUT = 0.9
"""Score below which a line right at the bar is taken for one that the bar cuts."""
_SHADED = 120
"""The same within one bubble whose colour runs, as long as there is no edge."""
_MARGIN = 6
"""Pixels beside the letters in which the ground can be seen."""
_ALIKE = 10
"""Difference of colour up to which two grounds are one."""


class Side(Enum):
    """Where a bubble stands."""

    LEFT = "left"
    RIGHT = "right"
    MIDDLE = "middle"
    """A notice or a date."""
    NONE = "none"
    """On the page itself."""
    UNKNOWN = "unknown"
    """A bubble whose side cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line of text and the ground that it stands on."""

    line: Line
    behind: Colour
    ink: Colour
    left: int
    """Column at which the ground begins, and `right` where it ends."""
    right: int


@dataclass(slots=True, kw_only=True)
class Block:
    """Lines on one ground, from top to bottom."""

    lines: list[Placed]
    side: Side = Side.NONE
    inside: bool = False
    """Whether it lies inside another bubble, as quotes and previews do."""

    @property
    def left(self) -> int:
        """Where its ground begins."""
        return min(each.left for each in self.lines)

    @property
    def right(self) -> int:
        """Where its ground ends."""
        return max(each.right for each in self.lines)

    @property
    def top(self) -> float:
        """Where its first line begins."""
        return min(each.line.y0 for each in self.lines)

    @property
    def bottom(self) -> float:
        """Where its last line ends."""
        return max(each.line.y1 for each in self.lines)

    @property
    def behind(self) -> Colour:
        """The colour of the ground."""
        return self.lines[0].behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A picture taken apart."""

    blocks: list[Block]
    """From top to bottom."""
    left: int
    """The pane with the conversation: from this column to `right`."""
    right: int
    height: int
    head: int
    """The row at which the app's own bar at the top ends; 0 where it cannot be told by its colour."""
    foot: int
    """The row at which the bar at the bottom begins; the height where that cannot be told."""
    text_height: float
    """Of an ordinary line, in pixels."""
    bubbles: bool
    """Whether messages stand in bubbles; else all of them stand on the page."""
    lines: list[Placed] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Of the pane."""
        return self.right - self.left


def page(pixels: Pixels, lines: Sequence[Line]) -> Page:
    """The picture's lines on their grounds, in blocks, with sides."""
    left, right = _pane(pixels, lines)
    inside = [line for line in lines if left <= (line.x0 + line.x1) / 2 <= right]
    placed = [_placed(pixels, line, left, right) for line in inside]
    text_height = median(line.height for line in inside) if inside else 1.0
    head = _head(pixels, left)
    foot = pixels.shape[0] - _head(pixels[::-1], left, _FOOT)
    placed = [each for each in placed if not _is_cut(each.line, head, foot)]
    blocks = _blocks(pixels, placed, right - left, head)
    _mark_inside(pixels, blocks, text_height, left, right)
    bubbles = _sides(blocks, left, right)
    return Page(
        blocks=blocks,
        left=left,
        right=right,
        height=pixels.shape[0],
        head=head,
        foot=foot,
        text_height=text_height,
        bubbles=bubbles,
        lines=placed,
    )


def _head(pixels: Pixels, left: int, most: float = _HEAD) -> int:
    """Where the bars of even colour at the top end and the page begins, which goes on or has a pattern."""
    height = pixels.shape[0]
    strip = pixels[:, left + 2 : left + 8].astype("int16")
    start, short = 0, 0
    while start < most * height:
        here = strip[start]
        same = (abs(strip[start:] - here).max(axis=(1, 2)) <= _EVEN) if len(strip) > start else strip[:0]
        length = int(same.argmin()) if not same.all() else len(same)
        if start + length > 1.3 * most * height:
            return start
        short = short + 1 if length < 0.008 * height else 0
        if short > 4:
            return start if start < most * height else 0
        start += max(1, length)
    return 0


def _pane(pixels: Pixels, lines: Sequence[Line]) -> tuple[int, int]:
    """The pane of a wide window that holds the most text at its widest; the whole of a narrow picture."""
    height, width = pixels.shape[:2]
    if width < height:
        return 0, width
    edges = [0, *seams(pixels), width]
    panes = [(a, b) for a, b in pairwise(edges) if b - a > 0.25 * width]
    if not panes:
        return 0, width
    return max(panes, key=lambda pane: pane[1] - pane[0] + 0.001 * _characters(lines, pane))


def _characters(lines: Iterable[Line], pane: tuple[int, int]) -> int:
    return sum(len(line.text) for line in lines if pane[0] <= line.x0 and line.x1 <= pane[1])


def _placed(pixels: Pixels, line: Line, left: int, right: int) -> Placed:
    x0, y0, x1, y1 = (round(value) for value in (line.x0, line.y0, line.x1, line.y1))
    behind = ground(pixels, x0, y0, x1, y1)
    part = pixels[:, left:right]
    starts = max(0, x0 - left - 2), min(right - left - 1, x1 - left + 2)
    middles = [round(y0 + (y1 - y0) * share) for share in (0.35, 0.5, 0.65)]
    ends = [_ends(part, row, starts, behind) for row in (y0 - 3, y0 - 1, y1 + 1, y1 + 3)]
    ends += [_ends(part, row, starts, shade(pixels, row, x0, x1, behind)) for row in middles]
    return Placed(
        line=line,
        behind=behind,
        ink=ink(pixels, x0, y0, x1, y1, behind),
        left=left + min(low for low, _ in ends),
        right=left + max(high for _, high in ends),
    )


def _ends(part: Pixels, row: int, starts: tuple[int, int], behind: Colour) -> tuple[int, int]:
    """How far a colour goes to the left and to the right of a line of text."""
    if not 0 <= row < part.shape[0]:
        return starts
    return (
        reach(part, row, starts[0], behind, right=False),
        reach(part, row, starts[1], behind, right=True),
    )


def _is_cut(line: Line, head: int, foot: int) -> bool:
    """Whether the bar at the top or bottom hides a part of it, so that only halves of letters were there."""
    if line.score >= _CUT:
        return False
    reach = 0.3 * line.height
    return (bool(head) and abs(line.y0 - head) < reach) or abs(line.y1 - foot) < reach


def _blocks(pixels: Pixels, placed: Sequence[Placed], width: int, head: int) -> list[Block]:
    """Lines in one block stand below one another, or side by side, with nothing but their ground between them."""
    blocks: list[Block] = []
    for each in sorted(placed, key=lambda item: (item.line.middle, item.line.x0)):
        home = next((block for block in reversed(blocks[-6:]) if _belongs(pixels, block, each, width, head)), None)
        if home:
            home.lines.append(each)
        else:
            blocks.append(Block(lines=[each]))
    return sorted(blocks, key=lambda block: block.top)


def _belongs(pixels: Pixels, block: Block, each: Placed, width: int, head: int) -> bool:
    last = block.lines[-1]
    if (last.line.middle < head) is not (each.line.middle < head) or differ(last.behind, each.behind) > _SHADED:
        return False
    wide = [item.right - item.left > _WIDE * width for item in (last, each)]
    if any(wide):
        alike = differ(last.behind, each.behind) <= _ALIKE
        return all(wide) and alike and each.line.y0 - last.line.y1 < 0.9 * last.line.height
    low, high = max(block.left, each.left), min(block.right, each.right)
    if high - low < 0.5 * min(block.right - block.left, each.right - each.left):
        return False
    if each.line.y0 - block.bottom > 3 * last.line.height:
        return False
    return _is_one_ground(pixels, block, each, low, high)


def _is_one_ground(pixels: Pixels, block: Block, each: Placed, low: int, high: int) -> bool:
    """Whether the ground goes on from the block to the line, even or shaded, but without an edge.

    It is looked at beside the letters, where the bubble has its margin, and between the lines where it has none.
    """
    start = min(*(item.line.x0 for item in block.lines[-3:]), each.line.x0)
    margin = [round(low + (start - low) * share) for share in (0.35, 0.5, 0.65)]
    if start - low >= _MARGIN:
        return is_smooth(pixels, margin, round(block.lines[-1].line.middle), round(each.line.middle))
    columns = [round(low + (high - low) * share) for share in (0.03, 0.2, 0.4, 0.6, 0.8)]
    between = round(block.bottom) + 1, round(each.line.y0) - 1
    apart = differ(block.lines[-1].behind, each.behind)
    if apart > _ALIKE or (apart > 1 and not is_smooth(pixels, columns, *between)):
        return False
    return is_clear(pixels, columns, *between, block.lines[-1].behind)


def _mark_inside(pixels: Pixels, blocks: Sequence[Block], text_height: float, left: int, right: int) -> None:
    """Marks blocks around which another bubble's colour goes on: quoted messages and previews of links."""
    for place, block in enumerate(blocks):
        for other in (*blocks[max(0, place - 2) : place], *blocks[place + 1 : place + 3]):
            if not is_bubble_shaped(other, left, right):
                continue
            near = min(abs(other.top - block.bottom), abs(block.top - other.bottom)) < 2.5 * text_height
            if near and differ(other.behind, block.behind) > 1 and _surrounds(pixels, other, block, text_height):
                block.inside = True


def _surrounds(pixels: Pixels, outer: Block, inner: Block, text_height: float) -> bool:
    if not (outer.left <= inner.left + 2 and inner.right <= outer.right + 2) or inner.right - inner.left < text_height:
        return False
    middle = round((inner.top + inner.bottom) / 2)
    other = round((outer.top + outer.bottom) / 2)
    low, high = min(middle, other), max(middle, other)
    strips = range(2, round(text_height * 0.9), 2)
    return any(is_clear(pixels, [inner.left - step], low, high, outer.behind) for step in strips) and any(
        is_clear(pixels, [inner.right + step], low, high, outer.behind) for step in strips
    )


def is_bubble_shaped(block: Block, left: int, right: int) -> bool:
    """Whether its ground ends before both edges of the pane."""
    return block.left > left + 2 and block.right < right - 3 and block.right - block.left < _WIDE * (right - left)


def _sides(blocks: Sequence[Block], left: int, right: int) -> bool:
    """Gives every block its side; True where the messages stand in bubbles."""
    width = right - left
    bubbles = [block for block in blocks if is_bubble_shaped(block, left, right)]
    for block in bubbles:
        margins = block.left - left, right - block.right
        even = abs(margins[0] - margins[1]) < _CENTRED * width and min(margins) > 0.06 * width
        shared = any(
            other is not block
            and abs(other.left - block.left) < _SAME_EDGE * width
            and (right - other.right > 0.06 * width or other.left - left < 0.2 * width)
            for other in bubbles
        )
        block.side = (
            Side.MIDDLE if even and not shared else Side.LEFT if margins[0] <= margins[1] or even else Side.RIGHT
        )
    sided = [block for block in bubbles if block.side in (Side.LEFT, Side.RIGHT) and not block.inside]
    _by_colour(sided)
    return len(sided) >= 2 or (len(sided) == 1 and len(sided[0].lines) > 1)


def _by_colour(sided: Sequence[Block]) -> None:
    """In wide windows all bubbles may stand on the left; then the coloured ones are the user's own."""
    if len({block.side for block in sided}) != 1:
        return
    colours: list[list[Block]] = []
    for block in sided:
        alike = next((group for group in colours if differ(group[0].behind, block.behind) <= 6), None)
        if alike is None:
            colours.append([block])
        else:
            alike.append(block)
    if len(colours) == 2:
        mine = max(colours, key=lambda group: chroma(group[0].behind))
        other = next(group for group in colours if group is not mine)
        if chroma(mine[0].behind) > chroma(other[0].behind) + 12:
            for group, side in ((mine, Side.RIGHT), (other, Side.LEFT)):
                for block in group:
                    block.side = side


def without(block: Block, dropped: Iterable[Placed]) -> Block:
    """The block without some of its lines."""
    gone = {id(each) for each in dropped}
    return replace(block, lines=[each for each in block.lines if id(each) not in gone])
