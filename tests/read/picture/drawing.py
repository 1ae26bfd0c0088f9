"""Draws small pictures of chats, and lines of text as the recognition gives them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.read.picture.ocr import Line, Pixels

WIDTH, SIZE, LINE = 540, 24, 32
"""A narrow phone: pixels across, of the letters, and from one line to the next."""
_PAD = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The colours of an app."""

    page: str = "#efeae2"
    bar: str = "#075e54"
    on_bar: str = "#ffffff"
    theirs: str = "#ffffff"
    mine: str = "#d9fdd3"
    ink: str = "#111b21"
    small: str = "#667781"
    chip: str = "#ffffff"
    foot: str = "#f0f2f5"


LIGHT = Look()
DARK = Look(
    page="#0b141a", bar="#202c33", on_bar="#e9edef", theirs="#202c33", mine="#005c4b", ink="#e9edef", small="#a0acb3",
    chip="#182229", foot="#202c33",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One bubble; lines as they are wrapped."""

    lines: Sequence[str]
    clock: str = ""
    mine: bool = False
    member: str = ""
    """The name above the words, as groups have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What a picture shows, from top to bottom: bubbles, and words in the middle."""

    items: Sequence[Said | str]
    title: str = ""
    typing: str = "Message"
    look: Look = LIGHT
    height: int = 0
    """Pixels; 0 for as many as it takes."""


def drawn(screen: Screen) -> Any:
    """The screen as a picture of Pillow."""
    from PIL import Image, ImageDraw, ImageFont

    look = screen.look
    draft = Image.new("RGB", (WIDTH, screen.height or 8_000), look.page)
    draw = ImageDraw.Draw(draft)
    letters, tiny = ImageFont.load_default(size=SIZE), ImageFont.load_default(size=16)
    y = 20
    if screen.title:
        draw.rectangle((0, 0, WIDTH, 76), look.bar)
        draw.text((80, 24), screen.title, look.on_bar, letters)
        y = 100
    for item in screen.items:
        y = _chip(draw, item, y, look, tiny) if isinstance(item, str) else _bubble(draw, item, y, look, letters, tiny)
    height = screen.height or max(y + 80, 480)
    if screen.typing:
        draw.rectangle((0, height - 70, WIDTH, height), look.foot)
        draw.rounded_rectangle((60, height - 60, WIDTH - 70, height - 10), 24, look.theirs)
        draw.text((84, height - 50), screen.typing, look.small, letters)
    return draft.crop((0, 0, WIDTH, height))


def _chip(draw: Any, words: str, y: int, look: Look, tiny: Any) -> int:
    half = draw.textlength(words, tiny) / 2
    draw.rounded_rectangle((WIDTH / 2 - half - 12, y, WIDTH / 2 + half + 12, y + 32), 8, look.chip)
    draw.text((WIDTH / 2 - half, y + 7), words, look.small, tiny)
    return y + 48


def _bubble(draw: Any, said: Said, y: int, look: Look, letters: Any, tiny: Any) -> int:
    wide = max(90, *(draw.textlength(words, letters) for words in (*said.lines, said.member)))
    left = WIDTH - 16 - wide - 2 * _PAD if said.mine else 16
    rows = len(said.lines) + bool(said.member)
    bottom = y + rows * LINE + 2 * _PAD + (18 if said.clock else 0)
    draw.rounded_rectangle((left, y, left + wide + 2 * _PAD, bottom), 14, look.mine if said.mine else look.theirs)
    at = y + _PAD
    for words in filter(None, (said.member, *said.lines)):
        draw.text((left + _PAD, at), words, "#c0185e" if words == said.member else look.ink, letters)
        at += LINE
    if said.clock:
        end = left + wide + _PAD - draw.textlength(said.clock, tiny)
        draw.text((end, bottom - 24), said.clock, look.small, tiny)
    return bottom + 14


def encoded(image: Any, form: str = "PNG", **how: Any) -> bytes:
    """The picture as a file of that form."""
    buffer = io.BytesIO()
    image.save(buffer, form, **how)
    return buffer.getvalue()


def line(text: str, x0: float, y0: float, *, size: float = 20, score: float = 0.99, width: float = 0) -> Line:
    """A line of text as the recognition gives it; half as wide a letter as it is high."""
    from bonafides.read.picture.ocr import Line

    return Line(
        x0=x0,
        y0=y0,
        x1=x0 + (width or len(text) * size / 2),
        y1=y0 + size,
        text=text,
        score=score,
        words=tuple((word, score) for word in text.split(" ")),
    )


def sheet(width: int, height: int, colour: tuple[int, int, int] = (239, 234, 226)) -> Pixels:
    """Pixels of one colour."""
    import numpy as np

    return np.full((height, width, 3), colour, dtype=np.uint8)
