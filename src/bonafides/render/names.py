"""Where a text holds somebody's name: whole, or a part of it as a word of its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_IDEOGRAPHS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
"""Scripts that put no blanks between words: each letter counts as a word of its own."""
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0963\u0980-\u0dff"
"""Accents and vowel signs that belong to the letter before them (whole blocks where letters and signs mix)."""
_WORD = re.compile(f"[{_IDEOGRAPHS}]|(?:(?![{_IDEOGRAPHS}])[^\\W\\d_]|[{_MARKS}])+")
_ROLES = frozenset(
    (
        "me them they you i us user self other unknown sender recruiter contact client support admin "
        "linkedin whatsapp telegram"
    ).split()
)
"""What an interchange file may say instead of a name."""
_PARTICLES = frozenset("the and von van der den del dos das bin ibn phd mba prof mrs miss esq linkedin member".split())
_PLAIN = frozenset(
    (
        "will mark may grace rose hope joy art bill rob sue pat drew frank grant chase guy ray dean miles june april "
        "august summer dawn long young king best day law love white black brown green can don bob jack rich sandy"
    ).split()
)
"""Parts of names that are also plain words: these count with a capital letter only, even close by."""
_DIGRAPHS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS", "Å": "Aa", "Ø": "Oe", "Æ": "Ae"}
)
"""Letters as they are written where a keyboard or a passport has them not (ICAO 9303 part 3, section 6.A)."""
_BARE = str.maketrans("øØłŁđĐ", "oOlLdD")
"""Letters that no accent can be taken from, as they are written without their stroke."""
_JOINTS = frozenset(" \u00a0\u202f.,-_'’\"“”")
_GAP = 3
"""How many of these may stand between two words of one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A name in a text."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Roster:
    """The names to look for, each with the label that takes its place.

    A plain word such as "will" may be part of a name: a part counts in any spelling in a conversation with that
    person (`close`), and elsewhere only with the capital letter of a name.
    """

    whole: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    """Full names as folded words, by first word, longest first."""
    parts: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, label: str, *, apart: bool = True) -> None:
        """Look for a name from now on, with `apart` for its parts too; roles such as "them" are not names.

        Its usual other spellings are looked for as well: `Mueller` and `Muller` for Müller.
        """
        if not is_role(name):
            for words in filter(None, map(_words, _spellings(name))):
                self._add(words, label, apart=apart)

    def _add(self, words: tuple[str, ...], label: str, *, apart: bool) -> None:
        if (words, label) not in self.whole.setdefault(words[0], []):
            self.whole[words[0]].append((words, label))
            self.whole[words[0]].sort(key=lambda entry: -len(entry[0]))
        for part in {*words, *_run_together(words)} if apart else ():
            if len(part) >= 3 and part not in _PARTICLES:
                self.parts.setdefault(part, label)


def is_role(name: str) -> bool:
    """Whether a speaker is called by a role such as `them`, which says nothing about who it is."""
    words = _words(name)
    return len(words) == 1 and words[0] in _ROLES


def sightings(text: str, everybody: Roster, close: Roster) -> Iterator[Sighting]:
    """Every name in a text from left to right; neighbouring parts of one person's name are one sighting."""
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in words]
    spelled = [fold(_with_digraphs(word[0])) for word in words]  # a name given as Mueller is Müller here
    last: Sighting | None = None
    at = 0
    while at < len(words):
        count, label = _match(text, words, folded, at, everybody, close)
        if not label and spelled[at] != folded[at]:
            count, label = _match(text, words, spelled, at, everybody, close)
        if label:
            seen = Sighting(start=words[at].start(), end=words[at + count - 1].end(), label=label)
            if last and last.label == label and text[last.end : seen.start] in (" ", "\u00a0"):
                seen = Sighting(start=last.start, end=seen.end, label=label)
            elif last:
                yield last
            last = seen
        at += count
    if last:
        yield last


def fold(word: str) -> str:
    """A word without case and accents."""
    return word.lower() if word.isascii() else _fold(word)


@lru_cache(maxsize=10_000)
def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def _with_digraphs(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_DIGRAPHS)


def _spellings(name: str) -> Iterator[str]:
    """A name as it stands, and as others write it."""
    if not name.isascii():
        yield from dict.fromkeys((_with_digraphs(name), unicodedata.normalize("NFC", name).translate(_BARE)))
    yield name


def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(found[0]) for found in _WORD.finditer(name))


def _run_together(words: Sequence[str]) -> Iterator[str]:
    """A name as account names write it: `danawhitfield`, `whitfielddana`, `dwhitfield`."""
    if len(words) > 1 and all(word.isascii() for word in words):
        yield "".join(words)
        yield words[-1] + words[0]
        if len(words[-1]) >= 3:
            yield words[0][0] + words[-1]


def _match(
    text: str, words: Sequence[re.Match[str]], folded: Sequence[str], at: int, everybody: Roster, close: Roster
) -> tuple[int, str]:
    """How many words from here are a name, and its label; one word and no label where none is."""
    for roster in (close, everybody):
        lone = _may_be_name(words[at][0], folded[at], near=roster is close)
        for name, label in roster.whole.get(folded[at], ()):
            same = tuple(folded[at : at + len(name)]) == name and _adjacent(text, words, at, len(name))
            if same and (lone or (len(name) > 1 and not _PLAIN.issuperset(name))):
                return len(name), label
        if lone and folded[at] in roster.parts:
            return 1, roster.parts[folded[at]]
    return 1, ""


def _may_be_name(word: str, folded: str, *, near: bool) -> bool:
    """Whether one word, found among the names, is meant as a name here."""
    if not word[0].islower():
        return True
    return near and len(folded) >= 3 and folded not in _PLAIN


def _adjacent(text: str, words: Sequence[re.Match[str]], at: int, count: int) -> bool:
    gaps = (text[left.end() : right.start()] for left, right in pairwise(words[at : at + count]))
    return all(len(gap) <= _GAP and _JOINTS.issuperset(gap) for gap in gaps)
