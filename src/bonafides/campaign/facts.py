"""What is known of a group of accounts: who met whom at what and when. All that its judgement, or a replay, needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bonafides.campaign.coincidence import number
from bonafides.campaign.parameters import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.signals.signal import Signal

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyTotals:
    """What one family looks like over the whole log: the yardstick for every group."""

    accounts: int
    """Accounts that were at any item."""
    contacts: int
    """Account-item pairs."""
    items: int
    close: Mapping[str, float]
    """For each window the share of all coincidences that lie within it: what chance gives two contacts in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The whole log in a few numbers."""

    accounts: int
    span: float
    """Seconds in which the central four fifths of all contacts lie."""
    families: Mapping[str, FamilyTotals]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Who of a group was at which item of one family: one row each, sorted by item and moment."""

    account: Ints
    """Place of the account in `Group.accounts`."""
    item: Ints
    moment: Ints
    popularity: Ints
    """Accounts of the whole log at the item."""
    answered: Flags
    """Whether the item (a target) ever wrote to the account; false for what cannot write."""
    active: Flags
    """Whether the item (a target) itself turns to others whom the group shares: one of a circle, not of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A candidate campaign with its facts."""

    accounts: Ints
    """Account numbers, ascending."""
    presence: Mapping[str, Presence]
    a: Ints
    """Edges between its accounts, as places in `accounts`; `b` is the other end."""
    b: Ints
    weight: Floats
    """Surplus of each edge over all families (nats)."""


def totals(engine: Engine, families: Sequence[str]) -> Log:
    """Measure the whole log, after `null.prepare` of each family."""
    return Log(
        accounts=number(engine, "SELECT count(*) FROM account_numbers"),
        span=span(engine),
        families={family: _totals(engine, family) for family in families},
    )


def span(engine: Engine) -> float:
    """`Log.span`, from days: exact enough for spans of weeks, and cheap on any engine."""
    rows = engine.rows(
        "SELECT moment {divide} 86400 AS day, count(*) AS n FROM contacts GROUP BY moment {divide} 86400 ORDER BY day"
    )
    if not rows.num_rows:
        return 0.0
    share = np.cumsum(rows.column("n").to_numpy()) / rows.column("n").to_numpy().sum()
    days = rows.column("day").to_numpy()
    first, last = (int(days[np.searchsorted(share, part)]) for part in (0.1, 0.9))
    return float((last - first + 1) * 86_400)


def _totals(engine: Engine, family: str) -> FamilyTotals:
    met = {name: float(number(engine, f"SELECT sum(w_{name}) FROM total_{family}")) for name in WINDOWS}
    row = engine.rows(
        f"SELECT count(DISTINCT a) AS accounts, count(*) AS contacts, count(DISTINCT item) AS items "
        f"FROM incidence_{family}"
    ).to_pylist()[0]
    whole = max(met["all"], 1.0)
    return FamilyTotals(**row, close={name: max(within / whole, 1e-6) for name, within in met.items()})


def collect(
    engine: Engine, groups: Sequence[Ints], edges: tuple[Ints, Ints, Floats], signals: Sequence[Signal]
) -> list[Group]:
    """The facts of each group, fetched in one query a family. Needs the table `mirror` (MIRROR)."""
    member = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    accounts = np.concatenate([np.zeros(0, np.int64), *groups])
    engine.put("members", pa.table({"g": member.astype(np.int64), "a": accounts.astype(np.int64)}))
    found = {signal.family: _presences(engine, signal.family, groups) for signal in signals}
    return [_group(place, group, edges, found) for place, group in enumerate(groups)]


MIRROR = """
    SELECT t.n AS t, s.n AS a FROM target_numbers t JOIN account_numbers s ON t.value = s.value"""
"""(t, a): targets that are accounts of the log themselves."""


def _presences(engine: Engine, family: str, groups: Sequence[Ints]) -> list[Presence]:
    replies = family == "targets"
    engine.make("present", f"SELECT m.g, m.a, i.item, i.moment FROM members m JOIN incidence_{family} i ON i.a = m.a")
    engine.make(
        "popular",
        f"""SELECT i.item, count(*) AS d FROM incidence_{family} i
            JOIN (SELECT DISTINCT item FROM present) p ON i.item = p.item GROUP BY i.item""",
    )
    answers = """
        SELECT DISTINCT p.a, p.item FROM present p JOIN mirror w ON w.t = p.item
        JOIN contacts c ON c.a = w.a JOIN mirror back ON back.t = c.t AND back.a = p.a"""
    engine.make("meeting", "SELECT g, item FROM present GROUP BY g, item HAVING count(*) > 1")
    insiders = """
        SELECT DISTINCT s.g, s.item FROM meeting s JOIN mirror w ON w.t = s.item JOIN contacts c ON c.a = w.a
        JOIN meeting o ON o.g = s.g AND o.item = c.t AND o.item <> s.item"""
    nothing = "SELECT CAST(0 AS BIGINT) AS a, CAST(0 AS BIGINT) AS g, CAST(0 AS BIGINT) AS item WHERE 1 = 0"
    rows = engine.rows(
        f"""SELECT p.g, p.a, p.item, p.moment, o.d, r.a IS NOT NULL AS answered, w.item IS NOT NULL AS active
            FROM present p JOIN popular o ON o.item = p.item
            LEFT JOIN ({answers if replies else nothing}) r ON r.a = p.a AND r.item = p.item
            LEFT JOIN ({insiders if replies else nothing}) w ON w.g = p.g AND w.item = p.item
            ORDER BY p.g, p.item, p.moment, p.a"""
    )
    engine.drop("present", "popular", "meeting")
    columns = {name: rows.column(name).to_numpy() for name in rows.column_names}
    cuts = np.searchsorted(columns["g"], np.arange(len(groups) + 1))
    return [
        _presence({name: values[start:end] for name, values in columns.items()}, group)
        for group, start, end in zip(groups, cuts[:-1], cuts[1:], strict=True)
    ]


def _presence(columns: Mapping[str, NDArray[np.generic]], accounts: Ints) -> Presence:
    return Presence(
        account=np.searchsorted(accounts, columns["a"]).astype(np.int64),
        item=columns["item"].astype(np.int64),
        moment=columns["moment"].astype(np.int64),
        popularity=columns["d"].astype(np.int64),
        answered=columns["answered"].astype(bool),
        active=columns["active"].astype(bool),
    )


def _group(
    place: int, accounts: Ints, edges: tuple[Ints, Ints, Floats], found: Mapping[str, Sequence[Presence]]
) -> Group:
    a, b, weight = edges
    inside = np.isin(a, accounts) & np.isin(b, accounts)
    return Group(
        accounts=accounts,
        presence={family: presences[place] for family, presences in found.items()},
        a=np.searchsorted(accounts, a[inside]).astype(np.int64),
        b=np.searchsorted(accounts, b[inside]).astype(np.int64),
        weight=weight[inside],
    )
