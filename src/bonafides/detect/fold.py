"""Folding: a view of a text in which spelling tricks, letter case and accents are undone and offsets are kept.

`Message.text` itself is never altered; every folded character knows which original character it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\ufeff") | frozenset(
    chr(c) for block in ((0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070), (0xFE00, 0xFE10)) for c in range(*block)
)
"""Zero-width, joining, direction and variation characters: drawn as nothing, used to break up words."""

_APOSTROPHES = dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4\u0060\uff07", "'")
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
_STRIPPED_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A text folded, with the way back."""

    text: str
    offsets: tuple[int, ...] | None
    """For each folded character the index of its original; None where the two are the same length, one to one."""
    original: str

    def start(self, index: int) -> int:
        """Original offset at which folded character `index` begins."""
        return index if self.offsets is None else self.offsets[index]

    def end(self, index: int) -> int:
        """Original offset just behind folded character `index - 1`."""
        if self.offsets is None:
            return index
        end = self.offsets[index - 1] + 1
        while end < len(self.original) and unicodedata.combining(self.original[end]):
            end += 1  # a letter's own accents belong to it
        return end


@lru_cache(maxsize=65_536)
def _fold_character(char: str) -> str:
    """What one character folds to: nothing, one or several, letter case kept."""
    if char in INVISIBLE:
        return ""
    if (plain := _APOSTROPHES.get(char) or _DASHES.get(char)) is not None:
        return plain
    folded = unicodedata.normalize("NFKC", char)
    if not folded.isspace() and folded.strip() != folded:  # free-standing accents fold to space plus mark
        return char
    return "".join(_strip_accents(c) for c in folded)


def _strip_accents(char: str) -> str:
    """`é` to `e`; scripts whose marks are letters of their own right (Hangul, Devanagari) are left alone."""
    if char.isascii():
        return char
    if unicodedata.combining(char):
        return ""
    parts = unicodedata.normalize("NFD", char)
    if len(parts) > 1 and unicodedata.name(parts[0], "").startswith(_STRIPPED_SCRIPTS):
        return parts[0]
    return char


def fold(text: str) -> Folded:
    """Fold `text`: NFKC, accents and invisible characters dropped, look-alike letters of mixed words undone.

    Letter case is kept: whether a word is capitalised tells names from words. Linear in the length of `text`.
    """
    if text.isascii():
        return Folded(text=text, offsets=None, original=text)
    replaced = {char: _fold_character(char) for char in set(text)}
    if all(len(to) == 1 for to in replaced.values()):
        folded, offsets = text.translate({ord(char): to for char, to in replaced.items()}), None
    else:
        pieces = [(replaced[char], i) for i, char in enumerate(text)]
        folded = "".join(piece for piece, _ in pieces)
        offsets = tuple(i for piece, i in pieces for _ in piece)
    return Folded(text=_undo_lookalikes(folded), offsets=offsets, original=text)


def _undo_lookalikes(folded: str) -> str:
    """Replace foreign look-alikes in words that mix scripts, and in lone words amid Latin text; length is kept."""
    if not any("\u0370" <= char <= "\u052f" for char in folded):  # Greek and Cyrillic, which hold the look-alikes
        return folded
    latin = sum(char.isascii() and char.isalpha() for char in folded)
    mostly_latin = latin * 2 > sum(char.isalpha() for char in folded)
    return _WORD.sub(lambda match: _as_latin(match.group(), foreign_too=mostly_latin), folded)


def _as_latin(word: str, *, foreign_too: bool) -> str:
    """`word` in Latin letters if it mixes scripts (or `foreign_too`) and each foreign letter has a Latin look-alike."""
    if word.isascii():
        return word
    mixed = any(char.isascii() for char in word)
    if not mixed and not foreign_too:
        return word
    letters = [char if char.isascii() else _latin_lookalike(char) for char in word]
    return word if None in letters else "".join(letter for letter in letters if letter)


@lru_cache(maxsize=4_096)
def _latin_lookalike(char: str) -> str | None:
    """The Latin letter that looks like `char` (Unicode's confusables table), or None."""
    from confusable_homoglyphs import confusables

    for entry in confusables.is_confusable(char, preferred_aliases=["latin"]) or []:
        for homoglyph in entry["homoglyphs"]:
            candidate = str(homoglyph["c"])
            if len(candidate) == 1 and candidate.isascii() and candidate.isalpha():
                return candidate.upper() if char.isupper() and candidate.upper() != "I" else candidate.lower()
    return None
