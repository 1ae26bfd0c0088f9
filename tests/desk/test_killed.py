"""Killed at any moment, during import, judgement, purge and backup: what was acknowledged is there, nothing is half."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bonafides.desk import chain
from bonafides.desk.backup import restore
from bonafides.desk.desk import Desk
from bonafides.desk.intake.importing import take_all
from bonafides.store import Reading, Store, equals, one_of
from bonafides.store.opening import MEMORY
from bonafides.store.records import OF_A_CASE, Attachment, Case, Detail, Entry, Judgement, Mark, Report
from tests.desk import killed_worker
from tests.desk.desks import LEAD, report
from tests.desk.killed_worker import BATCH, VERBS
from tests.postgres import TEMPLATE, Server, running
from tests.store.rows import everything, opened

POINTS = 21
"""Times that each database's worker is killed; the server itself is killed eight times more."""
_LONGEST = {"import": 0.25, "judge": 0.05, "purge": 0.12, "backup": 0.12}
"""Seconds after its beginning within which a verb is hit."""
_FORK = multiprocessing.get_context("fork")


@dataclass
class Known:
    """What has been acknowledged so far, by whichever worker."""

    digests: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    purged: set[str] = field(default_factory=set)
    backups: set[str] = field(default_factory=set)
    seq: int = 0
    pending: dict[str, Any] | None = None
    """What had begun and was not acknowledged when the worker died."""

    def take(self, told: dict[str, Any]) -> None:
        self.pending = None if told["done"] else told
        if not told["done"]:
            return
        self.seq = told["seq"]
        match told["verb"]:
            case "import":
                self.digests |= set(told["digests"])
            case "judge":
                self.judged.add(told["case"])
            case "purge":
                self.purged.add(told["case"])
            case "backup":
                self.backups.add(told["path"])


def killed(address: str, backups: Path, known: Known, seed: int, verb: str, kill: Callable[[int], None]) -> None:
    """Let a worker work, and kill it while it does `verb`."""
    draw = random.Random(seed)
    out, into = os.pipe()
    worker = _FORK.Process(target=killed_worker.run, args=(address, backups, seed, verb, into), daemon=True)
    worker.start()
    os.close(into)
    left, hit_it = draw.randrange(1, 5), False
    with os.fdopen(out, "rb") as stream:
        for told in killed_worker.heard(stream):
            known.take(told)
            left -= told["verb"] == verb and not told["done"]
            if left <= 0 and not hit_it:
                hit_it = True
                time.sleep(draw.uniform(0, _LONGEST[verb]))
                assert worker.pid
                kill(worker.pid)
    worker.join(30)
    assert hit_it, "the worker ended before it was killed"
    assert worker.exitcode


# --- what must hold


def check(store: Store, backups: Path, known: Known) -> None:
    with store.reading() as reading:
        assert chain.verify(reading).faults == ()
        _check_acknowledged(reading, known)
        _check_whole(reading, known)
        _check_search(reading)
    _check_backups(backups, known)


def _check_acknowledged(reading: Reading, known: Known) -> None:
    entries = reading.find(Entry, order="seq")
    purged = {each.case for each in entries if each.action == chain.PURGE}
    there = {each.id: each for each in reading.find(Case)}
    assert known.purged <= purged
    assert purged & set(there) == set()
    assert len(entries) >= known.seq
    assert len(entries) - known.seq <= BATCH, "at most what was under way came after the last acknowledged"
    for case in known.judged - purged:
        assert (there[case].verdict, there[case].status) == ("scam", "closed")
    digests = {digest for (digest,) in reading.pick(Report, ("digest",))}
    gone = {digest for digest in known.digests if digest not in digests}
    assert len(gone) <= len(purged), "each report is of a case of its own"


def _check_whole(reading: Reading, known: Known) -> None:
    """Nothing belongs to a case that is not there, no case is without report, what was under way is whole or absent."""
    ids = {id for (id,) in reading.pick(Case, ("id",))}
    closed = {id for (id,) in reading.pick(Case, ("id",), equals("status", "closed"))}
    for kind in (each for each in OF_A_CASE if each is not Detail):
        assert {case for (case,) in reading.pick(kind, ("case",))} <= ids
    reports = dict(reading.pick(Report, ("id", "case")))
    assert set(reports.values()) == ids
    assert {report for (report,) in reading.pick(Attachment, ("report",))} == set(reports)
    assert {report for (report,) in reading.pick(Mark, ("report",))} <= set(reports)
    assert {case for (case,) in reading.pick(Judgement, ("case",))} == closed
    numbers = [number for (number,) in reading.pick(Case, ("number",))]
    assert len(set(numbers)) == len(numbers)
    if known.pending and known.pending["verb"] == "import":
        assert reading.count(Report, one_of("digest", known.pending["digests"]))[()] in {0, BATCH}


def _check_search(reading: Reading) -> None:
    reports = {id for (id,) in reading.pick(Report, ("id",))}
    assert {hit.id for hit in reading.search("laboratory", limit=10_000)} == reports


def _check_backups(backups: Path, known: Known) -> None:
    """Each file that bears a backup's name is a whole one."""
    files = sorted(backups.glob("desk-*")) if backups.exists() else []
    assert known.backups <= {str(path) for path in files}
    for path in files:
        with opened(MEMORY) as store:
            restored = restore(path, store, now=restored_at(path))
            assert restored.faults == ()
        shutil.move(path, path.with_name(f"checked-{path.name}"))
        known.backups.discard(str(path))


def restored_at(path: Path) -> Any:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


# --- points


def kill_worker(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def hit(address: str, folder: Path, rounds: int, kills: Callable[[int], Callable[[int], None]],
        ready: Callable[[], None] = lambda: None) -> Known:  # fmt: skip
    """Kill workers over one store, one after the other, and look after each; the next one goes on where it was."""
    known = Known()
    with opened(MEMORY) as store:  # what a worker would load is loaded once, before it is forked
        take_all(Desk(store=store), LEAD, [report()])
    for point in range(rounds):
        killed(address, folder, known, point, VERBS[point % len(VERBS)], kills(point))
        ready()
        with opened(address) as store:
            check(store, folder, known)
            known.seq = len(everything(store, Entry))
            known.pending = None
    return known


def test_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    known = hit(str(path), tmp_path / "backups", POINTS, lambda point: kill_worker)
    assert all((known.digests, known.judged, known.purged))


def test_postgres(postgres: str, tmp_path: Path) -> None:
    known = hit(postgres, tmp_path / "backups", POINTS, lambda point: kill_worker)
    assert all((known.digests, known.judged, known.purged))


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server of this test's own, that keeps what it acknowledged when it is killed."""
    from bonafides.store.opening import open_store

    with running(durable=True) as server:
        server.run(f'CREATE DATABASE "{TEMPLATE}"')
        open_store(server.address(TEMPLATE)).close()
        yield server


def test_postgres_itself(own_server: Server, tmp_path: Path) -> None:
    """A process of the server is killed, or all of it is stopped at once; workers end, and the next goes on."""

    def kills(point: int) -> Callable[[int], None]:
        return (lambda pid: own_server.crash()) if point % 2 else (lambda pid: own_server.stop("immediate"))

    def ready() -> None:
        if not own_server.answers():
            own_server.start()

    known = hit(own_server.address(TEMPLATE), tmp_path / "backups", 2 * len(VERBS), kills, ready)
    assert known.digests
