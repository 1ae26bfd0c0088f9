"""All pages of the desk as one, and how they answer what may not be seen or is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from bonafides.desk import notices
from bonafides.desk.permissions import Actor, decide, matrix
from bonafides.errors import MissingError, RefusedError
from bonafides.web.desk import (
    audit,
    campaign,
    case,
    case_close,
    case_work,
    door,
    drilling,
    drills,
    figures,
    handing_over,
    inbox,
    looking_after,
    own,
    packing,
    people,
    privacy,
    search,
    signed_out,
    telling,
    vetting,
)
from bonafides.web.desk.signed import SignInFirst, perhaps, shown
from bonafides.web.desk.signed_out import sign_in_first
from bonafides.web.page import language

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.responses import Response

PAGES = (
    door, own, signed_out, telling, inbox, case_close, case_work, handing_over, vetting, case, campaign, search,
    figures, drills, drilling, packing, audit, looking_after, people, privacy,
)  # fmt: skip


def serve(app: FastAPI, *, front: bool = True) -> None:
    """Add the pages of the desk to an application; with its own first page where nothing else has one."""
    if front:
        app.include_router(door.front)
    for page in PAGES:
        app.include_router(page.router)
    app.add_exception_handler(SignInFirst, sign_in_first)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(MissingError, _missing)


def _refused(request: Request, error: Exception) -> Response:
    """Say which rule decides it, and who may."""
    assert isinstance(error, RefusedError)  # noqa: S101 - tells the type checker
    here, lang = perhaps(request), language(request)
    role = here.account.role if here else "reporter"
    decision = decide(Actor(account="-", role=role), error.where)
    who = [(each, reach.value) for each, reach in matrix()[error.where].items()]
    reason = notices.why(decision, lang) if not decision.allowed else notices.trouble("forbidden", lang).what
    return shown(request, here, "refused.html", status=403, reason=reason, what=notices.may(error.where, lang), who=who)


def _missing(request: Request, error: Exception) -> Response:
    """Say that it is not there, or not any more."""
    return shown(request, perhaps(request), "missing.html", status=404)
