"""What is left of a word in Latin letters when vowels and near consonants are not told apart.

Arabic, Hebrew and Thai transliterate letter by letter, with few vowels or others than passports have; so words from
two scripts are compared by consonants. Idea: Soundex (Russell 1918) and Double Metaphone (Philips 2000), coarser.
"""

from __future__ import annotations

import re

_PAIRS = {
    "tch": "j", "sch": "s", "kh": "k", "gh": "k", "ph": "f", "th": "t", "dh": "t", "sh": "s", "zh": "s", "ch": "j",
    "ts": "s", "tz": "s", "dj": "j", "ck": "k", "ou": "u", "x": "ks",
}  # fmt: skip
_PAIR = re.compile("|".join(_PAIRS))
_DOUBLE = re.compile(r"(.)\1+")
_SCRIPTS: dict[str, tuple[tuple[str, str], ...]] = {
    "THAI": (("x", "o"), ("rr", "a"), ("ch", "c"), ("c", "ch")),
}
"""What a transliteration writes, and what passports write for it."""
_INDIC = (("ch", "c"), ("c", "ch"))
_SCRIPTS |= dict.fromkeys(("DEVANAGARI", "BENGALI", "TAMIL", "KHMER", "LAO"), _INDIC)
_CONSONANTS_ONLY = ("ARABIC", "HEBREW")
_BY_SYLLABLE = ("CJK",)
"""Scripts whose transliteration is how passports write them, so that a coarser sound would only confuse names."""
_NEAR = str.maketrans("bvfgqckdzj", "pppkkkktsj", "aeiouwy")
LEAST = 2
"""Consonants below which a word has no sound that says anything."""


def sound(word: str, script: str = "LATIN") -> str:
    """The consonants of a lower-case word in Latin letters; empty where there are too few to compare.

    `script` is the one that it was transliterated from, as Unicode begins the names of its letters.
    """
    if script in _BY_SYLLABLE:
        return ""
    for written, near in _SCRIPTS.get(script, ()):
        word = word.replace(written, near)
    word = _PAIR.sub(_nearer, word)
    if script not in _CONSONANTS_ONLY:
        word = _DOUBLE.sub(r"\1", word)
    kept = word.translate(_NEAR)
    kept = kept[:1] + kept[1:].replace("h", "")
    return kept if len(kept) >= LEAST else ""


def _nearer(found: re.Match[str]) -> str:
    return _PAIRS[found.group()]


def shortened(consonants: str) -> tuple[str, ...]:
    """The consonants with each left out in turn, so that words one letter apart meet (SymSpell, Garbe 2012)."""
    if len(consonants) < LEAST + 1:
        return ()
    return tuple(dict.fromkeys(consonants[:at] + consonants[at + 1 :] for at in range(len(consonants))))
