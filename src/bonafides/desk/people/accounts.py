"""Accounts: who can sign in, and what as; every change of them is written to the audit chain."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.desk import chain
from bonafides.desk.people import passwords, tokens, visits
from bonafides.desk.permissions import PROGRAM, Role, matrix, require
from bonafides.errors import ConflictError, DeskError, MissingError
from bonafides.store import absent, equals, one_of
from bonafides.store.records import Account, Case, Task, new_id
from bonafides.store.store import as_kept, storable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.desk.desk import Desk, Work
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading, Writing

MANAGE = "account.manage"
"""The permission that all changes of other people's accounts need."""
_NAME = 64
_EMAIL = 254


# --- opening and closing


def first_admin(desk: Desk, *, name: str, password: str, email: str = "") -> Account:
    """Open the first admin's account; DeskError as soon as there is an admin who can sign in."""
    account = new(desk, name=name, email=email, role=Role.ADMIN, password=password)
    with desk.acting(PROGRAM, MANAGE) as work:
        if _admins(work.writing):
            raise ConflictError("there is an admin already", next_step="Ask them to open an account for you.")
        return _added(work, account)


def open_account(desk: Desk, actor: Actor, *, name: str, role: str, email: str = "", password: str = "") -> Account:
    """Open an account.

    With an e-mail address and no password it is an invitation: the organisation's sign-in service binds whoever it
    knows under that address. Raises DeskError for a name or address that is taken or cannot be used, PasswordError for
    a weak password.
    """
    if not password and not email:
        raise DeskError("nobody could sign in to it", where="password", next_step="Give a password or an address.")
    require(actor, MANAGE)
    account = new(desk, name=name, email=email, role=role, password=password)
    with desk.acting(actor, MANAGE) as work:
        return _added(work, account)


def close_account(desk: Desk, actor: Actor, account: str) -> Account:
    """Close an account for good: its visits and tokens end, what opened it and its address are forgotten.

    Nobody works any more on the open cases and tasks that it had, so that others can take them.

    Its name is not given out again, so that it is clear who did what, until that is forgotten. Raises
    DeskError for the last admin.
    """
    with desk.acting(actor, MANAGE) as work:
        held = opened_account(work.writing, account)
        _keep_an_admin(work.writing, held)
        end_access(work.writing, account)
        _freed(work, account)
        _entered(work, "account.closed", held)
        return work.change(replace(held, closed_at=work.now, secret="", totp="", recovery=(), email=""))


# --- changing


def change_role(desk: Desk, actor: Actor, account: str, role: str) -> Account:
    """Give an account another role; its tokens may do at most what the new one may. DeskError for the last admin.

    With a role that works on no case, nobody works any more on the open cases and tasks that it had.
    """
    with desk.acting(actor, MANAGE) as work:
        held = opened_account(work.writing, account)
        if _role(role) != Role.ADMIN:
            _keep_an_admin(work.writing, held)
        if _role(role) not in matrix()["case.edit"]:
            _freed(work, account)
        _entered(work, "account.role", held, role=role)
        return work.change(replace(held, role=_role(role)))


def change_email(desk: Desk, actor: Actor, account: str, email: str) -> Account:
    """Give an account another address, `""` for none; DeskError where another account has it."""
    address = _email(email)
    with desk.acting(actor, MANAGE) as work:
        held = opened_account(work.writing, account)
        other = with_email(work.writing, address)
        if other and other.id != account:
            raise ConflictError("another account has that address", where="email")
        _entered(work, "account.email", held)
        return work.change(replace(held, email=address))


def reset_password(desk: Desk, actor: Actor, account: str, password: str) -> Account:
    """Set a password for somebody who lost theirs; all their visits and tokens end. Their second factor stays."""
    require(actor, MANAGE)
    with desk.store.reading() as reading:
        held = opened_account(reading, account)
    secret = passwords.hashed(password, held.name, held.email)
    with desk.acting(actor, MANAGE) as work:
        held = opened_account(work.writing, account)
        end_access(work.writing, account)
        _entered(work, "account.password-reset", held)
        return work.change(replace(held, secret=secret))


def reset_second_factor(desk: Desk, actor: Actor, account: str) -> Account:
    """Take away the second factor of somebody who lost phone and recovery codes; all their visits end."""
    with desk.acting(actor, MANAGE) as work:
        held = opened_account(work.writing, account)
        visits.ended(work.writing, account)
        _entered(work, "account.second-factor-reset", held)
        return work.change(replace(held, totp="", recovery=()))


def end_access(writing: Writing, account: str) -> None:
    """End all visits and tokens of an account, within a transaction."""
    visits.ended(writing, account)
    tokens.revoked(writing, account)


def changed(
    desk: Desk, writing: Writing, account: Account, action: str, *, plain: Mapping[str, object] | None = None
) -> Account:
    """Keep an account that its owner has changed, by signing in too, and enter it in the chain under `action`."""
    kept = as_kept(account)
    writing.change(kept)
    _vouched(desk, writing, kept, action, plain or {})
    return kept


def add_bound(desk: Desk, writing: Writing, *, name: str, email: str, role: str, subject: str) -> Account:
    """Open an account for somebody whom the organisation's service vouches for.

    A name that is taken gets a number; an address that is none, or that another account has, is left out.
    """
    free = _free_name(writing, name)
    address = email if _is_email(email) and not with_email(writing, email) else ""
    kept = as_kept(replace(new(desk, name=free, email=address, role=role), subject=subject))
    writing.add(kept)
    _vouched(desk, writing, kept, "account.opened", {"role": kept.role})
    return kept


# --- finding


def folded(name: str) -> str:
    """A sign-in name as it is compared and kept: one spelling, small letters, single spaces."""
    small = unicodedata.normalize("NFKC", storable(name)).casefold()
    return " ".join(unicodedata.normalize("NFKC", small).split())


def by_name(reading: Reading, name: str) -> Account | None:
    """The open account of that sign-in name."""
    return next(iter(reading.find(Account, equals("name", folded(name)), absent("closed_at"))), None)


def working(desk: Desk) -> dict[str, str]:
    """Names of those who work on cases, by the ids of their open accounts, in the order of the alphabet."""
    with desk.store.reading() as reading:
        roles = one_of("role", [role.value for role in (Role.OFFICER, Role.LEAD)])
        return dict(reading.pick(Account, ("id", "name"), roles, absent("closed_at"), order="name"))


def open_names(desk: Desk) -> dict[str, str]:
    """Names of all open accounts by their ids, in the order of the alphabet."""
    with desk.store.reading() as reading:
        return dict(reading.pick(Account, ("id", "name"), absent("closed_at"), order="name"))


def listed(desk: Desk, actor: Actor) -> list[Account]:
    """All accounts, open ones first, in the order of the alphabet."""
    require(actor, MANAGE)
    with desk.store.reading() as reading:
        return sorted(reading.find(Account, order="name"), key=lambda each: each.closed_at is not None)


def by_subject(reading: Reading, subject: str) -> Account | None:
    """The account, open or closed, that is bound to that outside sign-in (`issuer|sub`)."""
    return next(iter(reading.find(Account, equals("subject", subject))), None) if subject else None


def invited(reading: Reading, email: str) -> Account | None:
    """The account that was opened for that address and that nobody can sign in to yet."""
    account = with_email(reading, email)
    return account if account and not account.secret and not account.subject else None


def with_email(reading: Reading, email: str) -> Account | None:
    """The open account that has this address; None where there is none, or no address."""
    address = email.strip().casefold()
    found = reading.find(Account, equals("email", address), absent("closed_at"), limit=1) if address else []
    return found[0] if found else None


def opened_account(reading: Reading, account: str) -> Account:
    """The open account of that id; DeskError where there is none."""
    held = reading.get(Account, account)
    if held is None or held.closed_at is not None:
        raise MissingError("there is no such account, or it is closed", where="account")
    return held


# --- the pieces


def new(desk: Desk, *, name: str, email: str, role: str, password: str = "") -> Account:
    """An account to be added; DeskError for a name, address or role that cannot be."""
    address = _email(email)
    return Account(
        id=new_id(),
        name=_usable(name),
        email=address,
        role=_role(role),
        secret=passwords.hashed(password, name, address) if password else "",
        totp="",
        step=0,
        recovery=(),
        subject="",
        made_at=desk.now(),
    )


def _added(work: Work, account: Account) -> Account:
    if _taken(work.writing, account.name):
        raise ConflictError("that name is taken, or was taken once", where="name", next_step="Choose another.")
    if with_email(work.writing, account.email):
        raise ConflictError("another account has that address", where="email")
    _entered(work, "account.opened", account)
    work.add(account)
    return account


def _vouched(desk: Desk, writing: Writing, kept: Account, action: str, plain: Mapping[str, object]) -> None:
    rows = {chain.row_name(kept): chain.digest(kept)}
    chain.record(writing, action, at=desk.now(), who=kept.id, plain=plain, detail={"account": kept.id}, rows=rows)


def _entered(work: Work, action: str, account: Account, *, role: str = "") -> None:
    """What the chain says of it: the role stays for ever, the account does not."""
    work.action = action
    work.plain["role"] = role or account.role
    work.detail["account"] = account.id


def _freed(work: Work, account: str) -> None:
    """Leave the open cases and tasks of an account to nobody; the entry says how many they were."""
    cases = work.writing.find(Case, equals("owner", account), absent("closed_at"))
    tasks = work.writing.find(Task, equals("owner", account), absent("done_at"))
    for case in cases:
        work.change(replace(case, owner=""))
    for task in tasks:
        work.change(replace(task, owner=""))
    work.plain |= {"cases": len(cases), "tasks": len(tasks)}


def _keep_an_admin(writing: Writing, account: Account) -> None:
    if [each.id for each in _admins(writing)] == [account.id]:
        raise ConflictError("this is the last admin", where="account", next_step="Make somebody else an admin first.")


def has_admin(desk: Desk) -> bool:
    """Whether there is an admin who can sign in."""
    with desk.store.reading() as reading:
        return bool(_admins(reading))


def _admins(reading: Reading) -> list[Account]:
    """Admins who can sign in: an invitation that nobody took up does not count."""
    admins = reading.find(Account, equals("role", Role.ADMIN.value), absent("closed_at"))
    return [each for each in admins if each.secret or each.subject]


def _taken(reading: Reading, name: str) -> bool:
    """Whether an account, open or closed, has that sign-in name."""
    return bool(reading.find(Account, equals("name", folded(name)), limit=1))


def _free_name(reading: Reading, name: str) -> str:
    """The name, shortened and made usable, or the first like it that nobody has had."""
    visible = "".join(sign for sign in folded(name) if not unicodedata.category(sign).startswith("C"))
    wanted = visible[: _NAME - 8].strip() or "account"
    numbered = (f"{wanted}-{number}" for number in range(2, 100))
    free = (each for each in (wanted, *numbered) if not _taken(reading, each))
    return next(free, f"{wanted[:20]}-{new_id()}")


def _usable(name: str) -> str:
    kept = folded(name)
    if not 1 <= len(kept) <= _NAME or any(unicodedata.category(sign).startswith("C") for sign in kept):
        raise DeskError(f"a sign-in name has 1 to {_NAME} visible characters", where="name")
    return kept


def _email(email: str) -> str:
    kept = storable(email).strip().casefold()
    if kept and not _is_email(kept):
        raise DeskError("that is no e-mail address", where="email")
    return kept


def _is_email(text: str) -> bool:
    return len(text) <= _EMAIL and text.count("@") == 1 and len(text.split()) == 1


def _role(role: str) -> str:
    try:
        return Role(role).value
    except ValueError:
        raise DeskError("there is no such role", where="role", next_step=f"One of: {', '.join(Role)}.") from None
