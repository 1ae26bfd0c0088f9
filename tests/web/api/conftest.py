"""A desk with its API, over each store that needs no server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.api.callers import Callers, callers


@pytest.fixture(params=["memory", "sqlite"])
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callers]:
    """The desk and its callers."""
    found = callers("memory:" if request.param == "memory" else tmp_path / "desk.sqlite")
    yield found
    found.desk.store.close()
