"""Who wrote a WhatsApp line: splits the name from the words, and says which lines are the platform's own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.read.whatsapp.events import (
    cannot_be_name,
    is_call,
    is_encryption_notice,
    is_fixed_wording,
    is_platform_wording,
    tells_of,
)
from bonafides.read.whatsapp.marks import unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_NAME = 120
_PLATFORM_MARKS = ("\u200e", "\u200f")
_ALIKE = 3
"""Messages that must all begin with the same word and colon for these to be part of their writer's name."""
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


def lines(text: str, bodies: Sequence[tuple[int, int, bool]], hint: str = "") -> list[Line]:
    """One Line for each body, given as (start behind the date, end before the next line, whether it is bracketed).

    `hint` is the other side's name where the file's name tells it.
    """
    splits = _with_colons(text, bodies, [_at_colon(text, start, end) for start, end, _ in bodies], hint)
    seen = Counter(split.name for split in splits if split)
    marked = any(mark in text for mark in _PLATFORM_MARKS)
    return [
        _line(text, body, split or _at_known_name(text, body, seen), seen, first=place == 0, marked=marked)
        for place, (body, split) in enumerate(zip(bodies, splits, strict=True))
    ]


def _with_colons(
    text: str, bodies: Sequence[tuple[int, int, bool]], splits: list[_Split | None], hint: str
) -> list[_Split | None]:
    """Names that have a colon themselves (`Amy: Vale Ltd`), where all of one writer's lines begin so."""
    longer: dict[str, set[str]] = {}
    counts: Counter[str] = Counter()
    for split, (_, end, _) in zip(splits, bodies, strict=True):
        if split:
            counts[split.name] += 1
            found = longer.setdefault(split.name, set())
            if len(found) < 2:
                found.add(_second_label(text, split, end))
    whole = {
        name: more
        for name, (more, *others) in ((name, tuple(found)) for name, found in longer.items())
        if more and not others and (counts[name] >= _ALIKE or unmarked(hint) == unmarked(f"{name}: {more}"))
    }
    return [_extended(text, split, whole[split.name]) if split and split.name in whole else split for split in splits]


def _second_label(text: str, split: _Split, end: int) -> str:
    """What stands between the name and a second colon in its line; empty where there is none."""
    label, colon, _ = text[split.text_at : min(end, split.text_at + _LONGEST_NAME)].partition(": ")
    return label if colon and "\n" not in label else ""


def _extended(text: str, split: _Split, more: str) -> _Split:
    return _Split(unmarked(f"{split.name}: {more}"), split.text_at + len(more) + 2)


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


def _line(
    text: str, body: tuple[int, int, bool], split: _Split | None, seen: Counter[str], *, first: bool, marked: bool
) -> Line:
    start, end, bracketed = body
    # A name that comes back is a name, however oddly somebody chose it.
    if split is None or (seen[split.name] < 2 and cannot_be_name(split.name)):
        return Line(speaker="", text=_ONE_LINE_BREAK.sub("", text[start:end]), form=Form.EVENT)
    words = _ONE_LINE_BREAK.sub("", text[split.text_at : end])
    return Line(
        speaker=split.name,
        text=words,
        form=_form(split.name, words, first=first, marked=marked) if bracketed else _fixed(words),
    )


def _fixed(words: str) -> Form:
    return Form.EVENT if is_fixed_wording(words) else Form.SENT


def _form(speaker: str, words: str, *, first: bool, marked: bool) -> Form:
    """On iPhones the platform speaks under a name, behind an invisible mark that people do not type.

    `marked` is false where a file has lost all such marks on its way; only what names its own doer is told then.
    """
    if words.startswith(_PLATFORM_MARKS):
        told = is_platform_wording(words) or is_call(words) or tells_of(speaker, words)
    else:
        told = not marked and tells_of(speaker, words) and is_platform_wording(words)
    return Form.EVENT if told or (first and is_encryption_notice(words)) else _fixed(words)
