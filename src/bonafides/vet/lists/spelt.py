"""A name as its words: as written, in Latin letters, by sound; in every way in which it may be cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from bonafides.vet.lists.sound import sound

LONGEST = 300
"""Characters of a name that are looked at; the longest in real lists are ministries of about 250."""
MOST_WORDS = 24
_SIMPLE = re.compile(r"[^\W_]+(?:[ .,-]+[^\W_]+)*\Z")
_WORDS = re.compile(r"[^\W_]+")
_EAST = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]{2,5}\Z")
_ARTICLE = re.compile(r"\A\u0627\u0644(?=\w{3})")
_ARTICLES = frozenset({"al", "el", "ul"})
_SILENT = re.compile(r"(?:[\u0e14\u0e17](?=\u0e23\u0e4c))?[\u0e01-\u0e2e][\u0e34-\u0e39]?\u0e4c")
"""A Thai letter under the sign that silences it, and a stop before a silent r."""
_SCRIPTS = {
    "LATIN": "Latin", "GREEK": "Greek", "CYRILLIC": "Cyrillic", "ARABIC": "Arabic", "HEBREW": "Hebrew", "CJK": "Han",
    "HANGUL": "Hangul", "HIRAGANA": "Kana", "KATAKANA": "Kana", "THAI": "Thai", "DEVANAGARI": "Devanagari",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name."""

    written: str
    """Case folded, in its own script."""
    latin: str
    """In lower-case Latin letters and digits."""
    sound: str
    script: str
    """As the name of its first letter begins: `LATIN`, `CJK`; empty for words that are made here."""


def shown(text: str) -> str:
    """A foreign name as it may be shown: without control and direction characters, on one line, not without end."""
    if text.isprintable():
        return " ".join(text[: 2 * LONGEST].split())[:LONGEST]
    kept = (" " if letter in "\n\r\t" else letter for letter in text[: 2 * LONGEST])
    clean = "".join(letter for letter in kept if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co"))
    return " ".join(clean.split())[:LONGEST]


@lru_cache(maxsize=1 << 12)
def script(text: str) -> str:
    """The script of the first letter that has one of its own, as Unicode names it; `Other` for the rest."""
    for letter in text:
        if letter.isalpha():
            return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "Other")
    return "Other"


def cuts(text: str) -> tuple[tuple[Word, ...], ...]:
    """The name's words; for names of the East that are written in one piece, in each way they may be parted."""
    written = _split(unicodedata.normalize("NFKC", text[:LONGEST]))
    ways = [written]
    if len(written) == 1 and _EAST.match(written[0]):
        whole = written[0]
        ways += [(whole[:at], whole[at:]) for at in (1, 2) if at < len(whole) and (at == 1 or len(whole) > 2)]
    ways += _joined(text, written)
    found = filter(None, (tuple(filter(None, map(word, way))) for way in ways))
    return tuple(found) if len(ways) == 1 else tuple(dict.fromkeys(found))


def _joined(text: str, written: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Words with hyphens as one word, and of three words two as one: "Min-jun Kim", "Kim Min Jun"."""
    ways = [_split(re.sub(r"(?<=\w)[-\u2010\u2011](?=\w)", "", text))] if "-" in text or "\u2010" in text else []
    if len(written) == 3 and not ways:
        ways = [(written[0] + written[1], written[2]), (written[0], written[1] + written[2])]
    return ways


def _split(text: str) -> tuple[str, ...]:
    """Runs of letters, marks and digits, case folded; apostrophes and joiners hold a word together."""
    text = text.casefold()
    if _SIMPLE.match(text):
        return tuple(_WORDS.findall(text)[:MOST_WORDS])
    words: list[str] = []
    run: list[str] = []
    for letter in text:
        kind = unicodedata.category(letter)
        if kind[0] in "LMN":
            run.append(letter)
        elif kind != "Cf" and letter not in "'’ʼʹ`" and run:
            words.append("".join(run))
            run = []
    words += ["".join(run)] if run else []
    return tuple(words[:MOST_WORDS])


@lru_cache(maxsize=1 << 15)
def word(written: str) -> Word | None:
    """One word, or None where nothing of it can be written in Latin letters or it is an Arabic article alone."""
    bare = _SILENT.sub("", _ARTICLE.sub("", written))
    latin = _latin(bare).lower()
    if not (latin.isascii() and latin.isalnum()):
        latin = "".join(letter for letter in latin if letter.isalnum() and letter.isascii())
    if not latin or latin in _ARTICLES:
        return None
    name = unicodedata.name(next(filter(str.isalpha, written), "0"), "").split(" ")[0]
    alone = len(written) == 1  # a syllable of the East: too short for a coarse sound
    return Word(written, latin, "" if alone else sound(latin, name), name)


def _latin(written: str) -> str:
    """In Latin letters: as passports have it for the six scripts that rigour knows, by ICU for all others."""
    if written.isascii():
        return written
    near, rest = _transliterations()
    latin = near(written)
    return latin if latin.isascii() else rest(written)


@cache
def _transliterations() -> tuple[Callable[[str], str], Callable[[str], str]]:
    from normality import ascii_text
    from rigour.text.translit import maybe_ascii

    return maybe_ascii, ascii_text
