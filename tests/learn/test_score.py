"""How a thread ended, and what that amounts to over an exercise; who always does one thing gets nothing for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bonafides.learn.debrief import debrief
from bonafides.learn.drill import Choice, Drill
from bonafides.learn.exercise import Thread, begun, dealt
from bonafides.learn.score import Outcome, result, score
from bonafides.learn.shelf import shipped
from tests.learn.samples import GOOD, ORDINARY, drill, with_end

A, V, R = Choice.ANSWER, Choice.VERIFY, Choice.REPORT
VERIFY_BEST = with_end("approach", V, 3)
CHECKABLE = drill(ORDINARY.replace('best = "answer"', 'best = "verify"'))


def over(found: Drill, choices: Sequence[Choice]) -> Thread:
    exercise = begun([found], seed=1, lang="en")
    for choice in choices:
        exercise = exercise.decide(choice)
    assert exercise.over
    return exercise.threads[0]


@pytest.mark.parametrize(
    ("found", "choices", "outcome", "raised", "late", "told"),
    [
        (drill(), (A, R), Outcome.CAUGHT, 3, 0, "caught"),
        (drill(), (A, A, R), Outcome.CAUGHT, 4, 1, "caught"),
        (drill(), (R,), Outcome.CAUGHT, 1, -1, "early"),
        (drill(), (V, V, R), Outcome.CAUGHT, 4, 1, "caught"),
        (drill(), (A, V, A), Outcome.CHECKED, 0, 0, "checked"),
        (drill(), (A, A, A), Outcome.MISSED, 0, 0, "missed"),
        (VERIFY_BEST, (A, V, A), Outcome.CAUGHT, 3, 0, "caught-checked"),
        (VERIFY_BEST, (V, A, A), Outcome.CAUGHT, 1, 0, "caught-checked"),
        (VERIFY_BEST, (A, A, R), Outcome.CAUGHT, 4, 1, "caught"),
        (VERIFY_BEST, (A, A, A), Outcome.MISSED, 0, 0, "missed"),
        (drill(ORDINARY), (A, A), Outcome.LET_BE, 0, 0, "let-be"),
        (drill(ORDINARY), (V, A), Outcome.LET_BE, 0, 0, "let-be-checked"),
        (CHECKABLE, (A, A), Outcome.LET_BE, 0, 0, "let-be-unchecked"),
        (CHECKABLE, (A, V), Outcome.LET_BE, 0, 0, "let-be-checked"),
        (drill(ORDINARY), (A, R), Outcome.FALSE_ALARM, 3, 0, "false-alarm"),
        (drill(ORDINARY), (R,), Outcome.FALSE_ALARM, 1, 0, "false-alarm"),
    ],
)
def test_how_a_thread_ends(
    found: Drill, choices: Sequence[Choice], outcome: Outcome, raised: int, late: int, told: str
) -> None:
    thread = over(found, choices)
    ended = result(thread)
    assert (ended.outcome, ended.raised_at, ended.late) == (outcome, raised, late)
    assert debrief(thread).outcome == told


def test_the_score_over_an_exercise() -> None:
    threads = [
        over(drill(), (A, R)), over(drill(), (A, A, R)), over(drill(), (A, A, A)),
        over(drill(ORDINARY), (A, A)), over(drill(ORDINARY), (R,)),
    ]  # fmt: skip
    found = score(threads)
    assert found.precision == found.recall == pytest.approx(2 / 3)
    assert (found.late, found.early) == (0.5, 0)
    assert (found.caught, found.deceptive, found.false_alarms, found.ordinary) == (2, 3, 1, 2)


def test_who_is_early_does_not_hide_who_is_late() -> None:
    found = score([over(drill(), (R,)), over(drill(), (A, A, R))])
    assert (found.late, found.early, found.caught) == (1.0, 1, 2)
    only = score([over(drill(), (R,))])
    assert (only.late, only.early) == (None, 1)


def test_where_there_is_nothing_there_is_no_share() -> None:
    assert score([]).precision is None
    assert score([]).recall is None
    only = score([over(drill(ORDINARY), (A, A))])
    assert (only.precision, only.recall, only.late) == (None, None, None)


@pytest.mark.parametrize(("choice", "precision", "recall"), [(R, 0.5, 1.0), (A, 0.0, 0.0), (V, 0.0, 0.0)])
def test_who_always_does_the_same_gains_nothing(choice: Choice, precision: float, recall: float) -> None:
    """Reporting everything has the precision of the base rate; going on, and checking, catch nothing to be reported."""
    drills = [each for each in shipped("en") if each.ordinary or each.best is R]
    threads: list[Thread] = []
    for seed in range(25):
        exercise = begun(dealt(drills, seed=seed, count=6), seed=seed, lang="en")
        while not exercise.over:
            exercise = exercise.decide(choice)
        threads += exercise.threads
    found = score(threads)
    assert found.recall == recall
    assert (found.precision or 0.0) == pytest.approx(precision, abs=0.12)


def test_marks_are_quoted_as_the_learner_read_them() -> None:
    thread = over(drill(GOOD.replace('quote = "Could we go on by WhatsApp"', 'quote = "WhatsApp, {phone}"')), (A, R))
    told = debrief(thread)
    assert [mark.message for mark in told.signs] == [3, 4]
    assert told.signs[0].quote == f"WhatsApp, {thread.cast.names['phone']}"
    for mark in (*told.signs, *told.innocent):
        assert mark.quote in thread.fill(thread.drill.lines[mark.message - 1].text)


@pytest.mark.parametrize("lang", ["en", "fr", "de", "da", "es"])
def test_every_mark_of_every_drill_is_found_in_what_was_read(lang: str) -> None:
    for number, each in enumerate(shipped(lang)):
        exercise = begun([each], seed=number, lang=lang)
        while not exercise.over:
            exercise = exercise.decide(A)
        thread = exercise.threads[0]
        for mark in (*debrief(thread).signs, *debrief(thread).innocent):
            assert mark.quote in thread.fill(each.lines[mark.message - 1].text)
