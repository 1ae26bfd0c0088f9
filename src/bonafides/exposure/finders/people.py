"""Finds the names of people by how they are written: no list of names is kept, and none is told from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.exposure.grammar.phrase import is_name
from bonafides.exposure.lexicon import ordinary, surnames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.exposure.grammar.tokens import Word

_PARTICLES = frozenset(
    "de van von der den ten ter zu la del di da das dos do du des le af al el ibn bin bint ben abu abd ap y e".split()
)
"""Small words inside names."""
_LEADING = frozenset("al el abu abd ibn bin ben da di del van von ap".split())
"""Those that begin a name of two words; others need a third."""
_MOST = 6
_SHOUTED = 3
"""Letters from which a surname may be written in capitals (`Jean DUPONT`)."""


def full_names(words: Sequence[Word], titles: frozenset[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """Full names: two to six words in a row that are written as names and are no other proper words.

    `titles` are the places of ranks and of words for colleagues, which belong to no name. In scripts without capitals
    nothing shows what a name is.
    """
    at = 0
    while at < len(words):
        end = at
        while (
            end < len(words)
            and end not in titles
            and (end == at or _joined(words, end))
            and _may_be_name(words[end], first=end == at)
            and (words[end].plain != "der" or words[end - 1].plain in ("van", "von"))
        ):
            end += 1
        last = end
        while last > at and words[last - 1].plain in _PARTICLES and not words[last - 1].is_capital:
            last -= 1
        small = words[at].plain in _PARTICLES if at < last else False
        fewest = 3 if small and words[at].plain not in _LEADING else 2
        if fewest <= last - at <= _MOST and sum(len(word.own) > 1 for word in words[at:last]) >= 1:
            yield at, last
        at = max(end, at + 1)


def _joined(words: Sequence[Word], at: int) -> bool:
    """Whether a word follows the one before it as in a name: after a blank or a hyphen, or the point of an initial."""
    gap = words[at].start - words[at - 1].end
    return gap == 1 or (gap == 2 and len(words[at - 1].own) <= 2 and words[at].near)


def _may_be_name(word: Word, *, first: bool) -> bool:
    if word.plain in _PARTICLES:
        return word.is_capital or not first
    initial = len(word.own) == 1 and word.is_capital and word.own.isalpha()
    proper = is_name(word, ordinary()) or (len(word.own) == 2 and word.own.istitle() and word.plain not in ordinary())
    surname = not first and word.is_capital and word.plain in surnames()
    shouted = word.own.isupper() and (first or len(word.own) < _SHOUTED)
    return initial or surname or (proper and not shouted)
