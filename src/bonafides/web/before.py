"""The first page: what this is, and two questions that come before any text."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from bonafides.render.phrases import phrases
from bonafides.web.csrf import Given, pages
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, advice, keeper, shown

router = pages()


@router.get("/")
def before(request: Request, mine: Mine) -> Response:
    """Show it, with a way on for somebody who has begun."""
    begun = bool(mine.reading or mine.report)
    kept = len(keeper(request).listed())
    return shown(
        request,
        mine,
        "before.html",
        step="before",
        begun=begun,
        kept=kept,
        leaflet=advice(language(request)),
        learn=phrases(language(request), "bonafides.learn"),
        exposure=phrases(language(request), "bonafides.exposure"),
        vet=phrases(language(request), "bonafides.vet"),
    )


@router.post("/")
def begin(request: Request, mine: Mine, given: Given) -> Response:
    """Remember whether text may be put in here; say what to mind first, where there is something to mind."""
    mine.protected = given.get("protected") == "yes"
    if mine.protected or given.get("work") == "yes":
        return onward("/mind?work=1" if given.get("work") == "yes" else "/mind")
    return onward("/bring")


@router.get("/mind")
def mind(request: Request, mine: Mine, work: bool = False) -> Response:
    """What to mind on a work device, or with a protected text."""
    return shown(request, mine, "mind.html", step="before", back="/", work=work, protected=mine.protected)
