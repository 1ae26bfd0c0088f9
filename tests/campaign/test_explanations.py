"""Innocent readings: each at, above and below its limit, and what they must never do alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("scipy")
from bonafides.campaign.explanations import READINGS, Reading
from bonafides.campaign.measures import Measures

NEUTRAL = Measures(
    size=8,
    items=20,
    coincidences={"1h": 0, "1d": 0, "7d": 0, "all": 100},
    expected=1.0,
    density=0.5,
    commitment=0.5,
    ownership=0.5,
    answered=0.0,
    span=1.0,
    circle=0.0,
)
FIELD = {
    "divided-work": "density",
    "open-market": "ownership",
    "side-activity": "commitment",
    "answered-back": "answered",
    "closed-circle": "circle",
}
NAMED = {reading.name: reading for reading in READINGS}


def tried(reading: Reading, value: float) -> tuple[bool, float, float]:
    """Whether it holds, the discount, and what is reported as measured."""
    field = FIELD.get(reading.name)
    changed: dict[str, Any] = {field: value} if field else {}
    found = replace(NEUTRAL, **changed)
    explanation, discount = reading.tried(found, 0.5 if field else value)
    assert (explanation.name, explanation.limit) == (reading.name, reading.limit)
    return explanation.holds, discount, explanation.measured


def test_every_reading_is_tried_here() -> None:
    assert set(NAMED) == {*FIELD, "no-hurry"}


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.name)
@pytest.mark.parametrize("widths", [-10.0, -1.0, 0.0, 1.0, 10.0])
def test_at_above_and_below_the_limit(reading: Reading, widths: float) -> None:
    """`widths` towards the innocent side."""
    value = reading.limit + widths * reading.width * (1 if reading.above else -1)
    holds, discount, measured = tried(reading, value)
    assert measured == pytest.approx(value, abs=1e-4)
    assert holds == (widths > 0)
    expected = {-10.0: 1.0, -1.0: 0.731, 0.0: 0.5, 1.0: 0.269, 10.0: 0.0}[widths]
    assert discount == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.name)
def test_the_extremes_are_decided(reading: Reading) -> None:
    """At the ends of the scale one reading clears a group, or says nothing of it; nothing overflows."""
    innocent, deceptive = (1.0, 0.0) if reading.above else (0.0, 1.0)
    assert tried(reading, innocent)[1] == pytest.approx(0, abs=0.02)
    assert tried(reading, deceptive)[1] == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.name)
def test_words_name_the_figure_and_the_limit_and_blame_nobody(reading: Reading) -> None:
    explanation, _ = reading.tried(replace(NEUTRAL, answered=0.25, circle=0.25), 0.5)
    assert "{" not in explanation.words
    assert len(re.findall(r"\d+%|\d\.\d\d", explanation.words)) >= 2
    assert not re.search(r"\b(safe|guilty|suspicious)\b", explanation.words)
    assert reading.covers
