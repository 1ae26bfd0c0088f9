"""The one form in which every error is told to a program: a code, what, where, and what to do next; never a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Match

from bonafides.errors import BonafidesError, ConflictError, DeskError, MissingError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fastapi import FastAPI, Request
    from starlette.responses import Response
    from starlette.types import Scope

PLACE = "/api/v1"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a status is told where nothing more exact is known."""

    code: str
    what: str
    next_step: str


SAID: Mapping[int, Said] = {
    400: Said(
        code="unreadable",
        what="the request cannot be read",
        next_step="Send JSON in UTF-8, with the types that the description names.",
    ),
    401: Said(
        code="token-needed",
        what="no token that is known came with the request",
        next_step="Send the header `Authorization: Bearer bft_...`; a token may have ended.",
    ),
    403: Said(
        code="forbidden",
        what="whoever the token belongs to may not do this here",
        next_step="Ask whoever works on the case, or the lead of the desk.",
    ),
    404: Said(
        code="not-found",
        what="there is nothing of that name",
        next_step="Look at the address; a case may have been deleted, the audit log says when.",
    ),
    405: Said(
        code="method",
        what="this cannot be done at this address",
        next_step="The header `Allow` names what can.",
    ),
    409: Said(code="conflict", what="this cannot be done as things stand", next_step="Look at how they stand."),
    413: Said(code="too-large", what="the request brings more than is taken", next_step="Send less at once."),
    415: Said(
        code="media-type",
        what="the request brings another kind of content than is taken here",
        next_step="Say which it is with the header `Content-Type`; the description names it.",
    ),
    421: Said(
        code="wrong-host",
        what="this desk has another name",
        next_step="Call it by the name that it was started with (--allow-host).",
    ),
    422: Said(code="invalid", what="something in the request is not as described", next_step="Send it anew."),
    429: Said(
        code="wait",
        what="too many wrong tokens or codes came from this address",
        next_step="Wait as long as the header `Retry-After` says, in seconds.",
    ),
    500: Said(
        code="fault",
        what="something went wrong inside the program",
        next_step="Try again; nothing was half done. If it stays, tell whoever runs the desk.",
    ),
}


class ApiError(HTTPException):
    """An error that says more than its status does."""

    def __init__(
        self, status: int, *, code: str = "", what: str = "", where: str = "", next_step: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(status, headers=headers)
        self.code, self.what, self.where, self.next_step = code, what, where, next_step


def told(
    status: int, *, code: str = "", what: str = "", where: str = "", next_step: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """An error as it is answered; what is not stated is said as for every error of that status."""
    said = SAID.get(status) or SAID[500 if status >= 500 else 400]
    error = {
        "code": code or said.code,
        "what": what or said.what,
        "where": where,
        "next_step": next_step or said.next_step,
    }
    return JSONResponse({"error": error}, status_code=status, headers=headers)


def by_place(pages: Callable[[Scope, int], Response]) -> Callable[[Scope, int], Response]:
    """What the guard answers with: this form below `/api`, a page everywhere else."""

    def fault(scope: Scope, status: int) -> Response:
        return told(status) if scope["path"].startswith("/api/") else pages(scope, status)

    return fault


def tell_errors(api: FastAPI) -> None:
    """Have the application answer every error in this form."""
    api.add_exception_handler(HTTPException, _by_status)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(BonafidesError, _known)
    api.add_exception_handler(Exception, _fault)


def _by_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - tells the type checker
    if isinstance(error, ApiError):
        return told(
            error.status_code, code=error.code, what=error.what, where=error.where, next_step=error.next_step,
            headers=error.headers,
        )  # fmt: skip
    if error.status_code == 405:
        return told(405, headers={"allow": _methods(request)})
    return told(error.status_code, headers=error.headers)


def _methods(request: Request) -> str:
    """Everything that can be done at the address of a request."""
    routes = request.app.routes
    tried = ({**request.scope, "method": method} for method in _METHODS)
    return ", ".join(each["method"] for each in tried if any(route.matches(each)[0] is Match.FULL for route in routes))


def _invalid(request: Request, error: Exception) -> Response:
    """Which part of the request is wrong, without a word of what stands there."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - tells the type checker
    first: Mapping[str, Any] = error.errors()[0]
    if first["type"] == "json_invalid":
        return told(400, where="body")
    return told(422, what=_what(first), where=_where(first["loc"], unknown=first["type"] == "extra_forbidden"))


def _what(error: Mapping[str, Any]) -> str:
    """What is wrong, in the words of what checks it: these name types and limits, never what was given."""
    if error["type"] == "string_pattern_mismatch":
        return "this is not of the form that the description names; a text has at least one letter or sign"
    found = str(error["msg"])
    return found[:1].lower() + found[1:]


def _where(place: Sequence[str | int], *, unknown: bool) -> str:
    """The name of a field such as `body.files.0.data`; one that nobody knows is somebody's text and is left out."""
    return ".".join(str(part) for part in (place[:-1] if unknown else place))


def _known(request: Request, error: Exception) -> Response:
    """What the desk itself refuses."""
    assert isinstance(error, BonafidesError)  # noqa: S101 - tells the type checker
    status = next((each for kind, each in _STATUS if isinstance(error, kind)), 500)
    if status == 500:
        return told(500)
    return told(status, what=error.what, where=error.where, next_step=error.next_step)


_STATUS = ((RefusedError, 403), (MissingError, 404), (ConflictError, 409), (DeskError, 422))


def _fault(request: Request, error: Exception) -> Response:
    return told(500)
