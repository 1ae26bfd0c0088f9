"""The end of a case from its page: an answer put there for the reporter, a verdict with its reason, or both at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from bonafides.desk import cases, replies
from bonafides.desk.answers import places
from bonafides.desk.closing import Draft, close
from bonafides.desk.notices import not_about_behaviour
from bonafides.errors import DeskError, RefusedError
from bonafides.web.csrf import Given, pages
from bonafides.web.desk.case import id_of, opened
from bonafides.web.desk.fields import number as whole
from bonafides.web.desk.fields import text
from bonafides.web.desk.signed import Mine, shown
from bonafides.web.page import onward

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from bonafides.web.desk.signed import Here

router = pages("/desk/case/{number}")
FIELDS = ("text", "kind", "verdict", "reason", "report")


@router.post("/answer")
def answer(request: Request, here: Mine, number: str, given: Given) -> Response:
    """Put an answer there for the reporter; the case stays open."""
    if left := _unfilled(given):
        return _again(request, here, number, given, problem="unfilled", unfilled=left)
    if not text(given, "text").strip():
        return _again(request, here, number, given, problem="no-answer")
    draft = _draft(given)
    replies.answer(
        here.desk, here.actor, id_of(here, number), kind=draft.kind, lang=draft.lang, text=draft.text,
        report=draft.report,
    )  # fmt: skip
    return onward(f"/desk/case/{whole(number)}#answers")


@router.post("/close")
def end(request: Request, here: Mine, number: str, given: Given) -> Response:
    """Close it with a verdict and a reason, and answer at once where there is an answer."""
    verdict, case_id = text(given, "verdict"), id_of(here, number)
    if verdict == cases.NOT_ABOUT_BEHAVIOUR and text(given, "sure") != "yes":
        found = cases.opened(here.desk, here.actor, case_id)
        return shown(request, here, "behaviour.html", case=found.case, found=found)
    problem = _missing(given, verdict)
    if problem:
        return _again(request, here, number, given, problem=problem, unfilled=_unfilled(given))
    draft = _draft(given) if text(given, "text").strip() and verdict != cases.NOT_ABOUT_BEHAVIOUR else None
    try:
        closed = close(here.desk, here.actor, case_id, verdict=verdict, reason=text(given, "reason"), answer=draft)
    except RefusedError:
        raise
    except DeskError as error:
        return _again(request, here, number, given, problem=error.what)
    if closed is None:
        letter = not_about_behaviour(here.settings["lang"]).lines
        return shown(request, here, "purged.html", number=whole(number), behaviour=True, letter=letter)
    return onward(f"/desk?closed={closed.number}")


def _missing(given: FormData, verdict: str) -> str:
    """Which part the form still lacks."""
    if verdict not in cases.VERDICTS:
        return "no-verdict"
    if verdict == cases.NOT_ABOUT_BEHAVIOUR:
        return ""
    if not text(given, "reason").strip():
        return "no-reason"
    return "unfilled" if _unfilled(given) else ""


def _unfilled(given: FormData) -> tuple[str, ...]:
    """Places of a draft that nobody has filled in, unless somebody said that they belong there."""
    return () if text(given, "as-it-is") == "yes" else places(text(given, "text"))


def _draft(given: FormData) -> Draft:
    return Draft(
        kind=text(given, "kind") or "free", lang=text(given, "speak"), text=text(given, "text"),
        report=text(given, "report"),
    )  # fmt: skip


def _again(
    request: Request, here: Here, number: str, given: FormData, *, problem: str, unfilled: tuple[str, ...] = ()
) -> Response:
    typed = {name: text(given, name) for name in FIELDS}
    typed["kind"] = typed["kind"] if typed["kind"] in replies.KINDS else "free"
    return opened(
        request, here, number, speak=text(given, "speak"), status=422, typed=typed, problem=problem, unfilled=unfilled
    )
