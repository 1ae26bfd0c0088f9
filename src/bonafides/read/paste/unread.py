"""Notices text that looks like a chat, though no speakers were found in it: a form that is not known."""

from __future__ import annotations

import re
from itertools import pairwise

from bonafides.read.paste.linkedin import is_person
from bonafides.read.paste.stamps import CLOCK, DATE
from bonafides.read.whatsapp.marks import unmarked

_LINES = 3
"""Lines of one look that a text needs to be taken for a chat."""
_LONGEST = 160
_DATED = re.compile(rf"[\[(<]?(?:{DATE}(?!\d)|(?=\d{{1,2}}:){CLOCK}(?!\d))")
_TIMED = re.compile(rf"{CLOCK}[ ✓✔]{{0,4}}")
"""What stands below a bubble, with its ticks; two such lines are enough."""
_STATE = re.compile(rf"(?:Read|Seen|Delivered|Sent|Gelesen|Zugestellt|Lu|Vu|Leído|Visto|Прочитано|已读)(?: {CLOCK})?")
"""What a phone writes below the last bubble."""
_SHORT = 30
_MOST = 5_000
"""Lines of a text that is looked through for names."""
_DASHES = "-–—"


def looks_like_chat(text: str) -> bool:
    """Whether lines have the look of a chat: a date or time, `Name |`, a dash and `Name:`, marks of delivery, or one
    short line that comes back, as a name does.
    """
    counts = {"headed": 0, "timed": 0, "dated": 0, "barred": 0, "dashed": 0}
    lines = text.split("\n")
    if _names_come_back(lines):
        return True
    for line in lines:
        if look := _look(unmarked(line[:_LONGEST])):
            counts[look] += 2 if look in ("timed", "headed") else 1
            if counts[look] >= _LINES:
                return True
    return False


def _names_come_back(lines: list[str]) -> bool:
    """Whether a short line without the end of a sentence stands twice or more, with other words below it each time."""
    if not 4 <= len(lines) <= _MOST:
        return False
    below: dict[str, set[str]] = {}
    for line, after in pairwise(unmarked(line) for line in lines):
        if line and after and len(line) <= _SHORT and line[-1] not in ".!?,;:" and len(line.split()) <= 3:
            below.setdefault(line, set()).add(after)
    labels = {unmarked(line).partition(":")[0] for line in lines if ": " in line}
    return any(len(words) > 1 for words in below.values()) or sum(map(is_person, labels)) > 2


def _look(line: str) -> str:
    line = line.strip()
    if _TIMED.fullmatch(line) or _STATE.fullmatch(line):
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
