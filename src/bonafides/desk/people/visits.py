"""Visits: a signed-in browser, known by a random cookie of which only the SHA-256 is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bonafides.store import equals, less
from bonafides.store.records import Account, Visit

if TYPE_CHECKING:
    from datetime import datetime

    from bonafides.desk.desk import Desk
    from bonafides.store import Reading, Writing

IDLE = timedelta(minutes=30)
"""A visit that is left alone this long has ended."""
LONGEST = timedelta(hours=12)
"""It ends after this time, whatever happens."""
HALFWAY = timedelta(minutes=10)
"""How long the second factor may take after the password."""
_NOTICED = timedelta(minutes=1)
"""A visit is marked as used at most this often, since writers take turns."""
_COOKIE_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A visit that was just opened, with the cookie that opens it: shown to the browser once, kept nowhere."""

    visit: Visit
    cookie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is behind a cookie."""

    account: Account
    visit: Visit

    @property
    def halfway(self) -> bool:
        """Whether the password was right and the second factor is still asked for: such a visit may do nothing else."""
        return bool(self.account.totp) and not self.visit.strong


def opened(desk: Desk, writing: Writing, account: Account, *, strong: bool = False) -> Opened:
    """Open a visit: halfway only, and for ten minutes, where the account has a second factor that was not given."""
    return _opened(desk, writing, account, strong=strong, since=desk.now())


def renewed(desk: Desk, writing: Writing, visitor: Visitor, *, strong: bool) -> Opened:
    """The same person under a new cookie, the old one ended: what somebody may have planted or seen is worth nothing.

    The twelve hours go on from the first sign-in.
    """
    writing.remove(Visit, equals("id", visitor.visit.id))
    return _opened(desk, writing, visitor.account, strong=strong, since=visitor.visit.opened_at)


def _opened(desk: Desk, writing: Writing, account: Account, *, strong: bool, since: datetime) -> Opened:
    now = desk.now()
    writing.remove(Visit, less("ends_at", now))
    cookie = secrets.token_urlsafe(_COOKIE_BYTES)
    ends_at = since + (HALFWAY if account.totp and not strong else LONGEST)
    visit = Visit(id=digest(cookie), account=account.id, opened_at=since, seen_at=now, ends_at=ends_at, strong=strong)
    writing.add(visit)
    return Opened(visit=visit, cookie=cookie)


def visitor(desk: Desk, cookie: str) -> Visitor | None:
    """Who is behind a cookie: signed in, or `halfway`; None where the visit has ended or the account is closed."""
    with desk.store.reading() as reading:
        found = known(desk, reading, cookie)
    if found and desk.now() - found.visit.seen_at >= _NOTICED:
        _seen(desk, found.visit)
    return found


def signed_in(desk: Desk, cookie: str) -> Visitor | None:
    """Who is signed in with a cookie, with the second factor where the account has one."""
    found = visitor(desk, cookie)
    return None if found is None or found.halfway else found


def known(desk: Desk, reading: Reading, cookie: str) -> Visitor | None:
    """Who is behind a cookie, within a snapshot or a transaction."""
    given = digest(cookie)
    visit = reading.get(Visit, given)
    if visit is None or not hmac.compare_digest(visit.id, given) or _over(desk, visit):
        return None
    account = reading.get(Account, visit.account)
    return Visitor(account=account, visit=visit) if account and account.closed_at is None else None


def visits_of(desk: Desk, account: str) -> list[Visit]:
    """Where an account is signed in now, the latest first."""
    with desk.store.reading() as reading:
        held = reading.find(Visit, equals("account", account), order="-seen_at,id")
    return [visit for visit in held if not _over(desk, visit)]


def sign_out(desk: Desk, cookie: str) -> bool:
    """End one visit; says whether there was one."""
    with desk.store.writing() as writing:
        return writing.remove(Visit, equals("id", digest(cookie))) > 0


def sign_out_everywhere(desk: Desk, account: str) -> int:
    """End all visits of an account; says how many."""
    with desk.store.writing() as writing:
        return ended(writing, account)


def ended(writing: Writing, account: str) -> int:
    """The same within a transaction."""
    return writing.remove(Visit, equals("account", account))


def digest(secret: str) -> str:
    """What is kept of a cookie, a token or a receipt code: with 256 random bits there is nothing to guess."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _over(desk: Desk, visit: Visit) -> bool:
    now = desk.now()
    return now >= visit.ends_at or now - visit.seen_at >= IDLE


def _seen(desk: Desk, visit: Visit) -> None:
    with desk.store.writing() as writing:
        held = writing.get(Visit, visit.id)  # it may have been ended meanwhile, and stays so
        if held:
            writing.change(replace(held, seen_at=max(held.seen_at, desk.now())))
