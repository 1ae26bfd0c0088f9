"""Forms that only our own pages can send: a token over the visit's cookie, in every form that changes something."""

from __future__ import annotations

import hashlib
import hmac
import re
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from bonafides.web.config import Config

if TYPE_CHECKING:
    from starlette.responses import Response

FIELD = "csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_FILES = 5_000
MOST_FIELDS = 20_000
LONGEST_FIELD = 32 * 1024**2
"""Bytes of one field of a form; files may be larger."""
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}\Z")


def config_of(request: Request) -> Config:
    """What this server serves with."""
    found = request.app.state.config
    assert isinstance(found, Config)  # noqa: S101 - tells the type checker
    return found


def mark(request: Request) -> str:
    """The value of the visit's cookie; a new one where the browser brought none, the same during the request."""
    brought = request.cookies.get(config_of(request).cookie, "")
    if _COOKIE.match(brought):
        return brought
    if not hasattr(request.state, "mark"):
        request.state.mark = token_urlsafe(32)
    return str(request.state.mark)


def brought(request: Request) -> str:
    """The value of the cookie that came with the request; empty where none came."""
    value = request.cookies.get(config_of(request).cookie, "")
    return value if _COOKIE.match(value) else ""


def issue(response: Response, config: Config, value: str = "") -> str:
    """Give the browser a cookie with this value or, as after a sign-in, with a new one; the value."""
    value = value or token_urlsafe(32)
    _set(response, config, config.cookie, value)
    return value


def remember(response: Response, config: Config, name: str, value: str, *, seconds: int | None = None) -> None:
    """Set a second cookie of that name, such as the language's, as strict as the first; for that long, where stated."""
    _set(response, config, f"{config.cookie}-{name}", value, seconds)


def forget(response: Response, config: Config, *names: str) -> None:
    """Have the browser delete its cookie, and those called `names`."""
    for name in (config.cookie, *(f"{config.cookie}-{each}" for each in names)):
        response.delete_cookie(name, path="/", secure=config.secure_cookies, httponly=True, samesite="strict")


def token(config: Config, value: str) -> str:
    """What a form must bring from a page shown to the visit with that cookie."""
    return hmac.new(config.secret, value.encode(), hashlib.sha256).hexdigest()


async def form(request: Request) -> FormData:
    """The posted form, once its token is known to be right; 403 otherwise, 400 for a form that cannot be read."""
    _check_charset(request)
    given = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD)
    brought_token = given.get(FIELD, "")
    expected = token(config_of(request), brought(request))
    right = isinstance(brought_token, str) and hmac.compare_digest(brought_token.encode(), expected.encode())
    if not right or not brought(request):
        raise HTTPException(403, "form")
    return given


def _check_charset(request: Request) -> None:
    """Browsers send UTF-8; any other name of an encoding would choose one of Python's codecs, which do odd things."""
    _, _, told = request.headers.get("content-type", "").lower().partition("charset")
    if told and told.partition(";")[0].strip(' ="\t') not in ("utf-8", "utf8"):
        raise HTTPException(400)


async def _checked(request: Request) -> None:
    if request.method not in SAFE:
        await form(request)


Given = Annotated[FormData, Depends(form)]
"""A handler's parameter for the posted form."""


def pages(prefix: str = "") -> APIRouter:
    """A router for pages: whatever is posted to it needs the token, even where a handler does not ask for the form."""
    return APIRouter(prefix=prefix, dependencies=[Depends(_checked)])


def _set(response: Response, config: Config, name: str, value: str, seconds: int | None = None) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=config.secure_cookies, httponly=True, samesite="strict"
    )
