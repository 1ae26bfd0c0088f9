"""One's own account: password, second factor, recovery codes, where one is signed in, and access for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from bonafides.desk.people import own_account, second_factor, tokens, visits
from bonafides.desk.people.own_account import Enrolled
from bonafides.desk.people.passwords import LONGEST, SHORTEST, PasswordError
from bonafides.desk.people.sign_in import Denied
from bonafides.desk.people.visits import Opened
from bonafides.errors import DeskError
from bonafides.web.api.scopes import allowed
from bonafides.web.csrf import Given, brought, config_of, forget, issue, pages
from bonafides.web.desk.fields import number, text, texts
from bonafides.web.desk.signed import Mine, address, shown
from bonafides.web.page import onward

if TYPE_CHECKING:
    from bonafides.web.desk.signed import Here

router = pages("/account")
DAYS = (30, 90, 365)
"""For how long a token can be made."""


@router.get("")
def account(request: Request, here: Mine, done: str = "") -> Response:
    """What can be changed."""
    return _account(request, here, done=done)


@router.post("/password")
def password(request: Request, here: Mine, given: Given) -> Response:
    """Change the password; every other browser is signed out."""
    try:
        found = own_account.change_password(
            here.desk, brought(request), old=text(given, "old"), new=text(given, "new"), address=address(request)
        )
    except PasswordError as error:
        return _account(request, here, weak=error.weakness.value)
    if isinstance(found, Denied):
        return _account(request, here, denied=found)
    return _renewed(request, found, "/account?done=password")


@router.get("/second-factor")
def ask_second_factor(request: Request, here: Mine) -> Response:
    """Show the seed as a picture for an app, and ask for the first code."""
    return _enrolling(request, here, second_factor.new_seed())


@router.post("/second-factor")
def enrol(request: Request, here: Mine, given: Given) -> Response:
    """Set it up, and show the recovery codes, once."""
    seed = text(given, "seed")
    found = own_account.enrol(
        here.desk, brought(request), seed=seed, code=text(given, "code"), proof=text(given, "proof"),
        address=address(request),
    )  # fmt: skip
    if not isinstance(found, Enrolled):
        kept = second_factor.seed_of(seed) or second_factor.new_seed()
        return _enrolling(request, here, kept, denied=found)
    return _codes(request, here, found.codes, cookie=found.opened.cookie)


@router.post("/recovery-codes")
def recovery_codes(request: Request, here: Mine, given: Given) -> Response:
    """New recovery codes in place of those that are left."""
    found = own_account.renew_recovery_codes(
        here.desk, brought(request), proof=text(given, "proof"), address=address(request)
    )
    if isinstance(found, Denied):
        return _account(request, here, denied=found)
    return _codes(request, here, found)


@router.post("/sign-out")
def sign_out_everywhere(request: Request, here: Mine) -> Response:
    """End every visit, this one too."""
    visits.sign_out_everywhere(here.desk, here.account.id)
    response = onward("/")
    forget(response, config_of(request))
    return response


@router.post("/tokens")
def issue_token(request: Request, here: Mine, given: Given) -> Response:
    """Give a program access; its secret is on this page and nowhere else."""
    days = number(text(given, "days"))
    proved = own_account.confirmed(here.desk, brought(request), text(given, "proof"), address=address(request))
    if isinstance(proved, Denied):
        return _account(request, here, denied=proved)
    try:
        issued = tokens.issue(
            here.desk, here.account.id, name=text(given, "name"), scopes=texts(given, "scope"),
            ends_at=here.desk.now() + timedelta(days=days if days in DAYS else DAYS[0]), allowed=allowed,
        )  # fmt: skip
    except DeskError as error:
        return _account(request, here, error=error)
    return shown(request, here, "token_made.html", issued=issued)


@router.post("/tokens/{token_id}")
def revoke(here: Mine, token_id: str) -> Response:
    """End a program's access."""
    tokens.revoke(here.desk, token_id, account=here.account.id)
    return onward("/account?done=token#tokens")


def _account(
    request: Request, here: Here, *, done: str = "", denied: Denied | None = None, weak: str = "",
    error: DeskError | None = None,
) -> Response:  # fmt: skip
    return shown(
        request, here, "account.html", status=422 if denied or weak or error else 200, done=done, denied=denied,
        problem="", minutes=_minutes(denied), weak=weak, error=error, shortest=SHORTEST, longest=LONGEST, days=DAYS,
        visits=visits.visits_of(here.desk, here.account.id), tokens=tokens.tokens_of(here.desk, here.account.id),
        scopes=sorted(allowed(here.account.role)),
    )  # fmt: skip


def _enrolling(request: Request, here: Here, seed: str, *, denied: Denied | None = None) -> Response:
    named = here.settings["name"] or "Bonafides"
    picture = second_factor.picture(second_factor.address(seed, account=here.account.name, desk=named))
    return shown(
        request, here, "second_factor.html", status=422 if denied else 200, seed=seed, denied=denied, problem="",
        minutes=_minutes(denied), picture=Markup(picture),  # noqa: S704 - drawn by segno of a seed and a cleaned name
    )  # fmt: skip


def _codes(request: Request, here: Here, codes: tuple[str, ...], *, cookie: str = "") -> Response:
    """The codes; with the cookie of the visit that goes on from here, for which the page's forms must be."""
    response = shown(request, here, "codes.html", codes=codes)
    if cookie:
        issue(response, config_of(request), cookie)
    return response


def _renewed(request: Request, opened: Opened, to: str) -> Response:
    response = onward(to)
    issue(response, config_of(request), opened.cookie)
    return response


def _minutes(denied: Denied | None) -> int:
    return -int(-denied.wait.total_seconds() // 60) if denied else 0
