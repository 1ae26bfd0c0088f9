"""Conversations that may be with one person: joined or kept apart as the person says, and read again."""

from __future__ import annotations

from itertools import pairwise

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.web.csrf import Given, pages
from bonafides.web.editing import LISTED
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, at_work, shown

router = pages("/together")


@router.get("")
def together(request: Request, mine: Mine) -> Response:
    """Show all conversations as they were found, and those that have a name in common."""
    if mine.apart is None or not mine.can_read_again:
        return onward("/correct")
    found = sorted(mine.apart.conversations, key=lambda each: -len(each.messages))
    suggested = mine.suggested()
    hinted = {id_ for pair in suggested for id_ in pair}
    listed = [each for each in found if each.id in hinted] + [each for each in found if each.id not in hinted]
    by_id = {each.id: each for each in found}
    return shown(
        request,
        mine,
        "together.html",
        step="sides",
        back="/correct",
        listed=listed[: max(LISTED, len(hinted))],
        suggested=[(by_id[one], by_id[two]) for one, two in suggested if one in by_id and two in by_id],
        joined=[(by_id[one], by_id[two]) for one, two in mine.joined if one in by_id and two in by_id],
        by_address=[each for each in found if each.joins],
        join=mine.join,
    )


@router.post("")
def said(request: Request, mine: Mine, given: Given) -> Response:
    """Take which belong together; read again with that."""
    if mine.apart is None or not mine.can_read_again:
        return onward("/correct")
    known = {each.id for each in mine.apart.conversations}
    marked = [str(each) for each in given.getlist("same")]
    if not known.issuperset(marked):
        raise HTTPException(422)
    match str(given.get("do", "join")):
        case "apart":
            mine.joined, mine.join = (), False
        case "anew":
            mine.joined, mine.join = (), True
        case "join" if len(set(marked)) > 1:
            mine.joined = tuple(dict.fromkeys((*mine.joined, *pairwise(dict.fromkeys(marked)))))
        case _:
            return onward("/together")
    mine.read_again(language(request), origin="/together")
    return at_work(mine)
