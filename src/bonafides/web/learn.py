"""Drills on the person's own pages: nothing is stored unless they ask for it."""

from __future__ import annotations

from dataclasses import replace
from random import SystemRandom

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.errors import LearnError
from bonafides.learn import Drill, Exercise, begun, dealt, resumed
from bonafides.learn.exercise import USUAL
from bonafides.learn.progress import Place
from bonafides.learn_lint import offered
from bonafides.web.csrf import Given, config_of, mark, pages
from bonafides.web.lesson import (
    decided,
    finished,
    handed,
    intro,
    onward_from,
    score_values,
    thread_values,
)
from bonafides.web.lessons import lessons
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, shown

router = pages("/learn")
ROOT = "/learn"
COUNTS = (3, 6, 10)
"""How many threads one can ask for."""


@router.get("")
def here(request: Request, mine: Mine) -> Response:
    """The thread under way; what drills are, where none is; the score at the end."""
    exercise, lang = lessons(request).find(mark(request)), language(request)
    if exercise is None:
        kept = _kept(request) is not None
        values = intro(USUAL, lang) | {"counts": COUNTS, "usual": USUAL, "kept": kept, "any": bool(_drills(request))}
        return shown(request, mine, "learn.html", step="", back="/", root=ROOT, **values)
    if exercise.current is None:
        return onward(f"{ROOT}/score")
    values = thread_values(exercise, exercise.current, lang)
    return shown(request, mine, "learn_thread.html", step="", root=ROOT, wide=False, **values)


@router.post("/begin")
def begin(request: Request, mine: Mine, given: Given) -> Response:
    """Deal a new exercise."""
    asked = str(given.get("count", USUAL))
    count = int(asked) if asked in map(str, COUNTS) else USUAL
    drills, lang = _drills(request), language(request)
    if not drills:
        return onward(ROOT)
    seed = SystemRandom().randrange(10**9)
    chosen = dealt(drills, seed=seed, count=count)
    lessons(request).keep(mark(request), begun(chosen, seed=seed, lang=chosen[0].lang or lang))
    return onward(ROOT)


@router.post("/decide")
def decide(request: Request, mine: Mine, given: Given) -> Response:
    """Take a decision."""
    exercise = lessons(request).find(mark(request))
    if exercise is None:
        return onward(ROOT)
    after = decided(exercise, given)
    lessons(request).keep(mark(request), after)
    return onward(onward_from(exercise, after, ROOT))


@router.get("/thread/{number}")
def thread(request: Request, mine: Mine, number: int) -> Response:
    """A thread that is over, and what there was to see in it."""
    exercise = lessons(request).find(mark(request))
    over = finished(exercise, number)
    assert exercise is not None  # noqa: S101 - tells the type checker
    values = thread_values(exercise, over, language(request))
    return shown(request, mine, "learn_debrief.html", step="", root=ROOT, last=exercise.over, **values)


@router.get("/score")
def end(request: Request, mine: Mine, saved: bool = False) -> Response:
    """How it went so far."""
    exercise = lessons(request).find(mark(request))
    if exercise is None:
        return onward(ROOT)
    values = score_values(exercise, language(request)) | {"over": exercise.over, "saved": saved, "handout": ""}
    return shown(request, mine, "learn_score.html", step="", back="/", root=ROOT, **values)


@router.post("/end")
def leave(request: Request, mine: Mine) -> Response:
    """Forget the exercise in memory; a place that was kept stays."""
    lessons(request).end(mark(request))
    return onward(ROOT)


@router.post("/keep")
def keep(request: Request, mine: Mine) -> Response:
    """Keep the place on this computer, for that was asked for."""
    exercise = lessons(request).find(mark(request))
    if exercise is None:
        return onward(ROOT)
    place = Place(config_of(request).home)
    try:
        seen = place.load().seen
    except LearnError:
        seen = frozenset()
    place.save(exercise, seen)
    return onward(f"{ROOT}/score?saved=1")


@router.post("/resume")
def resume(request: Request, mine: Mine) -> Response:
    """Go on from the place that was kept."""
    if (exercise := _kept(request)) is not None:
        lessons(request).keep(mark(request), exercise)
    return onward(ROOT)


@router.post("/forget")
def forget(request: Request, mine: Mine) -> Response:
    """Delete the place that was kept."""
    Place(config_of(request).home).forget()
    return onward(ROOT)


@router.post("/totals")
def totals(request: Request, mine: Mine) -> Response:
    """The blurred answers as a file for the officer, once."""
    exercise = lessons(request).find(mark(request))
    if exercise is None:
        return onward(ROOT)
    try:
        made, exercise = handed(exercise)
    except LearnError as error:
        raise HTTPException(409) from error
    lessons(request).keep(mark(request), exercise)
    headers = {"content-disposition": 'attachment; filename="drill-totals.json"'}
    return Response(made.line().encode(), media_type="application/json; charset=utf-8", headers=headers)


def _drills(request: Request) -> tuple[Drill, ...]:
    home = config_of(request).home
    return offered(home, language(request)).drills or offered(home, "en").drills


def _kept(request: Request) -> Exercise | None:
    """The exercise that was kept and can be gone on with here."""
    try:
        kept = Place(config_of(request).home).load()
    except LearnError:
        return None
    by_id = {each.id: each for each in offered(config_of(request).home, kept.lang).drills}
    if kept.own or not kept.drills or not set(kept.drills) <= set(by_id):
        return None
    held = begun([by_id[id_] for id_ in kept.drills], seed=kept.seed, lang=kept.lang)
    found = replace(resumed(held, kept.choices), totals_given=kept.totals_given)
    return None if found.over else found
