"""The page that watches the work: it asks again by itself, without scripts, and the work can be cancelled."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from bonafides.web.csrf import pages
from bonafides.web.page import onward
from bonafides.web.person import Mine, shown

router = pages()
EVERY = 1
"""Seconds."""
_MEGABYTE = 1_000_000


@router.get("/working")
def working(request: Request, mine: Mine) -> Response:
    """How far it is; on to what came of it once it has ended."""
    work = mine.work
    if work is None:
        return onward("/answer" if mine.report else "/correct" if mine.apart else "/bring")
    if work.ended:
        return onward(work.origin if work.fault else work.onward)
    unit = _MEGABYTE if work.step == "reading" else 1
    return shown(
        request,
        mine,
        "working.html",
        step="sides",
        refresh=EVERY,
        doing=work.step,
        done=work.done,
        of=work.of,
        unit=unit,
    )


@router.post("/working")
def cancel(mine: Mine) -> Response:
    """Drop what comes of it."""
    work = mine.work
    if work is None:
        return onward("/working")
    mine.drop()
    if work.origin == "/bring":
        mine.leave_files()
    return onward(f"{work.origin}?cancelled=1")
