"""What somebody changes of their own account: the password, the second factor, the recovery codes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bonafides.desk.people import passwords, second_factor, throttle, visits
from bonafides.desk.people.accounts import changed, end_access
from bonafides.desk.people.sign_in import Denied, Reason, with_code
from bonafides.desk.people.throttle import Kind, Tried
from bonafides.desk.people.visits import Opened, Visitor

if TYPE_CHECKING:
    from bonafides.desk.desk import Desk
    from bonafides.store.records import Account

_GONE = Denied(reason=Reason.GONE)
"""Also where the account was changed while the proof was checked: every such change ends its visits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A second factor was set up."""

    opened: Opened
    codes: tuple[str, ...]
    """Recovery codes: shown once, kept only as hashes."""


def change_password(desk: Desk, cookie: str, *, old: str, new: str, address: str) -> Opened | Denied:
    """Change the password of whoever is signed in; all their other visits and their tokens end.

    Raises PasswordError for a new one that is too easy to guess.
    """
    visitor = visits.signed_in(desk, cookie)
    if visitor is None:
        return _GONE
    if denied := _password_wrong(desk, visitor.account, old, address):
        return denied
    secret = passwords.hashed(new, visitor.account.name, visitor.account.email)
    with desk.store.writing() as writing:
        held = visits.known(desk, writing, cookie)
        if held is None:
            return _GONE
        account = changed(desk, writing, replace(held.account, secret=secret), "account.password")
        end_access(writing, account.id)
        return visits.renewed(desk, writing, replace(held, account=account), strong=held.visit.strong)


def enrol(desk: Desk, cookie: str, *, seed: str, code: str, proof: str, address: str) -> Enrolled | Denied:
    """Set up a second factor, or another one, for whoever is signed in, once their app shows the right code.

    `seed`: the one that the page showed, from `second_factor.new_seed`. `proof`: see `confirmed`. All their other
    visits end.
    """
    kept = second_factor.seed_of(seed)
    step = second_factor.step_of(kept, code, now=desk.now(), last=0) if kept else None
    if kept is None or step is None:
        return Denied(reason=Reason.CODE)
    visitor = confirmed(desk, cookie, proof, address=address)
    if isinstance(visitor, Denied):
        return visitor
    codes = second_factor.new_recovery_codes()
    with desk.store.writing() as writing:
        held = visits.known(desk, writing, cookie)
        if held is None:
            return _GONE
        account = replace(held.account, totp=kept, step=step, recovery=_hashes(codes))
        changed(desk, writing, account, "account.second-factor")
        visits.ended(writing, account.id)
        opened = visits.renewed(desk, writing, replace(held, account=account), strong=True)
    return Enrolled(opened=opened, codes=codes)


def renew_recovery_codes(desk: Desk, cookie: str, *, proof: str, address: str) -> tuple[str, ...] | Denied:
    """Ten new recovery codes in place of those that are left; `proof`: see `confirmed`."""
    visitor = confirmed(desk, cookie, proof, address=address)
    if isinstance(visitor, Denied):
        return visitor
    codes = second_factor.new_recovery_codes()
    with desk.store.writing() as writing:
        held = visits.known(desk, writing, cookie)
        if held is None or not held.account.totp:
            return _GONE
        changed(desk, writing, replace(held.account, recovery=_hashes(codes)), "account.recovery-codes")
    return codes


def confirmed(desk: Desk, cookie: str, proof: str, *, address: str) -> Visitor | Denied:
    """Whoever is signed in, once they have shown again that it is them, before something that matters.

    `proof`: a code of their app or a recovery code; the password where they have no second factor; nothing where the
    organisation's service signs them in.
    """
    visitor = visits.signed_in(desk, cookie)
    if visitor is None:
        return _GONE
    if not visitor.account.totp:
        return (_password_wrong(desk, visitor.account, proof, address) if visitor.account.secret else None) or visitor
    with desk.store.writing() as writing:
        held = visits.known(desk, writing, cookie)
        if held is None:
            return _GONE
        used = with_code(desk, writing, held.account, proof, address)
        if isinstance(used, Denied):
            return used
        return replace(held, account=changed(desk, writing, used, "account.confirmed"))


def _password_wrong(desk: Desk, account: Account, password: str, address: str) -> Denied | None:
    tried = (Tried(kind=Kind.ACCOUNT, value=account.name), Tried(kind=Kind.ADDRESS, value=address))
    admission = throttle.admit(desk, *tried)
    if not admission:
        return Denied(reason=Reason.WAIT, wait=admission.wait)
    if not passwords.holds(account.secret, password):
        return Denied(reason=Reason.WRONG)
    with desk.store.writing() as writing:
        throttle.succeeded(writing, admission)
    return None


def _hashes(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(second_factor.recovery_hash, codes))
