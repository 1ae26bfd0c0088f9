"""Where to turn: the list of offices for the country and the status that the person chooses, and steps on platforms."""

from __future__ import annotations

from fastapi import Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.advise.listing import all_routes, country_routes, platform_steps
from bonafides.model import Status
from bonafides.render.reporting.routes import route_list_body
from bonafides.render.view import View
from bonafides.web.csrf import pages
from bonafides.web.page import language
from bonafides.web.person import Mine, countries, shown

router = pages()
_NONE, _EVERY = "none", "all"


@router.get("/routes")
def routes(request: Request, mine: Mine, country: str = "", status: str = "", platform: str = _NONE) -> Response:
    """Show the chooser, and what was chosen; nothing of it is stored."""
    lang = language(request)
    named, steps = countries(lang), platform_steps(lang=lang)
    keys = {each.key for each in steps}
    if country not in ("", _EVERY, *named) or status not in ("", *Status) or platform not in (_NONE, *keys):
        raise HTTPException(422)
    serves = Status(status) if status else None
    listed = (
        all_routes(lang=lang, status=serves)
        if country == _EVERY
        else (country_routes(country, lang=lang, status=serves),)
    )
    chosen = tuple(each for each in steps if each.key == platform)
    return shown(
        request,
        mine,
        "turning.html",
        step="",
        back="/answer" if mine.report else "/",
        countries=named,
        statuses=[each.value for each in Status],
        platforms=[(each.key, each.name) for each in steps],
        chosen={"country": country, "status": status, "platform": platform},
        body=Markup(route_list_body(listed, chosen, View(lang=lang))),  # noqa: S704 - rendered by a template that escapes
        wide=True,
    )
