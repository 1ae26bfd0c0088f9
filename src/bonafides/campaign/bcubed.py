"""B-cubed: how well campaigns agree with labels, account by account, where accounts may be in several of either."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def bcubed(ours: Sequence[Collection[str]], theirs: Sequence[Collection[str]]) -> dict[str, float]:
    """For each account in `ours` its share of companions there that belong with it in `theirs`, itself included.

    Extended B-cubed (Amigo et al. 2009, section 5): two accounts that share m groups in ours and n in theirs count
    min(m, n) / m. Precision is the mean with the campaigns as `ours`, recall with the labels as `ours`. An account that
    is not in `theirs` at all counts 0: nobody it was put with belongs with it. O(sum of squares of group sizes).
    """
    places_theirs = _places(theirs)
    return {
        account: _one(account, [ours[place] for place in places], places_theirs)
        for account, places in _places(ours).items()
    }


def _places(groups: Sequence[Collection[str]]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, members in enumerate(groups):
        for account in members:
            places[account].append(place)
    return places


def _one(account: str, ours: Sequence[Collection[str]], theirs: Mapping[str, list[int]]) -> float:
    home = set(theirs.get(account, ()))
    if not home:
        return 0.0
    companions = Counter(one for members in ours for one in members)
    agreed = (
        min(together, sum(place in home for place in theirs.get(one, ()))) / together
        for one, together in companions.items()
    )
    return sum(agreed) / len(companions)
