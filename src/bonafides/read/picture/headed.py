"""Pages on which messages stand below lines with a name and a time, as LinkedIn, Slack and Teams show them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from bonafides.read.picture.frame import is_bubble
from bonafides.read.picture.layout import Side
from bonafides.read.picture.words import HEADER, is_date
from bonafides.read.picture.written import Turn, row_text, rows, span, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bonafides.read.picture.layout import Block, Page, Placed

_NAME = re.compile(r"[^\s!?;:]{1,30}(?:\s[^\s!?;:]{1,30}){0,5}")
"""At most six words, and no signs that end a sentence."""
_PARTED = 1.22
"""Step from one line to the next, in steps within a message, from which on another message begins."""
_SURE = 0.7
"""Mean score of a line below which it is no text but an icon or half a line."""


def headers(page: Page, found: Iterable[Sequence[Placed]]) -> dict[int, tuple[str, str]]:
    """(name, time) by the identity of the rows that are nothing but these, written and placed as most of them are."""
    found_heads = [(row, head) for row in found if (head := header(row_text(row)))]
    if not found_heads:
        return {}
    usual = Counter(shape for _, (_, _, shape) in found_heads).most_common(1)[0][0]
    alike = [(row, name, time) for row, (name, time, shape) in found_heads if shape == usual]
    start = median(row[0].line.x0 for row, _, _ in alike)
    return {id(row): (name, time) for row, name, time in alike if abs(row[0].line.x0 - start) < 0.05 * page.width}


def header(words: str) -> tuple[str, str, tuple[bool, bool]] | None:
    """(name, time, its way of writing: a sign between them, a half of the day) of a line that is nothing but these."""
    found = HEADER.fullmatch(words)
    name = found["name"].strip(" ·•・|,") if found else ""
    if not found or sum(char.isalpha() for char in name) < 2 or is_date(words) or not _NAME.fullmatch(name):
        return None
    parted = any(sign in words[: found.start("time")][-6:] for sign in "·•・|")
    return name, found["time"], (parted, any(char.isalpha() for char in found["time"]))


def headed(page: Page, blocks: Sequence[Block]) -> Iterator[Turn]:
    """Messages below lines with a name and a time, as LinkedIn, Slack and Teams show them."""
    on_page = [block for block in blocks if not is_bubble(block) and not block.inside]
    lines = sorted((row for block in on_page for row in rows(block)), key=lambda row: row[0].line.middle)
    merged = _rows_across(lines)
    room = max((span(row) for row in merged), default=0.0)
    heads = headers(page, merged)
    starts = [row[0].line.x0 for row in merged if id(row) in heads]
    turn: Turn | None = None
    body: list[Sequence[Placed]] = []
    for row in merged:
        words = row_text(row)
        if id(row) in heads:
            yield from _finished(turn, body, room)
            name, clock = heads[id(row)]
            turn, body = Turn(side=Side.NONE, name=name, clock=clock), []
        elif _is_centred(page, row) and (
            is_date(words) or (starts and row[0].line.x0 > min(starts) + 0.1 * page.width)
        ):
            yield from _finished(turn, body, room)
            turn, body = (replace(turn, clock="") if turn else None), []
            yield Turn(side=Side.MIDDLE, text=words, event=True)
        elif sum(char.isalnum() for char in words) >= 1 and sum(each.line.score for each in row) > _SURE * len(row):
            body.append(row)
    yield from _finished(turn, body, room)


def _rows_across(lines: Sequence[list[Placed]]) -> list[list[Placed]]:
    """Rows of different blocks at one height brought together."""
    found: list[list[Placed]] = []
    for row in lines:
        last = found[-1] if found else None
        if last and abs(last[0].line.middle - row[0].line.middle) < 0.4 * row[0].line.height:
            last.extend(row)
            last.sort(key=lambda each: each.line.x0)
        else:
            found.append(list(row))
    return found


def _is_centred(page: Page, row: Sequence[Placed]) -> bool:
    return abs((row[0].line.x0 + row[-1].line.x1) / 2 - (page.left + page.right) / 2) < 0.08 * page.width


def _finished(turn: Turn | None, body: Sequence[Sequence[Placed]], room: float) -> Iterator[Turn]:
    """The messages of one writer below one name: a gap wider than between lines parts one from the next."""
    if not body:
        if turn and turn.clock:
            yield replace(turn, wordless=True)
        return
    steps = [row[0].line.middle - before[0].line.middle for before, row in pairwise(body)]
    pitch = min(steps, default=0.0)
    groups: list[list[Sequence[Placed]]] = [[body[0]]]
    for step, row in zip(steps, body[1:], strict=True):
        if step > _PARTED * pitch or step > _PARTED * 1.45 * row[0].line.height:
            groups.append([row])
        else:
            groups[-1].append(row)
    for group in groups:
        made = Turn(side=Side.NONE, name=turn.name if turn else "", clock=turn.clock if turn else "")
        write(made, group, room)
        yield made
