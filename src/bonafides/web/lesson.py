"""What a page shows of an exercise, and what it takes of its forms: the same for one's own and for one handed out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from bonafides.drilling import precedents, source_ids
from bonafides.explain import explanations, sources
from bonafides.learn import Choice, score
from bonafides.learn.debrief import debrief
from bonafides.learn.exercise import shares
from bonafides.learn.totals import part
from bonafides.learn_terminal import ROOM, channel, score_lines, seen_from
from bonafides.render.clean import visible
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from bonafides.learn import Exercise, Thread
    from bonafides.learn.debrief import Mark
    from bonafides.learn.totals import Part
    from bonafides.render.view import SourceRef

_MOST_SOURCES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One message as it is shown."""

    number: int
    who: str
    mine: bool
    text: str
    moved: str
    """The channel that the talk moves to with it; empty where it stays."""
    new: bool
    """Whether it is the first that was not there before."""


def intro(count: int, lang: str, *, dealt: bool = True) -> dict[str, Any]:
    """What the first page says."""
    words = phrases(lang, ROOM)
    least = shares(count) if dealt else 0
    share = words("intro.share", count=count, least=least) if least else words("intro.single")
    return {"learn": words, "share": share}


def thread_values(exercise: Exercise, thread: Thread, lang: str) -> dict[str, Any]:
    """A thread as far as it has gone; where it is over, with everything that is to be said of it."""
    words = phrases(lang, ROOM)
    found: dict[str, Any] = {
        "learn": words, "thread": thread, "count": len(exercise.drills), "title": visible(thread.drill.title),
        "setting": visible(thread.fill(thread.drill.setting)), "where": channel(thread.drill.channel, words),
        "bubbles": bubbles(thread, words, until=thread.shown), "at": place_of(thread),
        "verified": thread.checked, "finds": visible(thread.fill(thread.drill.finds)) if thread.checked else "",
        "choices": tuple(Choice),
    }  # fmt: skip
    return found | _over(thread, lang) if thread.over else found


def _over(thread: Thread, lang: str) -> dict[str, Any]:
    words, told, stages = phrases(lang, ROOM), debrief(thread), phrases(lang)
    known = sources(lang)
    return {
        "told": told, "kind": words(f"kind.{thread.drill.kind}"), "outcome": words(f"outcome.{told.outcome}"),
        "signs": [(mark, _named(mark, lang)) for mark in told.signs],
        "innocent": [(mark, visible(mark.why)) for mark in told.innocent],
        "rest": bubbles(thread, words, until=len(thread.drill.lines))[thread.shown :],
        "found": visible(thread.fill(thread.drill.finds)), "seen_from": seen_from(thread.drill),
        "happened": visible(thread.drill.said),
        "cases": [
            (case.years, [stages(f"stage.{stage}.name") for stage in case.stages]) for case in precedents(thread.drill)
        ],
        "behind": [_source(known[id_]) for id_ in source_ids(thread.drill)[:_MOST_SOURCES]],
    }  # fmt: skip


def bubbles(thread: Thread, words: Any, *, until: int) -> list[Bubble]:
    """The first `until` messages of a thread."""
    found, before = [], thread.drill.channel
    for number, line in enumerate(thread.drill.lines[:until], 1):
        found.append(
            Bubble(
                number=number,
                who=words("thread.me") if line.mine else visible(thread.cast.names["them"]),
                mine=line.mine,
                text=visible(thread.fill(line.text), lines=True),
                moved=channel(line.channel, words) if line.channel != before else "",
                new=bool(thread.fresh) and number == thread.fresh + 1,
            )
        )
        before = line.channel
    return found


def score_values(exercise: Exercise, lang: str) -> dict[str, Any]:
    """The last page."""
    words = phrases(lang, ROOM)
    done = [
        (thread.number, visible(thread.drill.title), words(f"outcome.{debrief(thread).outcome}"))
        for thread in exercise.finished
    ]
    lines = score_lines(score(exercise.finished), words)
    return {"learn": words, "lines": lines, "done": done, "given": exercise.totals_given}


def place_of(thread: Thread) -> str:
    """Where a decision belongs, so that a form sent twice, or from an old page, decides nothing more."""
    return f"{thread.number}.{len(thread.choices)}"


def decided(exercise: Exercise, given: FormData) -> Exercise:
    """The exercise with what a form decides; as it was where the form is of an earlier page. 422 for no choice."""
    chosen = str(given.get("choice", ""))
    if chosen not in tuple(Choice):
        raise HTTPException(422)
    here = exercise.current
    if here is None or str(given.get("at", "")) != place_of(here):
        return exercise
    return exercise.decide(Choice(chosen))


def onward_from(before: Exercise, after: Exercise, root: str) -> str:
    """Where a decision leads: to the debrief of a thread that is over with it, or on in the thread."""
    here = before.current
    if here is not None and after is not before and after.threads[here.number].over:
        return f"{root}/thread/{here.number + 1}"
    return f"{root}#new" if after.current is not None and after.current.fresh else root


def finished(exercise: Exercise | None, number: int) -> Thread:
    """The thread of that number, from 1, that is over; 404 otherwise, for its truth is not to be told."""
    if exercise is None or not 1 <= number <= len(exercise.drills) or not exercise.threads[number - 1].over:
        raise HTTPException(404)
    return exercise.threads[number - 1]


def handed(exercise: Exercise) -> tuple[Part, Exercise]:
    """What it adds to the totals, and the exercise with that noted. Raises LearnError where it adds nothing."""
    return part(exercise), replace(exercise, totals_given=True)


def _named(mark: Mark, lang: str) -> str:
    titles = explanations(lang)
    title = titles[mark.indicator].title if mark.indicator in titles else ""
    return visible(f"{title}. {mark.why}" if title else mark.why)


def _source(found: SourceRef) -> tuple[str, str]:
    return ", ".join(filter(None, (found.publisher, found.date[:4]))), found.title
