"""Finds the turns in text copied from Telegram, WeChat, Teams or Discord: name and time in a line above the words."""

from __future__ import annotations

import re

from bonafides.read.paste.linkedin import is_person
from bonafides.read.paste.speakers import Mark, Part, is_name, parts
from bonafides.read.paste.stamps import CLOCK, DATE, STAMP
from bonafides.read.whatsapp.marks import unmarked

_LONGEST = 160
_TIME = re.compile(CLOCK)
_NAME = r"(?P<name>[^\n\[\]:]{1,60}?)"
_BRACKETED = (
    re.compile(rf"{_NAME},\s\[{STAMP}\]:?"),  # Amy Lin, [01.03.2026 10:32]
    re.compile(rf"\[{STAMP}\]\s{{0,2}}{_NAME}:?"),  # [10:32] Amy Lin
)
_DAY = rf"(?:{DATE},?|[^\W\d_]{{3,12}}\s(?:at|um|à))"
_ON_DAY = re.compile(rf"{_DAY}\s{CLOCK}")
_BEHIND_DASH = re.compile(rf"{_NAME}\s{{1,3}}—\s{{1,3}}{_DAY}\s{CLOCK}")
"""As Discord writes it, whose names begin small as often as not."""
_BESIDE = re.compile(rf"{_NAME}\s{{1,3}}(?:[-–—]\s)?{_DAY}\s{CLOCK}")  # Amy Lin 2026/3/1 10:32; Amy - Today at 10:32


def stamped_blocks(text: str) -> tuple[Part, ...]:
    """The turns of a copied chat; nothing where the text does not start with such a line, or has only one."""
    marks: list[Mark] = []
    if not _TIME.search(text):
        return ()
    at = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        name = _announced(line.strip()) if len(line) <= _LONGEST else ""
        if name:
            marks.append(Mark(name=name, at=at, words=min(at + len(line) + 1, len(text)), stamp=line.strip()))
        elif _is_apart(lines[number : number + 3]):
            head = sum(len(each) + 1 for each in lines[number : number + 3])
            stamp = lines[number + 2].strip()
            marks.append(Mark(name=unmarked(line.strip()), at=at, words=min(at + head, len(text)), stamp=stamp))
        at += len(line) + 1
    leads = bool(marks) and not text[: marks[0].at].strip()
    return parts(text, marks) if leads or len(marks) > 1 else ()


def _is_apart(lines: list[str]) -> bool:
    """Whether a name, a dash and a time stand in three lines, as browsers copy them from Discord."""
    if len(lines) < 3 or lines[1].strip() != "—" or len(lines[0]) > _LONGEST:
        return False
    return is_name(unmarked(lines[0].strip())) and bool(_ON_DAY.fullmatch(lines[2].strip()))


def _announced(line: str) -> str:
    """Who speaks below `line`; empty where it announces nobody."""
    if not any(char.isdigit() for char in line):
        return ""
    for pattern in _BRACKETED:
        match = pattern.fullmatch(line)
        if match and is_name(unmarked(match["name"])):
            return unmarked(match["name"])
    match = _BEHIND_DASH.fullmatch(line)
    if match and is_name(unmarked(match["name"])):
        return unmarked(match["name"])
    match = _BESIDE.fullmatch(line)
    return unmarked(match["name"]) if match and is_person(unmarked(match["name"])) else ""
