"""Charts are well-formed SVG whose every coordinate is finite and inside the picture, whatever is to be drawn."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.chart import (
    COLOURS,
    COLUMNS,
    HEIGHT,
    LEFT,
    LEGEND,
    RIGHT,
    SHARE,
    TOP,
    WIDTH,
    Axis,
    Series,
    Shape,
    axis,
    chart,
)

Points = list[tuple[float, float]]
SVG = "{http://www.w3.org/2000/svg}"
PLACES = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r")


def drawn(*series: Series, x: Axis = SHARE, y: Axis = SHARE, diagonal: bool = False) -> ET.Element:
    return ET.fromstring(chart("Made up", x, y, series, diagonal=diagonal))


def one(points: Points, shape: Shape = Shape.LINE) -> Series:
    return Series(name="one", points=points, shape=shape)


def lines(svg: ET.Element) -> list[Points]:
    """The points of every polyline: a series' own, if any can be drawn, and then its sample in the legend."""
    return [
        [(float(left), float(top)) for left, top in (place.split(",") for place in line.attrib["points"].split())]
        for line in svg.iter(f"{SVG}polyline")
    ]


def coordinates(svg: ET.Element) -> list[float]:
    told = [float(element.attrib[key]) for element in svg.iter() for key in PLACES if key in element.attrib]
    return told + [value for line in lines(svg) for point in line for value in point]


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize(
    ("points", "kept"),
    [
        pytest.param([], 0, id="empty"),
        pytest.param([(0.5, 0.5)], 1, id="one point"),
        pytest.param([(0.0, 0.0), (0.5, 0.2), (1.0, 1.0)], 3, id="three points"),
        pytest.param([(0.5, math.nan), (math.inf, 0.2), (0.1, 0.1)], 1, id="not finite"),
        pytest.param([(-40.0, 7.0), (1e300, -1e300)], 2, id="far beyond the ends"),
    ],
)
def test_every_coordinate_is_finite_and_inside(points: Points, kept: int, shape: Shape) -> None:
    svg = drawn(one(points, shape), diagonal=True)
    found = coordinates(svg)
    assert len(found) > 40
    assert all(math.isfinite(value) for value in found)
    assert 0 <= min(found) <= max(found) <= WIDTH
    assert len(list(svg.iter(f"{SVG}circle"))) == (kept if shape is Shape.DOTS else 0)
    assert len(lines(svg)) == (2 if kept else 1)


def test_without_any_series_there_are_only_axes() -> None:
    svg = drawn()
    assert lines(svg) == []
    assert coordinates(svg)
    assert svg.attrib["viewBox"] == f"0 0 {WIDTH} {HEIGHT}"


def test_corners_lie_in_the_corners() -> None:
    svg = drawn(one([(0.0, 0.0), (1.0, 1.0)]))
    (left, bottom), (right, top) = lines(svg)[0]
    assert (left, right, top) == (LEFT, WIDTH - RIGHT, TOP)
    assert bottom > top


def test_a_step_holds_its_value_until_the_next_point() -> None:
    points = [(0.0, 0.2), (0.5, 0.6), (1.0, 1.0)]
    plain, stepped = (lines(drawn(one(points, shape)))[0] for shape in (Shape.LINE, Shape.STEP))
    assert stepped == [plain[0], (plain[1][0], plain[0][1]), plain[1], (plain[2][0], plain[1][1]), plain[2]]


@pytest.mark.parametrize("diagonal", [True, False])
def test_the_diagonal_is_drawn_where_it_is_asked_for(diagonal: bool) -> None:
    kinds = [line.attrib["class"] for line in drawn(diagonal=diagonal).iter(f"{SVG}line")]
    assert kinds.count("diagonal") == int(diagonal)
    assert kinds.count("axis") == 2


@pytest.mark.parametrize("number", [1, COLUMNS, COLUMNS + 1, 2 * COLUMNS + 1])
def test_the_picture_grows_with_its_legend(number: int) -> None:
    svg = drawn(*(Series(name=f"name {at}", points=[(0.5, 0.5)]) for at in range(number)))
    height = float(svg.attrib["viewBox"].split()[3])
    assert height == HEIGHT + math.ceil(number / COLUMNS) * LEGEND
    assert max(float(text.attrib["y"]) for text in svg.iter(f"{SVG}text")) <= height
    assert {f"name {at}" for at in range(number)} < {text.text for text in svg.iter(f"{SVG}text")}


def test_colours_that_repeat_have_another_dash() -> None:
    svg = drawn(*(Series(name=f"name {at}", points=[(0.5, 0.5)]) for at in range(2 * COLOURS)))
    looks = {(line.attrib["class"], line.attrib["stroke-dasharray"]) for line in svg.iter(f"{SVG}polyline")}
    assert len(looks) == 2 * COLOURS


def test_words_are_escaped() -> None:
    name = '<b> & "more"'
    written = chart(name, Axis(title=name), Axis(title=name), [Series(name=name, points=[])])
    svg = ET.fromstring(written)
    assert svg.findtext(f"{SVG}title") == name
    assert [text.text for text in svg.iter(f"{SVG}text")].count(name) == 4


def test_a_dark_ground_is_thought_of() -> None:
    classes = set(re.findall(r"\.c\d", chart("Made up", SHARE, SHARE, []).split("prefers-color-scheme: dark")[1]))
    assert len(classes) == COLOURS


# --- axes


@pytest.mark.parametrize(
    ("low", "high", "parts", "ticks"),
    [
        pytest.param(0, 14, 7, (0, 2, 4, 6, 8, 10, 12, 14), id="twos"),
        pytest.param(-6, 6, 12, tuple(range(-6, 7)), id="ones, from below zero"),
        pytest.param(0, 2300, 5, (0, 500, 1000, 1500, 2000), id="hundreds"),
        pytest.param(0, 3, 5, (0, 1, 2, 3), id="fewer than the parts"),
        pytest.param(4, 4, 5, (4, 5), id="no span"),
    ],
)
def test_ticks_are_round(low: float, high: float, parts: int, ticks: tuple[float, ...]) -> None:
    assert axis("count", low, high, parts=parts).ticks == ticks


@given(st.integers(-50, 50), st.floats(0, 1e6), st.integers(3, 12))
def test_ticks_lie_on_the_axis_and_are_not_many(low: int, span: float, parts: int) -> None:
    made = axis("count", low, low + span, parts=parts)
    assert all(made.low <= tick <= made.high and tick == int(tick) for tick in made.ticks)
    assert 1 <= len(made.ticks) <= parts + 1
    assert made.place(made.low) == 0
    assert made.place(made.high) == 1
