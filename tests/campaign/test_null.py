"""The null: its formula on a table worked out by hand, its bounds against SciPy, and its promise on random logs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

pytest.importorskip("duckdb")
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.campaign import measures, null
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.parameters import WINDOWS, Parameters
from bonafides.campaign.signals import Signal
from bonafides.campaign.signals.targets import TARGETS
from tests.campaign.logs import DAY, START, contact, counted, linked, put_log, small_duck

FAMILY = "targets"
ONE = Signal(family=FAMILY, why="", incidences=lambda engine: None, proposes=1)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckEngine]:
    with small_duck() as ready:
        yield ready


Rows = list[tuple[int, int, int]]


def measured(engine: DuckEngine, rows: Rows, parameters: Parameters) -> dict[tuple[int, int], dict[str, Any]]:
    capped, _ = counted(engine, rows, parameters, ONE)
    engine.make("candidates", f"SELECT a, b FROM pairs_{FAMILY}")
    null.prepare(engine, FAMILY, capped.pairs, parameters)
    null.measure(engine, FAMILY, parameters)
    return {(row["a"], row["b"]): row for row in engine.rows(f"SELECT * FROM measured_{FAMILY}").to_pylist()}


# --- the formula

PAIR = [(a, item, START + item * DAY + a * 600) for a in (1, 2) for item in range(6)]
"""Two accounts at six items, ten minutes apart each time: 12 contacts, 6 coincidences within an hour."""
OTHERS = [(2 * item + end, item, START + item * DAY + end * 2 * DAY) for item in range(100, 120) for end in (0, 1)]
"""Twenty more pairs at one item each, two days apart: 40 contacts, 20 coincidences within a week."""


def test_expectation_and_surplus_are_those_worked_out_by_hand(engine: DuckEngine) -> None:
    found = measured(engine, PAIR + OTHERS, Parameters())
    assert max(found, key=lambda pair: found[pair]["surplus"]) == (1, 2)
    row = found[1, 2]
    # 6 of E = 52 contacts each; within the hour M = 6 coincidences, and one for caution: 6 * 6 * 2 * 7 / 52^2.
    expected = 6 * 6 * 2 * 7 / 52**2
    assert row["time_window"] == "1h"
    assert (row["shared"], row["observed"]) == (6, 6)
    assert row["expected"] == pytest.approx(expected)
    choices = len(WINDOWS) * (len(Parameters().strata) + 1)
    assert row["surplus"] == pytest.approx(6 * math.log(6 / expected) - 6 + expected - math.log(choices))


def test_totals_and_degrees_of_the_table(engine: DuckEngine) -> None:
    measured(engine, PAIR + OTHERS, Parameters())
    total = engine.rows(f"SELECT * FROM total_{FAMILY}").to_pylist()
    assert total == [
        {"stratum": 0, "contacts": 52}
        | {"m_1h": 7, "m_1d": 7, "m_7d": 27, "m_all": 27}
        | {"w_1h": 6, "w_1d": 6, "w_7d": 26, "w_all": 26}
    ]
    degrees = engine.rows(f"SELECT a, k FROM degree_{FAMILY} WHERE a <= 2 ORDER BY a").to_pylist()
    assert degrees == [{"a": 1, "k": 6}, {"a": 2, "k": 6}]


@pytest.mark.parametrize(("others", "stratum"), [(0, 0), (2, 0), (3, 1), (10, 1), (11, 2), (33, 2), (34, 3)], ids=str)
def test_items_are_in_the_stratum_of_their_popularity(engine: DuckEngine, others: int, stratum: int) -> None:
    rows = [(a, 1, START) for a in range(2 + others)]
    counted(engine, rows, Parameters(), ONE)
    null.prepare(engine, FAMILY, 0, Parameters())
    assert engine.rows(f"SELECT stratum, contacts FROM total_{FAMILY}").to_pylist() == [
        {"stratum": stratum, "contacts": 2 + others}
    ]


def test_a_rare_item_in_common_says_more_than_a_popular_one(engine: DuckEngine) -> None:
    """Six rare items for one pair, six popular ones for another, all else equal."""
    rows = [*OTHERS, *PAIR]
    rows += [
        (a, 50 + item, START + item * DAY + a % 7 * 600) for a in (*range(3, 5), *range(200, 212)) for item in range(6)
    ]
    found = measured(engine, rows, Parameters())
    assert (1, 2) in found
    assert found.get((3, 4), {"surplus": 0.0})["surplus"] < found[1, 2]["surplus"] / 3


def test_the_window_is_the_one_that_tells_most(engine: DuckEngine) -> None:
    """Shared over months while the rest of the log coincides within hours: only the whole log speaks for the pair."""
    slow = [(a, item, START + a * 100 * DAY) for a in (1, 2) for item in range(6)]
    quick = [(2 * item + end, item, START + end * 60) for item in range(100, 120) for end in (0, 1)]
    assert measured(engine, slow + quick, Parameters())[1, 2]["time_window"] == "all"
    assert measured(engine, slow + quick, Parameters())[1, 2]["observed"] == 6


def test_totals_of_large_logs_are_estimated_from_every_rth_item(
    engine: DuckEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(2 * item + end, item, START) for item in range(3000) for end in (0, 1)]
    counted(engine, rows, Parameters(), ONE)
    monkeypatch.setattr(null, "SAMPLED_FROM", 1000)
    null.prepare(engine, FAMILY, 3000, Parameters())
    row = engine.rows(f"SELECT m_all, contacts FROM total_{FAMILY}").to_pylist()[0]
    assert row["contacts"] == 6000
    assert row["m_all"] == pytest.approx(3000, rel=0.1)


# --- the bound


@given(st.integers(1, 400), st.floats(1e-6, 300))
def test_the_surplus_bounds_the_poisson_tail(observed: int, expected: float) -> None:
    """Chernoff: P(N >= n) <= exp(-surplus), whenever n is above what is expected; else the surplus is 0."""
    nats = measures.surplus(observed, expected)
    assert nats >= 0
    assert math.exp(-nats) >= scipy.stats.poisson.sf(observed - 1, expected) * (1 - 1e-9)
    assert (nats > 0) == (observed > expected) or nats < 1e-9


@given(st.lists(st.floats(0, 500), min_size=1, max_size=8))
def test_the_chance_of_several_families_is_bonferroni_or_fisher_doubled(nats: list[float]) -> None:
    families = len(nats)
    alone = min(1.0, families * math.exp(-max(nats)))
    together = float(scipy.stats.gamma.sf(sum(nats), families))
    found = null.chance(np.array([nats]), families)[0]
    assert found <= 0
    if min(alone, together) > 1e-250:
        assert math.exp(found) == pytest.approx(min(1.0, 2 * min(alone, together)), rel=1e-6)


def test_chance_holds_under_the_null() -> None:
    """Families that are pure chance: so small a probability comes no more often than it says."""
    nats = np.random.default_rng(5).exponential(size=(20_000, 4))
    said = np.exp(null.chance(nats, 4))
    for level in (0.5, 0.1, 0.01, 0.001):
        assert (said <= level).mean() <= level * 1.1 + 1e-3
    assert (said <= 0.1).mean() > 0.02, "and is not so cautious that it finds nothing"


def test_two_moderate_families_say_more_than_one() -> None:
    one, both, strong = null.chance(np.array([[12.0, 0, 0], [12.0, 12.0, 0], [24.0, 0, 0]]), 3)
    assert both < one
    assert strong < both


# --- the false discovery rate


@given(st.lists(st.floats(1e-12, 1.0), min_size=1, max_size=40), st.integers(0, 200))
def test_rates_are_those_of_benjamini_and_hochberg(chances: list[float], unseen: int) -> None:
    """Pairs that were never looked at count as tested, with a chance of 1."""
    whole = np.array(chances + [1.0] * unseen)
    expected = scipy.stats.false_discovery_control(whole)[: len(chances)]
    assert null.discovery_rates(np.log(chances), float(len(whole))) == pytest.approx(expected)


def test_rates_of_nothing() -> None:
    assert null.discovery_rates(np.zeros(0), 10.0).tolist() == []


@given(st.permutations(range(6)))
@settings(max_examples=20)
def test_rates_do_not_hang_on_the_order(order: list[int]) -> None:
    chances = np.log([1e-9, 1e-6, 1e-6, 0.001, 0.2, 1.0])
    straight = null.discovery_rates(chances, 100.0)
    assert null.discovery_rates(chances[order], 100.0) == pytest.approx(straight[order])


@pytest.mark.parametrize(("accounts", "pairs"), [(0, 1.0), (1, 1.0), (2, 1.0), (5, 10.0)])
def test_all_pairs_of_accounts_are_tested(engine: DuckEngine, accounts: int, pairs: float) -> None:
    engine.enumerate("account_numbers", f"SELECT CAST(range AS VARCHAR) FROM range({accounts})")
    assert null.tested_pairs(engine) == pairs


# --- calibration


def shuffled_log(seed: int, accounts: int = 300) -> list[tuple[str, str, int]]:
    """The configuration model itself: stubs of a heavy-tailed activity and popularity, joined at random."""
    rng = np.random.default_rng(seed)
    activity = rng.pareto(1.5, accounts) * 4 + 2
    people = rng.pareto(1.2, 700) + 0.3
    size = 3_000
    who = rng.choice(accounts, size, p=activity / activity.sum())
    whom = rng.choice(len(people), size, p=people / people.sum())
    when = START + rng.integers(0, 30 * DAY, size)
    return [(f"a{a}", f"t{t}", int(m)) for a, t, m in zip(who, whom, when, strict=True)]


def test_on_logs_of_pure_chance_hardly_any_pair_is_accepted(engine: DuckEngine) -> None:
    """Where all is chance, a log has any accepted pair in no more than `rate` of cases: expected here 0 of 6."""
    accepted = []
    for seed in range(6):
        put_log(engine, [contact(a, t, m) for a, t, m in shuffled_log(seed)])
        links, _ = linked(engine, [TARGETS])
        assert links.candidates > 500, "there was something to be wrong about"
        accepted.append(len(links.a))
    assert sum(count > 0 for count in accepted) <= 1
    assert sum(accepted) <= 2


def test_the_same_contacts_at_shuffled_times_lose_what_time_gave(engine: DuckEngine) -> None:
    """Permuting the times of a log: pairs that met within the hour no longer do."""
    rows = [(item % 4 * 2 + end, item, START + 3 * item * DAY + end * 600) for item in range(40) for end in (0, 1)]
    crowd = [(10 + a, item, START + (37 * item + 11 * a) % 100 * DAY) for item in range(40) for a in range(3)]
    before = measured(engine, rows + crowd, Parameters())[0, 1]
    times = np.random.default_rng(1).permutation([moment for _, _, moment in rows + crowd])
    after = measured(
        engine,
        [(a, item, int(moment)) for (a, item, _), moment in zip(rows + crowd, times, strict=True)],
        Parameters(),
    )
    assert before["time_window"] == "1h"
    assert after.get((0, 1), {"surplus": 0.0})["surplus"] < before["surplus"] / 2
