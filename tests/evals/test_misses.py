"""What went wrong is listed thread by thread, and the strength bands hold every thread once."""

from __future__ import annotations

import tomllib

import pytest

from bonafides.assess.level import THRESHOLDS
from bonafides.model import Kind, Mode
from evals.judged import Judged
from evals.misses import bands, section
from tests.evals.threads import thread

APPROACH, ORDINARY = Kind.APPROACH, Kind.ORDINARY
LIMITS = THRESHOLDS[Mode.SINGLE]


@pytest.mark.parametrize(
    ("judged", "verdict"),
    [
        pytest.param(thread(APPROACH, "qqh"), "missed", id="a miss"),
        pytest.param(thread(ORDINARY, "qqw"), "flagged", id="a wrong flag"),
        pytest.param(thread(ORDINARY, "a"), "flagged", id="a wrong flag of a lone message"),
        pytest.param(thread(APPROACH, "qqw"), "", id="found"),
        pytest.param(thread(ORDINARY, "qwh"), "", id="rightly let go"),
        pytest.param(thread(APPROACH, "h"), "", id="a lone message is no miss"),
    ],
)
def test_what_is_listed(judged: Judged, verdict: str) -> None:
    listed = [line for line in section([judged]) if line.startswith("- ")]
    assert [line.split()[1] for line in listed] == [verdict] * bool(verdict)
    assert all(f"`{judged.case.conversation.id}`" in line for line in listed)


def test_a_miss_shows_what_was_found_and_how_much_it_weighed() -> None:
    told = "\n".join(section([thread(APPROACH, "qqh", seen=["offers-paid-report"], language="ru")]))
    assert "offers-paid-report+1.0" in told
    assert "(ru)" in told
    assert "watch" in told


@pytest.mark.parametrize(
    ("strength", "place"),
    [
        pytest.param(-20.0, 0, id="far below"),
        pytest.param(LIMITS.watch - 0.01, 0, id="just below watch"),
        pytest.param(LIMITS.watch, 1, id="watch"),
        pytest.param(LIMITS.warn, 3, id="warn"),
        pytest.param(LIMITS.alarm, 4, id="alarm"),
        pytest.param(LIMITS.alarm + 3, 5, id="far above alarm"),
    ],
)
def test_the_band_of_a_strength(strength: float, place: int) -> None:
    judged = [thread(kind, "qq", strength=strength) for kind in (APPROACH, ORDINARY, ORDINARY)]
    found = tomllib.loads(bands(judged, "made-up"))["bands"]
    assert [tuple(row[2:]) for row in found] == [(1, 3) if at == place else (0, 0) for at in range(len(found))]


def test_bands_follow_on_each_other_and_hold_every_thread_once() -> None:
    judged = [thread(APPROACH, "qq", strength=quarter / 4) for quarter in range(-40, 41)]
    written = bands(judged, "made-up")
    found = tomllib.loads(written)["bands"]
    assert [row[1] for row in found[:-1]] == [row[0] for row in found[1:]]
    assert sum(row[3] for row in found) == len(judged)
    assert "made-up" in written.splitlines()[0]
