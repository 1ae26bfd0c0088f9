"""Characters that no font at hand can show: found in what typst says, and shown by their numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_REFUSED = re.compile(
    r'error: (?:the text|the PDF contains the codepoint|the text contains the disallowed codepoint) `"(.{1,200}?)"`',
)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\(.)")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
_LATIN = 0x250
"""First character after the Latin letters that every font has."""
_STRANGE = re.compile("[^\\u0000-\\u052f\\u1e00-\\u20cf\\u2100-\\u214f]")
"""Letters that the one font that comes along does not have: it has Latin, Greek, Cyrillic and what goes with them."""
SHOWN = 12
"""Characters that the note names."""


def is_strange(data: str) -> bool:
    """Whether it is no use to try the one font that comes along."""
    return _STRANGE.search(data) is not None


def refused(diagnostic: str) -> tuple[str, ...]:
    """The characters that typst could not show, as its diagnosis names them, each once; those of ASCII never.

    It names a letter together with the marks on it: then the fault is with a mark, where the letter is a Latin one.
    """
    texts = {_ESCAPED.sub(_char, found): None for found in _REFUSED.findall(diagnostic)}
    return tuple(dict.fromkeys(char for text in texts for char in _faulty(text)))


def _faulty(text: str) -> list[str]:
    strange = [char for char in text if ord(char) >= _LATIN]
    return strange or [char for char in text if not char.isascii()]


def numbered(data: str, characters: Iterable[str]) -> str:
    """A text with each of the characters as its number, `[U+4F60]`."""
    return data.translate({ord(char): f"[U+{ord(char):04X}]" for char in characters})


def shown_as_numbers(characters: Iterable[str]) -> str:
    """The first few of them, as they are shown."""
    listed = [f"U+{ord(char):04X}" for char in characters]
    return ", ".join(listed[:SHOWN]) + (" …" if len(listed) > SHOWN else "")


def _char(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else _PLAIN.get(escape[2], escape[2])
