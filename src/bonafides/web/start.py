"""The address that the terminal shows: it lets one browser in, once."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.web.csrf import brought, config_of, issue
from bonafides.web.page import onward, rendered
from bonafides.web.person import sittings

router = APIRouter()


@router.get("/start/{token}")
async def start(request: Request, token: str) -> Response:
    """Give this browser its cookie; 403 for a token that is not, or no longer, good."""
    gate = config_of(request).gate
    if gate is None or (brought(request) and sittings(request).is_admitted(brought(request))):
        return onward("/")
    if not gate.opens(token):
        raise HTTPException(403, "start")
    # A link from another site (a terminal in a browser) would lose the strict cookie on a redirect: go on from here.
    foreign = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    response = rendered(request, "started.html") if foreign else onward("/")
    sittings(request).admit(issue(response, config_of(request)))
    return response
