"""The account of somebody whom the organisation's own service has signed in: found, bound by invitation, or opened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.desk.people.accounts import add_bound, by_subject, changed, invited
from bonafides.desk.people.sign_in import Denied, NeedsSecondFactor, Reason, let_in

if TYPE_CHECKING:
    from bonafides.desk.desk import Desk
    from bonafides.desk.people.oidc import Identity
    from bonafides.desk.people.visits import Opened
    from bonafides.store import Writing
    from bonafides.store.records import Account


def enter(desk: Desk, identity: Identity, *, before: str = "") -> Opened | NeedsSecondFactor | Denied:
    """Open the visit of somebody whom the service has signed in, with the role that the table of roles gives them.

    `before`: the cookie that the browser has; that visit ends. Nobody enters without a role, or to a closed account.
    The table decides for the last admin too; `first_admin` opens the desk again.
    """
    if not identity.role:
        return Denied(reason=Reason.NO_ACCESS)
    with desk.store.writing() as writing:
        account = by_subject(writing, identity.subject) or _bound(desk, writing, identity)
        if account.closed_at is not None:
            return Denied(reason=Reason.NO_ACCESS)
        if account.role != identity.role:
            plain = {"from": account.role, "role": identity.role}
            account = changed(desk, writing, replace(account, role=identity.role), "account.role", plain=plain)
        return let_in(desk, writing, account, how="service", strong=identity.strong, before=before)


def _bound(desk: Desk, writing: Writing, identity: Identity) -> Account:
    """The account that was opened for their verified address, or else a new one, bound to them from now on."""
    if account := invited(writing, identity.email):
        return changed(desk, writing, replace(account, subject=identity.subject), "account.bound")
    return add_bound(
        desk, writing, name=identity.name, email=identity.email, role=identity.role, subject=identity.subject
    )
