"""The small language of the word lists: what may follow what, word by word, and how it is found in a text.

`clearance`, `secret|restricted` (either), `top?` (may be missing), `fregatt*` and `*kaserne` (begins, ends so),
`=SC` (exactly so written), `#` (a number or its ordinal), `^` (a name: a capitalised word that is no ordinary one),
`^^` (a name all in capitals), `@` (any capitalised word), `&` (an acronym), `$` (letters and a number in one word),
`%` (how many, in figures or in words), `§` (an entry of a list of controlled goods: `6A005`, `ML10`),
`~4` (up to four words of the same sentence in between).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bonafides.exposure.finders.quantity import is_quantity
from bonafides.exposure.grammar.tokens import Word, plain

_NUMBER = re.compile(r"[a-z]?\d{1,5}[a-z]?|\d{1,5}(?:st|nd|rd|th|e|er|re|eme|nd|a|o|ste|de)?|[ivx]{1,5}")
_ROMAN = re.compile(r"[IVX]{1,5}")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_LETTERS_AND_NUMBER = re.compile(r"[A-Z]{2,4}\d{2,4}[A-Z]?")
_CONTROLLED = re.compile(r"\d[A-E]\d{3}[a-z]?|ML\d{1,2}")
_SPECIAL = frozenset({"#", "^", "^^", "@", "&", "$", "%", "§"})
_LEAST = 3
"""Letters of a name, and of one all in capitals one more."""
_SHAPES = {"&": _ACRONYM, "$": _LETTERS_AND_NUMBER, "§": _CONTROLLED}
Fits = Callable[[Word], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a phrase."""

    fits: Fits
    may_miss: bool = False
    skips: int = 0
    """How many words may be passed over here; then nothing else of it counts."""
    firsts: frozenset[str] = frozenset()
    """The words that it can be, where they can be listed: for finding phrases fast."""
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    """The same for beginnings and ends of words."""
    patterns: bool = False
    """Whether it can be told from these alone that a text does not hold it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of a list."""

    parts: tuple[Part, ...]

    def may_stand(self, present: Mapping[str, Word]) -> bool:
        """Whether every word that must be there is among those of the text: most phrases are ruled out so, cheaply."""
        needed = [part for part in self.parts if part.patterns and not part.may_miss]
        return all(
            not part.firsts.isdisjoint(present)
            if part.firsts
            else any(word.startswith(part.starts) or word.endswith(part.ends) for word in present)
            for part in needed
        )

    def end(self, words: Sequence[Word], at: int) -> int:
        """The place behind the longest match that begins at `at`; -1 where there is none."""
        return _end(self.parts, 0, words, at, at)


def _end(parts: tuple[Part, ...], part: int, words: Sequence[Word], at: int, start: int) -> int:
    """The place behind the match of the parts from `part` on; phrases are short, so that this stays bounded."""
    if part == len(parts):
        return at
    this = parts[part]
    if this.skips:
        return _past_gap(parts, part, words, at, start)
    fits = at < len(words) and (at == start or words[at].near) and this.fits(words[at])
    taken = _end(parts, part + 1, words, at + 1, start) if fits else -1
    if taken < 0 and this.may_miss:
        return _end(parts, part + 1, words, at, start)
    return taken


def _past_gap(parts: tuple[Part, ...], part: int, words: Sequence[Word], at: int, start: int) -> int:
    """The place behind the match of what follows a gap; what may be missing there is passed over last."""
    for here in range(at, min(at + parts[part].skips + 1, len(words))):
        if not words[here].same:
            break
        if parts[part + 1].fits(words[here]):
            end = _end(parts, part + 2, words, here + 1, start)
            if end >= 0:
                return end
    if not parts[part + 1].may_miss:
        return -1
    return at if part + 2 == len(parts) else _past_gap((*parts[: part + 1], *parts[part + 2 :]), part, words, at, start)


@dataclass(slots=True)
class Phrases:
    """A list of phrases that is searched at once."""

    by_first: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    open: list[Phrase] = field(default_factory=list)
    """Those that begin with a number, a name or a part of a word."""

    def add(self, phrase: Phrase) -> None:
        """Put a phrase in."""
        firsts = phrase.parts[0].firsts
        for first in firsts:
            self.by_first[first].append(phrase)
        if not firsts:
            self.open.append(phrase)

    def find(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Where the phrases stand, as (first word, behind the last word): the longest at each place."""
        present = {word.plain: word for word in words}
        firsts = {
            first: possible
            for first in present.keys() & self.by_first.keys()
            if (possible := [phrase for phrase in self.by_first[first] if phrase.may_stand(present)])
        }
        anywhere = [phrase for phrase in self.open if phrase.may_stand(present)]
        if not firsts and not anywhere:
            return
        for at, word in enumerate(words):
            ends = [phrase.end(words, at) for phrase in (*firsts.get(word.plain, ()), *anywhere)]
            best = max(ends, default=-1)
            if best > at:
                yield at, best


def phrases(entries: Iterable[str], ordinary: frozenset[str]) -> Phrases:
    """The list of these entries; `ordinary` are the words that are no names however they are written."""
    found = Phrases()
    for entry in entries:
        for phrase in _phrases(entry, ordinary):
            found.add(phrase)
    return found


def _phrases(entry: str, ordinary: frozenset[str]) -> Iterator[Phrase]:
    """The phrases of one entry: one that begins with a part that may be missing is two."""
    parts = tuple(_part(token, ordinary) for token in entry.split())
    yield Phrase(parts)
    while parts[0].may_miss and len(parts) > 1:
        parts = parts[1:]
        yield Phrase(parts)


def _part(token: str, ordinary: frozenset[str]) -> Part:
    may_miss = len(token) > 1 and token.endswith("?")
    token = token.removesuffix("?")
    if token[0] == "~":
        return Part(fits=lambda word: True, skips=int(token[1:]))
    if token in _SPECIAL:
        return Part(fits=_special(token, ordinary), may_miss=may_miss)
    choices = [each.removesuffix("?") or each for each in token.split("|") if each]
    special = any(each in _SPECIAL for each in choices)
    whole = [each for each in choices if "*" not in each]
    starts = () if special else tuple(plain(each[:-1]) for each in choices if each.endswith("*"))
    ends = () if special else tuple(plain(each[1:]) for each in choices if each.startswith("*"))
    # one that may be a whole word or a part of one is looked for by its parts alone
    alike = tuple(plain(each.removeprefix("=")) for each in whole) if starts or ends else ()
    # most choices are whole words: those are looked up at once, the others are tried one after the other
    same = frozenset(plain(each) for each in whole if each not in _SPECIAL and not each.startswith("="))
    fits = tuple(_fits(each, ordinary) for each in choices if each not in whole or each in _SPECIAL or each[0] == "=")
    return Part(
        fits=lambda word: word.plain in same or any(one(word) for one in fits),
        may_miss=may_miss,
        firsts=frozenset() if special or starts or ends else frozenset(plain(each.removeprefix("=")) for each in whole),
        starts=(*starts, *alike),
        ends=ends,
        patterns=not special,
    )


def _special(token: str, ordinary: frozenset[str]) -> Fits:
    if token == "#":  # noqa: S105 - a sign of the lists
        return lambda word: (
            _NUMBER.fullmatch(word.plain) is not None
            and (any(map(str.isdigit, word.own)) or bool(_ROMAN.fullmatch(word.own)))
        )
    if token == "%":  # noqa: S105
        return is_quantity
    if token == "@":  # noqa: S105
        return lambda word: word.is_capital and word.own.isalpha()
    if token in _SHAPES:
        shape = _SHAPES[token]
        return lambda word: shape.fullmatch(word.own) is not None
    shouted = token == "^^"  # noqa: S105
    return lambda word: is_name(word, ordinary) and (not shouted or (word.own.isupper() and len(word.own) > _LEAST))


def is_name(word: Word, ordinary: frozenset[str]) -> bool:
    """Whether a word is written as a name is and is no ordinary word."""
    return word.is_capital and len(word.own) >= _LEAST and word.plain not in ordinary and word.own.isalpha()


def _fits(choice: str, ordinary: frozenset[str]) -> Fits:
    if choice in _SPECIAL:
        return _special(choice, ordinary)
    if choice.startswith("="):
        exact = choice[1:]
        return lambda word: word.own == exact
    if choice.endswith("*"):
        start = plain(choice[:-1])
        return lambda word: word.plain.startswith(start)
    if choice.startswith("*"):
        end = plain(choice[1:])
        return lambda word: word.plain.endswith(end) and len(word.plain) > len(end)
    whole = plain(choice)
    return lambda word: word.plain == whole
