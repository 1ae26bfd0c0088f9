from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from bonafides.desk import retention
from bonafides.desk.later import Later
from bonafides.desk.reports import take
from bonafides.errors import StoreError
from bonafides.store.records import Case
from tests.desk.desks import ANYBODY, LEAD, desk_at, report


def test_what_waits_already_is_done_once_and_a_fault_ends_nothing() -> None:
    later, gate, done = Later(), threading.Event(), list[str]()

    def first() -> None:
        gate.wait(10)
        done.append("first")
        raise StoreError("busy")

    def broken() -> None:
        raise ValueError("something else")

    def second() -> None:
        done.append("second")

    later(first)
    later(broken)
    for _ in range(5):
        later(second)
    assert not later.wait(0.05)
    gate.set()
    assert later.wait(10)
    assert done == ["first", "second"]


def test_a_server_overwrites_what_was_purged_soon(tmp_path: Path) -> None:
    desk, _ = desk_at(tmp_path / "desk.sqlite")
    later = Later()
    desk = replace(desk, later=later)
    for n in range(40):
        take(desk, ANYBODY, report("", said=f"word{n} sesquipedalian marmalade"))
    for n in range(1, 41):
        with desk.store.reading() as reading:
            case = next(case.id for case in reading.find(Case) if case.number == n)
        retention.purge(desk, LEAD, case)
    assert later.wait(30)
    assert not [path.name for path in tmp_path.iterdir() if b"sesquipedalian" in path.read_bytes()]
