"""Early warning is counted by the message: the one that crosses the line, the answer to it, the first sign."""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

import pytest

from bonafides.model import Kind
from evals.early import AGAINST, AROUND, MESSAGES, answered, around, by_message, first_sign, measure, pictures, section
from evals.judged import Judged
from tests.evals.threads import thread

APPROACH, SCAM, ORDINARY = Kind.APPROACH, Kind.SCAM, Kind.ORDINARY
SIGN, REASSURING = "offers-paid-report", min(AGAINST)
"""Any sign of deception will do."""


def value(key: str, *judged: Judged) -> float:
    return next(figure.value for figure in measure(judged) if figure.key == key)


@pytest.mark.parametrize(
    ("levels", "line", "in_time", "before_the_answer"),
    [
        pytest.param("qqqw", 2, 0, 0, id="with the user's own answer"),
        pytest.param("qqwq", 2, 1, 1, id="by the line, and back again"),
        pytest.param("qwhh", 2, 1, 1, id="before the line"),
        pytest.param("qqhh", 2, 0, 0, id="only watched"),
        pytest.param("qqqqa", 3, 0, 1, id="after the line, and no answer follows"),
        pytest.param("w", 0, 1, 1, id="the first message, not answered"),
    ],
)
def test_warned_in_time(levels: str, line: int, in_time: float, before_the_answer: float) -> None:
    one = thread(APPROACH, levels, line=line)
    assert (value("in_time", one), value("in_time.answer", one)) == (in_time, before_the_answer)


def test_only_threads_that_cross_a_line_count() -> None:
    crossing, other = thread(SCAM, "qa", line=1), thread(SCAM, "qq")
    assert value("in_time", crossing, other, thread(ORDINARY, "qq", line=1)) == 1
    assert math.isnan(value("in_time", other))


@pytest.mark.parametrize(
    ("levels", "signs", "expected"),
    [
        pytest.param("qaq", [[], [], [SIGN]], 1.0, id="cried before"),
        pytest.param("qwa", [[], [], [SIGN]], 0.0, id="cried with the sign"),
        pytest.param("aqq", [[SIGN], [], []], 0.0, id="a sign from the start"),
        pytest.param("aqq", [[REASSURING], [], [SIGN]], 1.0, id="what reassures is no sign"),
        pytest.param("aqq", [[REASSURING], [], []], math.nan, id="no sign at all"),
        pytest.param("aqq", [], math.nan, id="none marked"),
    ],
)
def test_alarm_before_a_sign(levels: str, signs: list[list[str]], expected: float) -> None:
    assert value("alarm_before_sign", thread(APPROACH, levels, signs=signs)) == pytest.approx(expected, nan_ok=True)


def test_the_first_sign_is_the_first_that_speaks_for_deception() -> None:
    assert first_sign(thread(APPROACH, "qqq", signs=[[], [REASSURING, SIGN], [SIGN]]).case) == 1
    assert first_sign(thread(APPROACH, "qqq", signs=[[], [REASSURING], []]).case) is None


def test_an_ordinary_thread_that_was_warned_of_on_the_way_counts() -> None:
    judged = [thread(ORDINARY, levels) for levels in ("qqq", "qwq", "hhh", "qqa")]
    assert value("ordinary_warned", *judged) == 0.5


@pytest.mark.parametrize(("message", "expected"), [(0, 1), (1, 3), (2, 3), (3, 5), (4, 5)])
def test_the_answer_is_the_users_next_message(message: int, expected: int) -> None:
    assert answered(thread(APPROACH, "qqqqq").case, message) == expected


# --- curves


def test_the_curve_around_the_line_begins_at_none_and_keeps_the_last_level() -> None:
    points = dict(around([thread(APPROACH, "qqw", line=1), thread(APPROACH, "qw", line=0), thread(APPROACH, "aa")]))
    assert sorted(points) == list(range(-AROUND, AROUND + 1))
    assert [points[at] for at in (-AROUND, -1, 0, 1, AROUND)] == [0, 0, 0, 1, 1]


def test_the_curve_by_message_counts_the_messages_so_far() -> None:
    points = by_message([thread(APPROACH, "qw"), thread(APPROACH, "wqqq")])
    assert points[:4] == [(0, 0.0), (1, 0.5), (2, 0.5), (3, 0.5)]
    assert points[-1] == (MESSAGES, 0.5)


@pytest.mark.parametrize(
    "judged",
    [[], [thread(ORDINARY, "q")], [thread(APPROACH, "qw", line=1), thread(ORDINARY, "qq")]],
    ids=["empty", "ordinary only", "both"],
)
def test_pictures_are_well_formed_and_shown(judged: list[Judged]) -> None:
    told = "\n".join(section(measure(judged)))
    drawn = pictures(judged)
    assert len(drawn) == 2
    for name, picture in drawn.items():
        assert ET.fromstring(picture).tag.endswith("svg")
        assert f"(report/{name})" in told


def test_no_curve_is_drawn_of_nothing() -> None:
    assert (around([]), by_message([]), around([thread(APPROACH, "qw")])) == ([], [], [])
