"""Finds the turns of a chat copied from a phone, where names stand alone in a line: `Amy Lin`, then `You sent`."""

from __future__ import annotations

import re
from collections import Counter

from bonafides.read.paste.linkedin import is_person
from bonafides.read.paste.speakers import Mark, Part, parts
from bonafides.read.self_labels import is_own_label
from bonafides.read.whatsapp.marks import unmarked

_LONGEST = 60
_SENT = re.compile(r" (?:sent|replied)(?: to (?:you|yourself|themselves|themself))?\Z")
_I_SENT = re.compile(
    r"(?:you (?:sent|replied)(?: to [^\n]{1,40})?|du hast [^\n]{0,20}gesendet|vous avez envoyé|enviaste|hai inviato"
    r"|você enviou|je hebt verzonden|вы отправили)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._]{2,29}")
"""An account's name, as Instagram shows it above the words."""
OWN = "You"
"""How such a page calls its user."""


def lone_names(text: str) -> tuple[Part, ...]:
    """The turns; nothing where no line stands for the user, or where the text does not begin with a name."""
    lines = [(unmarked(line) if len(line) <= _LONGEST else "") for line in text.split("\n")]
    if not any(_is_own(line) for line in lines):
        return ()
    counts = Counter(lines)
    first = next((line for line in lines if line), "")
    marks, at = [], 0
    for line, raw in zip(lines, text.split("\n"), strict=True):
        account = line == first and counts[line] > 1 and bool(_ACCOUNT.fullmatch(line))
        name = line if account else _name(line, known=counts[line] > 1 or line == first)
        if name:
            marks.append(Mark(name=name, at=at, words=min(at + len(raw) + 1, len(text))))
        at += len(raw) + 1
    leads = bool(marks) and not text[: marks[0].at].strip()
    return parts(text, marks) if leads and len({mark.name for mark in marks}) > 1 else ()


def _is_own(line: str) -> bool:
    return bool(_I_SENT.fullmatch(line)) or is_own_label(line)


def _name(line: str, *, known: bool) -> str:
    """Who speaks below `line`; empty where it is no name alone. `known`: it comes back, or the text begins with it."""
    if not line:
        return ""
    if _is_own(line):
        return line if is_own_label(line) else OWN
    name = _SENT.sub("", line)
    return name if (known or name != line) and is_person(name) and len(name.split()) > 1 else ""
