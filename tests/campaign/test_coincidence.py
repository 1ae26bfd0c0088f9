"""Coincidences: measured exactly whatever the clock says, bucketed and sampled visibly where an item is too popular."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

pytest.importorskip("duckdb")
from bonafides.campaign import coincidence, null
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.parameters import WINDOWS, Parameters
from bonafides.campaign.signals import Signal
from tests.campaign.logs import DAY, HOUR, START, WEEK, counted, small_duck

FAMILY = "targets"
Rows = list[tuple[int, int, int]]


def proposing(proposes: int = 1, popular: int = 100) -> Signal:
    return Signal(family=FAMILY, why="", incidences=lambda engine: None, proposes=proposes, popular=popular)


ONE = proposing()


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


def windows(engine: DuckEngine) -> dict[tuple[int, int], list[int]]:
    """How many coincidences each pair has within each window, by the one condition that all queries share."""
    within = ", ".join(
        f"sum(CASE WHEN abs(x.moment - y.moment) <= {seconds} THEN 1 ELSE 0 END) AS n_{name}"
        for name, seconds in WINDOWS.items()
    )
    rows = engine.rows(
        f"SELECT x.a, y.a AS b, {within} FROM cells_{FAMILY} x JOIN cells_{FAMILY} y "
        f"ON {coincidence.meeting('x', 'y')} AND x.a < y.a GROUP BY x.a, y.a"
    ).to_pylist()
    return {(row["a"], row["b"]): [int(row[f"n_{name}"]) for name in WINDOWS] for row in rows}


def crowd(item: int, accounts: range, moment: int) -> Rows:
    return [(a, item, moment) for a in accounts]


# --- below the cap: exact


APART = {
    0: [1, 1, 1, 1],
    1: [1, 1, 1, 1],
    HOUR: [1, 1, 1, 1],
    HOUR + 1: [0, 1, 1, 1],
    DAY: [0, 1, 1, 1],
    DAY + 1: [0, 0, 1, 1],
    WEEK: [0, 0, 1, 1],
    WEEK + 1: [0, 0, 0, 1],
    400 * DAY: [0, 0, 0, 1],
}
"""Seconds between two contacts with one item, and whether they count within 1h, 1d, 7d, all."""
EDGES = (START, START - 1, START + HOUR - 1, START + DAY - 1, -1, -DAY)


def test_windows_are_exact_and_nested_wherever_the_clock_stands(engine: DuckEngine) -> None:
    """A pair one second apart across an hour's (a day's, the epoch's) edge is as close as any other."""
    cases = [(begins, apart, first) for begins in EDGES for apart in APART for first in (0, 1)]
    rows = [
        (2 * place + (end ^ first), place, begins + end * apart)
        for place, (begins, apart, first) in enumerate(cases)
        for end in (0, 1)
    ]
    _, pairs = counted(engine, rows, Parameters(), ONE)
    assert pairs == {(2 * place, 2 * place + 1): 1 for place in range(len(cases))}
    assert windows(engine) == {(2 * place, 2 * place + 1): APART[apart] for place, (_, apart, _) in enumerate(cases)}


def test_pairs_are_counted_once_with_the_items_that_they_share(engine: DuckEngine) -> None:
    rows = [
        (a, item, START + 97 * item) for item, at in enumerate([(1, 2, 3), (1, 2), (2, 3), (3,), (1, 4)]) for a in at
    ]
    _, pairs = counted(engine, rows, Parameters(), ONE)
    assert pairs == {(1, 2): 2, (1, 3): 1, (2, 3): 2, (1, 4): 1}
    _, pairs = counted(engine, rows, Parameters(), proposing(2))
    assert pairs == {(1, 2): 2, (2, 3): 2}


@pytest.mark.parametrize("rows", [[], [(1, 1, START)], [(1, 1, START), (2, 2, START)]])
def test_nothing_shared_is_no_pair(engine: DuckEngine, rows: Rows) -> None:
    capped, pairs = counted(engine, rows, Parameters(), ONE)
    assert (pairs, capped.items, capped.sampled, capped.pairs) == ({}, 0, 0, 0)


def test_a_signal_that_proposes_nothing_has_cells_only(engine: DuckEngine) -> None:
    engine.drop(f"pairs_{FAMILY}")
    coincidence.count(engine, proposing(0), Parameters())
    assert engine.rows(f"SELECT count(*) AS n FROM cells_{FAMILY}").to_pydict() == {"n": [0]}
    with pytest.raises(Exception, match=f"pairs_{FAMILY}"):
        engine.rows(f"SELECT * FROM pairs_{FAMILY}")


def test_several_passes_count_as_one(engine: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(a, item, START) for item in range(5) for a in range(1, 8) if (a + item) % 3]
    whole = counted(engine, rows, Parameters(), ONE)
    monkeypatch.setattr(coincidence, "PASSES_OF", 10)
    assert counted(engine, rows, Parameters(), ONE) == whole
    assert whole[1]


# --- beyond the cap: buckets

CAP = Parameters(popular=3)
FAR = [(a, 7, START + 300 * DAY * a) for a in range(20, 25)]
"""Visits that make item 7 popular and coincide with nothing, nor with each other."""


@pytest.mark.parametrize(
    ("apart", "found"),
    [
        (0, True),
        (1, True),
        (WEEK // 2 - 1, True),
        (WEEK, False),
        (WEEK + 1, False),
    ],
)
@pytest.mark.parametrize("begins", [START, START - 1, START + WEEK // 2 - 1, START + 3 * DAY + 12_345])
def test_a_popular_item_counts_in_buckets_of_a_week(engine: DuckEngine, apart: int, found: bool, begins: int) -> None:
    """Closer than half a bucket is found on one of the grids, wherever the edges lie; once, though it be on both."""
    rows: Rows = [*FAR, (1, 7, begins), (2, 7, begins + apart)]
    capped, pairs = counted(engine, rows, CAP, ONE)
    assert pairs == ({(1, 2): 1} if found else {})
    assert (capped.popular, capped.items, capped.sampled) == (2, 1, 0)


@pytest.mark.parametrize(
    ("edge", "grid"), [(WEEK, 1), (WEEK // 2, 0)], ids=["edge of the first grid", "edge of the second grid"]
)
def test_at_an_edge_one_grid_finds_it(engine: DuckEngine, edge: int, grid: int) -> None:
    begins = START // WEEK * WEEK + edge
    _, pairs = counted(engine, [*FAR, (1, 7, begins - 1), (2, 7, begins)], CAP, ONE)
    assert pairs == {(1, 2): 1}
    shared = engine.rows(
        f"SELECT x.grid FROM cells_{FAMILY} x JOIN cells_{FAMILY} y ON {coincidence.meeting('x', 'y')} AND x.a < y.a"
    )
    assert shared.to_pydict() == {"grid": [grid]}


BASE = START // (4 * WEEK) * (4 * WEEK)
"""An edge of all grids' first buckets; half an hour, day and week later are those of the second."""


@pytest.mark.parametrize(
    ("others", "level"),
    [
        ((), "7d"),
        ((WEEK // 4, WEEK // 3), "1d"),
        ((DAY // 4, DAY // 3), "1h"),
    ],
)
def test_buckets_grow_shorter_where_a_bucket_is_popular_itself(
    engine: DuckEngine, others: tuple[int, ...], level: str
) -> None:
    """Two more accounts in the bucket are beyond a cap of three; the shorter one parts them from the pair."""
    rows: Rows = [*FAR, (1, 7, BASE + 600), (2, 7, BASE + 900)]
    rows += [(3 + place, 7, BASE + later) for place, later in enumerate(others)]
    _, pairs = counted(engine, rows, CAP, ONE)
    assert pairs[1, 2] == 1
    assert not {pair for pair in pairs if pair not in {(1, 2), (3, 4)}}
    cells = engine.rows(f"SELECT DISTINCT (cell % 8 + 8) % 8 AS kind FROM cells_{FAMILY} WHERE a = 1")
    assert {kind // 2 for kind in cells.to_pydict()["kind"]} == {1 + coincidence.BUCKETS.index(level)}


def test_a_bucket_that_is_popular_on_one_grid_only_counts_once(engine: DuckEngine) -> None:
    """The pair is in a bucket within the cap on the first grid and in one beyond it on the second."""
    rows: Rows = [*FAR, (1, 7, BASE + WEEK // 2 + 100), (2, 7, BASE + WEEK // 2 + 200)]
    rows += [(3, 7, BASE + WEEK + 1000), (4, 7, BASE + WEEK + 2 * DAY)]
    _, pairs = counted(engine, rows, CAP, ONE)
    assert pairs == {(1, 2): 1, (3, 4): 1}


def test_an_item_within_the_cap_is_untouched_beside_a_popular_one(engine: DuckEngine) -> None:
    rows: Rows = [*FAR, (1, 8, START), (2, 8, START + 200 * DAY), (1, 7, START), (2, 7, START + 100 * DAY)]
    _, pairs = counted(engine, rows, CAP, ONE)
    assert pairs == {(1, 2): 1}
    assert windows(engine) == {(1, 2): [0, 0, 0, 1]}


def drawn(engine: DuckEngine, accounts: int, parameters: Parameters) -> tuple[int, set[int]]:
    capped, pairs = counted(engine, crowd(7, range(1, accounts + 1), START + 5), parameters, ONE)
    return capped.sampled, {end for pair in pairs for end in pair}


def test_beyond_the_shortest_bucket_a_sample_is_drawn_by_account_and_key(engine: DuckEngine) -> None:
    sampled, first = drawn(engine, 400, Parameters(popular=50))
    assert sampled == 1
    assert 25 <= len(first) <= 100
    assert drawn(engine, 400, Parameters(popular=50))[1] == first
    assert drawn(engine, 400, Parameters(popular=50, offset=500_000))[1] != first
    sampled, everybody = drawn(engine, 50, Parameters(popular=50))
    assert (sampled, len(everybody)) == (0, 50)


def test_the_sample_shrinks_to_what_is_affordable(engine: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of the pairs: about a third of the accounts."""
    monkeypatch.setattr(coincidence, "FEW", 10_000)
    monkeypatch.setattr(coincidence, "FEW_CROWDED", 10_000)
    sizes = [len(drawn(engine, 600, Parameters(popular=200, pairs_per_event=pairs))[1]) for pairs in (1.5, 0.15, 0.0)]
    assert sizes[0] > 1.5 * sizes[1] > sizes[1] > sizes[2]
    assert sizes[1] < 90


def test_the_sample_is_the_same_for_all_items_so_that_partners_stay_together(engine: DuckEngine) -> None:
    rows = crowd(7, range(1, 201), START) + crowd(9, range(1, 201), START + 40 * DAY)
    _, pairs = counted(engine, rows, Parameters(popular=50), ONE)
    assert pairs
    assert set(pairs.values()) == {2}


# --- the key of the grids


def test_the_offset_moves_both_grids(engine: DuckEngine) -> None:
    begins = START // WEEK * WEEK
    rows: Rows = [*FAR, (1, 7, begins), (2, 7, begins + WEEK - 10)]
    assert counted(engine, rows, CAP, ONE)[1] == {(1, 2): 1}
    assert counted(engine, rows, Parameters(popular=3, offset=20), ONE)[1] == {}


# --- the budget of pairs

HISTOGRAM = [(2, 10), (3, 5), (10, 2), (40, 1)]
"""Items by the accounts that share them: 10, 15, 90 and 780 pairs."""


@pytest.mark.parametrize(
    ("budget", "popular", "expected"),
    [
        (10**9, 100, (40, 895)),
        (895, 100, (40, 895)),
        (894, 100, (10, 115)),
        (115, 100, (10, 115)),
        (114, 100, (3, 25)),
        (24, 100, (2, 10)),
        (0, 100, (2, 10)),
        (10**9, 39, (10, 115)),
        (10**9, 2, (2, 10)),
    ],
)
def test_the_cap_falls_to_what_is_affordable(
    engine: DuckEngine, budget: int, popular: int, expected: tuple[int, int]
) -> None:
    engine.make(
        "popularity",
        " UNION ALL ".join(f"SELECT {d} AS d FROM range({items})" for d, items in HISTOGRAM),
    )
    assert coincidence.affordable(engine, budget, popular) == expected


def test_what_the_budget_capped_is_reported(engine: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coincidence, "FEW", 10_000)
    monkeypatch.setattr(coincidence, "FEW_CROWDED", 10_000)
    rows = [
        row
        for item, (d, items) in enumerate(HISTOGRAM)
        for k in range(items)
        for row in crowd(100 * item + k, range(d), START)
    ]
    free = Parameters(pairs_per_event=0.0895)  # times 10,000: the least that a log is given
    capped, pairs = counted(engine, rows, free, ONE)
    assert capped == coincidence.Capped(family=FAMILY, popular=40, items=0, sampled=0, pairs=895)
    assert pairs[38, 39] == 1
    capped, pairs = counted(engine, rows, Parameters(pairs_per_event=0.0894), ONE)
    assert (capped.popular, capped.items, capped.pairs) == (10, 1, 115)
    assert pairs[38, 39] == 1, "counted in its bucket instead"


@pytest.mark.parametrize(("own", "frozen", "expected"), [(5, 100, 3), (100, 5, 3), (100, 100, 10)])
def test_the_lower_cap_of_signal_and_parameters_holds(engine: DuckEngine, own: int, frozen: int, expected: int) -> None:
    rows = crowd(1, range(3), START) + crowd(2, range(10), START)
    capped, _ = counted(engine, rows, Parameters(popular=frozen), proposing(popular=own))
    assert capped.popular == expected
    assert capped.items == (expected < 10)


# --- against the plain definition


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_the_plain_definition(engine: DuckEngine, seed: int) -> None:
    import numpy as np

    rng = np.random.default_rng(seed)
    at: dict[tuple[int, int], int] = {
        (int(a), int(item)): START + int(rng.integers(30 * DAY))
        for a, item in zip(rng.integers(1, 25, 200), rng.integers(1, 30, 200), strict=True)
    }
    rows = [(a, item, moment) for (a, item), moment in at.items()]
    _, pairs = counted(engine, rows, Parameters(), ONE)
    plain: dict[tuple[int, int], int] = {}
    for (a, item), (b, other) in combinations(sorted(at), 2):
        if item == other and a != b:
            plain[min(a, b), max(a, b)] = plain.get((min(a, b), max(a, b)), 0) + 1
    assert pairs == plain
    null.prepare(engine, FAMILY, 0, Parameters())
    total: dict[str, Any] = engine.rows(
        f"SELECT sum(m_all - 1) AS m, sum(m_1d - 1) AS day, sum(contacts) AS contacts FROM total_{FAMILY}"
    ).to_pylist()[0]
    days = sum(
        abs(at[a, item] - at[b, item]) <= DAY for (a, item), (b, other) in combinations(sorted(at), 2) if item == other
    )
    assert (int(total["m"]), int(total["day"])) == (sum(plain.values()), days)
