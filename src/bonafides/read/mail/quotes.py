"""Tells the words a sender wrote from the older mails quoted under or between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from bonafides.read.mail.quote_words import (
    ATTRIBUTION_VERBS,
    FORWARD_MARKS,
    FROM_LABELS,
    OTHER_LABELS,
    REPLY_MARKS,
    SUBJECT_LABELS,
)

_ATTRIBUTION_LINES = 3
_ATTRIBUTION_LENGTH = 300
_BLOCK_LINES = 8
_RULE_LENGTH = 10
_CLOCK = re.compile(r"\d[:.h]\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of a body, `body[start:end]`, all own words or all quoted."""

    start: int
    end: int
    quoted: bool
    sender: str = ""
    """For a quoted mail with its own header lines: what its `From:` line says."""
    subject: str = ""
    """What its `Subject:` line says."""
    words_at: int = 0
    """Where the quoted mail's words start, behind its header lines; 0 where it has none."""
    forwarded: bool = False
    """Marked as handed on, not as answered."""


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    """Without blanks at the ends."""

    @property
    def colon(self) -> bool:
        """Whether it ends as a line does that says who wrote what follows."""
        return self.text.endswith((":", "："))

    @property
    def odd(self) -> bool:
        """Whether anything but an attribution can start here: most lines are ruled out at a glance."""
        return self.text.startswith((">", "--", "__", "==")) or ":" in self.text or "：" in self.text


def runs(body: str) -> tuple[Run, ...]:
    """The whole of `body` as runs in order; linear in its length."""
    lines = _lines(body)
    found: list[Run] = []
    at = own = 0
    ends = {place - back for place, line in enumerate(lines) if line.colon for back in range(_ATTRIBUTION_LINES)}
    while at < len(lines):
        quote = _quote(lines, at) if at in ends or lines[at].odd else None
        if quote is None:
            at += 1
            continue
        until, run = quote
        found += [Run(start=lines[own].start, end=lines[at].start, quoted=False)] if at > own else []
        found.append(run)
        at = own = until
    if own < len(lines):
        found.append(Run(start=lines[own].start, end=len(body), quoted=False))
    return tuple(found)


def _lines(body: str) -> list[_Line]:
    lines, at = [], 0
    for line in body.split("\n"):
        lines.append(_Line(at, at + len(line) + 1, line.strip()))
        at += len(line) + 1
    lines[-1] = _Line(lines[-1].start, len(body), lines[-1].text)
    return lines


def _quote(lines: list[_Line], at: int) -> tuple[int, Run] | None:
    """The quoted run that starts at line `at`, with the number of the line behind it."""
    text = lines[at].text
    if not text:
        return None
    if text.startswith(">"):
        return _marked(lines, at, at)
    mark = _mark(text)
    block = _next_words(lines, at + 1) if mark is not None or _is_rule(text) else len(lines)
    if mark is not None:
        return _rest(lines, at, block, forwarded=mark)
    if block < len(lines) and _is_block(lines, block):
        return _rest(lines, at, block, forwarded=False)
    if _is_block(lines, at):
        return _rest(lines, at, at, forwarded=False)
    return _attribution(lines, at)


def _marked(lines: list[_Line], at: int, first: int) -> tuple[int, Run]:
    """Lines that start with `>` from `first` on, with blank lines between them."""
    last = first
    for place in range(first, len(lines)):
        if lines[place].text.startswith(">"):
            last = place
        elif lines[place].text:
            break
    return last + 1, Run(start=lines[at].start, end=lines[last].end, quoted=True)


def _rest(lines: list[_Line], at: int, block: int, *, forwarded: bool) -> tuple[int, Run]:
    """A quoted mail that goes to the end of the body, with its header lines where it has them."""
    sender, subject, words = "", "", block
    if block < len(lines) and _is_block(lines, block):
        sender = _label(lines[block].text)[1]
        words = _behind_block(lines, block)
        labels = map(_label, (line.text for line in lines[block:words]))
        subject = next((value for label, value in labels if label in SUBJECT_LABELS), "")
    words_at = lines[words].start if sender and words < len(lines) else 0
    start, end = lines[at].start, lines[-1].end
    run = Run(start=start, end=end, quoted=True, sender=sender, subject=subject, words_at=words_at, forwarded=forwarded)
    return len(lines), run


def _attribution(lines: list[_Line], at: int) -> tuple[int, Run] | None:
    """`On Tuesday Amy wrote:`, wrapped over up to three lines, before `>` lines or to the end."""
    joined = ""
    for place in range(at, min(at + _ATTRIBUTION_LINES, len(lines))):
        text = lines[place].text
        joined = f"{joined} {text}".strip()
        if not text or len(joined) > _ATTRIBUTION_LENGTH:
            return None
        if text.endswith((":", "：")):
            return _attributed(lines, at, place, joined)
    return None


def _attributed(lines: list[_Line], at: int, last: int, words: str) -> tuple[int, Run] | None:
    """Before `>` lines any language will do; without them it must say who wrote at what time."""
    below = _next_words(lines, last + 1)
    if below == len(lines):
        return None
    if lines[below].text.startswith(">"):
        dated = any(char.isdigit() for char in words) or "@" in words
        told = at == last or _has_verb(words) or (words.endswith(">:") and _CLOCK.search(words))
        return _marked(lines, at, below) if dated and told else None
    if _has_verb(words) and ("@" in words or _CLOCK.search(words)):
        return len(lines), Run(start=lines[at].start, end=lines[-1].end, quoted=True)
    return None


def _has_verb(words: str) -> bool:
    folded = words.casefold()
    return any(verb in folded for verb in ATTRIBUTION_VERBS)


def _next_words(lines: list[_Line], at: int) -> int:
    while at < len(lines) and not lines[at].text:
        at += 1
    return at


def _mark(text: str) -> bool | None:
    """`-----Original Message-----`: False for an answered mail, True for a forwarded one, None for anything else."""
    if len(text) > 120:
        return None
    folded = text.strip("-_=*> \t").rstrip(":").casefold().replace("’", "'")
    dashed = text.startswith(("--", "__", "=="))
    if folded in FORWARD_MARKS and (dashed or text.endswith(":")):
        return True
    return False if folded in REPLY_MARKS and dashed else None


def _is_rule(text: str) -> bool:
    """A line across the page, as Outlook draws it above a quoted mail."""
    return len(text) >= _RULE_LENGTH and text.strip("_") == ""


def _label(text: str) -> tuple[str, str]:
    """(label, value) of `*From:* Amy Lin`; two empty strings for any other line."""
    label, colon, value = text[:400].replace("：", ":", 1).partition(":")
    name = label.strip("* \t\u00a0").casefold()
    return (name, value.strip("* \t\u00a0")) if colon and len(name) <= 24 else ("", "")


def _is_block(lines: list[_Line], at: int) -> bool:
    """Whether header lines of a quoted mail start here: a sender, then at least two of date, recipient, subject."""
    if _label(lines[at].text)[0] not in FROM_LABELS:
        return False
    below = lines[at + 1 : at + _BLOCK_LINES]
    return len({_label(line.text)[0] for line in below} & OTHER_LABELS) >= 2


def _behind_block(lines: list[_Line], block: int) -> int:
    """The first line of words behind the last header line of the quoted mail."""
    last = block
    for place in range(block + 1, min(block + 3 * _BLOCK_LINES, len(lines))):
        if not lines[place].text:
            break
        if _label(lines[place].text)[0] in OTHER_LABELS:
            last = place
    return _next_words(lines, last + 1)


_FORWARD_SUBJECT = re.compile(
    r"\s{0,3}(?:fwd?|wg|tr|rv|enc|doorst|vs|vb|i|pd|fs|転送|转发|轉寄)\s{0,2}[:：]", re.IGNORECASE
)


def is_forward_subject(subject: str) -> bool:
    """Whether a subject says that the mail was handed on (`Fwd:`, `WG:`, `TR:`)."""
    return bool(_FORWARD_SUBJECT.match(subject))
