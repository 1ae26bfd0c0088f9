"""What the person may say of themselves: it changes the advice, never the judgement."""

from __future__ import annotations

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.model import Situation, Status
from bonafides.web.csrf import Given, pages
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, at_work, countries, shown

router = pages()


@router.get("/about")
def about(request: Request, mine: Mine) -> Response:
    """Ask."""
    if mine.reading is None and not mine.told.answers:
        return onward("/bring")
    return shown(
        request,
        mine,
        "about.html",
        step="sides",
        back="/correct" if mine.reading else "/questions",
        told=mine.told,
        situations=[each.value for each in Situation],
        statuses=[each.value for each in Status],
        countries=countries(language(request)),
    )


@router.post("/about")
def said(request: Request, mine: Mine, given: Given) -> Response:
    """Take it, and begin to judge."""
    situation, status, country = (str(given.get(name, "")) for name in ("situation", "status", "country"))
    allowed = (
        situation in ("", *Situation)
        and (status or Status.OTHER) in tuple(Status)
        and country in ("", *countries(language(request)))
    )
    if not allowed:
        raise HTTPException(422)
    mine.told.situation, mine.told.status, mine.told.country = situation, status or Status.OTHER.value, country
    if mine.reading is None and not mine.told.answers:
        return onward("/bring")
    mine.judge(language(request), origin="/about")
    return at_work(mine)
