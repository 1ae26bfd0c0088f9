"""Decodes mail text by the character set that it names, when that can be trusted to end."""

from __future__ import annotations

import codecs

from bonafides.read.decode import decode

_NOT_FOR_MAIL = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})
"""Codecs of Python that no mail uses; decoding punycode takes quadratic time."""


def text_from(raw: bytes, charset: str) -> str:
    """`raw` as text by `charset`; where that is unknown or wrong, by its own bytes, as any other file."""
    try:
        codec = codecs.lookup(charset)
    except (LookupError, ValueError):
        return decode(raw)
    if codec.name in ("ascii", "utf-8") or codec.name.replace("_", "-") in _NOT_FOR_MAIL:
        return decode(raw)
    try:
        return raw.decode(codec.name)
    except (LookupError, ValueError):
        return decode(raw)
