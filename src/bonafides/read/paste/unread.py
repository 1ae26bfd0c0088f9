"""Notices text that looks like a chat, though no speakers were found in it: a form that is not known."""

from __future__ import annotations

import re

from bonafides.read.paste.linkedin import is_person
from bonafides.read.paste.stamps import CLOCK, DATE
from bonafides.read.whatsapp.marks import unmarked

_LINES = 3
"""Lines of one look that a text needs to be taken for a chat."""
_LONGEST = 160
_DATED = re.compile(rf"[\[(<]?(?:{DATE}(?!\d)|(?=\d{{1,2}}:){CLOCK}(?!\d))")
_TIMED = re.compile(rf"{CLOCK}[ ✓✔]{{0,4}}")
"""What stands below a bubble, with its ticks; two such lines are enough."""
_DASHES = "-–—"


def looks_like_chat(text: str) -> bool:
    """Whether three lines or more begin with a date or time, or with `Name |`, or with a dash and `Name:`."""
    counts = {"headed": 0, "timed": 0, "dated": 0, "barred": 0, "dashed": 0}
    for line in text.split("\n"):
        if look := _look(unmarked(line[:_LONGEST])):
            counts[look] += 2 if look in ("timed", "headed") else 1
            if counts[look] >= _LINES:
                return True
    return False


def _look(line: str) -> str:
    line = line.strip()
    if _TIMED.fullmatch(line):
        return "timed"
    if _DATED.match(line):
        return "dated"
    name, barred, _ = line.partition("|")
    if barred and is_person(name.strip()):
        return "barred"
    name, colon, rest = line.partition(":")
    if colon and not rest and " " in name and is_person(name):
        return "headed"
    name, colon, _ = line.lstrip(_DASHES).partition(":")
    return "dashed" if colon and line[0] in _DASHES and is_person(name.strip()) else ""
