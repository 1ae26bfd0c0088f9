"""Accounts that belong to a group though no single pair shows it: they turn up at its targets, in its time, too often.

A persona that worked a third of a list shares one or two targets with each of the others: no pair is beyond chance, the
account as a whole is. For each group its sites are the targets at which a fifth of it (and two accounts) met, its time
the span of these contacts. An account outside with k contacts in that time is expected at the sites

    mu = k * (visits of outsiders to the sites in that time) / (all contacts in that time)

times; hits beyond mu are tested as a Poisson count, over all accounts and groups at one false discovery rate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bonafides.campaign.coincidence import number
from bonafides.campaign.linking import EDGES
from bonafides.campaign.null import discovery_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.linking import Links
    from bonafides.campaign.parameters import Parameters

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

MET = 0.2
"""Share of a group (and two accounts) that a target must have seen to be one of its sites."""
EDGE = 0.02
"""Share of the contacts at sites that is left out at either end of a group's time ..."""
SLACK = 0.1
"""... which is then widened at both ends by this share of its length."""
FEWEST = 2
"""Sites that an outsider must have visited."""
MERGED = 0.5
"""Share of the smaller group's accounts that two groups have in common from which they are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Accounts that join groups."""

    group: Ints
    account: Ints
    hits: Ints
    expected: Floats
    surplus: Floats
    q: Floats


def grow(engine: Engine, groups: Sequence[Ints], links: Links, parameters: Parameters) -> tuple[list[Ints], Links]:
    """The groups with those who join them, and the links with those that show it.

    Who joins is linked to each member that it met at a site; these links carry the surplus of the group's test in equal
    parts, and its q. Groups that come to share most of their accounts become one.
    """
    if not groups:
        return [], links
    _sites(engine, groups)
    joining = _joining(engine, len(groups), parameters.rate)
    met = _met(engine, joining)
    engine.drop("grown", "sites", "spans", "visits", "hits", "joining")
    grown = [np.union1d(group, joining.account[joining.group == place]) for place, group in enumerate(groups)]
    return merged(grown), _with(links, met)


def _with(links: Links, met: pa.Table) -> Links:
    """The links with those of the accounts that joined; a pair that was linked before stays as it was."""
    a, b, weight = (met.column(name).to_numpy() for name in ("a", "b", "w"))
    known = set(zip(links.a.tolist(), links.b.tolist(), strict=True))
    new = np.array([pair not in known for pair in zip(a.tolist(), b.tolist(), strict=True)], dtype=bool)
    return replace(
        links,
        a=np.concatenate([links.a, a[new].astype(np.int64)]),
        b=np.concatenate([links.b, b[new].astype(np.int64)]),
        weight=np.concatenate([links.weight, weight[new].astype(np.float64)]),
        families=np.concatenate([links.families, np.ones(int(new.sum()), dtype=np.int64)]),
        edges=pa.concat_tables([links.edges, _edges(met.filter(pa.array(new)))]),
    )


def _sites(engine: Engine, groups: Sequence[Ints]) -> None:
    """Make `sites` (g, t) and `spans` (g, first, last) of the groups."""
    member = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    engine.put("grown", pa.table({"g": member.astype(np.int64), "a": np.concatenate(list(groups))}))
    rows = engine.rows(
        "SELECT m.g, c.t, c.moment FROM grown m JOIN contacts c ON c.a = m.a ORDER BY m.g, c.t, c.moment, c.a"
    )
    g, t, moment = (rows.column(name).to_numpy().astype(np.int64) for name in ("g", "t", "moment"))
    starts = np.flatnonzero((np.diff(g, prepend=-1) != 0) | (np.diff(t, prepend=-1) != 0))
    counts = np.diff(np.append(starts, len(g)))
    sizes = np.array([len(group) for group in groups])
    kept = counts >= np.maximum(2, MET * sizes[g[starts]])
    rows_kept = np.repeat(kept, counts)
    spans = [_span(moment[rows_kept & (g == place)]) for place in range(len(groups))]
    engine.put("sites", pa.table({"g": g[starts][kept], "t": t[starts][kept]}))
    engine.put(
        "spans",
        pa.table(
            {
                "g": np.arange(len(groups), dtype=np.int64),
                "opens": np.array([first for first, _ in spans], dtype=np.int64),
                "closes": np.array([last for _, last in spans], dtype=np.int64),
            }
        ),
    )


def _span(moments: Ints) -> tuple[int, int]:
    if not len(moments):
        return 0, -1
    first, last = np.quantile(moments, (EDGE, 1 - EDGE))
    slack = SLACK * (last - first) + 1
    return int(first - slack), int(last + slack)


def _joining(engine: Engine, groups: int, rate: float) -> Joining:
    """Outsiders beyond chance at the sites of a group, each (group, account) tested."""
    # Sites first, times then: left to themselves, engines have joined every contact with every group's time.
    engine.make("visits", "SELECT s.g, c.a, c.moment FROM sites s JOIN contacts c ON c.t = s.t")
    inside = """FROM visits v JOIN spans p ON p.g = v.g AND v.moment BETWEEN p.opens AND p.closes
        LEFT JOIN grown m ON m.g = v.g AND m.a = v.a WHERE m.a IS NULL"""
    engine.make("hits", f"SELECT v.g, v.a, count(*) AS hits {inside} GROUP BY v.g, v.a HAVING count(*) >= {FEWEST}")
    visited = engine.rows(f"SELECT v.g, count(*) AS n {inside} GROUP BY v.g ORDER BY g")
    rows = engine.rows(
        """SELECT h.g, h.a, h.hits, count(*) AS k FROM hits h JOIN spans p ON p.g = h.g
           JOIN contacts c ON c.a = h.a AND c.moment BETWEEN p.opens AND p.closes
           GROUP BY h.g, h.a, h.hits ORDER BY h.g, h.a"""
    )
    g, a, hits, k = (rows.column(name).to_numpy().astype(np.int64) for name in ("g", "a", "hits", "k"))
    outsiders = np.zeros(groups)
    outsiders[visited.column("g").to_numpy()] = visited.column("n").to_numpy()
    expected = k * outsiders[g] / np.maximum(_contacts_within(engine, groups)[g], 1.0)
    expected = np.maximum(expected, 1e-12)
    nats = np.where(hits > expected, hits * np.log(hits / expected) - hits + expected, 0.0)
    tests = float(max(1, groups * number(engine, "SELECT count(*) FROM account_numbers")))
    q = discovery_rates(-nats, tests)
    kept = q <= rate
    return Joining(
        group=g[kept], account=a[kept], hits=hits[kept], expected=expected[kept], surplus=nats[kept], q=q[kept]
    )


def _contacts_within(engine: Engine, groups: int) -> Floats:
    """All contacts of the log within each group's time, from its hours."""
    hours = engine.rows(
        "SELECT moment {divide} 3600 AS hour, count(*) AS n FROM contacts GROUP BY moment {divide} 3600 ORDER BY hour"
    )
    hour, count = hours.column("hour").to_numpy(), np.cumsum(hours.column("n").to_numpy())
    spans = engine.rows("SELECT opens, closes FROM spans ORDER BY g")
    before = np.concatenate([[0], count])

    def until(moment: Ints) -> Floats:
        return np.asarray(before[np.searchsorted(hour, moment // 3600, side="right")], dtype=np.float64)

    opens, closes = (spans.column(name).to_numpy().astype(np.int64) for name in ("opens", "closes"))
    return until(closes) - until(opens - 3600)


def _met(engine: Engine, joining: Joining) -> pa.Table:
    """Whom each joining account met at the sites: a < b, n targets, w its part of the surplus, expected, q."""
    columns = {"g": joining.group, "a": joining.account, "hits": joining.hits}
    real = {"expected": joining.expected, "surplus": joining.surplus, "q": joining.q}
    engine.put("joining", pa.table({**columns, **real}))
    return engine.rows(
        """SELECT least(a, b) AS a, greatest(a, b) AS b, max(n) AS n, max(surplus / partners) AS w,
                  min(expected / partners) AS expected, min(q) AS q FROM
           (SELECT j.g, j.a, m.a AS b, count(*) AS n, max(j.surplus) AS surplus, max(j.expected) AS expected,
                   max(j.q) AS q, count(*) OVER (PARTITION BY j.g, j.a) AS partners
            FROM joining j JOIN sites s ON s.g = j.g JOIN contacts x ON x.a = j.a AND x.t = s.t
            JOIN contacts y ON y.t = s.t JOIN grown m ON m.g = j.g AND m.a = y.a
            GROUP BY j.g, j.a, m.a) t
           GROUP BY least(a, b), greatest(a, b) ORDER BY a, b"""
    )


def _edges(met: pa.Table) -> pa.Table:
    size = met.num_rows
    return pa.table(
        {
            "a": met.column("a"),
            "b": met.column("b"),
            "family": pa.array(["targets"] * size, pa.string()),
            "window": pa.array(["all"] * size, pa.string()),
            "shared": met.column("n"),
            "observed": met.column("n"),
            "expected": met.column("expected"),
            "surplus": met.column("w"),
            "q": met.column("q"),
        }
    ).cast(EDGES)


def merged(groups: Sequence[Ints]) -> list[Ints]:
    """Groups put together where one holds most of another; the largest first."""
    found: list[Ints] = []
    for group in sorted(groups, key=lambda one: (-len(one), int(one[0]))):
        place = next((i for i, one in enumerate(found) if np.isin(group, one).sum() >= MERGED * len(group)), None)
        if place is None:
            found.append(group)
        else:
            found[place] = np.union1d(found[place], group)
    return sorted(found, key=lambda one: (-len(one), int(one[0])))
