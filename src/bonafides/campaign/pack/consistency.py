"""Whether edges, links and facts of a pack tell the same: none may claim more than the facts show."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bonafides.campaign.pack.canonical import Difference
from bonafides.campaign.pack.finding import BEHAVIOUR
from bonafides.campaign.parameters import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.campaign.pack.facts_file import Facts
    from bonafides.campaign.pack.finding import Finding
    from bonafides.model import Edge

Visits = dict[str, dict[int, int]]
"""For each account its items, and when it was there."""


def contradictions(finding: Finding) -> Iterator[Difference]:
    """Edges beyond what the two accounts share in the facts, and links that are not the sum of their edges.

    Items too popular to be counted over the whole log are counted in overlapping buckets, so that an edge with such
    an item is not held to the count.
    """
    visits = {family: _visits(finding.facts, family) for family in finding.facts.group.presence}
    popular = {family: _popular(finding, family) for family in finding.facts.group.presence}
    sums: dict[tuple[str, str], float] = {}
    for edge in finding.edges:
        own = visits.get(edge.family, {})
        shared = set(own.get(edge.a, ())) & set(own.get(edge.b, ()))
        if edge.family in BEHAVIOUR:
            sums[edge.a, edge.b] = sums.get((edge.a, edge.b), 0.0) + edge.surplus
        if shared & popular.get(edge.family, set()):
            continue
        yield from _edge(edge, own, shared)
    yield from _links(finding, sums)


def _visits(facts: Facts, family: str) -> Visits:
    rows = facts.group.presence[family]
    found: Visits = {name: {} for name in facts.names}
    for account, item, moment in zip(rows.account.tolist(), rows.item.tolist(), rows.moment.tolist(), strict=True):
        found[facts.names[account]][item] = moment
    return found


def _popular(finding: Finding, family: str) -> set[int]:
    rows = finding.facts.group.presence[family]
    return set(rows.item[rows.popularity > finding.parameters.popular].tolist())


def _edge(edge: Edge, own: Visits, shared: set[int]) -> Iterator[Difference]:
    where = f"edges.jsonl: {edge.a} {edge.b} {edge.family}"
    close = sum(abs(own[edge.a][item] - own[edge.b][item]) <= WINDOWS[edge.window] for item in shared)
    if edge.shared > len(shared):
        yield Difference(where=f"{where}.shared", stored=str(edge.shared), recomputed=f"at most {len(shared)}")
    if edge.observed > min(close, edge.shared):
        yield Difference(where=f"{where}.observed", stored=str(edge.observed), recomputed=f"at most {close}")


def _links(finding: Finding, sums: dict[tuple[str, str], float]) -> Iterator[Difference]:
    group, names = finding.facts.group, finding.facts.names
    ends = zip(group.a.tolist(), group.b.tolist(), group.weight.tolist(), strict=True)
    links = {(names[a], names[b]): weight for a, b, weight in ends}
    for pair in sorted({*links, *sums}):
        stored, again = links.get(pair, 0.0), sums.get(pair, 0.0)
        if not math.isclose(stored, again, rel_tol=1e-9, abs_tol=1e-9):
            yield Difference(where=f"links.jsonl: {' '.join(pair)}", stored=f"{stored:g}", recomputed=f"{again:g}")
