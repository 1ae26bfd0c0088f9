"""Values of foreign JSON: taken where they fit, nothing where they do not, never an exception."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read import loose

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(ANYTHING)
def test_nothing_raises(value: object) -> None:
    assert isinstance(loose.text(value), str)
    assert loose.whole(value) is None or isinstance(loose.whole(value), int)
    assert isinstance(loose.members(value), list)
    assert isinstance(loose.mapping(value), dict)
    loose.since_epoch(value)
    loose.written_time(value, UTC)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("1E+999999"), float("inf"), float("nan")])
def test_what_is_no_number_is_none(value: object) -> None:
    assert loose.whole(value) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [("12", 12), ("-3", -3), (7, 7), (Decimal("1E+3"), 1000), (2.0, 2), (True, None), ("1.5", None), ("٣", None)],
)
def test_whole_numbers(value: object, number: int | None) -> None:
    assert loose.whole(value) == number


def test_times() -> None:
    at = datetime(2026, 9, 21, 14, 13, 20, 250_000, tzinfo=UTC)
    assert loose.since_epoch("1790000000250", per_second=1000) == at
    assert loose.since_epoch(1790000000) == at.replace(microsecond=0)
    assert loose.since_epoch(0) is None
    east = timezone(timedelta(hours=8))
    assert loose.written_time("2026-09-21 22:13:20", east) == at.replace(microsecond=0)
    assert loose.written_time("2026-09-21T14:13:20Z", east) == at.replace(microsecond=0)


def test_halves_of_characters_are_replaced() -> None:
    assert loose.text("a\ud83db") == "a\ufffdb"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (90, "90 seconds"),
        (3600, "1 hour"),
        (86_400, "1 day"),
        (2_419_200, "4 weeks"),
    ],
)
def test_lengths_of_time(seconds: int, words: str) -> None:
    assert loose.lasting(seconds) == words
