"""Texts that must fit into a field of a form: cut where a sentence ends, with what was left out kept beside them."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

_ENDS = frozenset(".!?…。！？؟।")
_CLOSING = frozenset("\"'”’»“)]）」』")
_NO_SPACE = frozenset("。！？")
"""Ends after which some scripts go on without a blank."""


class Cut(NamedTuple):
    """A text in two parts; put together again, blanks aside, they are the whole."""

    kept: str
    rest: str


def fits(text: str, limit: int | None) -> Cut:
    """As much of `text` as a field of `limit` characters takes: up to the end of a sentence or line where there is one.

    Characters are counted as a browser counts them for a field, in UTF-16 code units, so that an emoji counts twice.
    Where the first sentence is too long by itself it is cut between words, and where there are no blanks between whole
    characters. None is no limit; a limit below 1 keeps nothing.
    """
    text = text.strip()
    if limit is None or units(text) <= limit:
        return Cut(text, "")
    most = _within(text, limit)
    at = _sentence_end(text, most) or _blank(text, most) or _whole(text, most)
    return Cut(text[:at].rstrip(), text[at:].strip())


def units(text: str) -> int:
    """Its length in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def _within(text: str, limit: int) -> int:
    """How many characters fit."""
    used = 0
    for at, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > limit:
            return at
    return len(text)


def _sentence_end(text: str, most: int) -> int:
    """Where the last sentence or line that fits ends; 0 where none does."""
    for at in range(most, 0, -1):
        if text[at] == "\n":
            return at
        before = text[at - 1]
        if before in _NO_SPACE or (text[at].isspace() and _ends(text, at)):
            return at
    return 0


def _ends(text: str, at: int) -> bool:
    """Whether a sentence ends before `at`, quotation marks and brackets aside."""
    while at > 0 and text[at - 1] in _CLOSING:
        at -= 1
    return at > 0 and text[at - 1] in _ENDS


def _blank(text: str, most: int) -> int:
    return next((at for at in range(most, 0, -1) if text[at].isspace()), 0)


def _whole(text: str, most: int) -> int:
    """`most`, moved back so that no accent, joiner or variation is parted from its character."""
    at = most
    while at > 0 and (unicodedata.combining(text[at]) or text[at] in "\u200d\ufe0f" or text[at - 1] == "\u200d"):
        at -= 1
    return at or most
