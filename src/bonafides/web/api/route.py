"""What stands before every address of the API: the token, its scope, the role's permission, and the size of the body.

All of it is asked before a byte of the body is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from bonafides.desk import cases
from bonafides.desk.desk import Desk
from bonafides.desk.people import throttle, tokens
from bonafides.desk.people.throttle import Kind, Tried
from bonafides.desk.people.tokens import Bearer
from bonafides.desk.permissions import Actor, decide, matrix
from bonafides.desk.settings import DeskSettings, desk_settings
from bonafides.store.records import Case
from bonafides.web.api.errors import ApiError
from bonafides.web.api.scopes import allowed, scope_of
from bonafides.web.csrf import config_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.responses import Response
    from starlette.types import Message, Receive

LIMIT = 2 * 1024**2
"""Bytes of a body, unless an address says otherwise."""
ACTION, SCHEME = "x-action", "token"
_MOST = "x-most-bytes"
_BEARER = re.compile(r"bearer +([\x21-\x7e]{1,200})\Z", re.I)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The program that asks, on behalf of an account."""

    desk: Desk
    bearer: Bearer
    address: str
    """Where it asks from on the network, to slow guessing down."""

    @property
    def actor(self) -> Actor:
        """As whom it acts."""
        account = self.bearer.account
        return Actor(account=account.id, role=account.role, name=account.name)

    @cached_property
    def settings(self) -> DeskSettings:
        """The settings in force."""
        with self.desk.store.reading() as reading:
            return desk_settings(reading)

    def may(self, action: str, case: Case | None = None) -> bool:
        """Whether token and role both allow it; without a case, whether they do so anywhere."""
        role = self.bearer.account.role
        allowed = decide(self.actor, action, case=case).allowed if case else role in matrix()[action]
        return allowed and scope_of(action) in self.bearer.scopes

    def case(self, named: str) -> str:
        """The id of the case that is named by its id or its number; raises Missing where there is none."""
        return cases.resolved(self.desk, self.actor, named)


def asks(action: str | None, *, scope: str = "", most: int = LIMIT, **more: Any) -> dict[str, Any]:
    """What an address asks for, as arguments of its decorator.

    `action`: that of the permissions; None for what needs none, then with a `scope` where it is not free to every
    token. `most`: bytes of the body. `more`: further arguments.
    """
    wanted = scope_of(action) if action else scope
    needs = {"security": [{SCHEME: [wanted] if wanted else []}], ACTION: action, _MOST: most}
    return {**more, "openapi_extra": {**needs, **more.get("openapi_extra", {})}}


class Route(APIRoute):
    """An address that lets nobody in who does not bring what it asks for."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with the entrance before it. Raises KeyError where nobody has said what is asked for."""
        handle, needs = super().get_route_handler(), self.openapi_extra or {}
        action, most, scopes = needs[ACTION], needs[_MOST], needs["security"][0][SCHEME]

        async def let_in(request: Request) -> Response:
            caller = await run_in_threadpool(_caller, request)
            _check(caller, action, scopes)
            if self.body_field is not None:
                _check_media(request, "multipart/form-data" if _is_form(self) else "application/json")
            request.state.caller = caller
            return await handle(Request(request.scope, _bounded(request, most)))

        return let_in


def router(tag: str) -> APIRouter:
    """A router whose addresses all stand behind the entrance."""
    return APIRouter(tags=[tag], route_class=Route)


def _asking(request: Request) -> Caller:
    found = request.state.caller
    assert isinstance(found, Caller)  # noqa: S101 - tells the type checker
    return found


Asking = Annotated[Caller, Depends(_asking)]
"""A handler's parameter for the program that asks."""


def _caller(request: Request) -> Caller:
    desk = config_of(request).desk
    assert isinstance(desk, Desk)  # noqa: S101 - tells the type checker
    place = request.client.host if request.client else ""
    given = request.headers.getlist("authorization")
    brought = _BEARER.match(given[0]) if len(given) == 1 else None
    bearer = tokens.bearer(desk, brought[1], allowed) if brought else None
    if bearer is None:
        raise _unknown(desk, place, tried=bool(brought))
    return Caller(desk=desk, bearer=bearer, address=place)


def _unknown(desk: Desk, place: str, *, tried: bool) -> ApiError:
    """No token counts as no try; of wrong ones only so many are answered. A right one is never kept waiting."""
    admission = throttle.admit(desk, Tried(kind=Kind.TOKEN, value=place)) if tried else None
    if admission is not None and not admission:
        return ApiError(429, headers={"retry-after": str(ceil(admission.wait.total_seconds()))})
    told = 'Bearer error="invalid_token"' if tried else "Bearer"
    return ApiError(401, headers={"www-authenticate": told})


def _check(caller: Caller, action: str | None, scopes: list[str]) -> None:
    role = caller.bearer.account.role
    if action and role not in matrix()[action]:
        raise ApiError(403, what=f"the role “{role}” may not do this", where=action)
    if missing := [each for each in scopes if each not in caller.bearer.scopes]:
        raise ApiError(
            403, code="scope", what="the token is not for this", where=missing[0],
            next_step=f"Make a token with the scope {missing[0]}.",
            headers={"www-authenticate": f'Bearer error="insufficient_scope", scope="{missing[0]}"'},
        )  # fmt: skip


def _is_form(route: APIRoute) -> bool:
    return route.body_field is not None and isinstance(route.body_field.field_info, Form)


def _check_media(request: Request, wanted: str) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != wanted:
        raise ApiError(415, where=wanted)


def _bounded(request: Request, most: int) -> Receive:
    """What the request brings, up to so many bytes."""
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdecimal() and int(length[:20]) > most:
        raise ApiError(413, where="body", next_step=f"At most {most:,} bytes are taken here.")
    seen = 0

    async def receive() -> Message:
        nonlocal seen
        message = await request.receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise ApiError(413, where="body", next_step=f"At most {most:,} bytes are taken here.")
        return message

    return receive
