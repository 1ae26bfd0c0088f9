"""A desk with its API before it: an account and a token for every role, and a client that speaks as one of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from starlette.testclient import TestClient

from bonafides.desk import reports
from bonafides.desk.desk import Desk
from bonafides.desk.people import tokens
from bonafides.desk.permissions import PROGRAM, Role
from bonafides.desk.reports import Ready, prepared
from bonafides.desk.settings import desk_settings
from bonafides.store.records import Account, Case, Link
from bonafides.web.api.errors import PLACE
from bonafides.web.api.scopes import allowed
from bonafides.web.app import app
from bonafides.web.config import Config
from tests.desk.desks import ANYBODY, APPROACH, START, Clock, desk_at, report

ROLES = tuple(role.value for role in Role)
HOST = "desk.example"


def account(name: str, role: str) -> Account:
    """An account that nobody signs in to."""
    return Account(
        id=f"{name}-id", name=name, email=f"{name}@example.org", role=role, secret="", totp="", step=0, recovery=(),
        subject=f"https://login.example|{name}", made_at=START,
    )  # fmt: skip


@dataclass
class Callers:
    """The desk, and a program for each role."""

    desk: Desk
    clock: Clock
    client: TestClient
    secrets: dict[str, str] = field(default_factory=dict)

    def token(self, role: str, *scopes: str, of: str = "") -> str:
        """A new token of a role's account, for these scopes or for all that it may have."""
        issued = tokens.issue(
            self.desk, of or f"{role}-id", name="test", scopes=scopes or allowed(role),
            ends_at=self.clock() + timedelta(days=30), allowed=allowed,
        )  # fmt: skip
        return issued.secret

    def ask(self, role: str, method: str, place: str, **more: Any) -> httpx.Response:
        """What the API answers to a role's token."""
        headers = {"authorization": f"Bearer {self.secrets[role]}", **more.pop("headers", {})}
        answer: httpx.Response = self.client.request(method, f"{PLACE}{place}", headers=headers, **more)
        return answer

    def case(self, *, owner: str = "", reporter: str = "", text: str = APPROACH) -> Case:
        """A new case with one report."""
        ready = _ready(text)
        with self.desk.acting(ANYBODY, "report.add") as work:
            taken = reports.keep(work, ready, reporter=reporter)
            found = work.writing.get(Case, taken.case)
            assert found
            return work.change(replace(found, owner=owner))

    def link(self, one: str, other: str) -> str:
        """A suggested link between two cases."""
        ends = sorted((one, other))
        found = Link(
            id=f"link-{one[:10]}-{other[:10]}", one=ends[0], other=ends[1], strength=9.0,
            because=('["phone", "+44 7700 900123", 2, 9.0]',), state="suggested", who="", at=self.clock(),
        )  # fmt: skip
        with self.desk.acting(ANYBODY, "report.add") as work:
            work.add(found)
        return found.id


@cache
def _ready(text: str) -> Ready:
    """A report that was read and judged once, since that takes a while."""
    desk, _ = desk_at("memory:")
    with desk.store.reading() as reading:
        return prepared(report(text), desk_settings(reading))


def callers(store: str | Path = "memory:") -> Callers:
    """A desk over that store, with somebody of every role, and a second officer who works on a case of their own."""
    desk, clock = desk_at(store)
    with desk.acting(PROGRAM, "account.manage") as work:
        work.add(*(account(role, role) for role in ROLES), account("colleague", "officer"))
    served = app(Config(desk=desk, person=False, hosts=(HOST,)))
    found = Callers(desk, clock, TestClient(served, base_url=f"http://{HOST}", raise_server_exceptions=False))
    found.secrets = {role: found.token(role) for role in ROLES}
    return found
