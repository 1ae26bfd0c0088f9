"""The evaluation of linking counts what it says, on worlds that are what they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path

import pytest

from bonafides.desk.linking.marks import marks_of
from bonafides.desk.linking.suggesting import Pair, suggest_all
from bonafides.store.opening import open_store
from evals.desk import WORLDS, Truth, compared, filled
from evals.desk_world import Particulars, linked_by_strong, sizes


def truth(*hands: str) -> dict[str, Truth]:
    return {
        f"{n}": Truth(hand=hand, campaign=hand if hand.startswith("c") else "", sort=hand[0])
        for n, hand in enumerate(hands)
    }


def pair(one: int, other: int) -> Pair:
    return Pair(one=f"{one}", other=f"{other}", strength=9.0, because=())


@pytest.mark.parametrize(
    ("pairs", "together", "connected", "wrong"),
    [
        ([], 0.0, 0.0, 0),
        ([(0, 1), (1, 2), (2, 3)], 1.0, 1.0, 0),
        ([(0, 1), (2, 3)], 0.5, 2 / 6, 0),
        ([(0, 1)], 0.5, 1 / 6, 0),
        ([(0, 1), (1, 2), (3, 4)], 0.75, 0.5, 1),
        ([(0, 4), (1, 4)], 0.0, 0.0, 2),
        ([(4, 5)], 0.0, 0.0, 0),
        ([(6, 7)], 0.0, 0.0, 0),
    ],
)
def test_links_beside_the_truth(pairs: list[tuple[int, int]], together: float, connected: float, wrong: int) -> None:
    truths = truth("c1", "c1", "c1", "c1", "honest", "honest", "c2", "c2")
    linked = compared(truths, [pair(*each) for each in pairs])
    assert (linked.together, linked.wrong, linked.planted) == (together, wrong, 4)
    assert linked.pairs == pytest.approx(connected)
    assert linked.wrong_per_thousand == 1_000 * wrong / 8


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_is_what_it_says(world: str) -> None:
    reports = list(WORLDS[world](400))
    again = list(islice(WORLDS[world](400), 20))
    assert [each.conversation for each in again] == [each.conversation for each in reports[:20]]
    assert 340 <= len(reports) <= 440
    campaigns = Counter(each.campaign for each in reports if each.campaign)
    assert campaigns
    assert min(campaigns.values()) >= 3
    assert all(each.hand == each.campaign for each in reports if each.campaign)
    assert any(each.pictures for each in reports)


@pytest.mark.parametrize("world", WORLDS)
def test_members_of_a_campaign_share_something(world: str) -> None:
    bearing: dict[str, list[set[str]]] = defaultdict(list)
    for each in WORLDS[world](400):
        if each.campaign:
            bearing[each.campaign].append({mark.key for mark in marks_of(each.conversation, each.pictures)})
    sharing = [bool(keys & set().union(*others)) for all_ in bearing.values() for keys, others in _rest(all_)]
    assert sum(sharing) >= 0.9 * len(sharing)


def _rest(all_: list[set[str]]) -> list[tuple[set[str], list[set[str]]]]:
    return [(keys, all_[:n] + all_[n + 1 :]) for n, keys in enumerate(all_)]


def test_a_small_world_is_linked(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "desk.db"))
    truths = filled(store, WORLDS["dev"](1_000))
    with store.reading() as reading:
        linked = compared(truths, suggest_all(reading))
    store.close()
    assert linked.planted >= 40
    assert linked.together >= 0.85
    assert linked.wrong <= 0.1 * linked.right


def test_sizes_make_up_the_total() -> None:
    found = list(sizes(Particulars(1).random, 500, 3, 12, 4))
    assert all(3 <= size <= 12 for size in found)
    assert 497 < sum(found) <= 500


@pytest.mark.parametrize(
    ("bears", "whole"),
    [([{"a"}, {"a", "b"}, {"b"}], True), ([{"a"}, {"b"}], False), ([{"a", "w"}, {"w"}], False), ([{"a"}], True)],
)
def test_what_hangs_together(bears: list[set[str]], whole: bool) -> None:
    assert linked_by_strong([frozenset(each) for each in bears], frozenset({"w"})) is whole


def test_numbers_are_written_in_several_ways_and_stay_the_same() -> None:
    make = Particulars(2)
    phone = make.phone()
    written = {make.written(phone) for _ in range(30)}
    assert len(written) == 3
    assert len({"".join(char for char in each if char in "+0123456789") for each in written}) == 1
