"""Finds what a mail hands on in its own text, and gives its header lines the one form that all mail programs share.

Every program writes them in its own order and language (`Betreff: ... Von: ...`); below this module there is only
`From, Sent, To, Subject`. What was written under them is never touched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.read.mail.quote_words import FROM_LABELS, OTHER_LABELS, SUBJECT_LABELS
from bonafides.read.mail.quotes import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RULE = "-----Original Message-----"
"""Stands above what was handed on, so that it is read as a copied thread and not as the file of a mail."""
_MARKED = re.compile(r"(?:[ \t]?>){1,20}[ \t]?")
_ONE_MARK = re.compile(r"[ \t]?>[ \t]?")
_DATED = re.compile(r"\d[:.h]\d\d|\b(?:19|20)\d\d\b|\d年")
_COPY = ("cc", "kopie", "抄送", "reply-to", "antwort an", "importance", "attachments")
_MOST_LINES = 9
_LONGEST = 400
_MOST_MARKS = 20


def split(text: str) -> tuple[str, str]:
    """(the sender's own words, what they quote or hand on); each empty where there is none of it."""
    parts = runs(text)
    own = "".join(text[part.start : part.end] for part in parts if not part.quoted)
    quoted = "".join(text[part.start : part.end] for part in parts if part.quoted)
    return own.strip(), in_one_form(quoted) if quoted.strip("> \t\r\n") else ""


def in_one_form(quoted: str) -> str:
    """What was handed on as a copied thread, with header lines in English and in one order, the rest as it stands."""
    lines = _lifted(quoted.replace("\r\n", "\n").strip("\n").split("\n"))
    done: list[str] = []
    at = 0
    while at < len(lines):
        block = _block(lines, at)
        done += _ordered(block) if block else [lines[at]]
        at += len(block) or 1
    text = "\n".join(done)
    return f"{_RULE}\n{text}" if text.lstrip().startswith("From:") else text


def _lifted(lines: list[str]) -> list[str]:
    """The lines without the quotation marks that all of them have."""
    for _ in range(_MOST_MARKS):
        worded = [line for line in lines if line.strip()]
        if not all(_ONE_MARK.match(line) for line in worded):
            break
        lines = [_ONE_MARK.sub("", line, count=1) for line in lines]
    return lines


def _block(lines: Sequence[str], at: int) -> list[str]:
    """The header lines of a mail that begin at `at`: a sender, and two of date, recipient and subject at least."""
    marks = _marks(lines[at])
    found: list[str] = []
    for line in lines[at : at + _MOST_LINES]:
        if _marks(line) != marks or _label(line)[0] not in FROM_LABELS | OTHER_LABELS:
            break
        found.append(line)
    labels = [_label(line)[0] for line in found]
    return found if len(found) > 2 and not FROM_LABELS.isdisjoint(labels) else []


def _ordered(block: Iterable[str]) -> list[str]:
    named: dict[str, str] = {}
    marks = ""
    for line in block:
        marks = _marks(line)
        label, value = _label(line)
        named.setdefault(_kind(label, value), value)
    known = ("From", "Sent", "To", "Subject")
    return [f"{marks}{name}: {named[name]}" for name in known if name in named]


def _kind(label: str, value: str) -> str:
    if label in FROM_LABELS:
        return "From"
    if label in SUBJECT_LABELS:
        return "Subject"
    if label in _COPY:
        return "Cc"
    return "Sent" if _DATED.search(value) and "@" not in value else "To"


def _marks(line: str) -> str:
    found = _MARKED.match(line)
    return found[0] if found else ""


def _label(line: str) -> tuple[str, str]:
    """(label, value) of `*From:* Amy Lin`; two empty strings for any other line."""
    label, colon, value = line[len(_marks(line)) :][:_LONGEST].replace("：", ":", 1).partition(":")
    name = label.strip("* \t\u00a0").casefold()
    return (name, value.strip("* \t\u00a0\r")) if colon and len(name) <= 24 else ("", "")
