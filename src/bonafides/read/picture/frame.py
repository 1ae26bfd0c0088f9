"""What in a picture is the app's own frame: the bar with the name, the input field, the keyboard, notices."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bonafides.read.picture.layout import Side
from bonafides.read.picture.pixels import differ
from bonafides.read.picture.words import CLOCK, is_date, is_placeholder, is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.read.picture.layout import Block, Page

_TOP, _FOOT = 0.17, 0.84
"""Shares of a picture's height: what is above or below is looked at as the app's own frame."""
_FAINT = 0.62
"""Contrast of letters, as a share of the ordinary one, up to which they are faint, as placeholders are."""


def without_frame(page: Page, *, named: bool) -> tuple[list[Block], str]:
    """The blocks between the app's top and its input field, and the title in the top."""
    contrast = median([differ(each.ink, each.behind) for each in page.lines] or [1])
    top = [block for block in page.blocks if _is_top(page, block)]
    lowest_top = max((block.bottom for block in top), default=0.0)
    rest = [block for block in page.blocks if block not in top and (block.top > lowest_top or is_bubble(block))]
    rest = _above_keyboard(page, rest)
    while rest and _is_foot(page, rest[-1], contrast, named=named):
        rest.pop()
    return rest, _title(top)


def _is_top(page: Page, block: Block) -> bool:
    """Whether it stands in the bar at the top; where that has no colour of its own, high up and in no bubble."""
    if page.head:
        return (block.top + block.bottom) / 2 < page.head
    return block.bottom < _TOP * page.height and not is_bubble(block) and not is_event(page, block)


def is_bubble(block: Block) -> bool:
    """Whether it is a message in a bubble on one of the sides."""
    return block.side in (Side.LEFT, Side.RIGHT, Side.UNKNOWN) and not block.inside


def _is_foot(page: Page, block: Block, contrast: float, *, named: bool) -> bool:
    """Whether it is the input field or what lies beside and below it."""
    if (block.top + block.bottom) / 2 > page.foot:
        return True
    if block.top < _FOOT * page.height:
        return False
    words = " ".join(each.line.text for each in block.lines)
    if all(is_placeholder(each.line.text) or len(each.line.text) <= 2 for each in block.lines):
        return True
    faint = all(differ(each.ink, each.behind) < _FAINT * contrast for each in block.lines)
    lone = block.side is Side.NONE and not is_state(words) and not named
    return len(words) < 60 and (faint or lone or sum(char.isalnum() for char in words) < 3)


def _above_keyboard(page: Page, blocks: list[Block]) -> list[Block]:
    """The blocks above the first row of keys, where a keyboard is shown."""
    letters = [each for each in page.lines if len(each.line.text) <= 2 and each.line.y0 > 0.5 * page.height]
    for each in letters:
        row = [other for other in letters if abs(other.line.middle - each.line.middle) < page.text_height / 2]
        if len(row) >= 6:
            return [block for block in blocks if block.bottom < each.line.y0]
    return blocks


def _title(top: Sequence[Block]) -> str:
    """The topmost words in the top that are not beside the clock: the name, above `online` and the like."""
    lines = sorted((each.line for block in top for each in block.lines), key=lambda line: line.middle)
    clocks = [line.middle for line in lines if CLOCK.fullmatch(line.text)][:1]
    for line in lines:
        beside = any(abs(line.middle - clock) < line.height for clock in clocks)
        if not beside and sum(char.isalpha() for char in line.text) >= 2 and not is_date(line.text):
            return line.text.strip(" <>‹›〈〉く·•")
    return ""


def is_event(page: Page, block: Block) -> bool:
    """Whether it is a notice or a date in the middle of the pane."""
    if block.side is Side.MIDDLE:
        return True
    middle = (min(each.line.x0 for each in block.lines) + max(each.line.x1 for each in block.lines)) / 2
    return abs(middle - (page.left + page.right) / 2) < 0.05 * page.width and is_date(block.lines[0].line.text)
