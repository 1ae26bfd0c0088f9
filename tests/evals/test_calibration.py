"""Calibration is measured at each base rate on the risks that were worked out for it, and drawn."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from bonafides.model import Kind
from evals.calibration import measure, pictures, scored, section
from evals.judged import PRIORS, Judged
from tests.evals.threads import thread

APPROACH, ORDINARY = Kind.APPROACH, Kind.ORDINARY
ENDS = [thread(APPROACH, "qwa", 1.0), thread(APPROACH, "qa", 1.0), thread(ORDINARY, "qq", 0.0)]
"""Told with certainty, and rightly."""
TURNED = [thread(APPROACH, "qq", 0.0), thread(ORDINARY, "qa", 1.0)]
"""Told with certainty, and wrongly."""


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        pytest.param(ENDS, [0.0, 0.0, 0.0], id="right"),
        pytest.param(TURNED, [1.0, 1.0, 1.0], id="wrong"),
        pytest.param(
            [thread(APPROACH, "q", 0.5), thread(ORDINARY, "q", 0.5)], [0.0, 0.4, 0.49], id="right at one base rate"
        ),
        pytest.param(
            [thread(kind, "q", risks={prior: prior for prior in PRIORS}) for kind in (APPROACH, ORDINARY, ORDINARY)],
            [0.0, 0.0, 0.0],
            id="nothing known but the base rate",
        ),
    ],
)
def test_the_error_at_each_base_rate(judged: list[Judged], expected: list[float]) -> None:
    found = measure(judged)
    assert [figure.key for figure in found] == [f"ece.{prior:g}" for prior in PRIORS]
    assert [figure.value for figure in found] == pytest.approx(expected, abs=1e-12)
    assert {figure.of for figure in found} == {str(len(judged))}
    for figure in found:
        assert figure.interval is not None
        assert 0 <= figure.interval[0] <= figure.interval[1] <= 1 + 1e-12


@pytest.mark.parametrize("judged", [[], ENDS[:1]], ids=["empty", "one sort"])
def test_nothing_is_known_of_one_sort_alone(judged: list[Judged]) -> None:
    assert not any(figure.known for figure in measure(judged))


def test_the_risks_are_those_of_the_base_rate() -> None:
    judged = [thread(APPROACH, "a", risks={0.5: 0.9, 0.1: 0.5, 0.01: 0.1}), thread(ORDINARY, "q", 0.2)]
    assert scored(judged, 0.5) == [(0.9, True), (0.2, False)]
    assert scored(judged, 0.01) == [(0.1, True), (0.2, False)]


@pytest.mark.parametrize("judged", [[], ENDS[:1], ENDS, TURNED + ENDS], ids=["empty", "one", "ends", "all"])
def test_pictures_are_well_formed_and_shown(judged: list[Judged]) -> None:
    told = "\n".join(section(measure(judged)))
    drawn = pictures(judged)
    assert len(drawn) == 2
    for name, picture in drawn.items():
        assert ET.fromstring(picture).tag.endswith("svg")
        assert f"(report/{name})" in told


def test_a_dot_for_each_level_from_watch() -> None:
    levels = [thread(APPROACH, letter, 0.5) for letter in "qhwa"] + [thread(ORDINARY, "q", 0.1)]
    assert pictures(levels)["precision-recall.svg"].count("<circle") == 3
