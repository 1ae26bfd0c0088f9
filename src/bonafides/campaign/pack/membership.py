"""Why an account belongs to its campaign, and what must fall for it to drop out: the rule, run again and again.

The rule is that of `communities`: enough partners in the core (or, with several families, in a looser one), and a
strength within the group that is not far below the median, or links to most of the group.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bonafides.campaign.communities import core
from bonafides.campaign.describe import at_shared
from bonafides.campaign.judge import CORE_FAMILY
from bonafides.campaign.measures import surplus
from bonafides.campaign.pack.finding import BEHAVIOUR
from bonafides.campaign.parameters import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bonafides.campaign.pack.finding import Finding
    from bonafides.campaign.parameters import Parameters
    from bonafides.model import Edge

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """The linked pairs of a group."""

    a: Ints
    b: Ints
    weight: Floats
    families: Ints
    """Behavioural families above chance."""

    def but(self, gone: Flags) -> Ties:
        """Those that are left."""
        return Ties(a=self.a[~gone], b=self.b[~gone], weight=self.weight[~gone], families=self.families[~gone])


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """A finding with what all of its accounts need, looked up once."""

    finding: Finding
    ties: Ties
    edges: Mapping[str, Sequence[Edge]]
    """The core family's edges of each account."""
    visits: Sequence[Mapping[int, int]]
    """For each account the core family's items, and when it was there."""
    shared: Flags
    """Which rows of the core family are at shared items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """What it takes for one account to drop out."""

    links: int
    """Linked pairs that it has within the campaign."""
    fewest_links: int
    """How many of them must fall, taking the firmest away first; 0 where it is at the margin as it is."""
    partners: tuple[int, ...]
    """Places of the other ends of these."""
    rule: str
    """What it then fails: `core` (too few partners) or `loose` (too weakly tied)."""
    contacts: int
    """Its contacts at shared targets."""
    fewest_contacts: int | None
    """How many of these must fall, the most shared first; None where what it shares otherwise keeps it in anyway."""


def grounds(finding: Finding) -> Grounds:
    """The finding with its ties."""
    group, names = finding.facts.group, finding.facts.names
    families = pair_families(finding.edges)
    counts = [
        len(families.get((names[x], names[y]), ())) for x, y in zip(group.a.tolist(), group.b.tolist(), strict=True)
    ]
    edges: dict[str, list[Edge]] = {name: [] for name in names}
    for edge in finding.edges:
        if edge.family == CORE_FAMILY:
            edges[edge.a].append(edge)
            edges[edge.b].append(edge)
    ties = Ties(a=group.a, b=group.b, weight=group.weight, families=np.array(counts, dtype=np.int64))
    rows = group.presence[CORE_FAMILY]
    visits: list[dict[int, int]] = [{} for _ in names]
    for account, item, moment in zip(rows.account.tolist(), rows.item.tolist(), rows.moment.tolist(), strict=True):
        visits[account][item] = moment
    return Grounds(finding=finding, ties=ties, edges=edges, visits=visits, shared=at_shared(rows))


def pair_families(edges: Iterable[Edge]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The behavioural families in which a pair (smaller id first) is above chance."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for edge in edges:
        if edge.family in BEHAVIOUR and edge.surplus > 0:
            found[edge.a, edge.b] = (*found.get((edge.a, edge.b), ()), edge.family)
    return found


def fails(place: int, size: int, ties: Ties, parameters: Parameters) -> str:
    """Which part of the rule keeps an account out: `core`, `loose`, or nothing where it belongs."""
    kept = core(ties.a, ties.b, parameters.core)
    several = ties.families >= 2
    kept[several] |= core(ties.a[several], ties.b[several], parameters.core - 1)
    a, b, weight = ties.a[kept], ties.b[kept], ties.weight[kept]
    links = np.bincount(a, minlength=size) + np.bincount(b, minlength=size)
    members = np.flatnonzero(links)
    if place not in members:
        return "core"
    own = np.bincount(a, weight, size) + np.bincount(b, weight, size)
    firm = own[place] >= parameters.loose * np.median(own[members])
    return "" if firm or links[place] >= parameters.shared_member * len(members) else "loose"


def fall(known: Grounds, place: int) -> Fall:
    """What would have to fall for one account to drop out, by running the rule on ever less."""
    finding, ties, size = known.finding, known.ties, len(known.finding.facts.names)
    own = np.flatnonzero((ties.a == place) | (ties.b == place))
    other = np.where(ties.a[own] == place, ties.b[own], ties.a[own])
    firmest = np.lexsort((other, -ties.weight[own]))

    def left(removed: int) -> Ties:
        gone = np.zeros(len(ties.a), dtype=bool)
        gone[own[firmest[:removed]]] = True
        return ties.but(gone)

    def why(removed: int) -> str:
        return fails(place, size, left(removed), finding.parameters)

    fewest = _first(len(own), lambda removed: bool(why(removed)))
    at, weakened = _by_contacts(known, place)
    contacts = _first(at, lambda removed: bool(fails(place, size, weakened(removed), finding.parameters)))
    return Fall(
        links=len(own),
        fewest_links=fewest,
        partners=tuple(int(end) for end in other[firmest[:fewest]]),
        rule=why(fewest),
        contacts=at,
        fewest_contacts=contacts if contacts <= at else None,
    )


def _first(most: int, holds: Callable[[int], bool]) -> int:
    """The first number up to `most` from which a condition holds, by bisection; `most + 1` where it never does."""
    return bisect_left(range(most + 1), True, key=holds)


def _by_contacts(known: Grounds, place: int) -> tuple[int, Callable[[int], Ties]]:
    """How many contacts the account has at shared targets, and the ties that are left without the first n of them.

    A pair's surplus is measured anew with what it still shares within its window; its expectation stays (with fewer
    contacts it would fall a little), and it is a link while it is no weaker than the weakest that the run accepted.
    """
    finding, ties, names = known.finding, known.ties, known.finding.facts.names
    rows = finding.facts.group.presence[CORE_FAMILY]
    mine = np.flatnonzero(known.shared & (rows.account == place))
    crowd = np.bincount(rows.item, minlength=1)
    order = mine[np.lexsort((rows.item[mine], -crowd[rows.item[mine]]))]
    at = list(zip(rows.item[order].tolist(), rows.moment[order].tolist(), strict=True))
    met = {(edge.a, edge.b): (edge, _met(known, edge, place, at)) for edge in known.edges[names[place]]}
    own = np.flatnonzero((ties.a == place) | (ties.b == place))
    pairs = [(row, met[pair]) for row in own if (pair := (names[ties.a[row]], names[ties.b[row]])) in met]

    def left(removed: int) -> Ties:
        weight, families = ties.weight.copy(), ties.families.copy()
        for row, (edge, together) in pairs:
            kept = _weaker(edge, int(together[:removed].sum()))
            weight[row] -= edge.surplus - kept
            families[row] -= kept == 0
        weaker = replace(ties, weight=weight, families=families)
        return weaker.but((weight < finding.accepted_from) & (weight < ties.weight))

    return len(order), left


def _met(known: Grounds, edge: Edge, place: int, at: Sequence[tuple[int, int]]) -> Flags:
    """At which of an account's contacts (item, moment) it met the other end of an edge within the edge's window."""
    names = known.finding.facts.names
    other = known.visits[bisect_left(names, edge.b if names[place] == edge.a else edge.a)]
    within = WINDOWS[edge.window]
    return np.array([item in other and abs(other[item] - moment) <= within for item, moment in at], dtype=bool)


def _weaker(edge: Edge, lost: int) -> float:
    """The surplus of an edge with fewer shared contacts; the price of the choice of window and stratum stays."""
    if not lost:
        return edge.surplus
    price = surplus(edge.observed, edge.expected) - edge.surplus
    return max(0.0, surplus(max(0, edge.observed - lost), edge.expected) - price)
