"""Finds what is said by several words of one sentence, in whatever order they stand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.exposure.grammar.phrase import Phrases
    from bonafides.exposure.grammar.tokens import Word

Found = tuple[int, int]
"""The first word of a match and the word behind its last."""


@dataclass(frozen=True, slots=True)
class Together:
    """Lists of which each must have a phrase in one sentence, and not too far from the phrase of the first list."""

    parts: tuple[Phrases, ...]
    unless: Phrases
    """A sentence that holds one of these does not count: it speaks of what is over, or of something else."""
    within: int
    """Words that may lie between."""

    def find(self, words: Sequence[Word]) -> Iterator[Found]:
        """Where they stand, from the first word of them to the last. Linear in the words for a given `within`."""
        heads, *others = (list(part.find(words)) for part in self.parts)
        if not heads or not all(others):
            return
        sentences = list(accumulate(not word.same for word in words))
        over = {sentences[start] for start, _ in self.unless.find(words)}
        starts = [dict(sorted(other, reverse=True)) for other in others]
        for head in heads:
            met = [self._nearest(head, other, sentences) for other in starts]
            if sentences[head[0]] not in over and None not in met:
                found = [head, *(each for each in met if each is not None)]
                yield min(start for start, _ in found), max(end for _, end in found)

    def _nearest(self, head: Found, other: dict[int, int], sentences: Sequence[int]) -> Found | None:
        """The nearest match of another list in the sentence of the head."""
        sentence, reach = sentences[head[0]], range(head[0] - self.within, head[1] + self.within)
        near = [(at, other[at]) for at in reach if at in other and sentences[at] == sentence]
        apart = [each for each in near if each[1] <= head[0] or head[1] <= each[0]]
        return min(apart, key=lambda each: abs(each[0] - head[0]), default=None)
