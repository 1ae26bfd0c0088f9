"""Invented identities: whoever it is, origin says nothing about the truth, and nobody real can be reached."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.learn.cast import cast, origins, pools, sample
from bonafides.learn.drill import PLACEHOLDERS
from bonafides.learn.exercise import begun, dealt
from bonafides.learn.shelf import shipped
from bonafides.learn.tables import table

SEEDS = 1_000
RESERVED = re.compile(
    r"\+44 7700 900\d{3}|\+44 20 7946 0\d{3}|\+1 (202|416) 555 01\d\d|\+33 6 39 98 \d\d \d\d|\+49 171 39200\d\d"
    r"|\+46 70 174 06 1\d"
)
"""Numbers that regulators keep for films and books."""
CRITICAL = {11: 31.26, 6: 22.46, 22: 48.27, 33: 63.87}
"""Of chi-square at 0.001, by degrees of freedom."""


def _dealt() -> list[tuple[str, bool, str, str]]:
    """Origin, truth, prefix of the number and end of the firm's name, in every thread of many exercises."""
    found = []
    for seed in range(SEEDS):
        exercise = begun(dealt(shipped("en"), seed=seed, count=6), seed=seed, lang="en")
        found += [
            (
                each.cast.origin,
                each.drill.ordinary,
                each.cast.names["phone"][:5],
                each.cast.names["firm"].partition(" ")[2],
            )
            for each in exercise.threads
        ]
    return found


@pytest.fixture(scope="module")
def threads() -> list[tuple[str, bool, str, str]]:
    return _dealt()


def chi_square(pairs: list[tuple[object, object]]) -> tuple[float, int]:
    """Pearson's statistic of a table of counts, and its degrees of freedom."""
    cells, rows, columns = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    total = len(pairs)
    statistic = sum(
        (cells[a, b] - rows[a] * columns[b] / total) ** 2 / (rows[a] * columns[b] / total)
        for a in rows for b in columns
    )  # fmt: skip
    return statistic, (len(rows) - 1) * (len(columns) - 1)


def test_origin_is_independent_of_the_truth(threads: list[tuple[str, bool, str, str]]) -> None:
    statistic, freedom = chi_square([(origin, ordinary) for origin, ordinary, _, _ in threads])
    assert freedom == 11
    assert statistic < CRITICAL[freedom]


def test_number_and_firm_are_independent_of_truth_and_of_origin(threads: list[tuple[str, bool, str, str]]) -> None:
    for pairs in (
        [(phone, ordinary) for _, ordinary, phone, _ in threads],
        [(end, origin) for origin, _, _, end in threads],
    ):
        statistic, freedom = chi_square(list(pairs))
        assert statistic < freedom + 4.3 * (2 * freedom) ** 0.5, "about one in a thousand"


def test_the_measure_would_see_a_link(threads: list[tuple[str, bool, str, str]]) -> None:
    """The proof that the tests above can fail: origin tied to the truth in one thread of ten."""
    pairs = [
        (origin if turn % 10 else "ab"[turn % 20 // 10], turn % 20 // 10) for turn, (origin, *_) in enumerate(threads)
    ]
    statistic, freedom = chi_square(list(pairs))
    assert statistic > CRITICAL[freedom]


def test_every_origin_comes_before_one_comes_twice() -> None:
    for seed in range(50):
        letters = [each.letter for each in origins(seed, 30)]
        assert len({*letters[:12]}) == len({*letters[12:24]}) == len(pools()) == 12


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**63 - 1), st.integers(0, 59))
def test_identities_can_be_nobodys(seed: int, number: int) -> None:
    names = cast(seed, number, origins(seed, number + 1)[number]).names
    assert {*names} == {*PLACEHOLDERS}
    assert RESERVED.fullmatch(names["phone"])
    assert re.fullmatch(r"[a-z]+\.example", names["domain"])
    assert re.fullmatch(r"[a-z]+\.[a-z]+@[a-z]+\.example", names["mail"])
    assert names["mail"].endswith(names["domain"])
    assert names["them"] != names["you"]
    assert names["firm"].partition(" ")[0] != names["firm2"].partition(" ")[0]
    assert not [each for each in names.values() if "{" in each or "}" in each or not each]


def test_the_same_seed_gives_the_same_identities() -> None:
    assert cast(7, 3, pools()[2]) == cast(7, 3, pools()[2])
    assert cast(7, 3, pools()[2]) != cast(8, 3, pools()[2])
    assert sample() == sample()


def test_pools_are_alike_in_size_and_share_no_family_name_with_themselves() -> None:
    assert {(len(each.given), len(each.family)) for each in pools()} == {(8, 8)}
    assert all(len({*each.given}) == len({*each.family}) == 8 for each in pools())
    assert len({each.letter for each in pools()}) == 12
    assert all("#" in each for each in table("identities.toml")["phones"]["ranges"])
