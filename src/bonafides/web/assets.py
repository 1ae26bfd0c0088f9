"""Style sheets, the icon and the little script: read once, handed out from memory."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.page.sheet import ROOM as PAGE
from bonafides.render.html import style
from bonafides.web.page import ROOM

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter()
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SHARED = ("page.css", "icon.svg")
"""What is the browser edition's as it is here."""


@cache
def assets() -> Mapping[str, bytes]:
    """Every asset by name."""
    own = {item.name: item.read_bytes() for item in files(ROOM).joinpath("static").iterdir() if item.is_file()}
    shared = {name: files(PAGE).joinpath("static", name).read_bytes() for name in _SHARED}
    figures = files("bonafides.desk").joinpath("templates", "figures.css").read_bytes()
    return {"report.css": style().encode(), "figures.css": figures, **shared, **own}


@router.get("/static/{name}")
async def asset(name: str) -> Response:
    """One of them."""
    found = assets().get(name)
    if found is None:
        raise HTTPException(404)
    kind = KINDS[name[name.rindex(".") :]]
    return Response(found, media_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
