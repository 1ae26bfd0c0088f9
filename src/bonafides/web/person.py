"""What the person's pages have in common: whose sitting a request belongs to, and the frame around each step."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from markupsafe import Markup
from starlette.exceptions import HTTPException

from bonafides.page.leaflet import codes, leaflet
from bonafides.page.sheet import ROOM as PAGE
from bonafides.render.phrases import phrases
from bonafides.render.templating import template
from bonafides.web.csrf import SAFE, brought, config_of, mark
from bonafides.web.keeping import Keeper
from bonafides.web.page import ROOM, language, onward, rendered
from bonafides.web.sitting import Sitting
from bonafides.web.sittings import IDLE, Sittings

if TYPE_CHECKING:
    from starlette.responses import Response

STEPS = ("before", "bring", "sides", "answer")
PATIENCE = 0.4
"""Seconds that a form waits for its work, so that what is quick needs no page in between."""


def sittings(request: Request) -> Sittings:
    """All sittings of this server."""
    found = request.app.state.sittings
    assert isinstance(found, Sittings)  # noqa: S101 - tells the type checker
    return found


async def sitting(request: Request) -> Sitting:
    """The sitting of this browser; 403 for one that was not let in by the address of the terminal."""
    held = sittings(request)
    if not held.is_admitted(brought(request)):
        raise HTTPException(403, "start")
    return held.find(mark(request), keep=bool(brought(request)) and request.method not in SAFE)


Mine = Annotated[Sitting, Depends(sitting)]
"""A handler's parameter for the sitting."""


def keeper(request: Request) -> Keeper:
    """What is kept on this machine."""
    return Keeper(config_of(request).home)


def shown(
    request: Request,
    mine: Sitting,
    name: str,
    /,
    *,
    step: str,
    back: str = "",
    status: int = 200,
    refresh: int | None = None,
    **values: object,
) -> Response:
    """A step of the person's way, with what went wrong in the work that led back to it."""
    lang = language(request)
    fault = told_fault(mine, lang)
    note = phrases(lang, ROOM)("bring.cancelled") if "cancelled" in request.query_params else ""
    frame: dict[str, Any] = {
        "step": step,
        "steps": STEPS,
        "back": back,
        "fault": fault,
        "note": note,
        "idle": IDLE if mine.holds else 0,
    }
    return rendered(request, name, status=status, refresh=refresh, **{**frame, **values})


def told_fault(mine: Sitting, lang: str) -> str:
    """What went wrong in the last work, as a sentence, once; empty where nothing did."""
    work = mine.work
    if work is None or not work.ended or not work.fault:
        return ""
    mine.work = None
    if work.error is not None:
        return " ".join(filter(None, (work.error.what, work.error.next_step)))
    return phrases(lang, PAGE)("fault.memory") if work.fault == "memory" else phrases(lang, ROOM)("fault.own")


def at_work(mine: Sitting) -> Response:
    """On to the page that watches the work, or past it where it is done already."""
    if mine.work is not None:
        mine.work.wait(PATIENCE)
    return onward("/working")


@cache
def countries(lang: str) -> Mapping[str, str]:
    """Names of the countries with a list of their own, by code, in the order in which readers look for them."""
    words = phrases(lang, PAGE)
    named = {code: words(f"country.{code}") for code in codes()}
    return dict(sorted(named.items(), key=lambda each: unicodedata.normalize("NFKD", each[1]).casefold()))


@cache
def advice(lang: str) -> Markup:
    """The advice that needs no program, folded."""
    words = phrases(lang, PAGE)
    text = template("leaflet.html", PAGE).render(words=words, leaflet=leaflet(lang, dict(countries(lang))))
    return Markup(text.replace("<details open>", "<details>", 1))  # noqa: S704 - rendered by a template that escapes
