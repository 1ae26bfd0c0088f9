"""A case: what came in and what the program says of it, and beside that, kept apart, what people decided and did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.desk import answers, cases, links, notices, retention
from bonafides.desk.campaigns import named
from bonafides.desk.desk import known_case
from bonafides.desk.figures.timeline import happenings, timeline_html
from bonafides.desk.intake.carrying import nameless
from bonafides.desk.people.accounts import working
from bonafides.desk.permissions import decide
from bonafides.model import Kind, Level
from bonafides.render.phrases import languages, phrases
from bonafides.web.csrf import pages
from bonafides.web.desk.fields import number as whole
from bonafides.web.desk.signed import ROOM, Mine, clock, shown
from bonafides.web.desk.stories import macros, signs, told
from bonafides.web.page import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.desk.cases import Opened
    from bonafides.store.records import Link, Report
    from bonafides.web.desk.signed import Here
    from bonafides.web.desk.stories import Told

router = pages()
DRAFTS = ("ordinary", "be-careful", "do-not-answer", "closing")
"""Answers that can be drafted to one reporter."""
_KEPT_AS = {"ordinary": "ordinary", "be-careful": "unclear", "do-not-answer": "approach"}
"""The rule by whose days a draft says how long the case is kept, while nobody has decided."""
STRONG, MEDIUM = 10.0, 7.5
"""Nats over chance from which a link is called strong or medium."""
ABOUT = (
    "case.read", "report.reporter", "case.edit", "case.judge", "case.answer", "case.note", "case.task",
    "case.attachment", "case.merge", "case.export", "case.hold", "case.purge", "link.decide", "campaign.edit",
)  # fmt: skip
"""What can be done about a case."""


def id_of(here: Here, number: str) -> str:
    """The id of the case with this number; raises Missing where there is none."""
    return cases.resolved(here.desk, here.actor, str(whole(number)))


@router.get("/desk/case/{number}")
def case(request: Request, here: Mine, number: str, draft: str = "", speak: str = "") -> Response:
    """Open a case, with a draft of an answer where one was asked for."""
    return opened(request, here, number, draft=draft, speak=speak)


def opened(
    request: Request, here: Here, number: str, *, draft: str = "", speak: str = "", status: int = 200,
    typed: Mapping[str, object] | None = None, problem: str = "", unfilled: tuple[str, ...] = (),
) -> Response:  # fmt: skip
    """The page of a case; `typed` is what somebody had written into the closing form when `problem` came up."""
    found = cases.opened(here.desk, here.actor, id_of(here, number))
    lang = language(request)
    times = clock(here.settings, lang)
    reports = told(_as_seen(here, found), found.attachments, lang=lang, clock=times)
    tongue = speak if speak in languages(ROOM) else here.settings["lang"]
    form = {"text": "", "kind": "free", "verdict": "", "reason": "", "report": ""}
    if draft in DRAFTS:
        form |= {"text": drafted(here, found, reports, draft, tongue), "kind": draft}
        form["verdict"] = "ordinary" if draft == "ordinary" else ""
    return shown(
        request, here, "case.html", status=status, wide=True, found=found, case=found.case, reports=reports,
        story=macros(lang), form={**form, **(typed or {})}, problem=problem, unfilled=unfilled, tongue=tongue,
        tongues=[(code, phrases(code, "bonafides.page")("page.language")) for code in languages(ROOM)],
        drafts=DRAFTS, verdicts=cases.VERDICTS, can=_can(here, found), notices=notices, lang_=lang,
        vet=phrases(lang, "bonafides.vet"),
        links=[_joined(found, link) for link in found.links], reasons=links.reasons, strength=strength,
        people=working(here.desk), campaigns=named(here.desk, here.actor), reporters=_reporters(here, found),
        rule=notices.rule_name(retention.rule_of(found.case), lang), into=_into(here, found), quote=quote,
        timeline=timeline_html(
            happenings((found.case,), reports=found.reports, notes=found.notes, tasks=found.tasks,
                       judgements=found.judgements, answers=found.answers), lang=lang, zone=times.zone,
        ),
        standing=next((each for each in reversed(found.judgements) if each.undone_at is None), None),
    )  # fmt: skip


def drafted(here: Here, found: Opened, reports: tuple[Told, ...], kind: str, lang: str) -> str:
    """A draft of an answer to the first report of a case."""
    case, settings = found.case, here.settings
    first = found.reports[0] if found.reports else None
    rule = case.verdict or _KEPT_AS.get(kind, "")
    facts = answers.Facts(
        persona=case.persona,
        level=Level(case.level),
        kind=Kind(case.kind),
        signs=signs(reports),
        verdict=case.verdict,
        reporter=_reporters(here, found).get(first.reporter, "") if first else "",
        receipt=bool(first and first.receipt),
        officer=here.account.name,
        contact=settings["contact"],
        desk=settings["name"],
        kept_days=settings.days(rule) if rule else None,
    )
    return answers.draft(kind, lang=lang, facts=facts)


def strength(link: Link) -> str:
    """The key of the words for how strong a link is."""
    return "strong" if link.strength >= STRONG else "medium" if link.strength >= MEDIUM else "weak"


@router.get("/desk/case/{number}/why")
def why(request: Request, here: Mine, number: str) -> Response:
    """Why whoever asks, and everybody else, can see this case or do something about it."""
    found = cases.opened(here.desk, here.actor, id_of(here, number)).case
    lang = language(request)
    own = [(notices.may(action, lang), decide(here.actor, action, case=found)) for action in ABOUT]
    return shown(
        request, here, "why.html", case=found, own=[(what, each, notices.why(each, lang)) for what, each in own],
        others=_others(here), notices=notices, lang_=lang,
    )  # fmt: skip


@router.get("/desk/case/{number}/messages/{report}")
def messages(request: Request, here: Mine, number: str, report: str, since: int = 0) -> Response:
    """All messages of a report, some hundreds on a page."""
    found = cases.opened(here.desk, here.actor, id_of(here, number))
    reports = tuple(each for each in found.reports if each.id == report)
    entry = next((each.story.entry for each in told(reports, (), lang=language(request),
                  clock=clock(here.settings, language(request))) if each.story), None)  # fmt: skip
    if entry is None:
        raise HTTPException(404)
    listed = entry.conversation.messages
    first = max(0, min(since, len(listed)))
    return shown(
        request, here, "messages.html", case=found.case, messages=list(enumerate(listed, 1))[first : first + 200],
        first=first, all=len(listed), report=reports[0],
    )  # fmt: skip


def _can(here: Here, found: Opened) -> dict[str, bool]:
    """What whoever looks may do about this case; where they may not, the page does not offer it."""
    return {action: decide(here.actor, action, case=found.case).allowed for action in ABOUT}


def _reporters(here: Here, found: Opened) -> Mapping[str, str]:
    """Names of those who reported with their account, for whoever may see them."""
    if not decide(here.actor, "report.reporter", case=found.case).allowed:
        return {}
    with here.desk.store.reading() as reading:
        known = cases.account_names(reading, {each.reporter for each in found.reports})
    return {each.reporter: known.get(each.reporter, each.reporter) for each in found.reports if each.reporter}


def _as_seen(here: Here, found: Opened) -> tuple[Report, ...]:
    """The reports, without what tells of their reporters where whoever looks may not see who they are."""
    if decide(here.actor, "report.reporter", case=found.case).allowed:
        return found.reports
    return tuple(replace(nameless(each), reporter=each.reporter) for each in found.reports)


def _joined(found: Opened, link: Link) -> tuple[Link, object]:
    return link, found.linked.get(link.other if link.one == found.case.id else link.one)


def _into(here: Here, found: Opened) -> int:
    """The number of the case that this one is part of; 0 for one that stands alone."""
    if not found.case.merged_into:
        return 0
    with here.desk.store.reading() as reading:
        return known_case(reading, found.case.merged_into).number


def _others(here: Here) -> list[tuple[str, str]]:
    from bonafides.store import absent, one_of
    from bonafides.store.records import Account

    with here.desk.store.reading() as reading:
        return reading.pick(
            Account, ("name", "role"), absent("closed_at"), one_of("role", ["officer", "lead"]), order="name"
        )
