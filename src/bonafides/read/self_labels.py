"""The labels with which people mark their own lines in a chat: `Me`, `Ich`, `Moi`, ..."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.read.identity import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST_PERSON = frozenset({"i", "me", "myself", "ich", "moi", "yo", "mig", "jeg", "minä", "я", "我", "本人", "自分"})
_FIRST_PERSON |= frozenset("én aku saya tôi аз ја εγώ ես მე أنا انا من אני मैं আমি ฉัน ผม 나 저 私 僕 俺".split(" "))
"""Only words that are nobody's first name: Turkish `ben` or Swedish `jag` would hide what a Ben or a Jag wrote."""
_SECOND_PERSON = frozenset(
    {"you", "tú", "vous", "você", "usted", "вы", "siz", "sinä", "kamu", "bạn", "你", "您", "あなた", "당신"}
)
_SECOND_PERSON |= frozenset({"אתה", "أنت", "آپ", "आप", "คุณ", "εσείς"})
"""Applications call their user `You`; people who write `Me:` call the other side so."""


def own_labels(speakers: Iterable[str]) -> frozenset[str]:
    """Those of `speakers` that mark the user's own lines; none where nobody else speaks, or where two labels vie."""
    named = dict.fromkeys(speakers)
    first = [name for name in named if name_key(name) in _FIRST_PERSON]
    own = first or [name for name in named if name_key(name) in _SECOND_PERSON]
    return frozenset(own) if len(own) == 1 and len(named) > 1 else frozenset()


def is_own_label(name: str) -> bool:
    """Whether `name` is a word that people use for themselves."""
    return name_key(name) in _FIRST_PERSON | _SECOND_PERSON
