"""Puts the addresses of the API together, says what they are (OpenAPI 3.1), and joins them to the pages."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from bonafides.web.api import accounts, cases, deciding, handing_over, joining, looking_after, own, reports
from bonafides.web.api.errors import PLACE, SAID, tell_errors, told
from bonafides.web.api.route import SCHEME
from bonafides.web.api.scopes import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Receive, Scope, Send

    from bonafides.web.config import Config

RESOURCES = (own, reports, cases, deciding, joining, handing_over, looking_after, accounts)
TITLE, VERSION = "Bonafides: the desk for other programs", "1"
ABOUT = """What the pages of the desk do, as JSON. Every request brings a token (`Authorization: Bearer bft_...`);
cookies are not looked at. A token is for its scopes, and never for more than its owner's role may do at that time.
Every error has one form. Times are in UTC. Nothing is sent to anybody by any of this."""
_HEADERS = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After"}


def api(config: Config | None = None) -> FastAPI:
    """The application below `/api/v1`; without a configuration only for its description."""
    found = FastAPI(
        title=TITLE, version=VERSION, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    found.state.config = config
    tell_errors(found)
    for each in RESOURCES:
        found.include_router(each.routes)
    found.add_route("/openapi.json", _described, methods=["GET"], include_in_schema=False)
    return found


def serve(app: FastAPI, config: Config) -> None:
    """Add the API to the application of the pages."""
    app.mount(PLACE, api(config))
    app.mount(PLACE.rpartition("/")[0], _nowhere)


@cache
def description() -> str:
    """The OpenAPI document, as it is served and as `docs/openapi.json` holds it."""
    whole = get_openapi(
        title=TITLE, version=VERSION, openapi_version="3.1.0", description=" ".join(ABOUT.split()),
        routes=api().routes, servers=[{"url": PLACE}],
    )  # fmt: skip
    parts = whole["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    parts["schemas"]["Error"] = _ERROR
    parts["responses"] = {f"Error{status}": _response(status) for status in SAID}
    scopes = "; ".join(f"`{scope}`: {', '.join(actions) or 'own tokens'}" for scope, actions in SCOPES.items())
    parts["securitySchemes"] = {
        SCHEME: {"type": "http", "scheme": "bearer", "bearerFormat": "bft_...", "description": f"Scopes: {scopes}."}
    }
    for operation in _operations(whole):
        operation["responses"] |= {str(status): {"$ref": f"#/components/responses/Error{status}"} for status in SAID}
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands beside the API, such as another version: told in its form too."""
    await told(404)(scope, receive, send)


def _described(request: object) -> Response:
    return Response(description().encode(), media_type="application/json")


def _operations(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in whole["paths"].values():
        yield from methods.values()


_TEXT = {"type": "string"}
_ERROR = {
    "type": "object",
    "additionalProperties": False,
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "additionalProperties": False,
            "required": ["code", "what", "where", "next_step"],
            "properties": {
                "code": {**_TEXT, "description": "For programs: stays the same between versions."},
                "what": {**_TEXT, "description": "For people: what is wrong. Never holds a text that somebody gave."},
                "where": {**_TEXT, "description": "Which part of the request or the desk it is about; may be empty."},
                "next_step": {**_TEXT, "description": "What to do; may be empty."},
            },
        }
    },
}


def _response(status: int) -> dict[str, Any]:
    said = SAID[status]
    found: dict[str, Any] = {
        "description": f"{said.what[:1].upper()}{said.what[1:]}.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    if status in _HEADERS:
        found["headers"] = {_HEADERS[status]: {"schema": _TEXT}}
    return found
