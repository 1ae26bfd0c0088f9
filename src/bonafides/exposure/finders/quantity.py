"""Tells whether a word says how many: in figures, or spelled out in one of the languages of the lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonafides.exposure.grammar.tokens import Word

_FIGURES = re.compile(r"\d{1,6}")
_YEAR = re.compile(r"19[5-9]\d|20[0-4]\d")
_WORDS = frozenset(
    (
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds "
        "thousand dozen dozens score zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn "
        "vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreissig vierzig funfzig sechzig "
        "siebzig achtzig neunzig hundert hunderte tausend dutzend deux trois quatre cinq sept huit neuf dix "
        "onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cents centaine "
        "centaines dizaine dizaines douzaine vingtaine trentaine quarantaine cinquantaine mille tre fem "
        "seks syv otte elleve tolv tretten fjorten femten seksten sytten atten nitten tyve tredive fyrre "
        "halvtreds tres halvfjerds firs halvfems hundrede tusind snes dos cuatro cinco seis siete ocho "
        "nueve diez once doce trece catorce dieciseis diecisiete dieciocho diecinueve veinte veintiuno "
        "veintidos veintitres veinticuatro veinticinco treinta cuarenta cincuenta sesenta setenta ochenta "
        "noventa cien ciento doscientos trescientos mil docena decena decenas centenar centenares"
    ).split()
) - {"once", "tres", "mil", "score"}
"""Without words that mean something else in another language (`to`, `fire`, `once`): a word has no language here."""
_PARTS = re.compile(r"[a-z]{2,16}?und(?:zwanzig|dreissig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig)")
_HUNDREDS = ("hundert", "hunderte", "tausend", "hundrede", "tusind", "cientos", "cientas")
_LONGEST = 24


def _says_how_many(plain: str) -> bool:
    if plain[0].isdigit():
        return _FIGURES.fullmatch(plain) is not None and not _YEAR.fullmatch(plain)
    if plain in _WORDS:
        return True
    return len(plain) <= _LONGEST and (plain.endswith(_HUNDREDS) or _PARTS.fullmatch(plain) is not None)


def is_quantity(word: Word) -> bool:
    """Whether a word says how many; a year does not."""
    return _says_how_many(word.plain)
