"""More time before a sitting is forgotten: asked for by the warning that the page gives before."""

from __future__ import annotations

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.web.assets import assets
from bonafides.web.csrf import pages
from bonafides.web.person import Mine

router = pages()


def more_time() -> Response:
    """The icon: a picture is the one thing that the pages' policy lets a script ask for, and it says enough."""
    return Response(assets()["icon.svg"], media_type="image/svg+xml")


@router.get("/still-here")
def still_here(request: Request, mine: Mine) -> Response:
    """Count the two hours anew; 404 where there is nothing to forget any more."""
    if not mine.holds:
        raise HTTPException(404)
    return more_time()
