"""Signing in: the password, then the second factor; a wrong password and an unknown name look and last the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bonafides.desk.people import passwords, second_factor, throttle, visits
from bonafides.desk.people.accounts import by_name, changed, folded
from bonafides.desk.people.throttle import Kind, Tried
from bonafides.desk.people.visits import Opened, Visitor
from bonafides.store import equals
from bonafides.store.records import Account, Visit

if TYPE_CHECKING:
    from bonafides.desk.desk import Desk
    from bonafides.store import Writing


class Reason(StrEnum):
    """Why it was not done; each is a key of the words for people."""

    WRONG = "sign-in.wrong"
    """Name or password is wrong: never which of them."""
    CODE = "sign-in.code"
    """The code is wrong, too old, or was used before."""
    WAIT = "sign-in.wait"
    """There were too many tries; `Denied.wait` says how long until the next."""
    GONE = "sign-in.gone"
    """The visit has ended meanwhile: start again."""
    NO_ACCESS = "sign-in.no-access"
    """The organisation's service knows this person, and nothing there gives them a role at this desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsSecondFactor:
    """The password was right; this cookie opens nothing but the question for the code, for ten minutes."""

    visit: Visit
    cookie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """It was not done."""

    reason: Reason
    wait: timedelta = timedelta()


def sign_in(
    desk: Desk, name: str, password: str, *, address: str, mark: str = "", before: str = ""
) -> Opened | NeedsSecondFactor | Denied:
    """Check a name and a password that came from a network address.

    `mark`: what `throttle.browser_mark` once gave this browser. `before`: the cookie that it has now; that visit ends.
    """
    with desk.store.reading() as reading:
        account = by_name(reading, name)
    admission = throttle.admit(desk, *_counts(account, name, address, mark))
    if not admission:
        return Denied(reason=Reason.WAIT, wait=admission.wait)
    if not passwords.holds(account.secret if account else "", password) or account is None:
        return Denied(reason=Reason.WRONG)
    fresh = passwords.renewed(password) if passwords.outdated(account.secret) else account.secret
    with desk.store.writing() as writing:
        held = writing.get(Account, account.id)
        if held is None or held.closed_at is not None or held.secret != account.secret:
            return Denied(reason=Reason.WRONG)  # closed or changed while the password was checked
        throttle.succeeded(writing, admission)
        return let_in(desk, writing, replace(held, secret=fresh), how="password", before=before)


def let_in(
    desk: Desk, writing: Writing, account: Account, *, how: str, strong: bool = False, before: str = ""
) -> Opened | NeedsSecondFactor:
    """Open the visit of somebody who has shown who they are, halfway where the second factor is still to come.

    `how` goes into the chain: `password` or `service`.
    """
    writing.remove(Visit, equals("id", visits.digest(before)))
    opened = visits.opened(desk, writing, account, strong=strong)
    if Visitor(account=account, visit=opened.visit).halfway:
        return NeedsSecondFactor(visit=opened.visit, cookie=opened.cookie)
    changed(desk, writing, account, "account.signed-in", plain={"how": how})
    return opened


def give_code(desk: Desk, cookie: str, code: str, *, address: str) -> Opened | Denied:
    """Give the second factor, or a recovery code, on a visit that is halfway; the visit goes on under a new cookie."""
    with desk.store.writing() as writing:
        visitor = visits.known(desk, writing, cookie)
        if visitor is None or not visitor.halfway:
            return Denied(reason=Reason.GONE)
        used = with_code(desk, writing, visitor.account, code, address)
        if isinstance(used, Denied):
            return used
        how = "code" if used.recovery == visitor.account.recovery else "recovery-code"
        changed(desk, writing, used, "account.signed-in", plain={"how": how})
        return visits.renewed(desk, writing, replace(visitor, account=used), strong=True)


def with_code(desk: Desk, writing: Writing, account: Account, code: str, address: str) -> Account | Denied:
    """The account once a code of its app, or a recovery code, is used up; the caller keeps it in this transaction."""
    tried = (Tried(kind=Kind.SECOND_FACTOR, value=account.id), Tried(kind=Kind.ADDRESS, value=address))
    admission = throttle.admitted(desk, writing, *tried)
    if not admission:
        return Denied(reason=Reason.WAIT, wait=admission.wait)
    step = second_factor.step_of(account.totp, code, now=desk.now(), last=account.step)
    left = second_factor.without(code, account.recovery)
    if step is None and left is None:
        return Denied(reason=Reason.CODE)
    throttle.succeeded(writing, admission)
    return replace(account, step=step) if step is not None else replace(account, recovery=left or ())


def _counts(account: Account | None, name: str, address: str, mark: str) -> tuple[Tried, ...]:
    """What a try counts against: that of a browser which the owner has used before, against this browser alone."""
    if mark and account and throttle.marked(account, mark):
        return (Tried(kind=Kind.BROWSER, value=mark),)
    return (Tried(kind=Kind.ACCOUNT, value=folded(name)), Tried(kind=Kind.ADDRESS, value=address))
