"""The messages of a LinkedIn table come out oldest first, whichever way the file runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read.linkedin.order import descent, oldest_first

START = datetime(2026, 3, 1, tzinfo=UTC)


def _entries(minutes: list[int | None]) -> list[tuple[datetime | None, int]]:
    return [
        (None if minute is None else START + timedelta(minutes=minute), place) for place, minute in enumerate(minutes)
    ]


@pytest.mark.parametrize(
    ("minutes", "newest_first", "order"),
    [
        ([1, 2, 3], False, [0, 1, 2]),
        ([3, 2, 1], False, [2, 1, 0]),
        ([3, 2, 2, 1], False, [3, 2, 1, 0]),
        ([2, 2], False, [0, 1]),
        ([2, 2], True, [1, 0]),
        ([1, 2, 2, 3], True, [0, 1, 2, 3]),
        ([5, None, 1], False, [2, 1, 0]),
        ([1, 3, 2, 4, 5], False, [0, 2, 1, 3, 4]),
        ([None, None], True, [1, 0]),
        ([], True, []),
    ],
)
def test_order(minutes: list[int | None], newest_first: bool, order: list[int]) -> None:
    found = oldest_first(_entries(minutes), newest_first=newest_first)
    assert [place for _, place in found] == order


def test_descent() -> None:
    times = [at for at, _ in _entries([3, 2, None, 1, 1])]
    assert descent(times) == 2
    assert descent(reversed(times)) == -2


@given(st.lists(st.none() | st.integers(0, 9), max_size=12), st.booleans())
def test_nothing_is_lost_and_times_never_fall(minutes: list[int | None], newest_first: bool) -> None:
    found = oldest_first(_entries(minutes), newest_first=newest_first)
    assert sorted(place for _, place in found) == list(range(len(minutes)))
    assert descent(at for at, _ in found) <= 0
    known = [at for at, _ in found if at is not None]
    assert known == sorted(known)
