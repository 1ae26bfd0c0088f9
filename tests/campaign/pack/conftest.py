"""A folder as a run leaves it, made of a sweep over a small generated log."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb")
pytest.importorskip("pyrage")

import pyarrow.parquet as pq

from bonafides import __version__
from bonafides.campaign.describe import describe, edges_of
from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.campaign.ingest import Sources, ingest
from bonafides.campaign.judge import judge
from bonafides.campaign.pack import line, write_facts
from bonafides.campaign.pack.log_json import log_to_json
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.sweep import Swept, sweep
from bonafides.model import Purpose
from evals.campaigns.ranges import World
from evals.campaigns.world import write_world

SALT = b"sixteen bytes ok"
CAMPAIGN, UNKNOWN, REPORTED = "c-0", "c-1", "c-2"
"""Campaigns with lures, without any purpose that is known, and reported by members."""
PURPOSES = {CAMPAIGN: Purpose.LURE_EVIDENCE, REPORTED: Purpose.MEMBER_REPORTS}


@dataclass(frozen=True)
class Ran:
    """A swept world, and the folder of its run."""

    folder: Path
    swept: Swept
    targets: dict[int, str]
    """Ids of the targets by number."""


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The run of a log with planted campaigns; tests must not change its folder."""
    world, folder = tmp_path_factory.mktemp("world"), tmp_path_factory.mktemp("run")
    write_world(world, World(events=60_000, seed=5, prevalence=0.02))
    with DuckEngine(memory="1GB", threads=2, folder=tmp_path_factory.mktemp("engine")) as engine:
        events = (str(world / "events.parquet"),)
        sources = Sources(
            events=events, accounts=world / "accounts.parquet", targets=world / "targets.parquet", content=True
        )
        read = ingest(engine, sources)
        swept = sweep(engine, Parameters())
        numbers = engine.rows("SELECT n, value FROM target_numbers").to_pydict()
    targets = dict(zip(numbers["n"], numbers["value"], strict=True))
    _write(folder, swept, targets)
    run = {
        "schema": "bonafides.run/1",
        "version": __version__,
        "engine": "duckdb",
        "sources": {"events": list(events)},
        "renamed": {},
        "inputs": [dataclasses.asdict(one) for one in read.inputs],
        "parameters": dataclasses.asdict(Parameters()),
        "log": log_to_json(swept.log),
        "salt": SALT.hex(),
    }
    (folder / "run.json").write_text(json.dumps(run, sort_keys=True), "utf-8")
    (folder / "_SUCCESS").touch()
    return Ran(folder, swept, targets)


def _write(folder: Path, swept: Swept, targets: dict[int, str]) -> None:
    """Those with a purpose judged as a hunt does it, as if the messages had been read."""
    shown = [(f"c-{place}", candidate) for place, candidate in enumerate(swept.candidates)]
    shown = [
        (name, replace(one, judged=judge(one.group, swept.log, swept.signals, lured=True)) if name in PURPOSES else one)
        for name, one in shown
    ]
    described = [
        describe(
            campaign,
            place,
            candidate,
            edges_of(swept.edges, candidate.names),
            PURPOSES.get(campaign, Purpose.UNKNOWN),
            expected_false=0.01 * place,
        )
        for place, (campaign, candidate) in enumerate(shown, start=1)
    ]
    (folder / "campaigns.jsonl").write_text("".join(f"{line(one)}\n" for one in described), "utf-8")
    write_facts(folder / "facts.parquet", shown, SALT, {"targets": targets})
    pq.write_table(swept.edges, folder / "edges.parquet")


@pytest.fixture
def folder(ran: Ran, tmp_path: Path) -> Path:
    """A copy of the run's folder that a test may change."""
    return Path(shutil.copytree(ran.folder, tmp_path / "run"))


@pytest.fixture(scope="session")
def packed(ran: Ran, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of the campaign with lures; tests must not change it."""
    from bonafides.campaign.pack import export

    return export(ran.folder, CAMPAIGN, tmp_path_factory.mktemp("packs") / "one.zip")


Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def forged(packed: Path, tmp_path: Path) -> Callable[..., Path]:
    """Makes a pack whose files were changed, sealed anew so that every hash fits."""
    from bonafides.campaign.pack import archive

    def make(change: Change, *, manifest: Callable[[dict[str, Any]], None] = lambda manifest: None) -> Path:
        files = archive.unpack(packed)
        head = json.loads(files.pop(archive.MANIFEST))
        change(files)
        head["files"] = {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()}
        manifest(head)
        files[archive.MANIFEST] = json.dumps(head).encode()
        path = tmp_path / "forged.zip"
        path.write_bytes(archive.pack(files))
        return path

    return make
