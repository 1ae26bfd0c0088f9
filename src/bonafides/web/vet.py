"""The person and the firm behind a message: a form, what came of it, and three tests whose answers are judged too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bonafides.errors import VetError
from bonafides.interview import wording
from bonafides.interview.questions import Answer
from bonafides.listed import to_ask_about
from bonafides.render.phrases import phrases
from bonafides.settings import home
from bonafides.vet import TESTS, Told, together, vet
from bonafides.vet.forms import told_by_card
from bonafides.vet.told import Unread
from bonafides.vetted.files import LARGEST, told_by
from bonafides.vetted.html import html_body
from bonafides.vetted.registered import registered
from bonafides.web.csrf import Given, pages
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, at_work, shown

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from bonafides.web.sitting import Sitting

router = pages()
ROOM = "bonafides.vet"
LINES = ("mails", "urls", "phones")
"""Fields with one entry on each line."""
FIELDS = ("firm", "own", "name", "client", *LINES, "founded", "card", "country")
_LONGEST = 100_000
"""Characters of one field that are looked at."""


@router.get("/vet")
def form(request: Request, mine: Mine) -> Response:
    """Ask what is known."""
    return _form(request, mine)


@router.post("/vet")
async def given_(request: Request, mine: Mine, given: Given) -> Response:
    """Take it, and hold it against itself."""
    mine.persona = {name: str(given.get(name, ""))[:_LONGEST].replace("\r\n", "\n") for name in FIELDS}
    if mine.protected:
        mine.persona["card"] = ""
    try:
        told = together((_written(mine.persona), await _brought(mine, given)))
    except VetError:
        return _form(request, mine, fault=phrases(language(request), ROOM)("form.unreadable"))
    if told.is_empty:
        return _form(request, mine, fault=phrases(language(request), ROOM)("page.nothing"))
    mine.vetting = vet(told, asked_about=await run_in_threadpool(to_ask_about, told, home()))
    return onward("/vet/found")


@router.get("/vet/found")
def found(request: Request, mine: Mine) -> Response:
    """Show what came of it."""
    if mine.vetting is None:
        return onward("/vet")
    lang, country = language(request), mine.persona.get("country", "")
    body = html_body(mine.vetting, lang=lang, country=country if country in registered(lang) else "")
    return _shown(request, mine, "vet_found.html", back="/vet", body=Markup(body))  # noqa: S704 - by an escaping template


@router.get("/vet/tests")
def tests(request: Request, mine: Mine) -> Response:
    """Ask the three tests."""
    back = "/vet/found" if mine.vetting else "/vet"
    return _shown(
        request, mine, "vet_tests.html", back=back, tests=TESTS, wordings=wording(language(request)),
        answers=mine.told.answers,
    )  # fmt: skip


@router.post("/vet/tests")
def tested(request: Request, mine: Mine, given: Given) -> Response:
    """Take the answers, and judge what was read with them, or them alone."""
    asked = [question for _, questions in TESTS for question in questions]
    kept = {id_: answer for id_, answer in mine.told.answers.items() if id_ not in asked}
    said = {id_: str(given.get(id_, "")) for id_ in asked}
    mine.told.answers = kept | {id_: answer for id_, answer in said.items() if answer in tuple(Answer)}
    if mine.reading is None and not mine.told.answers:
        return onward("/vet/tests")
    mine.judge(language(request), origin="/vet/tests")
    return at_work(mine)


def _written(fields: dict[str, str]) -> Told:
    """What the fields of the form tell."""
    lines = {name: tuple(filter(None, map(str.strip, fields[name].split("\n")))) for name in LINES}
    year = fields["founded"].strip()
    founded = int(year) if year.isascii() and year.isdigit() and len(year) == 4 and year[0] != "0" else None
    stated = Told(
        names=_one(fields["name"]), firms=_one(fields["firm"]), own=_one(fields["own"]),
        client=fields["client"].strip(), founded=founded, mails=lines["mails"],
        urls=lines["urls"], phones=lines["phones"],
        unread=(Unread(why="field", where=f"founded: {year[:20]}"),) if year and founded is None else (),
    )  # fmt: skip
    card = told_by_card(fields["card"]) if fields["card"].strip() else Told()
    if stated.firms:  # what somebody wrote down is not doubted by what is read off a paste
        card = replace(card, firms=())
    return together((stated, card))


def _one(text: str) -> tuple[str, ...]:
    return (text.strip(),) if text.strip() else ()


async def _brought(mine: Sitting, given: FormData) -> Told:
    """What a letter or card as a file tells. Raises VetError."""
    file = given.get("file")
    if mine.protected or not isinstance(file, UploadFile) or not (file.filename or file.size):
        return Told()
    raw = await file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise VetError("this file is too large", next_step="Give the letter or the card alone.")
    return told_by(raw, file.filename or "file")


def _form(request: Request, mine: Sitting, *, fault: str = "") -> Response:
    lang = language(request)
    values = {name: mine.persona.get(name, "") for name in FIELDS}
    return _shown(
        request, mine, "vet.html", back="/answer" if mine.report else "/", values=values, lines=LINES, bad=fault,
        countries=registered(lang), protected=mine.protected, status=422 if fault else 200,
    )  # fmt: skip


def _shown(request: Request, mine: Sitting, name: str, *, back: str, status: int = 200, **values: Any) -> Response:
    words = phrases(language(request), ROOM)
    return shown(request, mine, name, step="", back=back, status=status, vet=words, wide=True, **values)
