"""The pages behind a real server, opened in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from bonafides.web.config import Config
from bonafides.web.gate import Gate
from tests.required import CHROMIUM, needs
from tests.web.walk import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class Served:
    """A server in a thread; every `address` lets one browser in."""

    def __init__(self, config: Config) -> None:
        import uvicorn

        from bonafides.web.app import app
        from bonafides.web.server import Server

        self.gate = Gate()
        self._ready, self.port = Event(), 0
        settings = uvicorn.Config(
            app(replace(config, gate=self.gate)), host="127.0.0.1", port=0, access_log=False, log_config=None,
            log_level="critical",
        )  # fmt: skip
        self._server = Server(settings, self._listens)
        self._thread = Thread(target=self._server.run, daemon=True)
        self._thread.start()
        assert self._ready.wait(30)

    def _listens(self, port: int) -> None:
        self.port = port
        self._ready.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"{self.url}/start/{self.gate.token}"

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads of a test go where its other files go."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """Somebody at the first page, in English."""
    return Person(tmp_path / "home")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server that a module's browsers visit."""
    found = Served(Config(home=tmp_path_factory.mktemp("home")))
    yield found
    found.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium, without a window."""
    missing = [] if CHROMIUM else ["chromium"]
    missing += ["playwright"] if find_spec("playwright") is None else []
    needs("browser", there=not missing, reason=f"what a browser test needs is missing: {', '.join(missing)}")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield found
        found.close()
