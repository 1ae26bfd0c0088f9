"""Which counts of a table may be shown, so that nobody can work out a small one, not even from sums.

A count from 1 to k - 1 is withheld, and with it as many others as it takes. Whoever sees the rest of the table and its
sum, and knows this rule too, finds at least two values possible for every count that is withheld:

- at least two are withheld, and together they hold k cases or more;
- what decides is never the place of a count, only its size, and counts of one size share their fate: so any two of
  those withheld could as well be swapped;
- where all of them are equal (v), v - 1 and v + 1 are possible instead, since k itself is withheld beside a smaller
  count and a table with fewer than two cases a row is withheld as a whole, by its sum alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LEAST = 5
"""k: the smallest count, above none, that is shown."""


def withheld(counts: Sequence[int], k: int = LEAST) -> frozenset[int]:
    """Places of the counts (each 0 or more) that must not be shown beside the others and their sum."""
    every = frozenset(range(len(counts)))
    if sum(counts) < max(k, 2 * len(counts)):
        return every
    hidden = frozenset(at for at in every if 0 < counts[at] < k)
    if not hidden:
        return hidden
    hidden |= {at for at in every if counts[at] == k}
    return _covered(counts, hidden, k)


def gathered(counts: Sequence[int], k: int = LEAST) -> frozenset[int]:
    """Places of the counts (each 1 or more) that are shown as one sum, without saying what they are counts of."""
    hidden = frozenset(at for at, count in enumerate(counts) if count < k)
    return _covered(counts, hidden, k) if hidden else hidden


def _covered(counts: Sequence[int], hidden: frozenset[int], k: int) -> frozenset[int]:
    """With the next larger counts, until what is withheld is enough to hide in."""
    while not _enough([counts[at] for at in hidden], k):
        rest = [at for at in range(len(counts)) if counts[at] and at not in hidden]
        if not rest:
            break
        least = min(counts[at] for at in rest)
        hidden |= {at for at in rest if counts[at] == least}
    return hidden


def _enough(hidden: Collection[int], k: int) -> bool:
    return len(hidden) > 1 and sum(hidden) >= k and max(hidden) > 1
