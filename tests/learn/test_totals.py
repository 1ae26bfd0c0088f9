"""Anonymous totals: blurred before they are counted, nothing below ten, and still close to the truth over many."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import LearnError
from bonafides.learn.drill import Choice
from bonafides.learn.exercise import Exercise, begun
from bonafides.learn.totals import BLUR, FEWEST, LARGEST, Part, part, parts, summed, totals
from tests.learn.samples import GOOD, ORDINARY, drill


@cache
def exercise(*, caught: bool = True, alarm: bool = False) -> Exercise:
    found = begun([drill(GOOD), drill(ORDINARY)], seed=1, lang="en")
    for raised in (caught, alarm):
        here = found.current
        assert here is not None
        for _ in here.drill.asked:
            if found.current is not None and found.current.number == here.number:
                found = found.decide(Choice.REPORT if raised else Choice.ANSWER)
    assert found.over
    return found


def test_a_part_holds_no_name_no_time_and_nothing_but_blurred_answers() -> None:
    held = json.loads(part(exercise()).line())
    assert set(held) == {"schema", "nonce", "answers"}
    assert set(held["answers"]) == {"a-report", "a-talk"}
    assert all(set(row) == {"ordinary", "raised"} for row in held["answers"].values())


def test_a_quarter_of_the_answers_are_the_toss_of_a_coin() -> None:
    draws = random.Random(4)
    raised = Counter(part(exercise(), draws.randrange).answers["a-report"][1] for _ in range(2_000))
    expected = 1 - BLUR[0] / BLUR[1] / 2
    assert raised[True] / 2_000 == pytest.approx(expected, abs=0.03)


def test_no_single_answer_tells_what_was_chosen() -> None:
    """Either answer can come of either choice: their odds differ by seven to one at the most."""
    draws = random.Random(5)
    share = {
        caught: sum(part(exercise(caught=caught), draws.randrange).answers["a-report"][1] for _ in range(2_000)) / 2_000
        for caught in (True, False)
    }
    assert 5 < share[True] / share[False] < 9.5


def test_over_many_the_truth_comes_out_again() -> None:
    draws = random.Random(6)
    found = [
        part(exercise(caught=number % 10 < 7, alarm=number % 10 < 2), draws.randrange) for number in range(2_000)
    ]  # fmt: skip
    shown = totals(summed(found))
    assert shown is not None
    assert shown.recall is not None
    assert shown.false_alarms is not None
    assert shown.recall.share == pytest.approx(0.7, abs=2 * shown.recall.margin)
    assert shown.false_alarms.share == pytest.approx(0.2, abs=2 * shown.false_alarms.margin)
    assert shown.precision == pytest.approx(0.7 / 0.9, abs=0.06)
    assert shown.recall.margin < 0.04
    assert [(id_, ordinary) for id_, ordinary, _ in shown.drills] == [("a-report", False), ("a-talk", True)]


def test_the_margin_holds_the_truth_nearly_always() -> None:
    draws, within = random.Random(7), 0
    for _ in range(100):
        found = [part(exercise(caught=number % 2 == 0), draws.randrange) for number in range(30)]
        shown = totals(summed(found))
        assert shown is not None
        assert shown.recall is not None
        within += abs(shown.recall.share - 0.5) <= shown.recall.margin
    assert within >= 89, "95 of 100 by its word"


@pytest.mark.parametrize("people", range(FEWEST))
def test_below_ten_nothing_is_shown(people: int) -> None:
    assert totals(summed([part(exercise()) for _ in range(people)])) is None


def test_of_ten_people_a_drill_that_one_took_is_not_shown() -> None:
    found = [part(exercise()) for _ in range(9)]
    other = Part(nonce="0" * 32, answers={"a-report": (False, True), "rare": (False, True)})
    shown = totals(summed([*found, other]))
    assert shown is not None
    assert [id_ for id_, _, _ in shown.drills] == ["a-report"]
    assert shown.false_alarms is None, "nine took the ordinary one"


def test_the_same_part_counts_once() -> None:
    one = part(exercise())
    assert summed([one] * 50).people == 1


def test_totals_are_made_once_and_at_the_end() -> None:
    with pytest.raises(LearnError):
        part(replace(exercise(), totals_given=True))
    with pytest.raises(LearnError):
        part(begun([drill()], seed=1, lang="en"))


def test_a_file_may_hold_many_lines_and_a_bad_one_hides_none() -> None:
    good = [part(exercise()).line() for _ in range(3)]
    lines = [good[0], "not JSON\n", "\n", good[1], "[]\n", '{"schema": "bonafides.drill-totals/1"}\n', good[2]]
    found, bad = parts("".join(lines).encode(), "x.json")
    assert ([each.line() for each in found], bad) == (good, 3)


BAD = [
    {"nonce": "short"},
    {"answers": {}},
    {"answers": {"../x": {"ordinary": True, "raised": True}}},
    {"answers": {"a": {"ordinary": 1, "raised": True}}},
    {"answers": {"a": {"ordinary": True, "raised": 10**6}}},
    {"answers": {"a": True}},
    {"answers": {f"a{number}": {"ordinary": True, "raised": True} for number in range(500)}},
    {"schema": "x"},
]


@pytest.mark.parametrize("wrong", BAD)
def test_what_is_no_part_is_not_counted(wrong: dict[str, object]) -> None:
    held = json.loads(part(exercise()).line()) | wrong
    assert parts(json.dumps(held).encode(), "x") == ((), 1)


def test_a_newer_file_and_an_enormous_one_are_refused() -> None:
    held = json.loads(part(exercise()).line()) | {"schema": "bonafides.drill-totals/2"}
    with pytest.raises(LearnError, match="newer"):
        parts(json.dumps(held).encode(), "x")
    with pytest.raises(LearnError, match="larger"):
        parts(b"x" * (LARGEST + 1), "x")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_it_fall(raw: bytes) -> None:
    assert parts(raw, "x")[0] == ()
