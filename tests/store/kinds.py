"""A store of every kind, by fixtures: a test module says `pytest_plugins = ("tests.postgres", "tests.store.kinds")`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bonafides.store import Store
from bonafides.store.opening import MEMORY, open_store
from tests.store.rows import opened

KINDS = ("memory", "sqlite", "postgres")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the desk's tables, to be copied: making one takes a while."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    open_store(str(path)).close()
    return path


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store of each kind."""
    match request.param:
        case "memory":
            return MEMORY
        case "sqlite":
            path = tmp_path / "desk.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            return str(path)
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store of each kind."""
    with opened(address) as found:
        yield found


@pytest.fixture(params=KINDS[1:])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store of each kind that outlives its process."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres"))
    path = tmp_path / "desk.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return str(path)
