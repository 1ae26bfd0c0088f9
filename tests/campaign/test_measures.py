"""What is measured of a group: extremes worked out by hand, and nothing that hangs on numbering or on the calendar."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy")
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.campaign.facts import FamilyTotals, Presence
from bonafides.campaign.measures import Measures, central, hurry, measures, surplus, synchrony
from bonafides.campaign.parameters import WINDOWS

DAY = 86_400
TOTALS = FamilyTotals(accounts=1000, contacts=10_000, items=5000, close={"1h": 0.01, "1d": 0.05, "7d": 0.3, "all": 1.0})
Row = tuple[int, int, int, int, bool, bool]
"""Account's place, item, moment, popularity, answered, active."""


def presence(rows: list[Row]) -> Presence:
    """Rows in the order in which they are collected: by item, then moment, then account."""
    ordered = sorted(rows, key=lambda row: (row[1], row[2], row[0]))
    columns: list[Any] = [np.array([row[place] for row in ordered], dtype=np.int64) for place in range(6)]
    account, item, moment, popularity, answered, active = columns
    return Presence(
        account=account,
        item=item,
        moment=moment,
        popularity=popularity,
        answered=answered.astype(bool),
        active=active.astype(bool),
    )


def group(at: list[list[int]], *, popularity: int | None = None, step: int = 60) -> list[Row]:
    """For each item the accounts that are there, `step` seconds after each other."""
    return [
        (account, item, 1_000_000 + place * step, popularity or len(accounts), False, False)
        for item, accounts in enumerate(at)
        for place, account in enumerate(accounts)
    ]


EVERYBODY = [[0, 1, 2, 3]] * 5
DIVIDED = [[0, 1], [1, 2], [2, 3], [3, 0]]
ALONE = [[0], [1], [2], [3]]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (group(EVERYBODY), {"items": 5, "density": 1.0, "commitment": 1.0, "ownership": 1.0}),
        (group(EVERYBODY, popularity=40), {"density": 1.0, "commitment": 1.0, "ownership": 0.1}),
        (group(DIVIDED), {"items": 4, "density": 0.0, "commitment": 1.0, "ownership": 1.0}),
        (group(ALONE), {"items": 0, "density": 0.0, "commitment": 0.0, "ownership": 0.0, "answered": 0.0, "span": 0.0}),
        ([], {"items": 0, "density": 0.0, "commitment": 0.0, "ownership": 0.0, "circle": 0.0, "expected": 0.0}),
        # 4 of 4 at one item, 2 of 4 at another: of 6 visits, 4 meet 3 others and 2 meet 1: (14 / 6 - 1) / (3 - 1).
        (group([[0, 1, 2, 3], [0, 1]]), {"density": (14 / 6 - 1) / 2}),
        # 2 shared items of 2, and 6 of each account's own: 4 visits of 10.
        (group([[0, 1], [2, 3], *([a] for a in (0, 0, 1, 1, 2, 3))]), {"commitment": 0.4, "items": 2}),
    ],
)
def test_groups_worked_out_by_hand(rows: list[Row], expected: dict[str, float]) -> None:
    found = measures(presence(rows), 4, TOTALS)
    assert {name: getattr(found, name) for name in expected} == pytest.approx(expected)


def test_shares_of_answers_and_of_the_circle_count_shared_items_only() -> None:
    rows = [
        (0, 1, 5, 2, True, True),
        (1, 1, 6, 2, False, True),
        (0, 2, 7, 3, True, False),
        (1, 2, 8, 3, True, False),
        (0, 3, 9, 1, True, True),
    ]
    found = measures(presence(rows), 4, TOTALS)
    assert found.answered == pytest.approx(3 / 4)
    assert found.circle == pytest.approx(2 / 4)
    assert found.ownership == pytest.approx(4 / 5)


@pytest.mark.parametrize("size", [1, 2])
def test_two_have_no_density(size: int) -> None:
    assert measures(presence(group([[0, 1][:size]] * 4)), size, TOTALS).density == 0.0


def test_coincidences_are_those_of_the_plain_definition() -> None:
    rng = np.random.default_rng(3)
    rows = [
        (account, item, int(rng.integers(0, 20 * DAY)), 9, False, False)
        for item in range(20)
        for account in rng.choice(8, int(rng.integers(1, 8)), replace=False).tolist()
    ]
    found = measures(presence(rows), 8, TOTALS).coincidences
    for name, seconds in WINDOWS.items():
        plain = sum(abs(x[2] - y[2]) <= seconds for i, x in enumerate(rows) for y in rows[i + 1 :] if x[1] == y[1])
        assert found[name] == plain


@pytest.mark.parametrize(
    ("apart", "expected"),
    [(0, [1, 1, 1, 1]), (3600, [1, 1, 1, 1]), (3601, [0, 1, 1, 1]), (86_401, [0, 0, 1, 1]), (604_801, [0, 0, 0, 1])],
)
def test_windows_are_as_wide_as_those_of_pairs(apart: int, expected: list[int]) -> None:
    rows = [(0, 1, 0, 2, False, False), (1, 1, apart, 2, False, False), (2, 2, 0, 1, False, False)]
    assert list(measures(presence(rows), 3, TOTALS).coincidences.values()) == expected


def test_what_chance_gives_is_the_nulls_formula() -> None:
    """Activities 3, 2, 1 at items of popularity 4 and 2: (3*2 + 3*1 + 2*1) * (4*3 + 2*1) / E^2."""
    rows = [
        *((a, 1, 0, 4, False, False) for a in (0, 1, 2)),
        *((a, 2, 0, 2, False, False) for a in (0, 1)),
        (0, 3, 0, 1, False, False),
    ]
    assert measures(presence(rows), 3, TOTALS).expected == pytest.approx(11 * 14 / 10_000**2)


# --- what nothing hangs on

ROWS = st.lists(
    st.tuples(
        st.integers(0, 5), st.integers(0, 6), st.integers(0, 30 * DAY), st.integers(6, 20), st.booleans(), st.booleans()
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda row: (row[0], row[1]),
)


def close(one: Measures, other: Measures) -> None:
    for each in fields(Measures):
        assert getattr(one, each.name) == pytest.approx(getattr(other, each.name)), each.name


def of_items(rows: list[Row]) -> list[Row]:
    """One popularity for each item, and whether it is of the circle."""
    by_item = {row[1]: row for row in rows}
    return [(a, i, m, by_item[i][3], answered, by_item[i][5]) for a, i, m, _, answered, _ in rows]


@given(ROWS, st.permutations(range(6)), st.permutations(range(7)), st.integers(-(10**9), 10**10))
@settings(max_examples=60, deadline=None)
def test_numbering_and_calendar_do_not_matter(
    rows: list[Row], accounts: list[int], items: list[int], later: int
) -> None:
    plain = of_items(rows)
    moved = [(accounts[a], 1_000 + items[i] * 77, m + later, d, r, c) for a, i, m, d, r, c in plain]
    one, other = (measures(presence(each), 6, TOTALS) for each in (plain, moved))
    close(one, other)
    assert synchrony(one, TOTALS) == pytest.approx(synchrony(other, TOTALS))


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_shares_are_shares(rows: list[Row]) -> None:
    found = measures(presence(of_items(rows)), 6, TOTALS)
    for name in ("density", "commitment", "ownership", "answered", "circle"):
        assert 0 <= getattr(found, name) <= 1, name
    counts = list(found.coincidences.values())
    assert counts == sorted(counts), "windows nest"


# --- close in time


def with_coincidences(span: float = 1.0, items: int = 3, **counts: int) -> Measures:
    plain = measures(presence(group(EVERYBODY)), 4, TOTALS)
    found = {"1h": 0, "1d": 0, "7d": 0, "all": 0} | {name.removeprefix("_"): n for name, n in counts.items()}
    return replace(plain, coincidences=found, span=span, items=items)


@pytest.mark.parametrize(
    ("counts", "window"),
    [
        ({"_1h": 80, "_1d": 90, "_7d": 100, "all": 100}, "1h"),
        ({"_1h": 1, "_1d": 60, "_7d": 100, "all": 100}, "1d"),
        ({"_1h": 1, "_1d": 5, "_7d": 100, "all": 100}, "7d"),
        ({"_1h": 1, "_1d": 5, "_7d": 30, "all": 100}, "all"),
        ({"_1h": 0, "_1d": 0, "_7d": 0, "all": 0}, "all"),
    ],
)
def test_synchrony_names_the_window_that_tells_most(counts: dict[str, int], window: str) -> None:
    name, nats = synchrony(with_coincidences(**counts), TOTALS)
    assert name == window
    assert (nats > 0) == (window != "all")
    if window != "all":
        seen, usual = counts[f"_{window}"] / 100, TOTALS.close[window]
        assert nats == pytest.approx(seen * math.log(seen / usual) - seen + usual)


@pytest.mark.parametrize(
    ("span", "whole", "times"),
    [(DAY, 30 * DAY, 30), (2 * DAY, 30 * DAY, 15), (30 * DAY, 30 * DAY, 1), (60 * DAY, 30 * DAY, 1), (0, 1000, 1000)],
)
def test_a_campaign_that_begins_and_ends_is_in_a_hurry(span: float, whole: float, times: float) -> None:
    """By the logarithm of how many times its span goes into that of the log."""
    unit = hurry(with_coincidences(span=DAY, all=10), TOTALS, math.e * DAY)
    assert 0 < unit <= 0.5
    assert hurry(with_coincidences(span=span, all=10), TOTALS, whole) == pytest.approx(unit * math.log(times))
    assert hurry(with_coincidences(span=span, items=0), TOTALS, whole) == 0.0


def test_without_times_there_is_no_hurry() -> None:
    assert hurry(with_coincidences(span=0.0), TOTALS, 0.0) == 0.0


def test_hurry_is_the_stronger_of_both() -> None:
    burst = with_coincidences(span=29 * DAY, _1h=80, _1d=90, _7d=100, all=100)
    assert hurry(burst, TOTALS, 30.0 * DAY) == synchrony(burst, TOTALS)[1]


@pytest.mark.parametrize(
    ("moments", "expected"),
    [([], 0.0), ([7], 0.0), (list(range(0, 101, 10)), 80.0), ([0] * 9 + [10**9] * 91, 10**9 * 0)],
)
def test_the_central_four_fifths(moments: list[int], expected: float) -> None:
    assert central(np.array(moments, dtype=np.int64)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("observed", "expected", "nats"), [(5, 5, 0), (4, 5, 0), (0, 0, 0), (10, 1, 10 * math.log(10) - 9)]
)
def test_surplus(observed: float, expected: float, nats: float) -> None:
    assert surplus(observed, expected) == pytest.approx(nats)
