"""Finds the turns in text copied from a LinkedIn page: a name and a time above each message."""

from __future__ import annotations

import re

from bonafides.read.paste_speakers import Mark, Part, is_name, parts
from bonafides.read.paste_stamps import CLOCK
from bonafides.read.whatsapp_marks import unmarked

_SENT = re.compile(rf"(?P<name>[^\n]{{1,60}}?) sent the following messages? at {CLOCK}")
_BESIDE = re.compile(rf"(?P<name>[^\n:]{{2,60}}?)[ \t\u00a0·•]{{1,4}}{CLOCK}")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = re.compile(
    rf"(?:today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|{_MONTH} \d{{1,2}}(?:, \d{{4}})?)", re.IGNORECASE
)
_TIME = re.compile(CLOCK)
_PRONOUNS = re.compile(r"\s?\((?:she|he|they)/[a-z/]{2,12}\)", re.IGNORECASE)
_PARTICLES = frozenset("al bin da das de del den der di dos du el la le ten ter van von y e zu".split(" "))
_LONGEST = 160

_Lines = list[tuple[int, str]]


def linkedin_blocks(text: str) -> tuple[Part, ...]:
    """The turns of a copied page; nothing where the text does not start with a name and time, or has only one."""
    lines = _numbered(text)
    marks: list[Mark] = []
    at = 0
    while at < len(lines):
        name, used = _announced(lines, at)
        if name:
            below = _behind_repeats(lines, at + used, name)
            marks.append(
                Mark(name=name, at=_above_days(lines, at), words=lines[below][0] if below < len(lines) else len(text))
            )
            at = below
        else:
            at += 1
    leads = bool(marks) and not text[: marks[0].at].strip()
    return parts(text, marks) if leads or len(marks) > 1 else ()


def _numbered(text: str) -> _Lines:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, line.strip() if len(line) <= _LONGEST else line))
        at += len(line) + 1
    return lines


def _announced(lines: _Lines, at: int) -> tuple[str, int]:
    """(name, lines used) of `Amy sent the following message at 10:32 AM`, `Amy  10:32 AM`, or a name above a time."""
    line = lines[at][1]
    if not line or len(line) > _LONGEST:
        return "", 1
    sent = _SENT.fullmatch(line)
    if sent and is_name(_bare(sent["name"])):
        return _bare(sent["name"]), 1
    beside = _BESIDE.fullmatch(line)
    if beside and is_person(_bare(beside["name"])):
        return _bare(beside["name"]), 1
    below = lines[at + 1][1] if at + 1 < len(lines) else ""
    if is_person(_bare(line)) and (_TIME.fullmatch(below) or _DAY.fullmatch(below)):
        return _bare(line), 2
    return "", 1


def _bare(name: str) -> str:
    """A name without pronouns and the dots that the page sets around it."""
    return unmarked(_PRONOUNS.sub("", name)).strip("•· ")


def is_person(name: str) -> bool:
    """Stricter than for labels, since nothing but a time beside it says so: every word starts like a name."""
    words = name.split()
    capitalised = all(not word[0].islower() or word in _PARTICLES for word in words)
    return is_name(name) and capitalised and not name.endswith(".") and not _DAY.fullmatch(name.partition(" ")[0])


def _behind_repeats(lines: _Lines, at: int, name: str) -> int:
    """The first line below an announcement that does not only say again who speaks and when."""
    while at < len(lines) and len(lines[at][1]) <= _LONGEST and _repeats(_bare(lines[at][1]), name):
        at += 1
    return at


def _repeats(line: str, name: str) -> bool:
    beside = _BESIDE.fullmatch(line)
    again = line == name or bool(_TIME.fullmatch(line)) or bool(beside and _bare(beside["name"]) == name)
    return again or (line.startswith("View ") and line.removesuffix(name).rstrip().endswith("profile"))


def _above_days(lines: _Lines, at: int) -> int:
    """Where the announcement begins, counting in the line above that only names the day."""
    above = at - 1
    while above >= 0 and not lines[above][1]:
        above -= 1
    return lines[above][0] if above >= 0 and _DAY.fullmatch(lines[above][1]) else lines[at][0]
