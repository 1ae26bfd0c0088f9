"""B-cubed against its definition and worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.campaign.bcubed import bcubed

GROUPS = st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1), max_size=4)


def by_definition(ours: list[frozenset[str]], theirs: list[frozenset[str]]) -> dict[str, float]:
    """Amigo et al. 2009, section 5, pair by pair."""

    def together(groups: list[frozenset[str]], one: str, other: str) -> int:
        return sum(one in group and other in group for group in groups)

    everybody = sorted(frozenset().union(*ours))
    found = {}
    for one in everybody:
        pairs = [other for other in everybody if together(ours, one, other)]
        agreed = [min(together(ours, one, o), together(theirs, one, o)) / together(ours, one, o) for o in pairs]
        found[one] = sum(agreed) / len(agreed)
    return found


@given(GROUPS, GROUPS)
def test_it_is_the_definition(ours: list[frozenset[str]], theirs: list[frozenset[str]]) -> None:
    assert bcubed(ours, theirs) == pytest.approx(by_definition(ours, theirs))


@pytest.mark.parametrize(
    ("ours", "theirs", "precision", "recall"),
    [
        (["abc"], ["abc"], 1.0, 1.0),
        (["abcd"], ["ab", "cd"], 0.5, 1.0),
        (["ab", "cd"], ["abcd"], 1.0, 0.5),
        (["abxy"], ["ab"], 0.25, 1.0),  # two of four belong: 1/2 for each of these, 0 for the others
        (["ab", "bc"], ["ab", "bc"], 1.0, 1.0),
        (["abc"], ["de"], 0.0, 0.0),
    ],
)
def test_worked_examples(ours: list[str], theirs: list[str], precision: float, recall: float) -> None:
    assert mean(bcubed(ours, theirs)) == pytest.approx(precision)
    assert mean(bcubed(theirs, ours)) == pytest.approx(recall)


def mean(figures: dict[str, float]) -> float:
    return sum(figures.values()) / len(figures)
