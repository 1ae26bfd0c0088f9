"""The door: the first page, signing in with password and code or by the organisation's service, and signing out."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from bonafides.desk.people import throttle, visits
from bonafides.desk.people.oidc import Provider, Service
from bonafides.desk.people.oidc_wire import OidcError
from bonafides.desk.people.outside_sign_in import enter
from bonafides.desk.people.provider import BACK, provider
from bonafides.desk.people.sign_in import Denied, NeedsSecondFactor, Reason, give_code
from bonafides.desk.people.sign_in import sign_in as with_password
from bonafides.errors import DeskError
from bonafides.web.csrf import Given, brought, config_of, forget, issue, pages, remember
from bonafides.web.desk.fields import onward_place, text
from bonafides.web.desk.signed import Here, Perhaps, address, desk_of, settings_of, shown
from bonafides.web.page import onward

if TYPE_CHECKING:
    from bonafides.desk.people.visits import Opened

front = APIRouter()
router = pages()
MARK = "mark"
"""The cookie that tells a browser which has signed in before, so that strangers' tries do not slow its owner down."""
BEGUN = "service"
"""The cookie of a sign-in that is under way at the organisation's service."""
_AT_SERVICE = 600
"""Seconds that this may take."""


@front.get("/")
def first(request: Request, here: Perhaps) -> Response:
    """Where one may go from here."""
    return onward(here.home) if here else shown(request, None, "front.html")


@router.get("/sign-in")
def ask(request: Request, here: Perhaps, next: str = "", gone: bool = False) -> Response:
    """Ask for name and password."""
    return onward(_after(here, next)) if here else _asked(request, next=next, problem="signed-out" if gone else "")


@router.post("/sign-in")
def sign_in(request: Request, given: Given) -> Response:
    """Check them; on to the code where the account has a second factor."""
    config, desk, then = config_of(request), desk_of(request), text(given, "next")
    mark = request.cookies.get(f"{config.cookie}-{MARK}", "")
    name = text(given, "name")
    found = with_password(
        desk, name, text(given, "password"), address=address(request), mark=mark, before=brought(request)
    )
    if isinstance(found, Denied):
        return _asked(request, next=then, denied=found, name=name)
    if isinstance(found, NeedsSecondFactor):
        response = onward("/sign-in/code" + _query(then))
        issue(response, config, found.cookie)
        return response
    return _let_in(request, found, then, known=True)


@router.get("/sign-in/code")
def ask_code(request: Request, here: Perhaps, next: str = "") -> Response:
    """Ask for the code of the second factor."""
    if here:
        return onward(_after(here, next))
    visitor = visits.visitor(desk_of(request), brought(request))
    return _asked_code(request, next=next) if visitor else onward("/sign-in" + _query(next))


@router.post("/sign-in/code")
def code(request: Request, given: Given) -> Response:
    """Check it, or a recovery code."""
    then = text(given, "next")
    found = give_code(desk_of(request), brought(request), text(given, "code"), address=address(request))
    if isinstance(found, Denied):
        if found.reason is Reason.GONE:
            return _asked(request, next=then, denied=found)
        return _asked_code(request, next=then, denied=found)
    return _let_in(request, found, then, known=True)


@router.get("/sign-in/service")
def begin(request: Request) -> Response:
    """Go to the organisation's service."""
    service = _service(request)
    if service is None:
        return onward("/sign-in")
    config = config_of(request)
    try:
        begun = service.begin(desk_of(request).now())
    except OidcError as error:
        return _asked(request, problem=error.fault.value)
    response = onward(begun.address)
    # Lax, not strict: it must come back with the answer, which the service's page sends the browser to fetch.
    response.set_cookie(
        f"{config.cookie}-{BEGUN}", begun.kept, max_age=_AT_SERVICE, path=BACK, secure=config.secure_cookies,
        httponly=True, samesite="lax",
    )  # fmt: skip
    return response


@router.get(BACK)
def back(request: Request) -> Response:
    """What the service says of whoever comes back from it."""
    service, config, desk = _service(request), config_of(request), desk_of(request)
    kept = request.cookies.get(f"{config.cookie}-{BEGUN}", "")
    if service is None:
        return onward("/sign-in")
    try:
        identity = service.finish(kept, dict(request.query_params), desk.now())
    except OidcError as error:
        return _asked(request, problem=error.fault.value)
    found = enter(desk, identity, before=brought(request))
    if isinstance(found, Denied):
        return _asked(request, denied=found)
    # A redirect now would come from the service's site and lose the strict cookie: go on from a page of our own.
    to = "/sign-in/code" if isinstance(found, NeedsSecondFactor) else "/"
    response = shown(request, None, "came_back.html", refresh=0, to=to)
    response.headers["refresh"] = f"0;url={to}"
    response.delete_cookie(f"{config.cookie}-{BEGUN}", path=BACK, secure=config.secure_cookies, httponly=True)
    issue(response, config, found.cookie)
    return response


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End this visit."""
    visits.sign_out(desk_of(request), brought(request))
    response = onward("/")
    forget(response, config_of(request))
    return response


def _let_in(request: Request, found: Opened, then: str, *, known: bool = False) -> Response:
    visitor = visits.visitor(desk_of(request), found.cookie)
    response = onward(onward_place(then, "/"))
    issue(response, config_of(request), found.cookie)
    if known and visitor:
        remember(response, config_of(request), MARK, throttle.browser_mark(visitor.account))
    return response


def _asked(
    request: Request, *, next: str = "", denied: Denied | None = None, problem: str = "", name: str = ""
) -> Response:
    return shown(
        request, None, "sign_in.html", status=_status(denied), next=onward_place(next, ""), denied=denied,
        minutes=_minutes(denied), problem=problem, name=name, service=_service(request) is not None,
    )  # fmt: skip


def _asked_code(request: Request, *, next: str, denied: Denied | None = None) -> Response:
    then = onward_place(next, "")
    return shown(request, None, "code.html", status=_status(denied), next=then, denied=denied, minutes=_minutes(denied))


def _status(denied: Denied | None) -> int:
    if denied is None:
        return 200
    return 429 if denied.reason is Reason.WAIT else 403


def _minutes(denied: Denied | None) -> int:
    return ceil(denied.wait.total_seconds() / 60) if denied else 0


def _query(next: str) -> str:
    place = onward_place(next, "")
    return f"?next={quote(place, safe='')}" if place else ""


def _after(here: Here, next: str) -> str:
    return onward_place(next, here.home)


def _service(request: Request) -> Service | None:
    """The service that the settings name; what it said of itself is remembered for as long as they stay the same."""
    try:
        named = provider(settings_of(request))
        return _known(named) if named else None
    except DeskError:  # the settings cannot be used: there is still the password
        return None


@lru_cache(maxsize=4)
def _known(named: Provider) -> Service:
    return Service(provider=named)
