"""What a name looks like at a glance: letters of other scripts, accents and pairs that are taken for one letter."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"), ("ii", "u"))
"""Two letters that are read as one in many typefaces."""
_DIGITS = str.maketrans("01345789", "oleastbg")
_ONE = str.maketrans("ij1|!", "lllll")
"""Thin strokes that nobody tells apart at a glance."""


@lru_cache(maxsize=4_096)
def skeleton(label: str) -> str:
    """A label in the Latin letters that it looks like, by Unicode's table of confusable characters (UTS #39)."""
    return "".join(_latin(char) for char in unicodedata.normalize("NFC", label))


@lru_cache(maxsize=4_096)
def glance(label: str) -> str:
    """A label as a hurried reader takes it: pairs and digits read as the letters that they imitate."""
    seen = skeleton(label).translate(_DIGITS)
    for pair, letter in _PAIRS:
        seen = seen.replace(pair, letter)
    return seen.translate(_ONE)


def mixes(label: str) -> bool:
    """Whether one label holds letters of scripts that no language writes together, such as Latin and Cyrillic."""
    scripts = {unicodedata.name(char, "").partition(" ")[0] for char in label if char.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1


def distance(one: str, other: str) -> int:
    """Letters left out, added, changed or swapped with their neighbour (optimal string alignment)."""
    return int(OSA.distance(one, other, score_cutoff=3))


def reach(length: int) -> int:
    """Changes up to which two names of this length are mistaken for each other; short names are near many others."""
    return 0 if length <= 3 else 1 if length <= 9 else 2


@lru_cache(maxsize=1_024)
def _latin(char: str) -> str:
    if char.isascii():
        return char
    base = unicodedata.normalize("NFKD", char)[0]
    if base.isascii():
        return base.lower()
    from confusable_homoglyphs import confusables

    for entry in confusables.is_confusable(base, preferred_aliases=["latin"]) or []:
        for like in entry["homoglyphs"]:
            if len(like["c"]) == 1 and like["c"].isascii() and like["c"].isalnum():
                return str(like["c"].lower())
    return char
