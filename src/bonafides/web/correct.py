"""What was read, to correct before anything is judged: who is who, whose each message is, and words from pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.errors import ReadError
from bonafides.page.sheet import candidates, people
from bonafides.read.sides import with_sides
from bonafides.web.csrf import Given, pages
from bonafides.web.editing import LISTED, edited, is_recognised, lines
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, at_work, shown
from bonafides.web.sitting import is_join, problems_worded

if TYPE_CHECKING:
    from bonafides.model import Conversation
    from bonafides.web.sitting import Sitting

router = pages("/correct")


@router.get("")
def overview(request: Request, mine: Mine) -> Response:
    """The one conversation, a list of several, or what kept them from being read."""
    reading = mine.reading or mine.apart
    if reading is None:
        return onward("/bring")
    if len(reading.conversations) == 1:
        return _one(request, mine, 0)
    numbered = sorted(enumerate(reading.conversations), key=lambda each: -len(each[1].messages))
    return shown(
        request,
        mine,
        "overview.html",
        step="sides",
        back="/bring",
        listed=[(number, each, is_recognised(reading, each)) for number, each in numbered[:LISTED]],
        more=max(0, len(numbered) - LISTED),
        conversations=len(numbered),
        messages=sum(len(each.messages) for _, each in numbered),
        candidates=candidates(reading) if mine.can_read_again and (mine.me or not reading.provenance.me) else (),
        me=mine.me,
        can_join=mine.can_read_again and len(mine.apart.conversations if mine.apart else ()) > 1,
        may_join=len(mine.suggested()) if mine.can_read_again else 0,
        problems=problems_worded((each for each in reading.problems if not is_join(each)), language(request)),
    )


@router.post("")
def overview_done(request: Request, mine: Mine, given: Given) -> Response:
    """Take the person's own name, and read again with it where it is another one."""
    me = str(given.get("me", mine.me))
    if mine.reading is None or me == mine.me or not mine.can_read_again:
        return onward("/about" if mine.reading else "/bring")
    if me and me not in candidates(mine.reading):
        raise HTTPException(422)
    mine.me = me
    mine.read_again(language(request), origin="/correct", onward="/about")
    return at_work(mine)


@router.get("/{number}")
def one(request: Request, mine: Mine, number: int) -> Response:
    """One of several."""
    if mine.reading is None:
        return onward("/correct")
    return _one(request, mine, number)


@router.post("/{number}/people")
def whose(mine: Mine, given: Given, number: int) -> Response:
    """Take who is who: all that these people sent is theirs, or the person's own."""
    conversation = _at(mine, number)
    own = {str(each) for each in given.getlist("person")}
    found = people(conversation)
    sent = [index for place, each in enumerate(found) if str(place) in own for index in each.messages]
    mine.correct(number, with_sides(conversation, sent))
    return onward(_place(mine, number))


@router.post("/{number}")
def messages(request: Request, mine: Mine, given: Given, number: int) -> Response:
    """Take whose each message is, and the words as they were corrected."""
    conversation = _at(mine, number)
    assert mine.reading is not None  # noqa: S101 - _at has seen it
    try:
        new = edited(conversation, given, recognised=is_recognised(mine.reading, conversation))
    except ReadError:
        return _one(request, mine, number, nothing_left=True)
    if new != conversation:
        mine.correct(number, new)
    if "another" in given:
        return onward(f"{_place(mine, number)}#added")
    return onward("/about" if _is_alone(mine) else "/correct")


def _at(mine: Sitting, number: int) -> Conversation:
    if mine.reading is None or not 0 <= number < len(mine.reading.conversations):
        raise HTTPException(404)
    return mine.reading.conversations[number]


def _is_alone(mine: Sitting) -> bool:
    return mine.reading is not None and len(mine.reading.conversations) == 1


def _place(mine: Sitting, number: int) -> str:
    return "/correct" if _is_alone(mine) else f"/correct/{number}"


def _one(request: Request, mine: Sitting, number: int, *, nothing_left: bool = False) -> Response:
    conversation = _at(mine, number)
    assert mine.reading is not None  # noqa: S101 - _at has seen it
    alone, shown_lines = _is_alone(mine), lines(conversation)
    problems = [each for each in mine.reading.problems if alone or each.conversation == conversation.id]
    return shown(
        request,
        mine,
        "correct.html",
        step="sides",
        back="/bring" if alone else "/correct",
        number=number,
        alone=alone,
        people=people(conversation),
        lines=shown_lines,
        more=len(conversation.messages) - len(shown_lines),
        messages=len(conversation.messages),
        recognised=is_recognised(mine.reading, conversation),
        joins=conversation.joins,
        can_part=bool(conversation.joins) and mine.can_read_again,
        can_join=bool(mine.joined) and mine.can_read_again,
        problems=problems_worded(problems, language(request)),
        nothing_left=nothing_left,
        status=422 if nothing_left else 200,
    )
