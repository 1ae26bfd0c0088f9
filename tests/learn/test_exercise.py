"""An exercise: dealt by its seed, taken decision by decision, and gone on with where it stopped."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import LearnError
from bonafides.learn.debrief import debrief
from bonafides.learn.drill import Choice
from bonafides.learn.exercise import begun, dealt, resumed, shares
from bonafides.learn.shelf import shipped
from tests.learn.samples import GOOD, ORDINARY, drill

ANSWER, VERIFY, REPORT = Choice.ANSWER, Choice.VERIFY, Choice.REPORT
CHOICES = st.lists(st.sampled_from(Choice), max_size=40)


def test_messages_come_one_by_one_and_a_report_ends_a_thread() -> None:
    exercise = begun([drill(GOOD), drill(ORDINARY)], seed=1, lang="en")
    first = exercise.threads[0]
    assert (first.shown, first.fresh, first.over) == (1, 0, False)
    exercise = exercise.decide(ANSWER)
    assert (exercise.threads[0].shown, exercise.threads[0].fresh) == (3, 1)
    exercise = exercise.decide(VERIFY)
    assert (exercise.threads[0].shown, exercise.threads[0].over) == (4, False)
    exercise = exercise.decide(REPORT)
    assert exercise.threads[0].over
    assert exercise.current == exercise.threads[1]
    exercise = exercise.decide(REPORT)
    assert exercise.over
    assert exercise.threads[1].shown == 1, "what was not come to is not counted as seen"
    assert [number for number, _ in debrief(exercise.threads[1]).rest] == [2, 3]
    with pytest.raises(LearnError):
        exercise.decide(ANSWER)


@settings(max_examples=60, deadline=None)
@given(CHOICES, st.integers(0, 2**63 - 1))
def test_what_is_resumed_is_what_was_left(choices: list[Choice], seed: int) -> None:
    exercise = begun(dealt(shipped("en"), seed=seed, count=3), seed=seed, lang="en")
    for choice in choices:
        if exercise.over:
            break
        exercise = exercise.decide(choice)
    again = resumed(begun(exercise.drills, seed=seed, lang="en"), exercise.choices)
    assert again == exercise
    assert all(1 <= each.shown <= len(each.drill.lines) for each in again.threads)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from(Choice), max_size=9), max_size=9))
def test_decisions_that_do_not_fit_are_left_out(rows: list[list[Choice]]) -> None:
    held = resumed(begun([drill(GOOD), drill(ORDINARY)], seed=1, lang="en"), rows)
    unfinished = [each for each in held.threads if each.choices and not each.over]
    assert len(unfinished) <= 1
    for each in held.threads:
        assert len(each.choices) <= len(each.drill.asked)
        assert REPORT not in each.choices[:-1]


def test_a_deal_is_repeatable_and_mixed_within_its_shares() -> None:
    drills = shipped("en")
    assert dealt(drills, seed=5, count=6) == dealt(drills, seed=5, count=6)
    found: Counter[int] = Counter()
    for seed in range(200):
        six = dealt(drills, seed=seed, count=6)
        ordinary = sum(each.ordinary for each in six)
        assert shares(6) <= ordinary <= 6 - shares(6)
        assert len({each.id for each in six}) == 6
        found[ordinary] += 1
    assert {*found} == {2, 3, 4}, "nobody can reckon out the last one"


def test_first_and_last_thread_say_nothing_about_the_truth() -> None:
    drills = shipped("en")
    for place in (0, -1):
        ordinary = sum(dealt(drills, seed=seed, count=6)[place].ordinary for seed in range(400))
        assert 0.4 < ordinary / 400 < 0.6


def test_what_was_not_seen_yet_comes_first() -> None:
    drills = shipped("en")
    first = {each.id for each in dealt(drills, seed=1, count=10)}
    second = {each.id for each in dealt(drills, seed=2, count=4, seen=first)}
    assert not first & second


@pytest.mark.parametrize("count", [1, 2, 3, 5, 60, 10_000])
def test_there_are_never_more_threads_than_drills(count: int) -> None:
    drills = [drill(GOOD), drill(ORDINARY)]
    assert len(dealt(drills, seed=1, count=count)) == min(count, 2)


def test_of_one_pile_alone_all_can_be_dealt() -> None:
    assert len(dealt([drill(GOOD)], seed=1, count=3)) == 1
    assert len(dealt([drill(ORDINARY)], seed=1, count=3)) == 1


@pytest.mark.parametrize("drills", [[], [drill()] * 61])
def test_none_and_too_many_are_refused(drills: list[object]) -> None:
    with pytest.raises(LearnError):
        begun(drills, seed=1, lang="en")  # type: ignore[arg-type]
