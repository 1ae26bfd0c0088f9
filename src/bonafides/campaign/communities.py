"""From edges to groups of accounts: components, communities inside giants, and the cores within."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import graspologic_native
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bonafides.campaign.parameters import Parameters

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


MOST_REJOINED = 60
"""Communities of one giant beyond which none are put together again: the search is quadratic."""


def core(a: Ints, b: Ints, least: int) -> NDArray[np.bool_]:
    """Which edges lie in the k-core (Seidman 1983): every account keeps at least `least` partners.

    O(edges * rounds).
    """
    kept = np.ones(len(a), dtype=bool)
    size = int(max(a.max(), b.max())) + 1 if len(a) else 0
    while True:
        degree = np.bincount(a[kept], minlength=size) + np.bincount(b[kept], minlength=size)
        inside = kept & (degree[a] >= least) & (degree[b] >= least)
        if inside.sum() == kept.sum():
            return kept
        kept = inside


def components(a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """The accounts that have an edge, and for each the number of its connected component."""
    accounts, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    left, right = places[: len(a)], places[len(a) :]
    graph = coo_array((np.ones(len(a)), (left, right)), shape=(len(accounts), len(accounts)))
    _, label = connected_components(graph, directed=False)
    return accounts, label.astype(np.int64)


def communities(a: Ints, b: Ints, weight: Floats, parameters: Parameters) -> list[Ints]:
    """Groups of accounts: small components whole, larger ones cut by Leiden (Traag et al. 2019) on surplus.

    What Leiden cuts is put together again where the cut goes through a dense group; loose accounts are left out; an
    account that is linked to most of another group serves it too. Deterministic: edges are sorted, the draw is seeded.
    Each group is in ascending order, the largest first.
    """
    if not len(a):
        return []
    accounts, label = components(a, b)
    of_edge = label[np.searchsorted(accounts, a)]
    order = np.argsort(of_edge, kind="stable")
    cuts = np.searchsorted(of_edge[order], np.arange(label.max() + 2))
    groups: list[Ints] = []
    for number in range(int(label.max()) + 1):
        rows = order[cuts[number] : cuts[number + 1]]
        inside = Graph(a=a[rows], b=b[rows], weight=weight[rows])
        parts = [np.unique(np.concatenate([inside.a, inside.b]))]
        if len(parts[0]) > parameters.giant:
            parts = _rejoined(_leiden(inside, parameters), inside, parameters.apart)
        groups += [found for part in parts if len(found := _refined(part, inside, parameters)) > parameters.core]
    return sorted(groups, key=lambda group: (-len(group), int(group[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Edges of one component."""

    a: Ints
    b: Ints
    weight: Floats


def _density(one: Ints, other: Ints, graph: Graph) -> float:
    """Share of the possible edges between two groups (or within one, given twice) that are there."""
    if one is other:
        links = (np.isin(graph.a, one) & np.isin(graph.b, one)).sum()
        return float(links / max(1.0, len(one) * (len(one) - 1) / 2))
    ends = (np.isin(graph.a, one) & np.isin(graph.b, other)) | (np.isin(graph.a, other) & np.isin(graph.b, one))
    return float(ends.sum() / (len(one) * len(other)))


def _rejoined(parts: list[Ints], graph: Graph, apart: float) -> list[Ints]:
    """Communities put together, the most connected first, while the cut between two is nearly as dense as they are."""
    parts = list(parts)
    while len(parts) > 1:
        within = [_density(part, part, graph) for part in parts]
        pairs = [(i, j) for i, j in combinations(range(len(parts)), 2)] if len(parts) <= MOST_REJOINED else []
        ties = [(_density(parts[i], parts[j], graph) / max(1e-9, min(within[i], within[j])), i, j) for i, j in pairs]
        tie, i, j = max(ties, default=(0.0, 0, 0))
        if tie < apart:
            break
        parts[i] = np.union1d(parts[i], parts[j])
        del parts[j]
    return parts


def _refined(group: Ints, graph: Graph, parameters: Parameters) -> Ints:
    """The group without accounts that hang loosely on it, and with outsiders that are linked to most of it."""
    inside = np.isin(graph.a, group) & np.isin(graph.b, group)
    size = int(max(graph.a.max(), graph.b.max())) + 1
    own = np.bincount(graph.a[inside], graph.weight[inside], size) + np.bincount(
        graph.b[inside], graph.weight[inside], size
    )
    kept = group[own[group] >= parameters.loose * np.median(own[group])]
    one_end = np.isin(graph.a, kept) ^ np.isin(graph.b, kept)
    outsiders = np.where(np.isin(graph.a[one_end], kept), graph.b[one_end], graph.a[one_end])
    names, links = np.unique(outsiders, return_counts=True)
    joining = names[links >= parameters.shared_member * len(kept)]
    return np.union1d(kept, np.setdiff1d(joining, group))


def _leiden(graph: Graph, parameters: Parameters) -> list[Ints]:
    order = np.lexsort((graph.b, graph.a))
    ends = zip(graph.a[order], graph.b[order], graph.weight[order], strict=True)
    edges = [(str(x), str(y), float(w)) for x, y, w in ends]
    _, found = graspologic_native.leiden(
        edges, resolution=parameters.resolution, seed=parameters.seed, iterations=2, use_modularity=True
    )
    names = np.array([int(name) for name in found], dtype=np.int64)
    labels = np.array(list(found.values()), dtype=np.int64)
    return [np.sort(names[labels == label]) for label in np.unique(labels)]
