"""The guided form: what happened, where there is no text; and what no text can show. Every answer is optional."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from bonafides.interview import questions as known
from bonafides.interview import wording
from bonafides.interview.questions import Answer, Group
from bonafides.web.csrf import Given, pages
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, at_work, shown

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from bonafides.web.sitting import Sitting

router = pages()


@router.get("/questions")
def happened(request: Request, mine: Mine) -> Response:
    """Ask what the other side did; only where nothing was read that would show it."""
    return _asked(request, mine, Group.HAPPENED)


@router.post("/questions")
def happened_answered(request: Request, mine: Mine, given: Given) -> Response:
    """Take the answers, and go on to what changes the advice."""
    mine.told.answers = _merged(mine, given, Group.HAPPENED)
    if not mine.told.answers:
        return _asked(request, mine, Group.HAPPENED, none=True)
    return onward("/about")


@router.get("/more")
def checked(request: Request, mine: Mine) -> Response:
    """Ask what no text can show."""
    return _asked(request, mine, Group.CHECKED) if _can_say_more(mine) else onward("/answer")


@router.post("/more")
def checked_answered(request: Request, mine: Mine, given: Given) -> Response:
    """Take the answers, and judge again with them."""
    if not _can_say_more(mine):
        return onward("/answer")
    mine.told.answers = _merged(mine, given, Group.CHECKED)
    if mine.reading is None and not mine.told.answers:
        return _asked(request, mine, Group.CHECKED, none=True)
    mine.judge(language(request), origin="/more")
    return at_work(mine)


def _can_say_more(mine: Sitting) -> bool:
    """Answers belong to one conversation: with several, nobody knows to which."""
    return mine.report is not None and len(mine.report.entries) == 1


def _merged(mine: Sitting, given: FormData, group: Group) -> dict[str, str]:
    """The answers of this page in place of those of its group; no answer and the same as none are left out."""
    here = {each.id for each in known() if each.group is group}
    kept = {id_: answer for id_, answer in mine.told.answers.items() if id_ not in here}
    said = {id_: str(given.get(id_, "")) for id_ in sorted(here)}
    return kept | {id_: answer for id_, answer in said.items() if answer in tuple(Answer)}


def _asked(request: Request, mine: Mine, group: Group, *, none: bool = False) -> Response:
    return shown(
        request,
        mine,
        "questions.html",
        step="bring" if group is Group.HAPPENED else "answer",
        back="/bring" if group is Group.HAPPENED else "/answer",
        group=group.value,
        questions=[each for each in known() if each.group is group],
        wordings=wording(language(request)),
        answers=mine.told.answers,
        none=none,
        status=422 if none else 200,
    )
