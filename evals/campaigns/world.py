"""Makes one world and writes its files."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.campaigns.clock import Clock
from evals.campaigns.events import Post, write_events
from evals.campaigns.identity import ids
from evals.campaigns.organic import background, mean_sent
from evals.campaigns.planted import Marks, Rows
from evals.campaigns.profiles import write_accounts, write_targets
from evals.campaigns.ranges import World
from evals.campaigns.rings import RING_FACTS, Ring, rings, sizes
from evals.campaigns.society import settle
from evals.campaigns.texts import Book
from evals.campaigns.together import Group, groups

FEWEST = 500
EVENTS_PER_CONTACT = 1.4  # with follow-ups and answers, at the middle of their range


@dataclass(frozen=True, slots=True)
class Written:
    """How much of what a folder holds."""

    events: int
    accounts: int
    rings: int
    ring_accounts: int
    groups: int
    group_events: int


def write_world(folder: Path, world: World) -> Written:
    """Write events, accounts, targets (Parquet), labels, rings, lookalikes and groups (CSV) into `folder`.

    `rings.csv` says how each ring was made, to see which are missed; it is no input of a detector.

    Where so few events are asked for that rings and groups leave each account fewer than two, there are more.
    Raises ValueError where the settings make no world: too few events, or shares outside [0, 1).
    """
    _check(world)
    folder.mkdir(parents=True, exist_ok=True)
    # One stream per part, so that a change in how one is drawn leaves the others alone.
    streams = [np.random.default_rng([world.seed, part]) for part in range(8)]
    mean = mean_sent(world.ranges)
    accounts = max(50, int(world.events / mean / EVENTS_PER_CONTACT))
    plan = sizes(streams[0], world, accounts)
    extra = sum(size.accounts - size.hijacked for size in plan)
    society = settle(streams[1], world, accounts, extra, mean)
    clock, book, marks = Clock.drawn(streams[2], world.ranges, world.days), Book.opened(streams[2]), Marks()
    planted = rings(streams[3], world, society, clock, book, marks, plan)
    together = groups(streams[4], world, society, clock, book, marks)
    rows = Rows.joined([*(ring.rows for ring in planted), *(group.rows for group in together)])
    organic = background(streams[5], world, society, clock, max(2 * accounts, world.events - len(rows)))
    names = ids(streams[6], society.people)
    post = Post.ready(streams[6], world, society, names, book)
    write_events(folder / "events.parquet", world.seed, post, organic, rows)
    write_accounts(folder / "accounts.parquet", streams[7], world.ranges, society, clock, names, marks)
    write_targets(folder / "targets.parquet", streams[7], society, names)
    _write_labels(folder, streams[7], names, planted, together)
    return Written(
        events=len(organic.account) + len(rows),
        accounts=society.senders,
        rings=len(planted),
        ring_accounts=sum(len(ring.accounts) for ring in planted),
        groups=len(together),
        group_events=sum(len(group.rows) for group in together),
    )


def _check(world: World) -> None:
    """Refuse what cannot be made."""
    if world.events < FEWEST:
        raise ValueError(f"a world needs at least {FEWEST} events")
    if not (0 <= world.camouflage < 1 and 0 <= world.paraphrase <= 1 and 0 <= world.prevalence < 0.2):
        raise ValueError("camouflage and paraphrase are shares, and prevalence is below 0.2")
    if not (0 < world.spread[0] <= world.spread[1] and 2 <= world.ring_size[0] <= world.ring_size[1]):
        raise ValueError("spread and ring size are a lowest and a highest value above zero")


def _write_labels(
    folder: Path, rng: np.random.Generator, names: Any, planted: list[Ring], together: list[Group]
) -> None:
    number = rng.permutation(len(planted))
    facts = [(f"c{number[at]:04d}", *made.facts.values()) for at, made in enumerate(planted)]
    ring = [(account, f"c{number[at]:04d}") for at, made in enumerate(planted) for account in made.accounts]
    alike = [
        (account, group.kind.name, f"{group.kind.name}-{at}")
        for at, group in enumerate(together)
        for account in group.members
    ]
    shielded = {(account, group.kind.name) for group in together if group.kind.protected for account in group.members}
    _write_csv(folder / "labels.csv", ("account", "campaign"), ring, names)
    _write_rows(folder / "rings.csv", ("campaign", *RING_FACTS), sorted(facts))
    _write_csv(folder / "lookalikes.csv", ("account", "lookalike", "instance"), alike, names)
    _write_csv(folder / "groups.csv", ("account", "group"), shielded, names)


def _write_csv(path: Path, header: tuple[str, ...], rows: Iterable[tuple[Any, ...]], names: Any) -> None:
    """The rows with ids for numbers, by id."""
    _write_rows(path, header, sorted((names[int(row[0])].as_py(), *row[1:]) for row in rows))


def _write_rows(path: Path, header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
