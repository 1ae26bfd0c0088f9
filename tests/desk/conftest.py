"""A desk over each store that needs no server; the contract of stores is proved elsewhere, on all three."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bonafides.desk.desk import Desk
from tests.desk.desks import Clock, desk_at


@pytest.fixture(params=["memory:", "sqlite"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Desk, Clock]]:
    """A desk and its clock."""
    desk, clock = desk_at("memory:" if request.param == "memory:" else tmp_path / "desk.sqlite")
    yield desk, clock
    desk.store.close()


@pytest.fixture
def desk(both: tuple[Desk, Clock]) -> Desk:
    """The desk."""
    return both[0]


@pytest.fixture
def clock(both: tuple[Desk, Clock]) -> Clock:
    """Its clock."""
    return both[1]
