"""Drills for whoever has the link: no account, no name, nothing kept but counters to which they may add."""

from __future__ import annotations

from random import SystemRandom
from threading import Lock
from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.desk.drills import drills_of
from bonafides.errors import LearnError
from bonafides.learn import Exercise, begun
from bonafides.learn.handout import Handout, Handouts
from bonafides.web.csrf import Given, config_of, mark, pages
from bonafides.web.desk.signed import shown
from bonafides.web.lesson import decided, finished, handed, intro, onward_from, score_values, thread_values
from bonafides.web.lessons import lessons
from bonafides.web.page import language, onward

router = pages("/drills")
_GIVING = Lock()


@router.get("/{handout}")
def here(request: Request, handout: str) -> Response:
    """The thread under way, or what this is."""
    found, exercise = _found(request, handout), _held(request, handout)
    lang = language(request)
    if exercise is None:
        values = intro(len(found.drills), lang, dealt=False)
        return _shown(request, "drill_begin.html", handout, **values)
    if exercise.current is None:
        return onward(f"{_root(handout)}/score")
    return _shown(request, "drill_thread.html", handout, **thread_values(exercise, exercise.current, lang))


@router.post("/{handout}/begin")
def begin(request: Request, handout: str) -> Response:
    """Deal its drills in an order of one's own; where one had begun, go on from there."""
    found = _found(request, handout)
    if _held(request, handout) is None and (drills := list(drills_of(found, config_of(request).home))):
        seed = SystemRandom().randrange(10**9)
        SystemRandom().shuffle(drills)
        lessons(request).keep(mark(request), begun(drills, seed=seed, lang=found.lang), handout)
    return onward(_root(handout))


@router.post("/{handout}/decide")
def decide(request: Request, handout: str, given: Given) -> Response:
    """Take a decision."""
    _found(request, handout)
    exercise = _held(request, handout)
    if exercise is None:
        return onward(_root(handout))
    after = decided(exercise, given)
    lessons(request).keep(mark(request), after, handout)
    return onward(onward_from(exercise, after, _root(handout)))


@router.get("/{handout}/thread/{number}")
def thread(request: Request, handout: str, number: int) -> Response:
    """A thread that is over, and what there was to see in it."""
    _found(request, handout)
    exercise = _held(request, handout)
    over = finished(exercise, number)
    last = exercise is not None and exercise.over
    values = thread_values(exercise, over, language(request)) if exercise else {}
    return _shown(request, "drill_debrief.html", handout, last=last, **values)


@router.get("/{handout}/score")
def end(request: Request, handout: str) -> Response:
    """How it went so far; at the end, the way to add to the totals."""
    _found(request, handout)
    exercise = _held(request, handout)
    if exercise is None:
        return onward(_root(handout))
    values = score_values(exercise, language(request))
    return _shown(request, "drill_score.html", handout, over=exercise.over, **values)


@router.post("/{handout}/give")
def give(request: Request, handout: str) -> Response:
    """Add one's blurred answers to the totals, once."""
    _found(request, handout)
    with _GIVING:  # a form that is sent twice at once adds once
        exercise = _held(request, handout)
        if exercise is None or not exercise.over:
            return onward(_root(handout))
        if not exercise.totals_given:
            part, exercise = handed(exercise)
            try:
                Handouts(config_of(request).home).add(handout, part)
            except LearnError as error:
                raise HTTPException(404) from error
            lessons(request).keep(mark(request), exercise, handout)
    return onward(f"{_root(handout)}/score")


def _found(request: Request, id_: str) -> Handout:
    try:
        return Handouts(config_of(request).home).find(id_)
    except LearnError as error:
        raise HTTPException(404) from error


def _held(request: Request, handout: str) -> Exercise | None:
    return lessons(request).find(mark(request), handout)


def _root(handout: str) -> str:
    return f"/drills/{handout}"


def _shown(request: Request, name: str, handout: str, **values: Any) -> Response:
    """Whoever is signed in is not shown here: the page has nothing to do with an account."""
    return shown(request, None, name, root=_root(handout), **values)
