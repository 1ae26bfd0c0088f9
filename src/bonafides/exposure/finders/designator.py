"""Knows how one of many rooms, gates, desks or teams is told from the others: number, letter, compass point."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.exposure.grammar.phrase import is_name
from bonafides.exposure.lexicon import ordinary, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.exposure.grammar.tokens import Word

_NUMBER = re.compile(r"\d{1,4}[a-z]?\d?|[a-z]{1,2}\d{1,4}[a-z]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROMAN = re.compile(r"[IVX]{1,4}")
_GERMAN = re.compile(r"(?:erst|zweit|dritt|viert|funft|sechst|siebt|acht|neunt|zehnt)e[nrms]?")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th|e|er|re|eme|o|a|ste|de)")
_LED = frozenset("no nr n num numero numero number nummer".split())
_INITIALS = re.compile(r"[A-Z]{2,4}")
_NEAR = 9
_PIECES = 3
_COMPASS = frozenset(
    "north south east west northeast northwest southeast southwest nord sud ost ouest est ost syd vest norte sur este"
    " oeste nordost nordwest sudost sudwest ostflugel westflugel".split()
)
_SPOKEN = frozenset(
    "one two three four five six seven eight nine ten eleven twelve eins zwei drei vier funf sechs sieben acht neun"
    " zehn deux trois quatre cinq sept huit neuf dix dos tres cuatro cinco seis siete ocho nueve diez tre seks syv"
    " otte".split()
)
_RADIO = frozenset(
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec"
    " romeo sierra tango uniform victor whiskey whisky xray yankee zulu".split()
)
_COLOURS = frozenset(
    "red blue green white black amber gold silver yellow orange rot blau grun weiss schwarz gelb rouge bleu vert noir"
    " blanc rod bla gron hvid sort rojo azul verde negro".split()
)
COUNTED = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth top premier premiere"
    " deuxieme troisieme quatrieme cinquieme forste anden tredje fjerde femte"
    " primera primer segunda segundo tercera tercer cuarta cuarto quinta quinto".split()
)
"""Ordinals written out."""


def designator(words: Sequence[Word], at: int) -> int:
    """The place behind a designator that begins at a word; that word itself where there is none."""
    led = at
    if _near(words, at) and words[at].plain in _LED:
        led = at + 1
    filed = _near(words, led) and _INITIALS.fullmatch(words[led].own) and _numbered(words, led + 1)
    if not filed and (not _near(words, led) or not _designates(words[led])):
        return at
    after = led + 1
    while _near(words, after) and after < led + _PIECES and words[after].own[0].isdigit() and _joined(words, after):
        after += 1
    return after


def is_ordinal(word: Word) -> bool:
    """Whether a word counts (`3rd`, `third`)."""
    return bool(_ORDINAL.fullmatch(word.plain)) or word.plain in COUNTED or bool(_GERMAN.fullmatch(word.plain))


def is_colour(word: Word) -> bool:
    """Whether a word is a colour or a letter of the radio alphabet, written as a name."""
    return word.is_capital and (word.plain in _COLOURS or word.plain in _RADIO)


def is_certain(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a designator is one that little else has: two figures or more, or letters too (`12-84`, `E-2`)."""
    signs = "".join(word.own for word in words[start:end] if word.plain not in _LED)
    figures = sum(map(str.isdigit, signs))
    compass = words[start].plain in _COMPASS and words[start].is_capital
    return compass or figures > 1 or 0 < figures < len(signs)


def is_lay(words: Sequence[Word], at: int) -> bool:
    """Whether a school, a union, a book or the like stands so near in the sentence that the number is theirs."""
    lay = word_set("site", "lay")
    for step, reach in ((-1, range(at - 1, at - _NEAR, -1)), (1, range(at + 1, at + _NEAR))):
        for each in reach:
            if not 0 <= each < len(words) or not words[each + (step < 0)].same:
                break
            if words[each].plain in lay:
                return True
    return False


def names(word: Word) -> bool:
    """Whether a word is written as a name is."""
    return is_name(word, ordinary())


def _near(words: Sequence[Word], at: int) -> bool:
    return 0 < at < len(words) and words[at].near


def _joined(words: Sequence[Word], at: int) -> bool:
    return words[at].start - words[at - 1].end == 1


def _numbered(words: Sequence[Word], at: int) -> bool:
    """Whether a number follows initials, joined to them: `IGD-4`."""
    return _near(words, at) and _joined(words, at) and words[at].start > words[at - 1].end and words[at].own.isdigit()


def _designates(word: Word) -> bool:
    if _NUMBER.fullmatch(word.plain):
        return not _YEAR.fullmatch(word.plain) and (
            word.own.isdigit() or word.own[0].isupper() or word.own[0].isdigit()
        )
    if len(word.own) == 1:
        return word.own.isupper() and word.own != "I"
    spoken = (word.plain in _SPOKEN or word.plain in _COMPASS) and word.is_capital
    return spoken or bool(_ROMAN.fullmatch(word.own)) or (is_colour(word) and word.plain in _RADIO)
