"""The end of a case: a draft to edit, the answer for the reporter, the verdict with its reason, and taking it back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query
from pydantic import Field

from bonafides.desk import answers, cases, replies
from bonafides.desk.closing import Draft, close
from bonafides.model import Kind, Level
from bonafides.store.records import Case
from bonafides.web.api import views
from bonafides.web.api.errors import ApiError
from bonafides.web.api.fields import AnswerKind, DraftKind, Given, Id, Language, PathCase, Reason, Verdict, Words
from bonafides.web.api.route import Asking, asks, router
from bonafides.web.api.scopes import scope_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.desk.cases import Opened
    from bonafides.store.records import Report
    from bonafides.web.api.route import Caller

routes = router("Decisions")
_KEPT_AS = {"ordinary": "ordinary", "be-careful": "unclear", "do-not-answer": "approach"}
"""The rule by whose days a draft says how long the case is kept, while nobody has decided."""
Speak = Annotated[Language, Query(description="Its language.")]


class Drafted(views.View):
    """A draft."""

    kind: str
    lang: str
    subject: str
    text: str
    places: tuple[str, ...] = Field(description="What is still to be filled in, with its brackets.")


class GivenAnswer(Given):
    """An answer to a reporter. Nothing is sent: it waits for them."""

    kind: AnswerKind = "free"
    lang: Language = "en"
    text: Words
    report: Id | None = Field(None, description="The report that it answers; otherwise the first of the case.")


class GivenJudgement(Given):
    """What a person decided."""

    verdict: Verdict
    reason: Reason
    answer: GivenAnswer | None = Field(None, description="An answer that is put there in the same step.")


Judged = views.made(
    "Judged", case=(views.Case | None, Field(description="Null where the verdict deleted it.")), purged=(bool, ...)
)


@routes.get(
    "/cases/{case}/drafts/{kind}", operation_id="draft_answer", response_model=Drafted, **asks("case.read")
)  # fmt: skip
def draft_answer(caller: Asking, case: PathCase, kind: DraftKind, lang: Speak = "en") -> dict[str, Any]:
    """A draft of an answer to the first report of a case, to be read and edited by a person."""
    found = cases.opened(caller.desk, caller.actor, case)
    return drafted(kind, lang, _facts(caller, found, kind))


@routes.post(
    "/cases/{case}/answers", operation_id="answer_reporter", response_model=views.Answer, status_code=201,
    **asks("case.answer"),
)  # fmt: skip
def answer_reporter(caller: Asking, case: PathCase, given: GivenAnswer) -> dict[str, Any]:
    """Put an answer there for the reporter; the case stays open."""
    found = replies.answer(
        caller.desk, caller.actor, caller.case(case), kind=given.kind, lang=given.lang, text=given.text,
        report=given.report or "",
    )  # fmt: skip
    return views.answer(found, named=True)


@routes.post("/cases/{case}/judgement", operation_id="judge_case", response_model=Judged, **asks("case.judge"))
def judge_case(caller: Asking, case: PathCase, given: GivenJudgement) -> dict[str, Any]:
    """Close a case with a verdict and a reason. The verdict `not-about-behaviour` deletes all of it at once."""
    if given.answer and scope_of("case.answer") not in caller.bearer.scopes:
        raise ApiError(403, code="scope", what="the token is not for this", where=scope_of("case.answer"))
    closed = close(
        caller.desk, caller.actor, caller.case(case), verdict=given.verdict, reason=given.reason,
        answer=_draft(given.answer),
    )  # fmt: skip
    return {"case": closed, "purged": closed is None}


@routes.delete("/cases/{case}/judgement", operation_id="reopen_case", response_model=views.Case, **asks("case.judge"))
def reopen_case(caller: Asking, case: PathCase) -> Case:
    """Take the last judgement back; the case is open again."""
    return cases.reopen(caller.desk, caller.actor, caller.case(case))


def drafted(kind: str, lang: str, facts: answers.Facts) -> dict[str, Any]:
    """A draft with its subject and what is still to be filled in."""
    text = answers.draft(kind, lang=lang, facts=facts)
    return {
        "kind": kind, "lang": lang, "subject": answers.subject(kind, lang=lang), "text": text,
        "places": answers.places(text),
    }  # fmt: skip


def _draft(given: GivenAnswer | None) -> Draft | None:
    if given is None:
        return None
    return Draft(kind=given.kind, lang=given.lang, text=given.text, report=given.report or "")


def _facts(caller: Caller, found: Opened, kind: str) -> answers.Facts:
    case, settings = found.case, caller.settings
    rule = case.verdict or _KEPT_AS.get(kind, "")
    return answers.Facts(
        persona=case.persona,
        level=Level(case.level),
        kind=Kind(case.kind),
        signs=_signs(found.reports),
        verdict=case.verdict,
        receipt=bool(found.reports and found.reports[0].receipt),
        officer=caller.actor.name,
        contact=settings["contact"],
        desk=settings["name"],
        kept_days=settings.days(rule) if rule else None,
    )


def _signs(reports: Sequence[Report]) -> tuple[str, ...]:
    """Ids of the signs for an approach, as the assessments list them, each once."""
    told = [json.loads(each.assessment)["findings"] for each in reports if each.assessment]
    return tuple(
        dict.fromkeys(each["indicator"] for findings in told for each in findings if each["polarity"] == "for")
    )
