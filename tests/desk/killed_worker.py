"""A process that works at a desk without end, to be killed: it says what it begins, and what it was told is done."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bonafides.desk import cases, retention
from bonafides.desk.backup import backup
from bonafides.desk.desk import Desk
from bonafides.desk.intake.importing import take_all
from bonafides.store import absent, equals
from bonafides.store.opening import open_store
from bonafides.store.records import Case, Entry
from tests.desk.desks import ADMIN, LEAD, OFFICER, ORDINARY, report

VERBS = ("import", "judge", "purge", "backup")
BATCH = 3
_OTHERS = ("import", "judge", "purge", "backup", "forget")


@dataclass
class Worker:
    """One process at work."""

    desk: Desk
    backups: Path
    draw: random.Random
    say: Callable[[dict[str, Any]], None]

    def work(self, often: str) -> None:
        """One verb often, and the others in turn between."""
        while True:
            for other in _OTHERS:
                for verb in (often, other):
                    getattr(self, verb.replace("import", "take"))()

    def take(self) -> None:
        """An import of some reports: they become durable together."""
        made = [report(f"{ORDINARY}Nora Blythe: {self.draw.getrandbits(64):x}", via="import") for _ in range(BATCH)]
        with self._told("import", digests=[each.digest for each in made]):
            take_all(self.desk, LEAD, made)

    def judge(self) -> None:
        """A person decides."""
        if case := self._some_case(absent("closed_at")):
            with self._told("judge", case=case):
                cases.judge(self.desk, OFFICER, case, "scam", "Asked for money.")

    def purge(self) -> None:
        """A case is forgotten."""
        if case := self._some_case():
            with self._told("purge", case=case):
                retention.purge(self.desk, LEAD, case)

    def forget(self) -> None:
        """A case that is not about behaviour: judging it purges it."""
        if case := self._some_case(absent("closed_at")):
            with self._told("purge", case=case):
                cases.judge(self.desk, OFFICER, case, "not-about-behaviour", "About an accent.")

    def backup(self) -> None:
        """A backup."""
        with self._told("backup") as told:
            told["path"] = str(backup(self.desk, ADMIN, self.backups))

    def _some_case(self, *tests: Any) -> str:
        with self.desk.store.reading() as reading:
            found = [id for (id,) in reading.pick(Case, ("id",), equals("hold", ""), *tests)]
        return self.draw.choice(found) if found else ""

    def _told(self, verb: str, **what: Any) -> Any:
        return _Told(self, verb, what)


class _Told:
    """Says what begins, and after it has returned that it is done."""

    def __init__(self, worker: Worker, verb: str, what: dict[str, Any]) -> None:
        self.worker, self.told = worker, {"verb": verb, **what}

    def __enter__(self) -> dict[str, Any]:
        self.worker.say({**self.told, "done": False})
        return self.told

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            with self.worker.desk.store.reading() as reading:
                self.worker.say({**self.told, "done": True, "seq": reading.top(Entry, "seq")})


def run(address: str, backups: Path, seed: int, often: str, out: int) -> None:
    """Work until killed, or until the database is gone."""
    stream = os.fdopen(out, "wb", buffering=0)
    desk = Desk(store=open_store(address))
    draw = random.Random(seed)
    Worker(desk=desk, backups=backups, draw=draw, say=lambda told: _say(stream, told)).work(often)


def _say(stream: Any, told: dict[str, Any]) -> None:
    stream.write(json.dumps(told).encode() + b"\n")


def heard(stream: Any) -> Iterator[dict[str, Any]]:
    """What a worker said, up to a line that its death cut off."""
    for line in stream:
        if line.endswith(b"\n"):
            yield json.loads(line)
