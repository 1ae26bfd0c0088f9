"""Drills that the desk hands out: the officer's page with the link and the totals."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from bonafides.desk.drills import DrillDesk
from bonafides.errors import LearnError
from bonafides.learn.parse import LANGUAGES
from bonafides.learn_terminal import ROOM, totals_lines
from bonafides.render.clean import visible
from bonafides.render.phrases import phrases
from bonafides.web.csrf import Given, config_of, pages
from bonafides.web.desk.fields import text, texts
from bonafides.web.desk.signed import Here, Mine, shown
from bonafides.web.page import language, onward

router = pages("/desk/drills")
PLACE = "/desk/drills"
MOST_NAMED = 20
"""Files with faults that are named."""


@router.get("")
def overview(request: Request, here: Mine, spoken: str = "") -> Response:
    """What was given out with its totals, and what can be."""
    return _page(request, here, spoken=spoken)


@router.post("")
def make(request: Request, here: Mine, given: Given) -> Response:
    """Make a link for staff."""
    spoken = text(given, "spoken")
    try:
        _desk(request, here).make(
            name=text(given, "name"), lang=spoken, chosen=texts(given, "drill"), now=here.desk.now()
        )
    except LearnError:
        return _page(request, here, spoken=spoken, problem="none_chosen" if not texts(given, "drill") else "too_many")
    return onward(PLACE)


@router.post("/{handout}/delete")
def delete(request: Request, here: Mine, handout: str) -> Response:
    """Take a link back, with its totals."""
    _desk(request, here).delete(handout)
    return onward(PLACE)


def _page(request: Request, here: Here, *, spoken: str, problem: str = "") -> Response:
    lang = language(request)
    spoken = spoken if spoken in LANGUAGES else lang
    words = phrases(lang, ROOM)
    there = _desk(request, here).offered(spoken)
    listed = [
        (each, visible(each.name), _address(request, each.id), totals_lines(each.totals, words) if each.totals else ())
        for each in _desk(request, here).listed()
    ]
    return shown(
        request, here, "drills.html", status=422 if problem else 200, learn=words, listed=listed, spoken=spoken,
        spoken_of=LANGUAGES, problem=problem, place=PLACE,
        drills=[(each.id, visible(each.title), each.ordinary) for each in there.drills],
        left_out=[words("lint.left_out", file=visible(name)) for name in there.left_out[:MOST_NAMED]],
    )  # fmt: skip


def _desk(request: Request, here: Here) -> DrillDesk:
    return DrillDesk(home=config_of(request).home, actor=here.actor)


def _address(request: Request, id_: str) -> str:
    """The link as staff need it: the name by which this server was called, which the guard has let pass."""
    scheme = "https" if config_of(request).secure_cookies else request.url.scheme
    return f"{scheme}://{request.url.netloc}/drills/{id_}"
