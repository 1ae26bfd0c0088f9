"""A case's persona and firm held against themselves and against other cases of the desk."""

from __future__ import annotations

from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from bonafides.desk.vetting import vetted
from bonafides.render.phrases import phrases
from bonafides.vet.registers import countries
from bonafides.vetted.html import html_body
from bonafides.web.csrf import pages
from bonafides.web.desk.case import id_of
from bonafides.web.desk.signed import Mine, shown
from bonafides.web.page import language

router = pages("/desk/case/{number}")


@router.get("/vet")
def vet(request: Request, here: Mine, number: str, country: str = "") -> Response:
    """Show it, with the company register of a country that the officer chose."""
    lang = language(request)
    found = vetted(here.desk, here.actor, id_of(here, number))
    body = html_body(found.vetting, lang=lang, country=country if country in countries() else "")
    return shown(
        request, here, "vet.html", wide=True, found=found, vet=phrases(lang, "bonafides.vet"),
        body=Markup(body), countries=countries(), country=country,  # noqa: S704 - rendered by a template that escapes
    )  # fmt: skip
