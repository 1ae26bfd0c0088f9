"""Campaigns: the list, and for each what joins its cases, when it happened, in which roles, and a notice to staff."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from bonafides.desk import answers, campaigns
from bonafides.desk.figures.graph import graph_html
from bonafides.desk.figures.timeline import approached, happenings, timeline_html
from bonafides.model import Level
from bonafides.render.phrases import languages, phrases
from bonafides.store.records import Case
from bonafides.web.csrf import Given, pages
from bonafides.web.desk.fields import text
from bonafides.web.desk.signed import ROOM, Mine, clock, shown
from bonafides.web.page import language, onward

router = pages()


@router.get("/desk/campaigns")
def listed(request: Request, here: Mine) -> Response:
    """All campaigns, the latest first."""
    return shown(request, here, "campaigns.html", campaigns=campaigns.listed(here.desk, here.actor))


@router.get("/desk/campaign/{campaign_id}")
def campaign(request: Request, here: Mine, campaign_id: str, draft: str = "", speak: str = "") -> Response:
    """One campaign, with a notice to staff where one was asked for."""
    found = campaigns.shown(here.desk, here.actor, campaign_id)
    lang = language(request)
    tongue = speak if speak in languages(ROOM) else here.settings["lang"]
    happened = happenings(found.cases, reports=found.reports)
    return shown(
        request, here, "campaign.html", wide=True, found=found, campaign=found.campaign,
        graph=graph_html(found.cases, found.links, found.marks, lang=lang, href=_place),
        timeline=timeline_html(
            happened, lang=lang, zone=clock(here.settings, lang).zone, roles=approached(found.reports), href=_place
        ),
        notice=_notice(here, found, tongue) if draft == "staff-notice" else "", tongue=tongue,
        tongues=[(code, phrases(code, "bonafides.page")("page.language")) for code in languages(ROOM)],
    )  # fmt: skip


@router.post("/desk/campaign/{campaign_id}")
def describe(here: Mine, campaign_id: str, given: Given) -> Response:
    """Name it anew, and say what is known of it."""
    campaigns.describe(here.desk, here.actor, campaign_id, name=text(given, "name"), note=text(given, "note"))
    return onward(f"/desk/campaign/{campaign_id}")


def _notice(here: Mine, found: campaigns.Shown, lang: str) -> str:
    """A notice without names: neither of those approached, nor of the personas, which differ from case to case."""
    level = max((Level(case.level) for case in found.cases), key=lambda each: each.rank, default=Level.QUIET)
    facts = answers.Facts(
        level=level,
        signs=campaigns.signs(here.desk, here.actor, found.campaign.id),
        officer=here.account.name,
        contact=here.settings["contact"],
        desk=here.settings["name"],
    )
    return answers.draft("staff-notice", lang=lang, facts=facts)


def _place(case: Case) -> str:
    return f"/desk/case/{case.number}"
