"""People of every role at the pages of a desk, without a browser: signed in, asking, sending forms with their token."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.desk import chain
from bonafides.desk.desk import Desk
from bonafides.desk.intake.received import File
from bonafides.desk.people import accounts, visits
from bonafides.desk.permissions import Actor
from bonafides.desk.reports import Taken, take
from bonafides.desk.settings import change_settings
from bonafides.store.records import Account
from bonafides.web.app import app
from bonafides.web.config import Config
from bonafides.web.csrf import token
from tests.desk.desks import ADMIN, ANYBODY, APPROACH, PEOPLE, START, Clock, desk_at, report
from tests.web.walk import HERE, TestClient

if TYPE_CHECKING:
    from fastapi import FastAPI
    from httpx import Response

PASSWORD = "seven unrelated teapots"
ROLES = tuple(actor.role for actor in PEOPLE)


class Office:
    """A desk with an account of each role, and its pages."""

    def __init__(self, *, upload_limit: int = 64 * 1024**2, introduced: bool = True) -> None:
        self.desk: Desk
        self.clock: Clock
        self.desk, self.clock = desk_at("memory:")
        for actor in PEOPLE:
            _open(self.desk, actor)
        if introduced:
            change_settings(self.desk, ADMIN, {"contact": "security@uni.example", "controller": "Example University"})
        self.config = Config(hosts=("127.0.0.1",), desk=self.desk, person=False, upload_limit=upload_limit)
        self.app: FastAPI = app(self.config)

    def seat(self, role: str = "") -> Seat:
        """A browser of somebody in that role; of nobody in particular without one."""
        return Seat(self, role)

    def report(
        self,
        text: str = APPROACH,
        *,
        said: str = "",
        reporter: str = "",
        files: tuple[File, ...] = (),
        role: str = "researcher",
        occasion: str = "",
    ) -> Taken:
        """A report that came in by the form."""
        received = report(text, said=said, role=role, occasion=occasion)
        return take(self.desk, ANYBODY, replace(received, files=received.files + files), reporter=reporter)


class Seat:
    """One browser."""

    def __init__(self, office: Office, role: str) -> None:
        self.office = office
        self.client = TestClient(office.app, base_url=HERE, raise_server_exceptions=False)
        self.page: Response
        if role:
            with office.desk.store.reading() as reading:
                account = reading.get(Account, f"{role}-id")
            assert account
            with office.desk.store.writing() as writing:
                opened = visits.opened(office.desk, writing, account)
            self.client.cookies.set(office.config.cookie, opened.cookie, domain="127.0.0.1", path="/")

    @property
    def cookie(self) -> str:
        return next(
            (each.value or "" for each in self.client.cookies.jar if each.name == self.office.config.cookie), ""
        )

    @property
    def text(self) -> str:
        """The page with its entities resolved."""
        return html.unescape(self.page.text)

    @property
    def place(self) -> str:
        return str(self.page.url.path)

    def get(self, path: str, *, follow: bool = True) -> int:
        self.page = self.client.get(path, follow_redirects=follow)
        return self.page.status_code

    def post(
        self,
        path: str,
        fields: Mapping[str, str | Sequence[str]] | None = None,
        *,
        files: Sequence[tuple[str, tuple[str, bytes, str]]] = (),
        form: str | None = None,
        follow: bool = True,
    ) -> int:
        """Send a form; `form`: another token than the right one."""
        right = token(self.office.config, self.cookie)
        data = {**(fields or {}), "csrf": right if form is None else form}
        self.page = self.client.post(path, data=data, files=list(files) or None, follow_redirects=follow)
        return self.page.status_code

    def found(self, pattern: str) -> str:
        """The first group of a pattern in the page."""
        seen = re.search(pattern, self.page.text, re.S)
        assert seen, pattern
        return html.unescape(seen[1])


def with_password(office: Office, name: str, role: str) -> Account:
    """An account that signs in by itself."""
    admin = Actor(account="admin-id", role="admin")
    return accounts.open_account(office.desk, admin, name=name, role=role, password=PASSWORD)


def _open(desk: Desk, actor: Actor) -> None:
    account = Account(
        id=actor.account, name=actor.name, email="", role=actor.role, secret="", totp="", step=0, recovery=(),
        subject=f"test|{actor.role}", made_at=START,
    )  # fmt: skip
    with desk.store.writing() as writing:
        writing.add(account)
        rows = {chain.row_name(account): chain.digest(account)}
        chain.record(writing, "account.opened", who=actor.account, rows=rows)
