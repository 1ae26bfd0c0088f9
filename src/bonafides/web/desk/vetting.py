"""A case's persona and firm held against themselves and against other cases of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from bonafides.desk.vetting import vetted
from bonafides.render.phrases import phrases
from bonafides.vet import Told
from bonafides.vetted.html import html_body
from bonafides.vetted.registered import registered
from bonafides.web.csrf import Given, config_of, pages
from bonafides.web.desk.case import id_of
from bonafides.web.desk.fields import text
from bonafides.web.desk.signed import Here, Mine, shown
from bonafides.web.page import language

if TYPE_CHECKING:
    from collections.abc import Mapping

router = pages("/desk/case/{number}")
ROOM = "bonafides.vet"
FIELDS = ("firm", "own", "name", "client")
"""What an officer may state besides what the case holds."""
_LONGEST = 300
"""Characters of a field."""


@router.get("/vet")
def vet(request: Request, here: Mine, number: str, country: str = "") -> Response:
    """Show what the case holds, with the company register of a country that the officer chose."""
    return _page(request, here, number, dict.fromkeys(FIELDS, ""), country)


@router.post("/vet")
def stated(request: Request, here: Mine, number: str, given: Given) -> Response:
    """The same with what the officer states; it stands on this page alone."""
    values = {name: " ".join(text(given, name).split())[:_LONGEST] for name in FIELDS}
    return _page(request, here, number, values, text(given, "country"))


def _page(request: Request, here: Here, number: str, values: Mapping[str, str], country: str) -> Response:
    lang, names = language(request), registered(language(request))
    words, chosen = phrases(lang, ROOM), country.strip().upper()
    found = vetted(here.desk, here.actor, id_of(here, number), _told(values), home=config_of(request).home)
    body = html_body(found.vetting, lang=lang, country=chosen if chosen in names else "")
    return shown(
        request, here, "vet.html", wide=True, found=found, vet=words, values=values,
        body=Markup(body),  # noqa: S704 - rendered by a template that escapes
        countries=names, country=chosen, unknown=bool(chosen) and chosen not in names,
        known=found.vetting.told,
    )  # fmt: skip


def _told(values: Mapping[str, str]) -> Told:
    """What the officer states."""
    firm, own, name = ((values[each],) if values[each] else () for each in ("firm", "own", "name"))
    return Told(names=name, firms=firm, own=own, client=values["client"])
