"""What the person wrote down of the reports they sent: added, answered, deleted; kept only where they ask for it."""

from __future__ import annotations

from datetime import date

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.advise.countries import codes
from bonafides.advise.record import Record
from bonafides.errors import AdviseError
from bonafides.render.phrases import phrases
from bonafides.render.reporting import ROOM as REPORTING
from bonafides.web.csrf import Given, config_of, pages
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, countries, shown

router = pages("/sent")


def record_of(request: Request) -> Record:
    """The record in the folder for what is kept."""
    return Record(config_of(request).home)


@router.get("")
def listed(request: Request, mine: Mine, failed: bool = False, service: str = "", country: str = "") -> Response:
    """All of it, and a form for the next; `service` and `country` may stand in it already."""
    record = record_of(request)
    try:
        found, damaged = record.all(), False
    except AdviseError:
        found, damaged = (), True
    return shown(
        request,
        mine,
        "sent.html",
        step="",
        reporting=phrases(language(request), REPORTING),
        back="/answer" if mine.report else "/",
        found=found,
        damaged=damaged,
        failed=failed,
        place=str(record.place),
        today=date.today().isoformat(),
        countries=countries(language(request)),
        given={"service": service[:200], "country": country if country in codes() else ""},
    )


@router.post("")
def add(request: Request, mine: Mine, given: Given) -> Response:
    """Write one down."""
    said = {name: str(given.get(name, "")) for name in ("country", "service", "on", "reference", "note")}
    if said["country"] and said["country"] not in codes():
        raise HTTPException(422)
    try:
        record_of(request).sent(**said)
    except AdviseError:
        return onward("/sent?failed=1")
    return onward("/sent")


@router.post("/forget")
def forget_all(request: Request, mine: Mine) -> Response:
    """Delete all of it, also where it cannot be read."""
    try:
        record_of(request).forget()
    except AdviseError:
        return onward("/sent?failed=1")
    return onward("/sent")


@router.post("/{number}/answer")
def answer(request: Request, mine: Mine, given: Given, number: int) -> Response:
    """Add what was answered."""
    try:
        record_of(request).answered(number, on=str(given.get("on", "")), text=str(given.get("text", "")))
    except AdviseError:
        return onward("/sent?failed=1")
    return onward("/sent")


@router.post("/{number}/delete")
def delete(request: Request, mine: Mine, number: int) -> Response:
    """Delete one."""
    try:
        record_of(request).forget(number)
    except AdviseError:
        return onward("/sent?failed=1")
    return onward("/sent")
