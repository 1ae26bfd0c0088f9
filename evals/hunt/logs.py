"""Makes the log of a setting in a folder, and says what is planted in it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from evals.campaigns.ranges import RingRanges, World
from evals.campaigns.world import write_world
from evals.campaigns_blind import write_log
from evals.hunt.outcome import Setting

REAL = Path(__file__).parents[3] / "shared" / "data" / "organic"
"""Contact logs of real people, where they are at hand; they are not part of the project."""


SHUFFLED = {"permuted": "sent_at", "rewired": "target"}
"""Parts of the evaluation in which one column of the log is dealt anew: who contacts whom stays and the moments are
chance, or accounts keep their number of contacts and targets their popularity and who meets whom is chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Who is who in a log: account ids."""

    campaigns: dict[str, set[str]]
    facts: dict[str, dict[str, str]]
    kinds: dict[str, set[str]]
    """Look-alikes and groups by kind."""
    protected: tuple[str, ...]


@contextmanager
def made(setting: Setting) -> Iterator[Path]:
    """The folder with the setting's log (events.parquet and beside it accounts, targets and labels), for a while."""
    with TemporaryDirectory(prefix="hunt-evals-") as name:
        folder = Path(name)
        if setting.generator == "dev":
            write_world(folder, dev_world(setting))
        elif setting.generator == "blind":
            small = setting.small_rings
            write_log(folder, events=setting.events, seed=setting.seed, rings=setting.rings, small_rings=small)
        else:
            write_real(REAL / setting.generator, folder / "events.parquet")
        if setting.part in SHUFFLED:
            shuffle(folder / "events.parquet", SHUFFLED[setting.part], setting.seed)
        yield folder


def dev_world(setting: Setting) -> World:
    """The dev generator's world; `hit_rate` goes to its rings, all else to the world itself."""
    options = dict(setting.options)
    ranges = RingRanges(hit_rate=tuple(options.pop("hit_rate"))) if "hit_rate" in options else RingRanges()
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}
    world = World(events=setting.events, seed=setting.seed, rings=setting.rings, small_rings=setting.small_rings)
    return replace(world, ring_ranges=ranges, **options)


def write_real(path: Path, out: Path) -> None:
    """A contact log of lines `sender target [weight] epoch-seconds` as events, without self-contacts."""
    lines = [line.split() for line in path.read_text("utf-8").splitlines() if line and not line.startswith("%")]
    kept = [line for line in lines if line[0] != line[1]]
    columns: dict[str, Any] = {
        "account": [line[0] for line in kept],
        "target": [line[1] for line in kept],
        "sent_at": [int(line[-1]) for line in kept],
    }
    pq.write_table(pa.table(columns), out)


def shuffle(path: Path, column: str, seed: int) -> None:
    """Deal the values of one column of a log anew among its events, so that chance alone says where each goes."""
    table = pq.read_table(path)
    order = pa.array(np.random.default_rng([seed, 77]).permutation(len(table)))
    place = table.schema.get_field_index(column)
    pq.write_table(table.set_column(place, table.schema.field(place), table[column].take(order)), path)


def truth(folder: Path) -> Truth:
    """What the generator says about its log; nothing for a real one."""
    kinds = _sets(folder / "lookalikes.csv", "lookalike")
    groups = _sets(folder / "groups.csv", "group")
    return Truth(
        campaigns=_sets(folder / "labels.csv", "campaign"),
        facts={row["campaign"]: row for row in _rows(folder / "rings.csv")},
        kinds={**kinds, **groups},
        protected=tuple(sorted(groups)),
    )


def _sets(path: Path, column: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows(path):
        found[row[column]].add(row["account"])
    return dict(found)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
