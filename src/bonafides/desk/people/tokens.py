"""Tokens: access for other programs, on behalf of an account and never for more than its role may do at that time."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bonafides.desk import chain
from bonafides.desk.people.visits import digest
from bonafides.errors import DeskError
from bonafides.store import equals, less
from bonafides.store.records import Account, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from bonafides.desk.desk import Desk
    from bonafides.store import Writing

    Allowed = Callable[[str], frozenset[str]]
    """The scopes that a role may have."""

MARK = "bft_"
"""What a token begins with, so that one that slipped into a file is found."""
LONGEST = timedelta(days=365)
_SECRET_BYTES = 32
_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A token that was just made, with its secret: shown once, kept nowhere."""

    token: Token
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who asks with a token, and for what."""

    account: Account
    token: Token
    scopes: frozenset[str]
    """What the token says, less what the account's role may not do now."""


def issue(desk: Desk, account: str, *, name: str, scopes: Iterable[str], ends_at: datetime, allowed: Allowed) -> Issued:
    """Make a token for an account, at most for a year.

    `allowed`: the scopes that a role may have. Raises DeskError for scopes beyond the role, or an end out of bounds.
    """
    asked = tuple(sorted(set(scopes)))
    now = desk.now()
    if not now < ends_at <= now + LONGEST:
        raise DeskError("a token ends within a year", where="ends_at", next_step="Choose an earlier day.")
    if not name.strip() or len(name) > _NAME:
        raise DeskError("a token has a name, of at most 100 characters", where="name", next_step="Say what it is for.")
    secret = MARK + secrets.token_urlsafe(_SECRET_BYTES)
    with desk.store.writing() as writing:
        _may(writing.get(Account, account), asked, allowed)
        writing.remove(Token, less("ends_at", now))
        token = Token(id=digest(secret), account=account, name=name.strip(), scopes=asked, made_at=now, ends_at=ends_at)
        writing.add(token)
        plain = {"scopes": asked, "ends": ends_at.date().isoformat()}
        chain.record(writing, "token.issued", at=now, who=account, plain=plain, detail={"token": token.id})
    return Issued(token=token, secret=secret)


def bearer(desk: Desk, secret: str, allowed: Allowed) -> Bearer | None:
    """Who asks with this secret; None where there is no such token, it has ended, or the account is closed."""
    if not secret.startswith(MARK):
        return None
    given = digest(secret)
    with desk.store.reading() as reading:
        token = reading.get(Token, given)
        if token is None or not hmac.compare_digest(token.id, given) or desk.now() >= token.ends_at:
            return None
        account = reading.get(Account, token.account)
    if account is None or account.closed_at is not None:
        return None
    return Bearer(account=account, token=token, scopes=frozenset(token.scopes) & allowed(account.role))


def tokens_of(desk: Desk, account: str) -> list[Token]:
    """The tokens of an account that have not ended, the latest first."""
    with desk.store.reading() as reading:
        held = reading.find(Token, equals("account", account), order="-made_at,id")
    return [token for token in held if token.ends_at > desk.now()]


def revoke(desk: Desk, token: str, *, account: str) -> bool:
    """End a token of an account by its id; says whether there was one."""
    with desk.store.writing() as writing:
        gone = writing.remove(Token, equals("id", token), equals("account", account)) > 0
        if gone:
            chain.record(writing, "token.revoked", at=desk.now(), who=account, detail={"token": token})
    return gone


def revoked(writing: Writing, account: str) -> int:
    """End all tokens of an account, within a transaction; says how many."""
    return writing.remove(Token, equals("account", account))


def _may(account: Account | None, scopes: tuple[str, ...], allowed: Allowed) -> None:
    if account is None or account.closed_at is not None:
        raise DeskError("there is no such account", where="account")
    if not scopes:
        raise DeskError("a token is for something", where="scopes", next_step="Choose at least one scope.")
    if beyond := sorted(set(scopes) - allowed(account.role)):
        raise DeskError(f"this role may not have {beyond[0]!r}", where="scopes", next_step="Choose fewer scopes.")
