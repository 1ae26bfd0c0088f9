"""Cuts a text into words that can be compared without case and accents, each knowing where it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "œ": "oe", "đ": "d", "ł": "l"})
_JOINED = re.compile(r"[ \t\u00a0\u202f\-–—/'’\"“”„«»&·:()+.#]{0,3}")
_ENDS = re.compile(r"[.!?;|\n•]")
_SHORT = 3
"""Letters up to which a word before a full stop is an abbreviation (`No. 3`, `Lt. Col.`)."""
_ARTICLES = frozenset("der die das des dem den im am vom zum zur beim und ved i pa fra til af og det".split())
_COUNTED = (
    "bataillon", "division", "brigade", "regiment", "geschwader", "kompanie", "staffel", "bataljon", "kompagni",
    "eskadrille", "geschwaders", "bataillons", "regiments", "korps", "armee", "zug", "gruppe", "flottille", "januar",
    "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember",
    "december", "marts", "maj",
)  # fmt: skip
"""What German and Danish count with a number and a full stop."""
_SHORTENED = frozenset({"capt", "brig", "hptm", "regt", "batt", "cmdr", "supt", "insp"})


_SHORT_LOWER = frozenset(
    "no nr st dr mr mrs ms hr fr sr sra ca kl pr bl lt col cap cpt sgt maj gen adm reg rgt bat btl bn div brg pz art "
    "abt bzw ggf stv evt vs co cia kp esk tte cdt adj cne prof ing".split()
)
"""Short words in small letters that are abbreviations before a capital; any other ends a sentence (`Ask. He`)."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    plain: str
    """Lower case, without accents."""
    own: str
    """As it is written."""
    start: int
    end: int
    near: bool
    """Whether nothing but a blank, a hyphen or a quote lies between it and the word before it."""
    same: bool
    """Whether it is in the same sentence, or the same item of a list, as the word before it."""

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.own[0].isupper()


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """One word as it is compared: lower case, accents gone, the letters of the North as two of the others."""
    lower = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    return "".join(char for char in lower if not unicodedata.combining(char))


def words_of(text: str) -> tuple[Word, ...]:
    """Every word of a text in its order. Linear in the length of the text."""
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        gap = text[last : match.start()]
        near = bool(found) and _near(gap, found, match.group())
        same = bool(found) and (near or not _ENDS.search(gap))
        own = unicodedata.normalize("NFC", match.group())
        found.append(Word(plain(own), own, match.start(), match.end(), near, same))
        last = match.end()
    return tuple(found)


def _near(gap: str, words: list[Word], after: str) -> bool:
    if not _JOINED.fullmatch(gap):
        return False
    before = words[-1]
    if "." not in gap or not gap.endswith((" ", "\t")):
        return True
    if before.own.isdigit():
        return not after[0].isupper() or _is_ordinal(words, plain(after))
    if len(before.own) <= _SHORT:
        return not (before.own.isalpha() and before.own.islower() and after.istitle()) or before.plain in _SHORT_LOWER
    return before.plain in _SHORTENED or before.own[0].isdigit()


def _is_ordinal(words: list[Word], after: str) -> bool:
    """Whether a number with a full stop counts what follows (`2. Panzerdivision`) and does not end a sentence."""
    first = len(words) == 1 or not words[-1].same
    led = not first and words[-2].plain in _ARTICLES
    return len(words[-1].own) <= _SHORT and (first or led or after.endswith(_COUNTED))
