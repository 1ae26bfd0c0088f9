"""What is withheld cannot be worked out: every table that looks alike is tried, by somebody who knows the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.desk.figures.disclosure import LEAST, gathered, withheld

Counts = tuple[int, ...]


def tables(rows: int, total: int) -> Iterator[Counts]:
    """Every table of so many rows with this sum."""
    if rows == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in tables(rows - 1, total - first))


def picture(counts: Counts, k: int) -> tuple[int | None, ...]:
    hidden = withheld(counts, k)
    return tuple(None if at in hidden else count for at, count in enumerate(counts))


@pytest.mark.parametrize(
    ("rows", "k", "largest"), [(1, 5, 40), (2, 5, 40), (3, 5, 34), (4, 5, 24), (5, 3, 15), (6, 3, 13), (4, 3, 20)]
)
def test_every_withheld_count_could_be_another_one(rows: int, k: int, largest: int) -> None:
    """The sum is known, the rule is known: still at least two values are possible for each count that is withheld."""
    for total in range(k, largest + 1):
        alike: dict[tuple[int | None, ...], list[Counts]] = defaultdict(list)
        for counts in tables(rows, total):
            alike[picture(counts, k)].append(counts)
        for seen, possible in alike.items():
            for at, count in enumerate(seen):
                assert count is not None or rows == 1 or len({counts[at] for counts in possible}) > 1, (seen, possible)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=14), st.integers(3, 7))
def test_no_small_count_is_shown_and_what_is_withheld_is_no_small_sum(counts: list[int], k: int) -> None:
    hidden = withheld(counts, k)
    assert not [count for at, count in enumerate(counts) if at not in hidden and 0 < count < k]
    if hidden and sum(counts) >= k:
        assert sum(counts[at] for at in hidden) >= k
        assert len(hidden) > 1 or len(counts) == 1


@given(st.lists(st.integers(0, 40), min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_decides_nothing(counts: list[int], random: object) -> None:
    order = list(range(len(counts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = withheld([counts[at] for at in order])
    assert {order[at] for at in moved} == withheld(counts)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((12, 9, 15, 8), set()),
        ((12, 0, 15), set()),
        ((12, 3, 15, 8), {1, 3}),
        ((12, 4, 4, 15), {1, 2}),
        ((12, 4, 4, 5), {1, 2, 3}),
        ((12, 1, 1, 20, 20), {0, 1, 2}),
        ((12, 3, 8, 8), {1, 2, 3}),
        ((1, 1, 1, 1, 1), {0, 1, 2, 3, 4}),
        ((2, 1), {0, 1}),
    ],
)
def test_what_is_withheld(counts: Counts, hidden: set[int]) -> None:
    assert withheld(counts, LEAST) == hidden


@given(st.lists(st.integers(1, 40), min_size=1, max_size=14))
def test_what_is_rare_is_counted_together_and_never_alone(counts: list[int]) -> None:
    hidden = gathered(counts)
    assert not [count for at, count in enumerate(counts) if at not in hidden and count < LEAST]
    if hidden and sum(counts) >= LEAST:
        assert sum(counts[at] for at in hidden) >= LEAST
        assert len(hidden) > 1
