"""Search: which cases hold some words, and where in them."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from bonafides.desk.finding import LIMIT
from bonafides.desk.finding import search as find
from bonafides.web.csrf import pages
from bonafides.web.desk.fields import number
from bonafides.web.desk.signed import Mine, shown
from bonafides.web.page import onward

router = pages()
_LONGEST = 400


@router.get("/desk/search")
def search(request: Request, here: Mine, words: str = "") -> Response:
    """Ask for words, and show where they stand; a bare number leads to the case."""
    asked = words.strip()[:_LONGEST]
    if asked.startswith("#") and number(asked[1:]):
        return onward(f"/desk/case/{number(asked[1:])}")
    found = find(here.desk, here.actor, asked)
    return shown(request, here, "search.html", asked=asked, found=found, more=len(found) >= LIMIT)
