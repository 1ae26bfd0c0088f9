"""Writes names, e-mail addresses, phone numbers and profile addresses in one form, so that equal ones compare equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
PHONE = re.compile(r"(?<![\d+])\+?\d[\d\u00a0\u202f\u2010-\u2015 ().-]{6,20}\d(?!\d)")
_HOST_PREFIX = re.compile(r"(?:www\.|(?:m|[a-z]{2})\.(?=linkedin\.com))")
_UNSPACED = ("\u3040", "\ud7a3")
"""From the Japanese kana over the Han characters to the Korean syllables."""
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0])


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """`name` for comparison: one case, one spacing, no invisible marks or emoji, no `~` of an unsaved contact."""
    plain = unicodedata.normalize("NFKC", name.translate(_INVISIBLE)).casefold()
    worded = plain if plain.isascii() else "".join(char for char in plain if not _is_ornament(char))
    return " ".join(worded.lstrip("~ ").split()) or " ".join(plain.split())


def _is_ornament(char: str) -> bool:
    """Emoji and what modifies them."""
    return unicodedata.category(char) in ("So", "Sk") or "\ufe00" <= char <= "\ufe0f"


def is_full_name(key: str) -> bool:
    """Whether a name key is a whole name, so that sharing it means something: two words, or three letters of scripts
    that write names without spaces.
    """
    if " " in key and any(char.isalpha() for char in key):
        return True
    return sum(_UNSPACED[0] <= char <= _UNSPACED[1] for char in key) > 2


def is_phone(text: str) -> bool:
    """Whether the whole of `text` reads as a phone number, as unsaved contacts do."""
    return bool(PHONE.fullmatch(text.translate(_INVISIBLE).strip("~ \u00a0\u202f")))


def email_id(address: str) -> str:
    """`email:...` for an address, with or without `mailto:` and angle brackets; empty where it is none."""
    bare = address.strip().strip("<>").removeprefix("mailto:").lower()
    return f"email:{bare}" if EMAIL.fullmatch(bare) else ""


@lru_cache(maxsize=4_096)
def phone_id(number: str) -> str:
    """`phone:+44...` (E.164) for an international number; empty where the country cannot be known."""
    text = number.translate(_INVISIBLE).strip("~ \u00a0\u202f")
    if text.startswith("00"):
        text = "+" + text[2:]
    if not text.startswith("+") or not PHONE.fullmatch(text):
        return ""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return ""
    return f"phone:{phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)}"


@lru_cache(maxsize=65_536)
def url_id(address: str) -> str:
    """`url:...` for a profile address without scheme, query and country host; empty where it is none."""
    bare = address.strip().lower()
    bare = bare.partition("://")[2] or bare
    bare = unquote(bare.partition("?")[0].partition("#")[0]).rstrip("/")
    prefix = _HOST_PREFIX.match(bare)
    bare = bare[prefix.end() :] if prefix else bare
    if "/" not in bare or "." not in bare.partition("/")[0] or any(char.isspace() for char in bare):
        return ""
    return f"url:{bare}"


def identifier(value: str) -> str:
    """The identifier that `value` is (e-mail, phone or profile address), or empty for a mere name."""
    return email_id(value) or phone_id(value) or url_id(value)
