"""Names of firms as domains write them: words, squeezed forms, initials and other usual shortenings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 200
"""Characters of a name that are compared."""
_LETTERS: tuple[dict[str, str | int | None], ...] = (
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss",
     "ð": "d", "þ": "th", "ł": "l", "đ": "d"},
    {"å": "a", "ø": "o", "æ": "a", "œ": "o", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d"},
)  # fmt: skip
"""Two ways of writing letters that domains long could not have; what is not named loses its accent."""
_APART = re.compile(r"[\W_]+")
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")
"""A letter of an abbreviation with its full stop (`S.p.A.`)."""
_OTHERWISE = re.compile(r"[()/|]|\b(?:formerly|previously|now|ehemals|vormals|anciennement|ex|antes|tidligere)\b", re.I)
"""What stands between two names of one body."""


@lru_cache(maxsize=4_096)
def words_of(name: str, *, forms: bool = True, way: int = 1) -> tuple[str, ...]:
    """The words of a name, folded; without legal forms (`GmbH`) where `forms` is False, unless nothing were left."""
    bare = _DOTTED.sub(r"\1", name[:LONGEST].replace("&", " and ").replace("'", "").replace("’", ""))
    found = tuple(filter(None, _APART.split(plain(bare, way))))
    if forms:
        return found
    from bonafides.vet.domains.known import listed

    return tuple(word for word in found if word not in listed("forms")) or found


def squeezed(name: str, *, way: int = 1) -> str:
    """All words in one."""
    return "".join(words_of(name, way=way))


@lru_cache(maxsize=4_096)
def plain(text: str, way: int = 1) -> str:
    """Lower case without accents, by one of two usual ways: `ü` is `ue` (0) or `u` (1)."""
    text = unicodedata.normalize("NFC", text[:LONGEST]).casefold().translate(str.maketrans(_LETTERS[way]))
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def is_latin(name: str) -> bool:
    """Whether a name can be compared with Latin letters at all."""
    return any("a" <= char <= "z" for char in plain(name))


@lru_cache(maxsize=4_096)
def spellings(name: str) -> tuple[str, ...]:
    """A name as a domain spells it in full, most usual first: with and without legal form and small words."""
    from bonafides.vet.domains.known import listed

    found: dict[str, None] = {}
    for way in (0, 1):
        words, every = words_of(name, forms=False, way=way), words_of(name, way=way)
        carrying = tuple(word for word in words if word not in listed("small"))
        for form in (words, carrying, every):
            found["".join(form)] = None
    return tuple(filter(None, found))


def carrying(name: str, *, way: int = 1) -> tuple[str, ...]:
    """The words that tell this firm from others: no legal form, no small word, no word for a trade or a place."""
    from bonafides.vet.domains.known import listed

    left_out = listed("small") | listed("business") | listed("grand")
    return tuple(word for word in words_of(name, forms=False, way=way) if word not in left_out)


def fits(label: str, name: str) -> bool:
    """Whether a label is a usual way to write a name: in full, its beginning, its initials or parts of its words."""
    label = label.replace("-", "")
    return any(label == plain(form) or label == form for form in (*spellings(name), as_written(name))) or any(
        _begins(label, words) or _shortens(label, words) for words in _orders(name)
    )


def begins(label: str, name: str) -> bool:
    """Whether a label is a name in full, or its first words as long as they tell it from others."""
    label = label.replace("-", "")
    return label in spellings(name) or any(_begins(label, words) for words in _orders(name))


def initials(name: str) -> frozenset[str]:
    """The first letters of its words, with and without the small ones."""
    return frozenset("".join(word[0] for word in words) for words in _orders(name) if len(words) > 1)


def as_written(name: str) -> str:
    """All words in one, with their accents and in their own script, as an internationalised domain has them."""
    return "".join(_APART.split(unicodedata.normalize("NFKC", name[:LONGEST]).casefold()))


@lru_cache(maxsize=4_096)
def _orders(name: str) -> tuple[tuple[str, ...], ...]:
    from bonafides.vet.domains.known import listed

    name = name[:LONGEST]
    found = {
        words: None
        for each in (name, *(_OTHERWISE.split(name) if _OTHERWISE.search(name) else ()))
        for way in (0, 1)
        for every in (words_of(each, forms=False, way=way), words_of(each, way=way))
        for words in (every, tuple(word for word in every if word not in listed("small")))
    }
    return tuple(words for words in found if words)


def _begins(label: str, words: tuple[str, ...]) -> bool:
    """Whether it is the first words of the name, the one that carries it among them."""
    from bonafides.vet.domains.known import listed

    weak = listed("small") | listed("business") | listed("grand")
    return any(
        label == "".join(words[:count]) and any(word not in weak for word in words[:count])
        for count in range(1, len(words) + 1)
    )


def _shortens(label: str, words: tuple[str, ...]) -> bool:
    """Whether it is made of beginnings of at least two of the words in their order, from the first word on.

    Works on the set of places in the label that can have been reached, so that its time is bounded by label times
    words times label.
    """
    if not 2 <= len(label) <= 24 or not 2 <= len(words) <= 12 or not label.startswith(words[0][0]):
        return False
    reached = {(_same(label, words[0], end), 1) for end in range(1, len(words[0]) + 1)} - {(0, 1)}
    for word in words[1:]:
        for place, taken in tuple(reached):
            for end in range(1, min(len(word), len(label) - place) + 1):
                if label[place : place + end] != word[:end]:
                    break
                reached.add((place + end, min(taken + 1, 2)))
    return (len(label), 2) in reached


def _same(label: str, word: str, end: int) -> int:
    return end if label[:end] == word[:end] and end <= len(label) else 0
