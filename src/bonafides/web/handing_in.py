"""After the answer: one conversation put as a service's form asks for it, to copy or to save; nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.advise.countries import codes, country_name
from bonafides.handing_in import hand_in
from bonafides.model import Situation, Status
from bonafides.render.phrases import phrases
from bonafides.render.reporting import ROOM as REPORTING
from bonafides.render.reporting.form import report_form, report_form_body
from bonafides.render.view import View
from bonafides.web.csrf import pages
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, countries, shown

if TYPE_CHECKING:
    from bonafides.model import Report, ReportForm
    from bonafides.web.sitting import Sitting

router = pages("/answer/report")
LISTED = 60
"""Conversations that can be chosen from."""
ENDINGS = {"text": ("txt", "text/plain"), "html": ("html", "text/html"), "json": ("json", "application/json")}


@router.get("")
def prepared(request: Request, mine: Mine, country: str = "", only: int = 0, own: bool = False) -> Response:
    """Show the choices, and what was prepared for them."""
    if mine.report is None or not mine.report.entries:
        return onward("/answer")
    lang, named = language(request), dict(countries(language(request)))
    code = country or mine.told.country
    found = _form(mine, mine.report, code, only, own=own, lang=lang) if code else None
    if code and code not in named:
        named[code] = country_name(code, lang)
    return shown(
        request,
        mine,
        "handing_in.html",
        step="answer",
        back="/answer",
        reporting=phrases(lang, REPORTING),
        countries=named,
        entries=list(enumerate(mine.report.entries[:LISTED])),
        chosen={"country": code, "only": only, "own": own},
        prepared=found,
        body=Markup(report_form_body(found)) if found else "",  # noqa: S704 - rendered by a template that escapes
        forms=tuple(ENDINGS),
        wide=True,
    )


@router.get("/file")
def file(request: Request, mine: Mine, country: str, only: int = 0, own: bool = False, form: str = "text") -> Response:
    """The same as a file to save."""
    if mine.report is None:
        return onward("/answer")
    if form not in ENDINGS:
        raise HTTPException(422)
    lang = language(request)
    text = report_form(_form(mine, mine.report, country, only, own=own, lang=lang), form, View(lang=lang))
    ending, kind = ENDINGS[form]
    disposition = {"content-disposition": f'attachment; filename="bonafides-report.{ending}"'}
    return Response(text.encode("utf-8", "replace"), media_type=f"{kind}; charset=utf-8", headers=disposition)


def _form(mine: Sitting, report: Report, country: str, only: int, *, own: bool, lang: str) -> ReportForm:
    if country not in codes() or not 0 <= only < len(report.entries):
        raise HTTPException(422)
    return hand_in(
        report,
        country=country,
        only=report.entries[only].conversation.id,
        status=Status(mine.told.status or Status.OTHER),
        situation=Situation(mine.told.situation) if mine.told.situation else None,
        lang=lang,
        own=own,
        me=(mine.me,) if mine.me else (),
    )
