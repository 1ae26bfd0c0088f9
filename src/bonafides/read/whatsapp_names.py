"""Who wrote a WhatsApp line: splits the name from the words, and says which lines are the platform's own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.read.whatsapp_events import cannot_be_name, is_encryption_notice, is_platform_wording
from bonafides.read.whatsapp_marks import unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_NAME = 120
_PLATFORM_MARK = "\u200e"
_UNSAVED = "~"
_ONE_LINE_BREAK = re.compile(r"\r?\n\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One dated line with everything up to the next one."""

    speaker: str
    """Empty for a platform line without a name."""
    text: str
    form: Form


@dataclass(frozen=True, slots=True)
class _Split:
    name: str
    text_at: int


def lines(text: str, bodies: Sequence[tuple[int, int, bool]]) -> list[Line]:
    """One Line for each body, given as (start behind the date, end before the next line, whether it is bracketed)."""
    splits = [_at_colon(text, start, end) for start, end, _ in bodies]
    seen = Counter(split.name for split in splits if split)
    return [
        _line(text, body, split or _at_known_name(text, body, seen), seen, first=place == 0)
        for place, (body, split) in enumerate(zip(bodies, splits, strict=True))
    ]


def _at_colon(text: str, start: int, end: int) -> _Split | None:
    """Splits at the first colon that a space follows, or at one that ends the first line."""
    segment = text[start : min(end, start + _LONGEST_NAME)]
    first = segment.partition("\n")[0].rstrip("\r")
    at = first.find(": ")
    whole_line = len(first) < len(segment) or start + len(segment) == end
    if at < 0 and first.endswith(":") and whole_line:
        return _split(first[:-1], start + len(first))
    return _split(first[:at], start + at + 2) if at > 0 else None


def _at_known_name(text: str, body: tuple[int, int, bool], seen: Counter[str]) -> _Split | None:
    """`Amy:text` without a space, where Amy writes elsewhere in the file."""
    start, end, _ = body
    before, colon, _ = text[start : min(end, start + _LONGEST_NAME)].partition(":")
    split = _split(before, start + len(before) + 1) if colon and "\n" not in before else None
    return split if split and split.name in seen else None


def _split(name: str, text_at: int) -> _Split | None:
    clean = unmarked(name)
    if clean.startswith(_UNSAVED):
        clean = clean.lstrip("~ ") or clean
    return _Split(clean, text_at) if clean else None


def _line(text: str, body: tuple[int, int, bool], split: _Split | None, seen: Counter[str], *, first: bool) -> Line:
    start, end, bracketed = body
    # A name that comes back is a name, however oddly somebody chose it.
    if split is None or (seen[split.name] < 2 and cannot_be_name(split.name)):
        return Line(speaker="", text=_ONE_LINE_BREAK.sub("", text[start:end]), form=Form.EVENT)
    words = _ONE_LINE_BREAK.sub("", text[split.text_at : end])
    return Line(speaker=split.name, text=words, form=_form(words, bracketed=bracketed, first=first))


def _form(words: str, *, bracketed: bool, first: bool) -> Form:
    """On iPhones the platform speaks under a name, behind an invisible mark that people do not type."""
    marked = words.startswith(_PLATFORM_MARK) and is_platform_wording(words)
    opening = first and is_encryption_notice(words)
    return Form.EVENT if bracketed and (marked or opening) else Form.SENT
