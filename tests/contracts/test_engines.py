"""One code path, two engines: DuckDB and Spark find the same campaigns, from mini tables and from generated logs.

Generated logs are compared where BONAFIDES_LONG is set: Spark takes minutes for 100,000 events on two processors, and
longer for a million (BONAFIDES_LONG=million).
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
pytest.importorskip("graspologic_native")

import pyarrow.parquet as pq  # noqa: E402

from bonafides.campaign.engine.duckdb import DuckEngine  # noqa: E402
from bonafides.campaign.ingest import Sources  # noqa: E402
from bonafides.campaign.signals import ORIGIN, SIGNALS  # noqa: E402
from bonafides.hunt import Found, Request, hunt  # noqa: E402
from bonafides.hunt_files import write  # noqa: E402
from evals.campaigns.ranges import World  # noqa: E402
from evals.campaigns.world import write_world  # noqa: E402
from tests.spark_engine import small_spark  # noqa: E402

FAMILIES = [signal.family for signal in (*SIGNALS, *ORIGIN)]
START = 1_772_323_200
DAY = 86_400
RING = [f"ring-{place}" for place in range(8)]
PLAIN = [f"member-{place:02}" for place in range(120)]
TEXT = (
    "Good morning {name}, our consulting firm pays well for a short written view on the port and its ships. "
    "Reports from insiders are preferred. Please continue on {way}."
)
WAY = "the messenger, @harbour_view_desk"
BIO = "Senior talent partner at a boutique consulting firm. I connect experts on ports and shipping with our clients."
PICTURES = [random.Random(place).getrandbits(64) for place in range(60)]
NAMES = ("Ana", "Bertil", "Chidi", "Dana", "Emil", "Farah")


@dataclass
class Ran:
    """What one engine found, and the tables behind it."""

    found: Found
    tables: dict[str, Any]
    folder: Path


def ran(engine: Any, log: Path, out: Path) -> Ran:
    sources = Sources(events=(str(log / "events"),), accounts=log / "accounts.parquet", targets=log / "targets.parquet")
    found = hunt(engine, Request(sources=sources, origin=True, any_purpose=True, everything=True))
    write(engine, found, out)
    tables = {
        family: (
            engine.rows(f"SELECT a, item, moment FROM incidence_{family} ORDER BY a, item"),
            engine.rows(
                f"SELECT a, b, time_window, shared, observed, expected, surplus FROM measured_{family} ORDER BY a, b"
            ),
        )
        for family in FAMILIES
    }
    return Ran(found=found, tables=tables, folder=out)


# --- a log in which every signal has something to find


def mini(folder: Path) -> Path:
    """Eight accounts along one list, among members who write to whom they like; in three formats, with bad rows."""
    draw = random.Random(7)
    events = [*_ring(draw), *_members(draw)]
    (folder / "events").mkdir()
    with (folder / "events" / "a.csv").open("w", newline="", encoding="utf-8") as place:
        writer = csv.writer(place)
        writer.writerow(["account", "target", "sent_at", "text", "handle"])
        writer.writerows(
            [*events[::3], ["", "t-1", str(START), "", ""], ["member-00", "member-00", str(START), "", ""]]
        )
    lines = [
        json.dumps(dict(zip(("account", "target", "sent_at", "text", "handle"), row, strict=True))) for row in events
    ]
    (folder / "events" / "b.jsonl.gz").write_bytes(gzip.compress("\n".join([*lines[1::3], lines[0]]).encode()))
    rest = [dict(zip(("account", "target", "sent_at", "text", "handle"), row, strict=True)) for row in events[2::3]]
    pq.write_table(pa.Table.from_pylist(rest), folder / "events" / "c.parquet")
    accounts = [_profile(draw, account) for account in (*RING, *PLAIN)]
    pq.write_table(pa.Table.from_pylist(accounts), folder / "accounts.parquet")
    targets = [
        {"target": f"t-{place}", "sector": f"sector {place % 5}", "employer": f"firm {place % 23}"}
        for place in range(300)
    ]
    pq.write_table(pa.Table.from_pylist(targets), folder / "targets.parquet")
    return folder


def _ring(draw: random.Random) -> Iterator[list[Any]]:
    listed = draw.sample(range(300), 14)
    for place, account in enumerate(RING):
        for step, target in enumerate(listed):
            text = TEXT.format(name=draw.choice(NAMES), way=WAY if step % 2 else "this page")
            yield [account, f"t-{target}", START + step * DAY + place * 900 + draw.randrange(600), text, ""]


def _members(draw: random.Random) -> Iterator[list[Any]]:
    words = [
        f"{start}{end}" for start in ("har", "mel", "tor", "bin", "sul") for end in ("bour", "lan", "dek", "ova", "in")
    ]
    for account in PLAIN:
        for _ in range(12):
            moment = START + draw.randrange(20 * DAY)
            handle = draw.choice(["", "", f"@desk_{draw.randrange(60)}"])
            yield [account, f"t-{draw.randrange(300)}", moment, " ".join(draw.choices(words, k=9)), handle]


def _profile(draw: random.Random, account: str) -> dict[str, Any]:
    ring = account in RING
    photo = 0x8F3C_21D4_5577_90AB if ring else draw.choice(PICTURES)
    return {
        "account": account,
        "created_at": START - DAY * (3 if ring else draw.randrange(3, 5)),
        "employer": "Harbour View Advisory" if ring else f"firm {draw.randrange(40)}",
        "headline": BIO if ring else f"Works with {draw.choice(NAMES)} on number {draw.randrange(900)}",
        "bio": None,
        "photo_hash": f"{photo ^ (1 << draw.randrange(64) if ring else 0):016x}",
        "network": "198.51.100.0/24" if ring else f"203.0.113.{draw.randrange(40)}",
    }


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small_spark(tmp_path_factory.mktemp("spark")) as running:
        yield running


@pytest.fixture(scope="module")
def minis(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Ran]:
    return _both(mini(tmp_path_factory.mktemp("mini")), spark, tmp_path_factory.mktemp("found"))


@pytest.fixture(scope="module")
def logs(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Ran]:
    if not os.environ.get("BONAFIDES_LONG"):
        pytest.skip("set BONAFIDES_LONG to compare the engines on generated logs (100,000 events: some ten minutes)")
    return _both(_generated(tmp_path_factory.mktemp("log"), 100_000), spark, tmp_path_factory.mktemp("found"))


def _generated(folder: Path, events: int) -> Path:
    write_world(folder, World(events=events, seed=3, prevalence=0.01))
    (folder / "events").mkdir()
    (folder / "events.parquet").rename(folder / "events" / "events.parquet")
    return folder


def _both(log: Path, spark: Any, out: Path) -> tuple[Ran, Ran]:
    with DuckEngine(memory="2GB", threads=2, folder=out) as duck:
        first = ran(duck, log, out / "duckdb")
    return first, ran(spark, log, out / "spark")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_signal_is_the_same_on_mini_tables(family: str, minis: tuple[Ran, Ran]) -> None:
    (incidence, measured), (other, also) = (one.tables[family] for one in minis)
    assert incidence.num_rows > 0
    assert incidence.to_pydict() == other.to_pydict()
    assert measured.num_rows > 0 or family in {"text", "order", "bio"}  # one item says little of so few
    assert _rounded(measured.to_pydict()) == _rounded(also.to_pydict())


def test_the_mini_ring_is_found(minis: tuple[Ran, Ran]) -> None:
    best = minis[1].found.hunt.campaigns[0]
    assert {member.account for member in best.accounts} == set(RING)
    assert {"targets", "text", "handles", "order", "photo", "bio"} <= {signal.family for signal in best.signals}


def test_mini_tables_give_the_same_campaigns(minis: tuple[Ran, Ran]) -> None:
    _same(*minis)


def test_a_generated_log_gives_the_same_campaigns(logs: tuple[Ran, Ran]) -> None:
    assert logs[0].found.hunt.campaigns
    _same(*logs)


def test_a_million_events_give_the_same_campaigns(spark: Any, tmp_path: Path) -> None:
    if os.environ.get("BONAFIDES_LONG") != "million":
        pytest.skip("set BONAFIDES_LONG=million to compare the engines on a million events")
    _same(*_both(_generated(tmp_path, 1_000_000), spark, tmp_path))


def _same(duck: Ran, spark: Ran) -> None:
    """All that a reader sees is the same: campaigns word for word, edges, what was left out, every account's row."""
    assert _rounded(duck.found.hunt.campaigns) == _rounded(spark.found.hunt.campaigns)
    assert _rounded(duck.found.swept.edges.to_pydict()) == _rounded(spark.found.swept.edges.to_pydict())
    assert duck.found.hunt.held_back == spark.found.hunt.held_back
    assert _rounded(duck.found.hunt.selective) == _rounded(spark.found.hunt.selective)
    assert duck.found.hunt.dropped == spark.found.hunt.dropped
    assert duck.found.hunt.run["counts"] == spark.found.hunt.run["counts"]
    mine, theirs = (pq.read_table(one.folder / "accounts.parquet").to_pydict() for one in (duck, spark))
    assert _rounded(mine) == _rounded(theirs)


def _rounded(value: Any) -> Any:
    """Numbers to six digits; logarithms differ between C and Java in the last bit."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _rounded(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
