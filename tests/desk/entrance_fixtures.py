"""What tests of accounts start from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from bonafides.desk.people import passwords
from bonafides.store.opening import MEMORY, open_store
from tests.desk.entrance import Entrance


@pytest.fixture(scope="module")
def quick_hashes() -> Iterator[None]:
    """Hashes that take no time: what they cost is tested with the passwords."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher.from_parameters(CHEAPEST))
        yield


@pytest.fixture(params=["in memory", "on disk"])
def entrance(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Entrance]:
    """The entrance over each kind of store, for what many do at once."""
    store = open_store(MEMORY if request.param == "in memory" else str(tmp_path / "desk.sqlite"))
    yield Entrance(store=store)
    store.close()
