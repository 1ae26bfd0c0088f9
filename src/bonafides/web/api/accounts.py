"""Accounts, for whoever looks after them: opening, roles, closing, and help for those who cannot get in."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from bonafides.desk.people import accounts
from bonafides.web.api import views
from bonafides.web.api.fields import Given, PathId, RoleName
from bonafides.web.api.route import Asking, asks, router

routes = router("Accounts")
Email = Annotated[str, StringConstraints(max_length=254)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


class GivenAccount(Given):
    """A new account: with a password, or with an address by which the organisation's sign-in service knows them."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(description="What they sign in with.")
    role: RoleName
    email: Email = ""
    password: Password | None = None


class GivenRole(Given):
    """A role."""

    role: RoleName


class GivenEmail(Given):
    """An address; empty for none."""

    email: Email


class GivenPassword(Given):
    """A new password."""

    password: Password


@routes.get("/accounts", operation_id="list_accounts", response_model=views.many(views.Account),
            **asks("account.manage"))  # fmt: skip
def list_accounts(caller: Asking) -> list[dict[str, Any]]:
    """All accounts, open ones first, in the order of the alphabet."""
    return [views.account(each) for each in accounts.listed(caller.desk, caller.actor)]


@routes.post("/accounts", operation_id="open_account", response_model=views.Account, status_code=201,
             **asks("account.manage"))  # fmt: skip
def open_account(caller: Asking, given: GivenAccount) -> dict[str, Any]:
    """Open an account."""
    found = accounts.open_account(
        caller.desk, caller.actor, name=given.name, role=given.role, email=given.email, password=given.password or ""
    )  # fmt: skip
    return views.account(found)


@routes.delete("/accounts/{account}", operation_id="close_account", response_model=views.Account,
               **asks("account.manage"))  # fmt: skip
def close_account(caller: Asking, account: PathId) -> dict[str, Any]:
    """Close an account for good: its visits and tokens end, what opened it and its address are forgotten."""
    return views.account(accounts.close_account(caller.desk, caller.actor, account))


@routes.put("/accounts/{account}/role", operation_id="change_role", response_model=views.Account,
            **asks("account.manage"))  # fmt: skip
def change_role(caller: Asking, account: PathId, given: GivenRole) -> dict[str, Any]:
    """Give an account another role; its tokens may do at most what that one may."""
    return views.account(accounts.change_role(caller.desk, caller.actor, account, given.role))


@routes.put("/accounts/{account}/email", operation_id="change_email", response_model=views.Account,
            **asks("account.manage"))  # fmt: skip
def change_email(caller: Asking, account: PathId, given: GivenEmail) -> dict[str, Any]:
    """Give an account another address."""
    return views.account(accounts.change_email(caller.desk, caller.actor, account, given.email))


@routes.put("/accounts/{account}/password", operation_id="reset_password", response_model=views.Account,
            **asks("account.manage"))  # fmt: skip
def reset_password(caller: Asking, account: PathId, given: GivenPassword) -> dict[str, Any]:
    """Set a password for somebody who lost theirs; all their visits and tokens end."""
    return views.account(accounts.reset_password(caller.desk, caller.actor, account, given.password))


@routes.delete("/accounts/{account}/second-factor", operation_id="reset_second_factor", response_model=views.Account,
               **asks("account.manage"))  # fmt: skip
def reset_second_factor(caller: Asking, account: PathId) -> dict[str, Any]:
    """Take away the second factor of somebody who lost it; all their visits end."""
    return views.account(accounts.reset_second_factor(caller.desk, caller.actor, account))
