"""Foreign text made harmless to look at: nothing in a message may move the cursor, hide or reorder other words."""

from __future__ import annotations

import re

_CONTROL_PICTURES = 0x2400
_DIRECTION = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Embeddings, overrides and isolates: they can make a line read differently from what it says."""
_INVISIBLE = (0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x2060, 0x2065), 0xFEFF, *range(0xE0000, 0xE0080))
_LINES = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s{2,}|[^\S\u00a0\u202f]")
"""What becomes one blank; a lone no-break space stays, since it holds a colon or the end of a number to its word."""


def _table() -> dict[int, str]:
    """What is shown in place of a character; C0 has its own pictures, the rest is named by its number."""
    table = {code: chr(_CONTROL_PICTURES + code) for code in range(0x20) if chr(code) not in "\n\t"}
    table |= {0x7F: "\u2421", ord("\t"): " "}
    table |= {code: f"[U+{code:04X}]" for code in (*range(0x80, 0xA0), *_DIRECTION)}
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    return table | dict.fromkeys(_INVISIBLE, "")


_SHOWN = _table()


def visible(text: str, *, lines: bool = False) -> str:
    """Foreign text as it may be shown: on one line, or with its line breaks kept when `lines` is set."""
    text = _LINES.sub("\n", text).translate(_SHOWN)
    return text if lines else _BLANKS.sub(" ", text)


def name(text: str, longest: int = 60) -> str:
    """A name, file or other short foreign text: one line of at most `longest` characters."""
    shown = visible(text[: longest * 4]).strip()
    return shown if len(shown) <= longest else f"{shown[: longest - 1].rstrip()}…"
