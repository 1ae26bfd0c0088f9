"""Groups of accounts from edges: cores against NetworkX, dense rings whole, thin bridges cut, loose accounts out."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

pytest.importorskip("graspologic_native")
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.campaign.communities import communities, components, core
from bonafides.campaign.parameters import Parameters

Edges = list[tuple[int, int, float]]
GRAPHS = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=70).map(
    lambda edges: sorted({(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]})
)


def dense(first: int, size: int, weight: float = 20.0) -> Edges:
    return [(x, y, weight) for x, y in combinations(range(first, first + size), 2)]


def found(edges: Edges, parameters: Parameters | None = None) -> list[list[int]]:
    a, b, weight = zip(*edges, strict=True) if edges else ((), (), ())
    groups = communities(
        np.array(a, np.int64), np.array(b, np.int64), np.array(weight, float), parameters or Parameters()
    )
    return [group.tolist() for group in groups]


@given(GRAPHS, st.integers(1, 5))
@settings(max_examples=80, deadline=None)
def test_the_core_is_that_of_networkx(edges: list[tuple[int, int]], least: int) -> None:
    networkx = pytest.importorskip("networkx")
    a, b = (np.array([edge[end] for edge in edges], np.int64) for end in (0, 1))
    number = networkx.core_number(networkx.Graph(edges))
    assert core(a, b, least).tolist() == [min(number[x], number[y]) >= least for x, y in edges]


@given(GRAPHS.filter(bool))
@settings(max_examples=40, deadline=None)
def test_components_are_those_of_networkx(edges: list[tuple[int, int]]) -> None:
    networkx = pytest.importorskip("networkx")
    a, b = (np.array([edge[end] for edge in edges], np.int64) for end in (0, 1))
    accounts, label = components(a, b)
    groups = {frozenset(accounts[label == number].tolist()) for number in np.unique(label)}
    assert groups == set(map(frozenset, networkx.connected_components(networkx.Graph(edges))))


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([], []),
        (dense(1, 3), []),
        (dense(1, 4), [[1, 2, 3, 4]]),
        (dense(1, 4) + dense(10, 6), [[*range(10, 16)], [1, 2, 3, 4]]),
        (dense(10, 4) + dense(1, 4), [[1, 2, 3, 4], [10, 11, 12, 13]]),
        (dense(1, 8), [[*range(1, 9)]]),
    ],
    ids=["none", "three are too few", "four", "the largest first", "then by number", "eight"],
)
def test_small_components_are_whole(edges: Edges, expected: list[list[int]]) -> None:
    assert found(edges) == expected


@pytest.mark.parametrize("size", [13, 20, 40])
def test_a_dense_ring_is_never_cut(size: int) -> None:
    assert found(dense(1, size)) == [[*range(1, size + 1)]]


@pytest.mark.parametrize("seed", range(3))
def test_a_ring_of_which_half_the_edges_were_found_is_not_cut(seed: int) -> None:
    rng = np.random.default_rng(seed)
    edges = [edge for edge in dense(1, 30) if rng.random() < 0.5]
    assert found(edges) == [[*range(1, 31)]]


@pytest.mark.parametrize("bridges", [1, 3, 8])
def test_two_dense_rings_on_a_thin_bridge_are_two(bridges: int) -> None:
    rng = np.random.default_rng(bridges)
    between = [(int(rng.integers(1, 11)), int(rng.integers(11, 21)), 15.0) for _ in range(bridges)]
    assert found(dense(1, 10) + dense(11, 10) + between) == [[*range(1, 11)], [*range(11, 21)]]


def test_two_rings_that_are_tied_as_densely_as_within_are_one() -> None:
    assert len(found(dense(1, 10) + dense(11, 10) + [(x, y, 20.0) for x in range(1, 11) for y in range(11, 21)])) == 1


def test_an_account_that_serves_two_rings_is_in_both() -> None:
    serves = [(x, 99, 20.0) for x in (*range(1, 11), *range(11, 21))]
    assert found(dense(1, 10) + dense(11, 10) + serves) == [[*range(1, 11), 99], [*range(11, 21), 99]]


def test_an_account_that_knows_half_of_one_only_is_in_one() -> None:
    some = [(x, 99, 20.0) for x in (*range(1, 11), 11, 12)]
    assert found(dense(1, 10) + dense(11, 10) + some) == [[*range(1, 11), 99], [*range(11, 21)]]


@pytest.mark.parametrize(("weight", "kept"), [(20.0, True), (5.0, True), (0.5, False)])
def test_loose_accounts_are_left_out(weight: float, kept: bool) -> None:
    """Ten accounts, and one tied to three of them by so much."""
    edges = dense(1, 10) + [(x, 50, weight * 3) for x in (1, 2, 3)]
    assert (50 in found(edges)[0]) == kept


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_edges_does_not_matter(random: Random) -> None:
    edges = dense(1, 12) + dense(20, 9) + [(3, 21, 15.0), (4, 22, 15.0), (1, 40, 2.0), (2, 40, 2.0), (5, 40, 2.0)]
    whole = found(edges)
    random.shuffle(edges)
    assert found(edges) == whole


def test_beyond_the_limit_communities_are_not_rejoined_and_nothing_is_lost() -> None:
    """A chain of seventy rings: as many communities, each whole."""
    edges = [edge for ring in range(70) for edge in dense(10 * ring, 5)]
    edges += [(10 * ring + 4, 10 * ring + 10, 10.0) for ring in range(69)]
    groups = found(edges)
    assert {member for group in groups for member in group} == {10 * ring + k for ring in range(70) for k in range(5)}
