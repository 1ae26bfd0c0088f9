"""Wipe everything: memory, temporary files, what was kept, and the cookies; and say truthfully what is left."""

from __future__ import annotations

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.errors import AdviseError, LearnError
from bonafides.learn.progress import Place
from bonafides.web.csrf import brought, config_of, forget, pages, remember
from bonafides.web.lessons import lessons
from bonafides.web.page import LANGUAGE, language, onward, rendered
from bonafides.web.person import Mine, keeper, shown, sittings
from bonafides.web.sent import record_of

router = pages()
_A_MOMENT = 60
"""Seconds for which the browser still knows the language, to be told in it that everything is wiped."""


@router.get("/wipe")
def asked(request: Request, mine: Mine) -> Response:
    """Ask first, and say what goes."""
    return shown(request, mine, "wipe.html", step="", kept=len(keeper(request).listed()))


@router.post("/wipe")
def wipe(request: Request, mine: Mine) -> Response:
    """Do it."""
    folder, held = mine.folder, sittings(request)
    left = (*keeper(request).delete_all(), *_forgotten(request), *_record_left(request))
    if not held.end(brought(request)) and folder is not None:
        left = (*left, str(folder))
    response = onward(f"/wiped/{held.bid_farewell(left)}")
    forget(response, config_of(request), LANGUAGE)
    remember(response, config_of(request), LANGUAGE, language(request), seconds=_A_MOMENT)
    return response


def _forgotten(request: Request) -> tuple[str, ...]:
    """Forget the exercise under way and the place that was kept of one; the file that could not be deleted."""
    lessons(request).end(brought(request))
    place = Place(config_of(request).home)
    try:
        place.forget()
    except LearnError:
        return (str(place.path),)
    return ()


def _record_left(request: Request) -> tuple[str, ...]:
    """Delete what was written down of reports that were sent; its place where that could not be done."""
    record = record_of(request)
    try:
        record.forget()
    except AdviseError:
        return (str(record.place),)
    return ()


@router.get("/wiped/{id_}")
def wiped(request: Request, id_: str) -> Response:
    """Say what was done, to a browser that is nobody now."""
    left, gate = sittings(request).farewells.get(id_), config_of(request).gate
    if left is None:
        raise HTTPException(404)
    anew = f"/start/{gate.token}" if gate else "/"
    return rendered(request, "wiped.html", cookie=False, left=left, anew=anew, step="", fault="", note="", inside=False)
