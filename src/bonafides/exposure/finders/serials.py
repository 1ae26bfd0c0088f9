"""Finds what is worked on by its type: letters and figures, joined by a hyphen, beside what shows that they are one.

`the W97-2 life extension`, `programa S-95`, `test engineer on the K-77 Albatros`: nobody can list the types, and the
same shape serves roads, forms, courses and standards. A type counts where a weapon, a programme or a renewal stands
with it, or a name that somebody tests, builds or leads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.exposure.finders.naming import Naming
from bonafides.exposure.grammar.phrase import is_name
from bonafides.exposure.lexicon import ordinary, word_class, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

Found = tuple[int, int]
"""The first word of a match and the word behind its last."""

_TYPE = re.compile(
    r"(?<![\w/.-])([A-Z]{1,3})(?:-\d{1,3}[A-Z]?(?:[-/]\d{1,2}[A-Z]?)?|\d{2,3}-\d{1,2}[A-Z]?)(?!\w|[.,]\d|-\d)"
)
_CIVIL = frozenset("K-12 G-20 G-7 G-8 J-1 CO-2 H-1B H-2B H-2 S-4 E-5 E-10 E-85 C-19 C-40 A-4 A-3 O-1 F-1 L-1".split())
"""Schools, summits, visas, fuels, sheets of paper."""
_FLEETS = frozenset("fleet fleets flotte flotta flota flade".split())
_AHEAD = 2
_LINKS = 3
_DEALT = 6


@dataclass(frozen=True)
class Serials:
    """The types that one field names."""

    naming: Naming
    doing: bool
    """Whether it says what its owner does, so that a type before a name is what they do it to."""

    def found(self) -> Iterator[Found]:
        """Each as its first word and the word behind its last, with the name that it has."""
        starts = {word.start: at for at, word in enumerate(self.naming.words)}
        for match in _TYPE.finditer(self.naming.text):
            at = starts.get(match.start(1))
            if at is None or match[0] in _CIVIL or match[1].lower() in word_class("programme", "papers"):
                continue
            end = at + 1
            while end < len(self.naming.words) and self.naming.words[end].start < match.end():
                end += 1
            named = self._past_name(end)
            slight = len(match[1]) == 1 and named == end
            if self._made_of(at, named, slight=slight) or (named > end and self.doing and self._dealt(at)):
                yield at, named

    def _past_name(self, end: int) -> int:
        """The place behind the one or two words that a type is called by."""
        words = self.naming.words
        past = end
        while past < min(end + _AHEAD, len(words)) and words[past].near and self._names(past):
            past += 1
        return past

    def _names(self, at: int) -> bool:
        word = self.naming.words[at]
        free = at not in self.naming.known and word.plain not in self.naming.strange
        return free and is_name(word, ordinary()) and not self._is_noun(at)

    def _is_noun(self, at: int, *, slight: bool = False) -> bool:
        """Whether a word is an arm, a renewal, or a programme; offices too have a `project P-3`."""
        word = self.naming.words[at].plain
        effort = not slight and word in word_class("programme", "efforts")
        arm = at in self.naming.systems and at not in self.naming.everyday
        return arm or effort or word in word_class("programme", "renewals")

    def _goes_on(self, at: int) -> bool:
        """Whether a word follows that the type only tells apart: `replacement of the B-12 lift`."""
        words = self.naming.words
        if at >= len(words) or not words[at].near or at in self.naming.systems or words[at].plain in _FLEETS:
            return False
        leads_on = word_set("site", "where") | word_set("site", "linking")
        return words[at].own.islower() and words[at].plain not in leads_on

    def _made_of(self, at: int, end: int, *, slight: bool) -> bool:
        """Whether the noun for what it is stands straight before, or at most one word behind."""
        words = self.naming.words
        if end < len(words) and words[end].near and words[end].plain in word_set("site", "facilities"):
            return False
        before, links = at, word_class("programme", "ofs")
        while before and at - before < _LINKS and words[before].near and words[before - 1].plain in links:
            before -= 1
        if before and words[before].near and self._is_noun(before - 1, slight=slight):
            # `replacement of the P-71`, but `programme S-95` without a word between
            renewed = words[before - 1].plain in word_class("programme", "renewals")
            if renewed == (before < at) and not (renewed and self._goes_on(end)):
                return True
        for here in range(end, min(end + _AHEAD, len(words))):
            if not words[here].near:
                return False
            if self._is_noun(here, slight=slight) or (end > at + 2 and here == end and here in self.naming.systems):
                return True
        return False

    def _dealt(self, at: int) -> bool:
        """Whether the same sentence says before that somebody tests, builds or leads."""
        words = self.naming.words
        for here in range(at, max(at - _DEALT, 0), -1):
            if not words[here].same:
                return False
            if words[here - 1].plain in word_class("programme", "dealing"):
                return True
        return False
