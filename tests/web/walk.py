"""A person at the served pages without a browser: asks, sends forms with their token, and waits for the work."""

from __future__ import annotations

import html
import re
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.web.app import app
from bonafides.web.config import Config

with warnings.catch_warnings():  # httpx2, which it would rather have, is not on every machine
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

if TYPE_CHECKING:
    from httpx import Response

__all__ = ["HERE", "LANGUAGES", "PATIENCE", "THREAD", "Files", "Person", "TestClient"]
HERE = "http://127.0.0.1:8731"
LANGUAGES = ("da", "de", "en", "es", "fr")
THREAD = (
    "Ann: We pay 800 USD for a short report on your colleagues. Could we continue on WhatsApp?\n"
    "Bob: Why there?\n"
    "Ann: The client prefers not to be named. Please keep this between us and delete our chat."
)
PATIENCE = 60
"""Seconds; no test measures time."""
Files = Sequence[tuple[str, tuple[str, bytes, str]]]


class Person:
    """One browser of one server."""

    def __init__(self, home: Path, *, lang: str = "en", config: Config | None = None) -> None:
        self.config = config or Config(lang=lang, home=home)
        self.app = app(self.config)
        self.client = TestClient(self.app, base_url=HERE, raise_server_exceptions=False)
        self.page: Response = self.client.get("/")

    @property
    def place(self) -> str:
        """Where the browser is."""
        return str(self.page.url.path)

    @property
    def text(self) -> str:
        """The page, with its entities resolved."""
        return html.unescape(self.page.text)

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page.text, re.S)
        return html.unescape(re.sub("<[^>]+>", "", found[1])) if found else ""

    @property
    def token(self) -> str:
        """Of the form on a page that has one."""
        found = re.search(r'name="csrf" value="(\w+)"', self.client.get("/bring").text)
        return found[1] if found else ""

    def open(self, place: str) -> Response:
        self.page = self.client.get(place)
        return self._waited()

    def send(self, place: str, fields: Mapping[str, str | list[str]] | None = None, files: Files = ()) -> Response:
        """Send a form as the page would, and wait for what comes of it."""
        data = {"csrf": self.token, **(fields or {})}
        self.page = self.client.post(place, data=data, files=list(files) or None)
        return self._waited()

    def bring(self, text: str = "", files: Files = ()) -> Response:
        return self.send("/bring", {"text": text}, files)

    def answered(self, text: str = THREAD, **about: str) -> Response:
        """The whole way with a text."""
        self.bring(text)
        return self.send("/about", about)

    def _waited(self) -> Response:
        until = time.monotonic() + PATIENCE
        while self.place == "/working" and time.monotonic() < until:
            time.sleep(0.05)
            self.page = self.client.get("/working")
        return self.page
