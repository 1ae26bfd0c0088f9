"""The invisible direction marks that WhatsApp puts around names, numbers and platform lines."""

from __future__ import annotations

MARKS = "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""For use inside a character class of a pattern."""

_RANGES = ((0x061C, 0x061C), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069), (0xFEFF, 0xFEFF))
DROP_MARKS: dict[int, None] = {point: None for low, high in _RANGES for point in range(low, high + 1)}
"""A table for `str.translate` that drops them."""


def unmarked(text: str) -> str:
    """`text` without invisible marks, with ordinary spaces, and none at its ends: for names, never for messages."""
    return " ".join(text.translate(DROP_MARKS).split())
