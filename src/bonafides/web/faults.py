"""What went wrong, as a page: a kind sentence, what to do next, and never a text that somebody gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

from bonafides.errors import BonafidesError
from bonafides.web.page import rendered

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.responses import Response
    from starlette.types import Scope

KNOWN = (400, 403, 404, 405, 413, 421, 422, 500)
"""Statuses that have words of their own; any other is told as 400 or 500."""
REASONS = ("form", "start")
"""Reasons for a 403 that have words of their own: a form's token was wrong; the address of the terminal is needed."""
_AT_THE_DOOR = (400, 421)
"""Told without a way into the pages: whoever called did not come by a name of ours."""


def fault(request: Request, status: int, *, error: BonafidesError | None = None, reason: str = "") -> Response:
    """The page for a status; `error` says more where the program knows more, `reason` is one of `REASONS`."""
    known = status if status in KNOWN else 500 if status >= 500 else 400
    key = reason if reason in REASONS else str(known)
    inside = status not in _AT_THE_DOOR and key != "start"
    return rendered(request, "fault.html", status=status, cookie=inside, key=key, error=error, inside=inside)


def plain(scope: Scope, status: int) -> Response:
    """The same for the guard, which has no request yet; a bare sentence where even the page cannot be made."""
    try:
        return fault(Request(scope), status)
    except Exception:  # the fault is in what makes pages
        return PlainTextResponse("Something went wrong inside the program. Nothing was stored.", status_code=status)


def tell_faults(app: FastAPI) -> None:
    """Have the application answer errors with these pages."""

    async def by_status(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - tells the type checker
        found = fault(request, error.status_code, reason=error.detail if error.status_code == 403 else "")
        found.headers.update(error.headers or {})
        return found

    async def invalid(request: Request, error: Exception) -> Response:
        return fault(request, 422)

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, BonafidesError)  # noqa: S101 - tells the type checker
        return fault(request, 422, error=error)

    app.add_exception_handler(HTTPException, by_status)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(BonafidesError, known)
