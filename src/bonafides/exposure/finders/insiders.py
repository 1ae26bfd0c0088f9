"""Finds people of whom a sentence says that they are still there, can open something, or would answer if asked.

No order of the words is asked for: somebody is named, and in the same sentence, or in the next one that goes on about
them, stands what they can open, or both that they are there and where.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from bonafides.exposure.finders.people import full_names
from bonafides.exposure.grammar.phrase import is_name
from bonafides.exposure.lexicon import listed, ordinary
from bonafides.model.exposure import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.exposure.grammar.tokens import Word
    from bonafides.exposure.sign import Cell, Range

_NEAR = 14
"""Words that may lie between a name and what is said of it."""
_BESIDE = 8
"""The same for what shows that somebody is known from elsewhere: a choir, a team that plays."""
_LONGEST = 16
"""Words of the longest phrase that says it."""
_TOLD = (Table.COMMENTS, Table.SHARES, Table.RECOMMENDATIONS_GIVEN, Table.RECOMMENDATIONS_RECEIVED)
"""Tables in which people speak of others, whatever their own row says of their work."""
_PRONOUNS = frozenset(
    "he she they both er sie beide il elle ils elles han hun de begge el ella ellos ellas ambos".split()
)
_SINGULAR = frozenset("he she er sie il elle han hun ella".split())
_ARTICLES = frozenset("the der die das dem den la le les el los las det".split())
_WHERE = frozenset("in near nach en desde i aus outside around via visit visite besuche besucht".split())
_WHENCE = frozenset("from fra depuis desde de".split())
_GREETINGS = frozenset(
    "greetings hello postcard news back hilsen hilsner salutations bonjour saludos souvenirs".split()
)
_SALUTES = frozenset("salut bonjour hej hola hi hello hallo dear".split())
_FIRST_AFTER = frozenset("der die der el la".split())
_Found = tuple[int, int]


def insiders(cell: Cell) -> Iterator[Range]:
    """The names of people of whom the field says that they have access."""
    told = cell.row.table in _TOLD and cell.setting.serving
    if not (cell.guarded or told):
        return
    words = cell.words
    people = sorted(set(_people(cell)))
    if not people:
        return
    sentence = list(accumulate(not word.same for word in words))
    said = _Said(words, sentence)
    for start, end in people:
        if said.of(start, end):
            yield words[start].start, words[end - 1].end


class _Said:
    """What the sentences of a field say of people."""

    def __init__(self, words: Sequence[Word], sentence: Sequence[int]) -> None:
        self.words, self.sentence = words, sentence
        self.access, self.still, self.ask, self.place, self.unless = (
            tuple(listed("colleagues", part).find(words)) for part in ("access", "still", "ask", "place", "unless")
        )
        self.goes_on = {sentence[at] for at, word in enumerate(words) if not word.same and word.plain in _PRONOUNS}

    def of(self, start: int, end: int) -> bool:
        """Whether enough is said of whom these words name."""
        if self._near(self.unless, start, end, _BESIDE):
            return False
        if self._near(self.access, start, end):
            return True
        there = self._near(self.place, start, end)
        return bool(there) and (
            bool(self._apart(self.still, there, start, end)) or bool(self._near(self.ask, start, end))
        )

    def _near(self, found: Sequence[_Found], start: int, end: int, within: int = _NEAR) -> list[_Found]:
        """Those beside these words, in their sentence or in one that goes on; few, since only so many lie so near."""
        own = self.sentence[start]
        on = own + 1 if own + 1 in self.goes_on else own
        first = bisect_left(found, (start - within - _LONGEST, 0))
        last = bisect_left(found, (end + within + 1, 0))
        return [
            each
            for each in found[first:last]
            if own <= self.sentence[each[0]] <= on
            and start - each[1] <= within
            and (each[1] <= start or end <= each[0])
        ]

    def _apart(self, found: Sequence[_Found], there: Sequence[_Found], start: int, end: int) -> list[_Found]:
        """Those that do not lie within the only word for a place."""
        return [each for each in self._near(found, start, end) if any(each != place for place in there)]


def _people(cell: Cell) -> Iterator[_Found]:
    """Who is named: in full, with a title or rank, after a word that bids to ask, or as the person recommended."""
    words = cell.words
    ranks = tuple(listed("colleagues", "ranks").find(words))
    titles = (*ranks, *listed("colleagues", "titles").find(words))
    owner = cell.setting.first_names
    inside = frozenset(at for start, end in titles for at in range(start, end))
    for start, end in full_names(words, inside):
        bare = start and words[start].near and words[start - 1].plain in _ARTICLES - _FIRST_AFTER
        if words[start].plain not in owner and not bare and not _is_place(words, start):
            yield start, end
    for _, end in (*titles, *listed("colleagues", "ask").find(words)):
        if words[end - 1].plain in _SALUTES:
            continue  # whom a comment speaks to
        if end < len(words) and words[end].same and _is_single(words[end]) and words[end].plain not in owner:
            yield end, end + 1
    if cell.row.table is Table.RECOMMENDATIONS_GIVEN:
        called = {word for name in ("first name", "last name") for word in cell.row.text(name).lower().split()}
        for at, word in enumerate(words):
            if word.own.lower() in called or word.plain in _SINGULAR:
                yield at, at + 1


def _is_place(words: Sequence[Word], name: int) -> bool:
    """Whether the word before a name says that it is a place."""
    beside = name > 0 and words[name].start - words[name - 1].end == 1
    before = words[name - 1].plain if beside else ""
    return before in _WHERE or (before in _WHENCE and name > 1 and words[name - 2].plain in _GREETINGS)


def _is_single(word: Word) -> bool:
    return is_name(word, ordinary()) and word.own.istitle()
