"""What runs beside the pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

import anyio
import pytest

import bonafides.web.app as served
from bonafides.desk import retention
from bonafides.desk.desk import Desk
from bonafides.store.opening import MEMORY, open_store


def test_a_fault_in_forgetting_ends_neither_it_nor_the_server(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = 0

    def broken(desk: Desk, *, ending: Callable[[], bool]) -> None:
        nonlocal rounds
        rounds += 1
        raise ValueError("the words of a report")

    async def two_rounds() -> None:
        with anyio.fail_after(20):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(served._forget, Desk(store=open_store(MEMORY)), Event())
                while rounds < 2:
                    await anyio.sleep(0.01)
                tasks.cancel_scope.cancel()

    monkeypatch.setattr(retention, "sweep", broken)
    monkeypatch.setattr(served, "_FORGET_EVERY", 0)
    with caplog.at_level(logging.WARNING):
        anyio.run(two_rounds)
    assert "ValueError" in caplog.text
    assert "the words of a report" not in caplog.text
