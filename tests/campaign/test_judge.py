"""Judgement: a product that can be recomputed, families that count, and what must never matter."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

pytest.importorskip("duckdb")
from bonafides.campaign.explanations import READINGS
from bonafides.campaign.facts import FamilyTotals, Group, Log, Presence
from bonafides.campaign.judge import CONVINCING, FULL, LURED, judge, strength
from bonafides.campaign.measures import hurry, measures, surplus
from bonafides.campaign.signals import ORIGIN, SIGNALS, Signal

TARGETS = next(signal for signal in SIGNALS if signal.family == "targets")
TEXT, HANDLES = (next(signal for signal in SIGNALS if signal.family == name) for name in ("text", "handles"))
CLOSE = {"1h": 0.005, "1d": 0.05, "7d": 0.3, "all": 1.0}
TOTALS = FamilyTotals(accounts=5_000, contacts=50_000, items=5_000, close=CLOSE)
FAMILIES = [signal.family for signal in (*SIGNALS, *ORIGIN)]
LOG = Log(accounts=5_000, span=40 * 86_400.0, families=dict.fromkeys(FAMILIES, TOTALS))
SIZE = 8


def presence(rows: list[tuple[int, int, int, int]], **flags: bool) -> Presence:
    """Rows of (account's place, item, moment, popularity); `flags` say whether all were answered, or active."""
    ordered = sorted(rows, key=lambda row: (row[1], row[2], row[0]))
    account, item, moment, popularity = (np.array([row[k] for row in ordered], np.int64) for k in range(4))
    return Presence(
        account=account,
        item=item,
        moment=moment,
        popularity=popularity,
        answered=np.full(len(rows), flags.get("answered", False)),
        active=np.full(len(rows), flags.get("active", False)),
    )


def shared(accounts: int, items: int, *, popularity: int = 0, step: int = 60, first: int = 1) -> list[Any]:
    """The first accounts at each item, a minute apart, an item a day."""
    return [
        (a, first + item, 86_400 * item + step * a, popularity or accounts)
        for item in range(items)
        for a in range(accounts)
    ]


NOTHING = presence([])


def group(targets: Presence, **families: Presence) -> Group:
    edges = list(combinations(range(SIZE), 2))
    return Group(
        accounts=np.arange(10, 10 + SIZE),
        presence=dict.fromkeys(FAMILIES, NOTHING) | {"targets": targets} | families,
        a=np.array([edge[0] for edge in edges], np.int64),
        b=np.array([edge[1] for edge in edges], np.int64),
        weight=np.full(len(edges), 20.0),
    )


RING = group(presence(shared(SIZE, 12)))
ONE_TEXT = presence(shared(SIZE, 1))


def discount(judged_group: Group) -> float:
    found = measures(judged_group.presence["targets"], SIZE, TOTALS)
    close = hurry(found, TOTALS, LOG.span)
    return math.prod(reading.tried(found, close)[1] for reading in READINGS)


def nats(judged_group: Group) -> float:
    found = measures(judged_group.presence["targets"], SIZE, TOTALS)
    return max(0.0, surplus(found.coincidences["all"], found.expected) - SIZE * math.log(LOG.accounts / SIZE))


def tempered(value: float) -> float:
    return min(value, FULL) + math.log1p(max(0.0, value - FULL))


# --- the score


def test_the_score_is_surplus_per_account_times_families_times_discounts() -> None:
    judged = judge(RING, LOG, (TARGETS,))
    assert judged.families == 1
    assert judged.score == pytest.approx(tempered(nats(RING) / SIZE) * discount(RING), rel=1e-5)
    assert judged.score > 20
    assert judged.window == "1h"
    assert [signal.family for signal in judged.signals] == ["targets"]
    assert judged.signals[0].surplus == pytest.approx(nats(RING), abs=1e-3)


def test_a_second_family_adds_its_nats_and_multiplies() -> None:
    both = group(RING.presence["targets"], text=ONE_TEXT)
    judged = judge(both, LOG, (TARGETS, TEXT))
    # Eight accounts at one text that eight of the log's accounts wrote, after the choice among 5,000 texts.
    more = surplus(SIZE, SIZE * SIZE / 5_000) - math.log(5_000)
    assert judged.families == 2
    assert judged.score == pytest.approx(
        (tempered(nats(RING) / SIZE) + tempered(more / SIZE)) * math.sqrt(2) * discount(RING), rel=1e-5
    )


@pytest.mark.parametrize(
    ("name", "text", "families"),
    [
        ("nobody", NOTHING, 1),
        ("two of eight", presence(shared(2, 1)), 1),
        ("everybody, as half of the log does", presence(shared(SIZE, 1, popularity=2_500)), 1),
        ("everybody, as nobody else does", ONE_TEXT, 2),
        ("four here, four there", presence([(a, 1 + a // 4, 0, 4) for a in range(8)]), 2),
        ("each alone", presence([(a, a, 0, 1) for a in range(8)]), 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_family_counts_where_it_convinces(name: str, text: Presence, families: int) -> None:
    judged = judge(group(RING.presence["targets"], text=text), LOG, (TARGETS, TEXT))
    assert judged.families == families
    told = {signal.family: signal.surplus for signal in judged.signals}
    assert (told.get("text", 0.0) >= CONVINCING * SIZE) == (families == 2)


def test_an_account_counts_at_one_item_of_a_family_only() -> None:
    """Many shared handles of the same accounts are one fact, not many."""
    once, often = (group(RING.presence["targets"], handles=presence(shared(SIZE, count))) for count in (1, 30))
    assert judge(once, LOG, (TARGETS, HANDLES)).score == judge(often, LOG, (TARGETS, HANDLES)).score


def test_what_is_certain_adds_little() -> None:
    """Ten times the targets, hardly more score: a long list does not bury everything else."""
    score = [judge(group(presence(shared(SIZE, items))), LOG, (TARGETS,)).score for items in (60, 600)]
    assert score[0] < score[1] < 1.2 * score[0]


def test_without_shared_targets_there_is_no_score() -> None:
    judged = judge(group(NOTHING, text=ONE_TEXT), LOG, (TARGETS, TEXT))
    assert judged.score < 0.1


@pytest.mark.parametrize(
    "innocent",
    [
        pytest.param(presence(shared(SIZE, 12), answered=True), id="answered-back"),
        pytest.param(presence(shared(SIZE, 12), active=True), id="closed-circle"),
        pytest.param(presence(shared(SIZE, 12, popularity=300)), id="open-market"),
        pytest.param(
            presence([((item + k) % SIZE, item, 60 * k, 2) for item in range(100) for k in (0, 1)]), id="divided-work"
        ),
        pytest.param(
            presence(shared(SIZE, 12) + [(a, 1000 + 100 * a + k, k, 1) for a in range(SIZE) for k in range(60)]),
            id="side-activity",
        ),
    ],
)
def test_each_innocent_reading_clears_what_it_is_for(request: pytest.FixtureRequest, innocent: Presence) -> None:
    judged = judge(group(innocent), LOG, (TARGETS,))
    named = request.node.callspec.id
    assert {one.name: one.holds for one in judged.explanations}[named]
    assert judged.score < judge(RING, LOG, (TARGETS,)).score / 20


@pytest.mark.parametrize("answered", [False, True])
def test_lures_leave_innocent_readings_little_to_explain(answered: bool) -> None:
    one = group(presence(shared(SIZE, 12), answered=answered))
    plain, lured = (judge(one, LOG, (TARGETS,), lured=lured) for lured in (False, True))
    assert lured.score >= tempered(nats(one) / SIZE) * LURED ** len(READINGS)
    assert lured.score >= plain.score
    assert lured.explanations == plain.explanations, "they are tried and shown all the same"
    if answered:
        assert lured.score > 10 * plain.score


# --- what must never matter


def test_stand_ins_for_origin_never_change_score_or_rank() -> None:
    """One network and one employer for all: shown, and nothing else."""
    everybody = presence(shared(SIZE, 3))
    one = group(RING.presence["targets"], network=everybody, employer=everybody)
    without, with_ = judge(one, LOG, (TARGETS, TEXT)), judge(one, LOG, (TARGETS, TEXT, *ORIGIN))
    assert (with_.score, with_.families, with_.explanations) == (without.score, without.families, without.explanations)
    assert {signal.family for signal in with_.signals} - {signal.family for signal in without.signals} == {
        "network",
        "employer",
    }


@pytest.mark.parametrize("seed", range(5))
def test_numbering_of_accounts_and_items_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        (int(a), item, int(rng.integers(0, 10 * 86_400)), 9)
        for item in range(20)
        for a in rng.choice(SIZE, int(rng.integers(1, SIZE)), replace=False)
    ]
    places, numbers = rng.permutation(SIZE), rng.permutation(1000)
    other = [(int(places[a]), int(numbers[item]), moment + 777, d) for a, item, moment, d in rows]
    one, same = (judge(group(presence(each), text=presence(each)), LOG, (TARGETS, TEXT)) for each in (rows, other))
    assert same.score == pytest.approx(one.score, rel=1e-9)
    assert same.explanations == one.explanations
    assert same.window == one.window


def test_the_same_facts_give_the_same_to_the_last_digit() -> None:
    one, other = judge(RING, LOG, SIGNALS), judge(replace(RING), LOG, SIGNALS)
    assert (one.score, one.signals, one.explanations) == (other.score, other.signals, other.explanations)
    assert one.strength.tobytes() == other.strength.tobytes()


def test_strength_is_the_share_of_the_firmest() -> None:
    one = replace(RING, a=np.array([0, 0, 1]), b=np.array([1, 2, 2]), weight=np.array([30.0, 10.0, 10.0]))
    assert strength(one).tolist() == [1.0, 1.0, 0.5, *[0.0] * (SIZE - 3)]
    bare = replace(RING, a=np.zeros(0, np.int64), b=np.zeros(0, np.int64), weight=np.zeros(0))
    assert strength(bare).tolist() == [0.0] * SIZE


def test_an_empty_group_of_an_empty_log_has_no_score() -> None:
    empty = FamilyTotals(accounts=0, contacts=0, items=0, close=dict.fromkeys(CLOSE, 1e-6))
    log = Log(accounts=0, span=0.0, families=dict.fromkeys(FAMILIES, empty))
    assert judge(group(NOTHING), log, (*SIGNALS, *ORIGIN)).score == 0.0


def test_signals_are_of_known_kinds() -> None:
    families = [signal.family for signal in (*SIGNALS, *ORIGIN)]
    assert len(set(families)) == len(families)
    assert all(isinstance(signal, Signal) and signal.behaviour for signal in SIGNALS)
    assert not any(signal.behaviour or signal.proposes for signal in ORIGIN)
