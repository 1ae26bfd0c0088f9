"""Makes messages of what a picture shows: who said what, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bonafides.read.picture.frame import is_bubble, without_frame
from bonafides.read.picture.headed import headed, header, headers
from bonafides.read.picture.layout import Block, Page, Placed, Side
from bonafides.read.picture.pixels import chroma
from bonafides.read.picture.words import CLOCK, TAIL, is_date, is_state
from bonafides.read.picture.written import Turn, row_text, rows, span, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SMALL = 0.93
"""Height of a line, as a share of the ordinary one, up to which it is small print."""
_SURE = 0.7
"""Mean score of a line on a page without bubbles below which it is no text but an icon or half a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """What a picture shows."""

    title: str
    """Whom the app names at the top; empty where nobody is."""
    turns: list[Turn]
    named: bool
    """Whether names stand above the messages, so that no side says who is the user."""


def chat(page: Page) -> Chat:
    """The conversation in a picture."""
    named = _has_headers(page)
    blocks, title = without_frame(page, named=named)
    turns = headed(page, blocks) if named else _bubbles(page, blocks)
    return Chat(title=title, turns=_with_wordless(list(turns)), named=named)


def _with_wordless(turns: Sequence[Turn]) -> list[Turn]:
    """The turns, those of nothing but a time marked as messages without words where the app puts times into bubbles."""
    timed = sum(bool(turn.clock) for turn in turns)
    for turn in turns:
        lone = not turn.event and timed * 3 >= len(turns) and CLOCK.fullmatch(turn.text)
        if lone and ":" in turn.text:
            turn.clock, turn.text, turn.doubtful, turn.wordless = turn.text, "", [], True
    return [turn for turn in turns if turn.text or turn.wordless]


def _has_headers(page: Page) -> bool:
    """Whether messages stand below lines with a name and a time, not in bubbles."""
    on_page = [row for block in page.blocks if not is_bubble(block) for row in rows(block)]
    heads = len(headers(page, on_page))
    bubbles = sum(is_bubble(block) for block in page.blocks)
    return heads > bubbles or (not page.bubbles and heads > 0)


def _bubbles(page: Page, blocks: Sequence[Block]) -> Iterator[Turn]:
    room = _room(blocks)
    timed = _has_clocks(blocks)
    pending, speaking = "", ""
    for block in blocks:
        if block.inside and any(is_bubble(other) for other in blocks):
            continue
        if not is_bubble(block) or _is_day(page, block):
            words = " ".join(row_text(row) for row in rows(block))
            if (head := header(words)) and head[2] != (False, False):
                pending = head[0]
            elif _is_name(page, block, blocks):
                pending = words
            elif not is_state(words) and not _is_noise(block):
                yield _event(block)
            continue
        turn = _message(page, block, room, timed=timed)
        if block.side is Side.LEFT:
            speaking = turn.name or pending or speaking
            turn.name = speaking
        else:
            speaking = ""
        pending = ""
        yield turn


def _room(blocks: Iterable[Block]) -> float:
    """How wide a line of text may become in a bubble, in pixels: as wide as the widest one is."""
    widths = [span(row) for block in blocks if is_bubble(block) for row in rows(block)]
    return max(widths, default=0.0)


def _has_clocks(blocks: Sequence[Block]) -> bool:
    """Whether the app puts times into its bubbles: a third of them or more end in one that stands by itself."""
    bubbles = [rows(block) for block in blocks if is_bubble(block)]
    timed = sum(len(lines) + len(lines[-1]) > 2 and bool(CLOCK.fullmatch(lines[-1][-1].line.text)) for lines in bubbles)
    return timed > 0 and timed * 3 >= len(bubbles)


def _message(page: Page, block: Block, room: float, *, timed: bool) -> Turn:
    lines = rows(block)
    name = ""
    if block.side is Side.LEFT and len(lines) > 1 and _is_coloured_name(lines):
        name = row_text(lines.pop(0)).lstrip("~ ")
    clock, lines = _without_clock(page, lines, timed=timed)
    turn = Turn(side=block.side, name=name, clock=clock)
    write(turn, lines, room)
    return turn


def _is_coloured_name(lines: Sequence[Sequence[Placed]]) -> bool:
    """Whether the first line is a member's name in a group: short, in a colour that the words below do not have."""
    first = lines[0]
    words = row_text(first)
    if len(words) > 40 or "://" in words or chroma(first[0].ink) < 60:
        return False
    return all(chroma(each.ink) < 50 or CLOCK.fullmatch(each.line.text) for row in lines[1:] for each in row)


def _without_clock(page: Page, lines: list[list[Placed]], *, timed: bool) -> tuple[str, list[list[Placed]]]:
    """The time in a bubble's corner, and the lines without it."""
    if not lines:
        return "", lines
    last = lines[-1]
    found = CLOCK.fullmatch(last[-1].line.text)
    alone = len(lines) == 1 and len(last) == 1
    if found and (not alone or last[-1].line.height < _SMALL * page.text_height):
        rest = [*lines[:-1], last[:-1]] if len(last) > 1 else lines[:-1]
        return _clock(found.group("before"), found.group("clock"), found.group("half")), rest
    tail = TAIL.fullmatch(last[-1].line.text)
    if tail and timed and _ends_bubble(last[-1]):
        shorter = replace(last[-1], line=replace(last[-1].line, text=tail["words"]))
        return tail["time"], [*lines[:-1], [*last[:-1], shorter]]
    return "", lines


def _ends_bubble(placed: Placed) -> bool:
    """Whether a line ends where its bubble does, as the app's own times do."""
    return placed.right - placed.line.x1 < 1.6 * placed.line.height


def _clock(before: str | None, clock: str, half: str | None) -> str:
    return " ".join(filter(None, (before, clock.replace("：", ":").replace(".", ":"), half)))


def _is_name(page: Page, block: Block, blocks: Sequence[Block]) -> bool:
    """Whether it is a member's name on the page, right above that member's bubble."""
    if len(block.lines) > 1 or block.side is Side.MIDDLE or len(block.lines[0].line.text) > 40:
        return False
    line = block.lines[0].line
    below = next((other for other in blocks if is_bubble(other) and other.top > block.top), None)
    return (
        below is not None
        and below.side is Side.LEFT
        and below.top - block.bottom < 1.6 * page.text_height
        and -0.01 * page.width < line.x0 - below.left < 0.08 * page.width
        and not is_date(line.text)
        and not CLOCK.fullmatch(line.text)
        and not is_state(line.text)
    )


def _is_day(page: Page, block: Block) -> bool:
    """Whether it is a heading with a day, in a box of its own in the middle."""
    even = abs((block.left - page.left) - (page.right - block.right)) < 0.06 * page.width
    return even and len(block.lines) == 1 and is_date(block.lines[0].line.text)


def _is_noise(block: Block) -> bool:
    """Whether it is only signs: buttons, reactions, ticks."""
    words = " ".join(each.line.text for each in block.lines)
    return sum(char.isalnum() for char in words) < 2 or bool(CLOCK.fullmatch(words))


def _event(block: Block) -> Turn:
    turn = Turn(side=block.side, event=True)
    write(turn, rows(block), 0.0)
    turn.text = " ".join(turn.text.split("\n"))
    turn.doubtful = []
    return turn
