"""Put a log together and write its files: the generator's corridor."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.errors import BonafidesError
from evals.campaigns_blind.gatherings import Meeting, hold, meetings
from evals.campaigns_blind.profiles import profiles
from evals.campaigns_blind.rings import DENSITY, SMALL_SIZES, Ring, camouflage, planned, plant, sizes
from evals.campaigns_blind.traffic import BASES, KINDS, Batch, Making, ordinary, together, write_drafts
from evals.campaigns_blind.wording import data
from evals.campaigns_blind.world import Ints, build

FEWEST_EVENTS = 20_000
ROWS = 500_000
"""How many events are turned into text and written at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was written."""

    folder: Path
    events: int
    accounts: int
    targets: int
    days: int
    campaigns: int
    planted: int
    density: float
    """The share of a campaign's people to whom its accounts wrote, as drawn for this log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A whole log in memory."""

    making: Making
    events: Batch
    rings: Sequence[Ring]
    meetings: Sequence[Meeting]
    density: float


def write_log(folder: Path, *, events: int, seed: int, rings: bool = True, small_rings: int = 0) -> Summary:
    """Write exactly `events` contacts and the tables beside them to `folder`, made if missing.

    `rings` plants campaigns; `small_rings` adds that many of 4 to 7 accounts. The same arguments give the same files.
    Raises BonafidesError below FEWEST_EVENTS or for a negative number.
    """
    log = make(events, seed, rings, small_rings)
    folder.mkdir(parents=True, exist_ok=True)
    order = np.random.default_rng([seed, 9]).permutation(10 * log.making.world.accounts)
    accounts = pa.array([f"u{number:08d}" for number in order[: log.making.world.accounts]])
    targets = pa.array([f"m{number:08d}" for number in order[: log.making.world.targets][::-1]])
    write_events(folder / "events.parquet", log, accounts, targets)
    write_people(folder, log.making, accounts, targets)
    names = accounts.to_pylist()
    write_rows(
        folder / "labels.csv", "campaign", (row for r in log.rings for row in member_rows(r.members, r.name, names))
    )
    for file, kind in (("lookalikes.csv", "look-alike"), ("groups.csv", "group")):
        held = (m for m in log.meetings if m.row.kind == kind)
        rows = (row for m in held for row in member_rows(m.members, m.row.name, names))
        write_rows(folder / file, "lookalike" if kind == "look-alike" else kind, rows)
    world = log.making.world
    return Summary(
        folder=folder,
        events=len(log.events),
        accounts=world.accounts,
        targets=world.targets,
        days=world.days,
        campaigns=len(log.rings),
        planted=sum(len(ring.members) for ring in log.rings),
        density=log.density,
    )


def make(events: int, seed: int, rings: bool, small_rings: int) -> Log:
    """The log in memory; see write_log."""
    if events < FEWEST_EVENTS or seed < 0 or small_rings < 0:
        what = f"a log needs at least {FEWEST_EVENTS} events, and no negative number"
        raise BonafidesError(what, where="campaigns_blind", next_step="Ask for more events.")
    rng, dice = np.random.default_rng([seed, events]), random.Random(f"{seed}/{events}")
    density = float(rng.uniform(*DENSITY))
    world = build(events, rng, dice)
    making = Making(
        world=world, profiles=profiles(world, rng, dice), rng=rng, dice=dice, lawful=float(rng.uniform(0.5, 0.9))
    )
    drafts = write_drafts(making)
    free = rng.permutation(world.accounts)
    held = meetings(making, free)
    free = free[sum(len(meeting.members) for meeting in held) :]
    large = sizes(world.accounts, dice) if rings else []
    small = [dice.randint(*SMALL_SIZES) for _ in range(small_rings)]
    if sum(large) + sum(small) > len(free) // 4:
        raise crowded()
    plans = [
        *planned(making, free, large, "c", density),
        *planned(making, free[sum(large) :], small, "s", density),
    ]
    planted = [plant(making, ring) for ring in plans]
    batches = [*planted, *(hold(making, drafts, meeting) for meeting in held)]
    if plans:
        batches.append(camouflage(making, drafts, plans, planted))
    senders = world.activity.copy()
    for ring in plans:
        senders[ring.members] = 0.0
    left = events - sum(map(len, batches))
    if left < events // 4:
        raise crowded()
    batches.append(ordinary(making, drafts, senders, left))
    return Log(making=making, events=together(batches), rings=plans, meetings=held, density=density)


def crowded() -> BonafidesError:
    """What is said when campaigns and gatherings would outweigh the ordinary traffic."""
    what = "the campaigns leave no room for ordinary traffic"
    return BonafidesError(what, where="campaigns_blind", next_step="Ask for more events or fewer small rings.")


def member_rows(members: Ints, name: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(account, name) for each member."""
    return ((names[member], name) for member in sorted(members))


def write_rows(path: Path, column: str, rows: Iterable[tuple[str, str]]) -> None:
    """A CSV of account and `column`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["account", column])
        writer.writerows(rows)


def write_events(path: Path, log: Log, accounts: pa.Array, targets: pa.Array) -> None:
    """events.parquet, by time, `sent_at` in UTC."""
    making, size = log.making, len(log.events)
    names = data("names")["first"]
    texts = np.array([*making.texts.values, ""], dtype=object)
    lists = {
        "url": pa.array([*making.urls.values, None], pa.string()),
        "handle": pa.array([*making.handles.values, None]),
    }
    edges = [*range(0, size, ROWS), size]
    writer: pq.ParquetWriter | None = None
    for low, high in pairwise(edges):
        rows = slice(low, high)
        text, target = log.events.text[rows], log.events.target[rows]
        called = making.world.target_name[target]
        said = [
            body.replace("{name}", names[name]) if number >= 0 else None
            for body, number, name in zip(texts[text], text, called, strict=True)
        ]
        part = pa.table(
            {
                "account": accounts.take(pa.array(log.events.account[rows])),
                "target": targets.take(pa.array(target)),
                "sent_at": pa.array(log.events.sent[rows] * 1_000_000).cast(pa.timestamp("us", tz="UTC")),
                "kind": pa.array(KINDS).take(pa.array(log.events.kind[rows])),
                "text": pa.array(said, pa.string()),
                **{key: taken(values, getattr(log.events, key)[rows]) for key, values in lists.items()},
                "content_basis": pa.array(BASES).take(pa.array(log.events.basis[rows])),
            }
        )
        writer = writer or pq.ParquetWriter(path, part.schema, compression="zstd")
        writer.write_table(part)
    if writer:
        writer.close()


def taken(values: pa.Array, numbers: Ints) -> pa.Array:
    """The strings of these numbers; the last of `values` is null and stands for -1."""
    return values.take(pa.array(np.where(numbers < 0, len(values) - 1, numbers)))


def write_people(folder: Path, making: Making, accounts: pa.Array, targets: pa.Array) -> None:
    """accounts.parquet and targets.parquet, in the order of their ids."""
    world, said = making.world, making.profiles
    photos = [f"{photo:016x}" if seen else None for photo, seen in zip(said.photo.tolist(), said.pictured, strict=True)]
    people = pa.table(
        {
            "account": accounts,
            "created_at": pa.array(said.created * 1_000_000).cast(pa.timestamp("us", tz="UTC")),
            "employer": pa.array(said.employer, pa.string()),
            "headline": pa.array(said.headline, pa.string()),
            "bio": pa.array(said.bio, pa.string()),
            "photo_hash": pa.array(photos, pa.string()),
            "network": pa.array(said.network, pa.string()),
        }
    )
    written_to = pa.table(
        {
            "target": targets,
            "sector": pa.array(world.sectors).take(pa.array(world.target_sector)),
            "employer": pa.array(world.firms).take(pa.array(world.target_employer)),
        }
    )
    pq.write_table(people.sort_by("account"), folder / "accounts.parquet", compression="zstd")
    pq.write_table(written_to.sort_by("target"), folder / "targets.parquet", compression="zstd")
