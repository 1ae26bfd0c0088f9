"""From a tip: the accounts linked to known-bad ones, and those that took over when one of them went silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bonafides.campaign.coincidence import number
from bonafides.campaign.measures import surplus
from bonafides.campaign.null import discovery_rates
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bonafides.campaign.engine.engine import Engine

DAY = 86_400
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The frozen numbers of a search from a tip."""

    shared: int = 4
    """Targets of the seed that a successor must have turned to, at least."""
    rate: float = 0.01
    """False discovery rate of successors, over all accounts and all seeds."""


LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """An account that a tip leads to."""

    account: str
    seed: str
    """The known account that led here."""
    relation: str
    """`sibling` (linked to the seed, or to one of its siblings in the same group) or `successor`."""
    via: str
    """The sibling that stands between; empty where the account is linked to the seed itself."""
    family: str
    """The family of the strongest edge; `targets` for a successor."""
    window: str
    """How close in time: a window of the edge; `after` for a successor."""
    shared: int
    """What the two share in the family; for a successor: the seed's targets that it turned to after the seed's end."""
    expected: float
    """How many of these chance would give (an edge: within its window)."""
    surplus: float
    """Nats over chance."""
    q: float
    """False discovery rate at which it is accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """What a list of known accounts leads to."""

    seeds: tuple[str, ...]
    """Those that are in the log."""
    unknown: tuple[str, ...]
    """Those that are not."""
    siblings: tuple[Kin, ...]
    """One row for each account and seed, the closest first."""
    successors: tuple[Kin, ...]
    """One row for each account and seed, the strongest first."""

    def rows(self) -> list[dict[str, object]]:
        """All rows, ready for JSON."""
        return [asdict(one) for one in (*self.siblings, *self.successors)]

    def text(self) -> str:
        """The same for a reader, shortened."""
        lines = [
            f"From {_counted(len(self.seeds), 'known account')}: {_counted(len(_who(self.siblings)), 'sibling')}, "
            f"{_counted(len(_who(self.successors)), 'successor')}."
        ]
        if self.unknown:
            lines.append(
                f"{_counted(len(self.unknown), 'listed account')} not in this log: {', '.join(self.unknown[:5])}"
                f"{' ...' if len(self.unknown) > 5 else ''}."
            )
        rows = (*self.siblings[:SHOWN], *self.successors[:SHOWN])
        lines += [f"  {_worded(one)}" for one in rows]
        if left := len(self.siblings) + len(self.successors) - len(rows):
            lines.append(f"  and {_counted(left, 'more row')}.")
        if rows:
            lines.append("A link says that two accounts acted alike, not what for: each needs a person's look.")
        return "\n".join(lines)


def expand(
    engine: Engine,
    edges: pa.Table,
    seeds: Iterable[str],
    *,
    groups: Iterable[Collection[str]] = (),
    limits: Limits = LIMITS,
) -> Expanded:
    """Siblings and successors of known accounts.

    `edges` are the accepted ones with account ids (`linking.EDGES`, `Swept.edges`); `groups` the accounts of each
    candidate group: within one, a search goes a step further, from a sibling to those it is linked to. Reads the tables
    `events`, `contacts`, `account_numbers`, `target_numbers`, `accounts` and `targets`. Raises CampaignError where no
    seed is in the log.
    """
    wanted = sorted(set(seeds))
    engine.put("seed_ids", pa.table({"account": pa.array(wanted, pa.string())}))
    numbers = engine.rows("SELECT s.value, s.n FROM account_numbers s JOIN seed_ids i ON s.value = i.account")
    known = dict(zip(numbers.column("value").to_pylist(), numbers.column("n").to_pylist(), strict=True))
    engine.drop("seed_ids")
    if not known:
        raise CampaignError(
            f"none of the {len(wanted)} listed accounts is in the log",
            next_step="Look whether the ids are written as in the log, and whether the log covers their time.",
        )
    return Expanded(
        seeds=tuple(sorted(known)),
        unknown=tuple(one for one in wanted if one not in known),
        siblings=siblings(edges, known.keys(), groups),
        successors=_successors(engine, known, limits),
    )


def siblings(edges: pa.Table, seeds: Collection[str], groups: Iterable[Collection[str]] = ()) -> tuple[Kin, ...]:
    """Accounts linked to a seed and, within a group, to a sibling of it. Seeds themselves are not listed."""
    strongest = _strongest(edges)
    near: dict[str, dict[str, Mapping[str, object]]] = defaultdict(dict)
    for (a, b), edge in strongest.items():
        near[a][b] = near[b][a] = edge
    found: dict[tuple[str, str], Kin] = {}
    for seed in sorted(seeds):
        for account, edge in near[seed].items():
            found[account, seed] = _sibling(account, seed, "", edge)
    in_groups: dict[str, set[int]] = defaultdict(set)
    for place, group in enumerate(groups):
        for account in group:
            in_groups[account].add(place)
    for (sibling, seed), _ in list(found.items()):
        for account, edge in near[sibling].items():
            further = _sibling(account, seed, sibling, edge)
            present = found.get((account, seed))
            better = present is None or (present.via and further.surplus > present.surplus)
            if better and in_groups[account] & in_groups[sibling]:
                found[account, seed] = further
    kept = (one for one in found.values() if one.account not in seeds)
    return tuple(sorted(kept, key=lambda one: (bool(one.via), -one.surplus, one.account, one.seed)))


def _strongest(edges: pa.Table) -> dict[tuple[str, str], Mapping[str, object]]:
    """For each pair the edge of its strongest family."""
    best: dict[tuple[str, str], Mapping[str, object]] = {}
    for edge in sorted(edges.to_pylist(), key=lambda edge: (-edge["surplus"], edge["family"])):
        best.setdefault((edge["a"], edge["b"]), edge)
    return best


def _sibling(account: str, seed: str, via: str, edge: Mapping[str, object]) -> Kin:
    facts = {name: edge[name] for name in ("family", "window", "shared", "expected", "surplus", "q")}
    return Kin(account=account, seed=seed, relation="sibling", via=via, **facts)  # type: ignore[arg-type]


def _successors(engine: Engine, seeds: Mapping[str, int], limits: Limits) -> tuple[Kin, ...]:
    """Accounts first active (or made) after a seed's last contact that turn to its targets more than chance explains.

    Null: each contact of the later account draws its target anew among all contacts of the log after the seed's end
    with targets of the same sector (all together where sectors are not known): of k such contacts, k D / E go to
    targets of the seed, where D of the E contacts do. A time without the seed is thereby compared with itself, and
    people of one trade with people of that trade.
    """
    engine.put("seeds", pa.table({"seed": list(seeds), "n": pa.array(list(seeds.values()), pa.int64())}))
    engine.make("ended", _ENDED)
    engine.make("sectors", _SECTORS)
    engine.make("taken", _TAKEN)
    engine.make("later", _LATER.format(least=limits.shared))
    rows = engine.rows(_COMPARED).to_pylist()
    after = _after(engine)
    tested = float(len(seeds)) * max(1, number(engine, "SELECT count(*) FROM account_numbers"))
    engine.drop("seeds", "ended", "sectors", "taken", "later")
    return _decided(rows, after, {n: seed for seed, n in seeds.items()}, tested, limits)


def _after(engine: Engine) -> dict[tuple[int, str], int]:
    """Contacts with each sector after the end of each seed, from the next day on: too few rather than too many."""
    days = engine.rows(
        f"""SELECT k.sector, c.moment {{divide}} {DAY} AS day, count(*) AS d
            FROM contacts c JOIN sectors k ON k.t = c.t GROUP BY k.sector, c.moment {{divide}} {DAY}"""
    ).to_pylist()
    ends = engine.rows("SELECT n, gone FROM ended").to_pylist()
    total: Counter[tuple[int, str]] = Counter()
    for end in ends:
        for day in days:
            if day["day"] > end["gone"] // DAY:
                total[end["n"], day["sector"]] += day["d"]
    return total


def _decided(
    rows: list[dict[str, object]],
    after: Mapping[tuple[int, str], int],
    names: Mapping[int, str],
    tested: float,
    limits: Limits,
) -> tuple[Kin, ...]:
    """Successors within the false discovery rate, from one row for each account, seed and sector."""
    shared: Counter[tuple[str, int]] = Counter()
    expected: dict[tuple[str, int], float] = defaultdict(float)
    for row in rows:
        pair, sector = (str(row["account"]), int(str(row["n"]))), str(row["sector"])
        taken, mine, seen = (int(str(row[name] or 0)) for name in ("taken", "own", "shared"))
        shared[pair] += seen
        expected[pair] += mine * min(1.0, taken / max(1, taken, after.get((pair[1], sector), 0)))
    pairs = [pair for pair in shared if shared[pair] >= limits.shared]
    nats = np.array([surplus(shared[pair], max(expected[pair], 1e-9)) for pair in pairs])
    q = discovery_rates(-nats, tested)
    found = [
        Kin(
            account=account,
            seed=names[seed],
            relation="successor",
            via="",
            family="targets",
            window="after",
            shared=shared[account, seed],
            expected=round(expected[account, seed], 6),
            surplus=round(float(nats[place]), 3),
            q=float(q[place]),
        )
        for place, (account, seed) in enumerate(pairs)
        if q[place] <= limits.rate and account not in names.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.surplus, one.account, one.seed)))


def _who(kin: Iterable[Kin]) -> set[str]:
    return {one.account for one in kin}


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _worded(one: Kin) -> str:
    way = f" through {one.via}" if one.via else ""
    return (
        f"{one.account}: {one.relation} of {one.seed}{way} ({one.family}, {one.window}: {one.shared} shared, "
        f"{one.expected:.2g} expected, q {one.q:.1g})"
    )


_ENDED = """
    SELECT s.n, max(e.moment) AS gone FROM seeds s JOIN events e ON e.account = s.seed GROUP BY s.n"""
_SECTORS = """
    SELECT n.n AS t, coalesce(p.sector, '') AS sector
    FROM target_numbers n LEFT JOIN targets p ON p.target = n.value"""
_TAKEN = """
    SELECT e.n, c.t, c.a, c.moment, k.sector
    FROM ended e JOIN contacts own ON own.a = e.n JOIN contacts c ON c.t = own.t AND c.moment > e.gone
    JOIN sectors k ON k.t = c.t"""
"""Contacts of others with a seed's targets, after its end."""
_LATER = """
    SELECT x.a, x.n FROM (SELECT a, n FROM taken GROUP BY a, n HAVING count(*) >= {least}) x
    JOIN ended e ON e.n = x.n
    JOIN (SELECT c.a, min(c.moment) AS began FROM contacts c JOIN (SELECT DISTINCT a FROM taken) w ON w.a = c.a
          GROUP BY c.a) f ON f.a = x.a
    JOIN account_numbers s ON s.n = x.a LEFT JOIN accounts p ON p.account = s.value
    WHERE f.began > e.gone OR p.created_at > e.gone"""
_COMPARED = """
    SELECT s.value AS account, m.n, m.sector, m.own, d.taken, h.shared
    FROM (SELECT l.a, l.n, k.sector, count(*) AS own FROM later l JOIN contacts c ON c.a = l.a
          JOIN sectors k ON k.t = c.t GROUP BY l.a, l.n, k.sector) m
    JOIN account_numbers s ON s.n = m.a
    LEFT JOIN (SELECT n, sector, count(*) AS taken FROM taken GROUP BY n, sector) d
        ON d.n = m.n AND d.sector = m.sector
    LEFT JOIN (SELECT a, n, sector, count(*) AS shared FROM taken GROUP BY a, n, sector) h
        ON h.a = m.a AND h.n = m.n AND h.sector = m.sector
    ORDER BY s.value, m.n, m.sector"""
"""For each later account, seed and sector: its contacts there, all contacts with the seed's targets, and its own."""
