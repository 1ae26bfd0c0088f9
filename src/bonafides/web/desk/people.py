"""Accounts, for whoever looks after them: opening, roles, closing, and help for those who cannot get in."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from bonafides.desk.people import accounts
from bonafides.desk.permissions import Role
from bonafides.errors import DeskError, RefusedError
from bonafides.web.csrf import Given, pages
from bonafides.web.desk.fields import text
from bonafides.web.desk.signed import Mine, shown
from bonafides.web.page import onward

router = pages()


@router.get("/desk/accounts")
def listed(request: Request, here: Mine, done: bool = False) -> Response:
    """All accounts."""
    return _listed(request, here, done=done)


@router.post("/desk/accounts")
def open_one(request: Request, here: Mine, given: Given) -> Response:
    """Open one."""
    typed = {name: text(given, name) for name in ("name", "email", "role")}
    try:
        accounts.open_account(here.desk, here.actor, **typed, password=text(given, "password"))
    except RefusedError:
        raise
    except DeskError as error:
        return _listed(request, here, error=error, typed=typed)
    return onward("/desk/accounts?done=1")


@router.post("/desk/accounts/{account}")
def change(request: Request, here: Mine, account: str, given: Given) -> Response:
    """Do with one what the button says."""
    desk, actor = here.desk, here.actor
    try:
        match text(given, "do"):
            case "role":
                accounts.change_role(desk, actor, account, text(given, "role"))
            case "email":
                accounts.change_email(desk, actor, account, text(given, "email"))
            case "password":
                accounts.reset_password(desk, actor, account, text(given, "password"))
            case "second-factor":
                accounts.reset_second_factor(desk, actor, account)
            case "close":
                accounts.close_account(desk, actor, account)
            case _:
                raise DeskError("there is no such button", where="account")
    except RefusedError:
        raise
    except DeskError as error:
        return _listed(request, here, error=error)
    return onward("/desk/accounts?done=1")


def _listed(
    request: Request, here: Mine, *, done: bool = False, error: DeskError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    return shown(
        request, here, "accounts.html", status=422 if error else 200, wide=True,
        accounts=accounts.listed(here.desk, here.actor), roles=[role.value for role in Role], done=done, error=error,
        typed={"name": "", "email": "", "role": Role.OFFICER.value, **(typed or {})},
    )  # fmt: skip
