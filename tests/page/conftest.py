"""The site, built once, handed out by a real server, opened in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.required import CHROMIUM, needs_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

READY = "html[data-engine^=ready]"
PATIENCE = 90_000
"""Milliseconds: these machines are noisy, and no test measures time."""


class Server:
    """A plain static server that remembers what was asked of it."""

    def __init__(self, folder: Path) -> None:
        self.requests: list[str] = []
        requests = self.requests

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                requests.append(self.path)
                super().do_GET()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def close(self) -> None:
        """Stop answering, as a network that is cut."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a folder."""
    needs_browser()
    from bonafides.page.site import build, write

    out = tmp_path_factory.mktemp("page") / "site"
    write(build(), out)
    return out


@pytest.fixture
def server(site: Path) -> Iterator[Server]:
    """A host of the site."""
    found = Server(site)
    yield found
    found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window; for one file, since nothing else may use an event loop while Playwright runs."""
    needs_browser()
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield found
        found.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext, server: Server) -> Page:
    """The page, loaded and ready, in English."""
    found = phone.new_page()
    found.goto(server.url)
    found.locator(READY).wait_for()
    return found
