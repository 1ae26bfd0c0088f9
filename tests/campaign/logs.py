"""Tiny logs for the tests of a hunt: events, accounts and targets put into an engine as ingest leaves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa

from bonafides.campaign import coincidence
from bonafides.campaign.contacts import number_contacts
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.linking import Links, incidences, link
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.signals import Signal

START = 1_772_323_200
"""Midnight of a Sunday, UTC: a multiple of an hour and a day."""
HOUR, DAY, WEEK = 3_600, 86_400, 604_800

Event = Mapping[str, Any]

EVENTS = pa.schema(
    [("account", pa.string()), ("target", pa.string()), ("moment", pa.int64()), ("kind", pa.string())]
    + [(name, pa.string()) for name in ("text", "text_hash", "url", "handle", "content_basis")]
)
ACCOUNTS = pa.schema(
    [("account", pa.string()), ("created_at", pa.int64())]
    + [(name, pa.string()) for name in ("employer", "headline", "bio", "photo_hash", "network")]
)
TARGETS = pa.schema([(name, pa.string()) for name in ("target", "sector", "employer")])
INCIDENCE = pa.schema([("a", pa.int64()), ("item", pa.int64()), ("moment", pa.int64())])


@contextmanager
def small_duck() -> Iterator[DuckEngine]:
    """An engine for a module of tests: every log takes the place of the one before."""
    with DuckEngine(memory="1GB", threads=1) as engine:
        yield engine


def contact(account: str, target: str, moment: int = START, **more: str | None) -> Event:
    """One event; `more` are its other columns."""
    return {"account": account, "target": target, "moment": moment, **more}


def put_log(
    engine: DuckEngine, events: Iterable[Event], *, accounts: Iterable[Event] = (), targets: Iterable[Event] = ()
) -> None:
    """The three tables of a log, with the columns that ingest gives; what is not said is NULL."""
    for table, rows, schema in (
        ("events", events, EVENTS),
        ("accounts", accounts, ACCOUNTS),
        ("targets", targets, TARGETS),
    ):
        engine.put(table, pa.Table.from_pylist([dict(row) for row in rows], schema))


def put_incidence(engine: DuckEngine, family: str, rows: Iterable[tuple[int, int, int]]) -> None:
    """An incidence table of (account number, item number, moment)."""
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    engine.put(f"incidence_{family}", pa.table([pa.array(column, pa.int64()) for column in columns], schema=INCIDENCE))


def counted(
    engine: DuckEngine, rows: Iterable[tuple[int, int, int]], parameters: Parameters, signal: Signal
) -> tuple[coincidence.Capped, dict[tuple[int, int], int]]:
    """The pairs (a, b) -> shared cells that an incidence table gives, and what was capped."""
    put_incidence(engine, signal.family, rows)
    capped = coincidence.count(engine, signal, parameters)
    pairs = engine.rows(f"SELECT a, b, n FROM pairs_{signal.family}").to_pylist()
    return capped, {(row["a"], row["b"]): row["n"] for row in pairs}


def together(engine: DuckEngine, signal: Signal) -> set[frozenset[str]]:
    """The sets of accounts (at least two) that a signal finds at one item, by name, of the log in the engine."""
    number_contacts(engine)
    signal.incidences(engine)
    rows = engine.rows(
        f"SELECT i.item, n.value FROM incidence_{signal.family} i JOIN account_numbers n ON i.a = n.n"
    ).to_pylist()
    items: dict[int, set[str]] = {}
    for row in rows:
        items.setdefault(row["item"], set()).add(row["value"])
    return {frozenset(names) for names in items.values() if len(names) > 1}


def linked(
    engine: DuckEngine, signals: Sequence[Signal], parameters: Parameters | None = None
) -> tuple[Links, set[tuple[str, str, str]]]:
    """The accepted links of the log in the engine, and (a, b, family) of its edges by name."""
    number_contacts(engine)
    links, _ = link(engine, incidences(engine, signals), parameters or Parameters())
    table = engine.rows("SELECT value, n FROM account_numbers").to_pydict()
    names = dict(zip(table["n"], table["value"], strict=True))
    return links, {(names[row["a"]], names[row["b"]], row["family"]) for row in links.edges.to_pylist()}


def clique(names: Iterable[str], family: str) -> set[tuple[str, str, str]]:
    """All edges among some accounts, as `linked` names them."""
    return {(a, b, family) for a, b in combinations(sorted(names), 2)}


WORDS = (
    "garden energy river market teacher writes learns builds quietly policy region harbour music client travels "
    "advises kitchen theatre bridges science winter reports people stories careful numbers forest students answers"
).split()


def sentence(seed: int, length: int = 14) -> str:
    """A sentence of its own for each number."""
    return " ".join(np.random.default_rng(seed).choice(WORDS, length).tolist())


# --- worlds of a few thousand events

POOL = 1_500
"""People who may be contacted; the first are the best known."""


def organic(accounts: int = 300, *, seed: int = 1, days: int = 28, each: float = 9.0) -> list[Event]:
    """People who contact people, each for themselves: a heavy-tailed activity, a few well-known targets."""
    rng = np.random.default_rng(seed)
    pool = np.arange(POOL)
    popularity = (pool + 20.0) ** -0.6
    popularity /= popularity.sum()
    events = []
    for place in range(accounts):
        count = int(np.clip(rng.lognormal(np.log(each), 0.7), 2, 60))
        chosen = rng.choice(len(pool), size=count, replace=False, p=popularity)
        moments = START + rng.integers(0, days * DAY, size=count)
        events += [
            contact(f"member-{place:04}", f"person-{target:05}", int(moment))
            for target, moment in zip(chosen, moments, strict=True)
        ]
    return events


def ring(
    size: int = 8,
    *,
    name: str = "ring",
    seed: int = 2,
    targets: int = 24,
    share: float = 0.7,
    begins: int = 5 * DAY,
    spread: int = DAY,
    camouflage: int = 4,
    text: str | None = None,
) -> list[Event]:
    """Accounts that work through one list of the pool's less known people.

    Each turns to `share` of it within `spread` seconds, and to some others.
    """
    rng = np.random.default_rng(seed)
    people = [f"person-{place:05}" for place in rng.choice(np.arange(400, POOL), targets, replace=False)]
    events = []
    for place in range(size):
        chosen = [people[t] for t in rng.choice(targets, size=round(share * targets), replace=False)]
        others = [f"person-{t:05}" for t in rng.choice(POOL, size=camouflage, replace=False)]
        moments = START + begins + rng.integers(0, spread, size=len(chosen) + camouflage)
        events += [
            contact(f"{name}-{place}", person, int(moment), text=text)
            for person, moment in zip(chosen + others, moments, strict=True)
        ]
    return once(events)


def once(events: Iterable[Event]) -> list[Event]:
    """The events without a second one of the same account to the same target, and without self-contacts."""
    first = {(each["account"], each["target"]): each for each in events if each["account"] != each["target"]}
    return list(first.values())


def names(prefix: str, size: int) -> frozenset[str]:
    """The accounts of a ring or group."""
    return frozenset(f"{prefix}-{place}" for place in range(size))
