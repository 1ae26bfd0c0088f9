"""A small invented log of ten days: everyday contacts, and three rings that begin, grow and stop at different times."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bonafides.campaign.ingest import Sources
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.state import update

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = 86_400
START = 1_767_225_600
DAYS = 8
SCHEMA = pa.schema(
    [
        ("account", pa.string()),
        ("target", pa.string()),
        ("sent_at", pa.int64()),
        ("text", pa.string()),
        ("handle", pa.string()),
    ]
)
RINGS = {
    "early": {"first": 0, "last": 2, "members": 8},
    "growing": {"first": 1, "last": 6, "members": 9, "late": 3},
    "late": {"first": 5, "last": 7, "members": 7},
}
TEMPLATE = "Good morning {name}, our advisory board pays well for short written reports about supply planning. {more}"
EVERYDAY = ("thanks", "train", "garden", "meeting", "paper", "coffee", "weather", "project", "holiday", "lecture")


def _everyday(draw: random.Random) -> list[dict[str, Any]]:
    rows = []
    for _ in range(1200 * DAYS):
        account, day = draw.randrange(500), draw.randrange(DAYS)
        words = " ".join(draw.choices(EVERYDAY, k=8))
        rows.append(
            {
                "account": f"u{account:04}",
                "target": f"t{int(draw.paretovariate(0.6)) % 1500:04}",
                "sent_at": START + day * DAY + draw.randrange(DAY),
                "text": words if draw.random() < 0.3 else None,
                "handle": None,
            }
        )
    return rows


def _ring(name: str, draw: random.Random) -> list[dict[str, Any]]:
    plan = RINGS[name]
    rows = []
    people = [f"{name}-target-{n:02}" for n in range(30)]
    for day in range(plan["first"], plan["last"] + 1):
        joined = plan["members"] + (plan.get("late", 0) if day > 4 else 0)
        for target in draw.sample(people, 12):
            moment = START + day * DAY + draw.randrange(DAY - 7200)
            for member in draw.sample(range(joined), joined - 2):
                text = TEMPLATE.format(name=f"Person{draw.randrange(900)}", more=f"It takes {draw.randrange(9)} hours.")
                rows.append(
                    {
                        "account": f"{name}-{member:02}",
                        "target": target,
                        "sent_at": moment + draw.randrange(7000),
                        "text": text,
                        "handle": f"@{name}_desk" if draw.random() < 0.3 else None,
                    }
                )
    return rows


@pytest.fixture(scope="session")
def days(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One file of events for each day."""
    draw = random.Random(20_26)
    rows = [*_everyday(draw), *(row for name in RINGS for row in _ring(name, draw))]
    folder = tmp_path_factory.mktemp("days")
    files = []
    for day in range(DAYS):
        today = [row for row in rows if row["sent_at"] // DAY == START // DAY + day]
        files.append(folder / f"day-{day}.parquet")
        pq.write_table(pa.Table.from_pylist(sorted(today, key=str), SCHEMA), files[-1])
    return files


@pytest.fixture(scope="session")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Accounts with pictures and targets with employers."""
    draw = random.Random(7)
    folder = tmp_path_factory.mktemp("profiles")
    names = [f"u{n:04}" for n in range(500)]
    names += [f"{ring}-{n:02}" for ring, plan in RINGS.items() for n in range(plan["members"] + plan.get("late", 0))]
    accounts = {
        "account": names,
        "created_at": [START - draw.randrange(1, 900) * DAY for _ in names],
        "photo_hash": [f"{draw.getrandbits(64):016x}" for _ in names],
        "bio": [" ".join(draw.choices(EVERYDAY, k=9)) for _ in names],
    }
    targets = [f"t{n:04}" for n in range(1500)] + [f"{ring}-target-{n:02}" for ring in RINGS for n in range(30)]
    employers = [f"Firm {draw.randrange(40)}" for _ in targets]
    pq.write_table(pa.table(accounts), folder / "accounts.parquet")
    pq.write_table(pa.table({"target": targets, "employer": employers}), folder / "targets.parquet")
    return {"accounts": folder / "accounts.parquet", "targets": folder / "targets.parquet"}


class Runner:
    """Runs days on a state and keeps what each found."""

    def __init__(self, state: Path, profiles: dict[str, Path]) -> None:
        self.state = state
        self.profiles = profiles

    def __call__(self, *files: Path, commit: bool = True, **options: Any) -> dict[str, Any]:
        """What a run finds, in plain values."""
        places: dict[str, Any] = dict(self.profiles)
        sources = Sources(events=tuple(map(str, files)), **places)
        parameters = options.pop("parameters", Parameters())
        with update(self.state, sources, parameters, threads=1, memory="1GB", **options) as updated:
            found = plain(updated)
            if commit:
                updated.commit()
        return found


def plain(updated: Any) -> dict[str, Any]:
    """Everything that a run's output rests on, apart from timings."""
    texts = updated.engine.rows("SELECT * FROM events ORDER BY account, target, moment, text").to_pylist()
    return {
        "campaigns": [
            (updated.ids[one.names], updated.statuses[updated.ids[one.names]], one.names, one.judged.score)
            for one in updated.swept.candidates
        ],
        "edges": updated.swept.edges.to_pylist(),
        "log": updated.swept.log,
        "counts": updated.swept.counts,
        "ingested": updated.ingested,
        "capped": updated.swept.capped,
        "lost": updated.lost,
        "salt": updated.salt,
        "texts": texts,
    }


@pytest.fixture(scope="session")
def runner(profiles: dict[str, Path]) -> Callable[[Path], Runner]:
    """Makes a runner on a state."""
    return lambda state: Runner(state, profiles)


@pytest.fixture
def run(tmp_path: Path, runner: Callable[[Path], Runner]) -> Runner:
    """A runner on a new state."""
    return runner(tmp_path / "state")
