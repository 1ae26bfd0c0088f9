"""Puts right the text of Meta's exports, which write the bytes of UTF-8 as if each were a letter of Latin-1."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\u0080-\u009f]")
"""Bytes that are no letter of Latin-1: text that a person wrote does not have them."""
_UNLIKELY = re.compile("[\u0250-\u02af\u0700-\u074f]")
"""Phonetic and Syriac letters, which proper text such as `CAFÉ »` would become."""


def repaired(text: str) -> str:
    """`text` as it was written; text that is not wholly double-encoded stays as it is, so that no letter is lost."""
    if text.isascii():
        return text
    try:
        undone = text.encode("latin-1").decode("utf-8")
    except UnicodeError:  # it holds what double encoding cannot make: it is proper text
        return text
    return text if _UNLIKELY.search(undone) and not _CONTROL.search(text) else undone
