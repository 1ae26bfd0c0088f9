"""Small charts as SVG text: lines, steps, dots and a diagonal on labelled axes; light and dark, no dependency."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 40, 56
LEGEND = 18
"""Height of a line of the legend, which stands below the axis' title."""
COLUMNS = 3
"""Entries of the legend beside each other."""
COLOURS = 4
"""Colours before they repeat with another dash; all are told apart by the colour-blind and on both grounds."""
DASHES = ("none", "7 4", "2 3")
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 15px }
.grid { stroke: #d0d7de; stroke-width: 1 }
.axis, .diagonal { stroke: #57606a; stroke-width: 1 }
.diagonal { stroke-dasharray: 4 4 }
.line { fill: none; stroke-width: 2 }
.c0 { stroke: #0072b2; color: #0072b2 } .c1 { stroke: #d55e00; color: #d55e00 }
.c2 { stroke: #009e73; color: #009e73 } .c3 { stroke: #b8569a; color: #b8569a }
.dot { fill: currentColor }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .grid { stroke: #30363d } .axis, .diagonal { stroke: #8b949e }
  .c0 { stroke: #56b4e9; color: #56b4e9 } .c1 { stroke: #ff8a4c; color: #ff8a4c }
  .c2 { stroke: #2ecc9b; color: #2ecc9b } .c3 { stroke: #e08cc4; color: #e08cc4 }
}
"""


class Shape(StrEnum):
    """How the points of a series are joined."""

    LINE = "line"
    STEP = "step"
    """The value holds until the next point."""
    DOTS = "dots"
    """A line with a dot at every point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis: what it shows, and from where to where."""

    title: str
    low: float = 0.0
    high: float = 1.0
    ticks: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

    def place(self, value: float) -> float:
        """Where a value lies, 0 to 1; values beyond the ends lie on them."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points under one name; those that are not finite are left out."""

    name: str
    points: Sequence[tuple[float, float]]
    shape: Shape = Shape.LINE

    @property
    def drawn(self) -> list[tuple[float, float]]:
        """The points that can be drawn."""
        return [point for point in self.points if all(map(math.isfinite, point))]


SHARE = Axis(title="share")


def axis(title: str, low: float, high: float, *, parts: int = 5) -> Axis:
    """An axis with round ticks of whole numbers, some `parts` of them, over at least one."""
    span = max(1.0, high - low)
    ten = 10 ** math.floor(math.log10(span / parts)) if span > parts else 1
    step = next(ten * factor for factor in (1, 2, 5, 10) if ten * factor * parts >= span)
    first, last = math.ceil(low / step), math.floor((low + span) / step)
    return Axis(title=title, low=low, high=low + span, ticks=tuple(float(step * n) for n in range(first, last + 1)))


def chart(title: str, x: Axis, y: Axis, series: Sequence[Series], *, diagonal: bool = False) -> str:
    """The SVG document; `diagonal` draws where both values are the same."""
    rows = -(-len(series) // COLUMNS)
    height = HEIGHT + rows * LEGEND
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<text class="title" x="{LEFT}" y="22">{escape(title)}</text>',
        *_frame(x, y),
    ]
    if diagonal:
        lines.append(_stroke("diagonal", _at(x, y, (x.low, y.low)), _at(x, y, (x.high, y.high))))
    for number, one in enumerate(series):
        lines += [*_series(x, y, one, number), *_legend(one, number)]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _frame(x: Axis, y: Axis) -> Iterator[str]:
    """Grid, axes, the numbers at the ticks and the titles."""
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for tick in y.ticks:
        _, at = _at(x, y, (x.low, tick))
        yield _stroke("grid", (LEFT, at), (right, at))
        yield f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{_number(tick)}</text>'
    for tick in x.ticks:
        at, _ = _at(x, y, (tick, y.low))
        yield _stroke("grid", (at, TOP), (at, bottom))
        yield f'<text x="{at:.1f}" y="{bottom + 18}" text-anchor="middle">{_number(tick)}</text>'
    yield _stroke("axis", (LEFT, TOP), (LEFT, bottom))
    yield _stroke("axis", (LEFT, bottom), (right, bottom))
    middle, half = (LEFT + right) / 2, (TOP + bottom) / 2
    yield f'<text x="{middle:.1f}" y="{bottom + 40}" text-anchor="middle">{escape(x.title)}</text>'
    turned = f'transform="rotate(-90 18 {half:.1f})"'
    yield f'<text x="18" y="{half:.1f}" text-anchor="middle" {turned}>{escape(y.title)}</text>'


def _series(x: Axis, y: Axis, one: Series, number: int) -> Iterator[str]:
    places = [_at(x, y, point) for point in one.drawn]
    if not places:
        return
    path = places[:1]
    for left, right in pairwise(places):
        path += [(right[0], left[1]), right] if one.shape is Shape.STEP else [right]
    yield _polyline(path, number)
    if one.shape is Shape.DOTS:
        yield from (f'<circle class="dot c{number % COLOURS}" cx="{a:.1f}" cy="{b:.1f}" r="3.5"/>' for a, b in places)


def _legend(one: Series, number: int) -> Iterator[str]:
    row, column = divmod(number, COLUMNS)
    left, base = LEFT + column * (WIDTH - LEFT - RIGHT) / COLUMNS, HEIGHT + row * LEGEND
    yield _polyline([(left, base - 4), (left + 26, base - 4)], number)
    yield f'<text x="{left + 32:.1f}" y="{base}">{escape(one.name)}</text>'


def _polyline(places: Sequence[tuple[float, float]], number: int) -> str:
    """A line in the colour and dash of a series."""
    joined = " ".join(f"{left:.1f},{top:.1f}" for left, top in places)
    dash = DASHES[number // COLOURS % len(DASHES)]
    return f'<polyline class="line c{number % COLOURS}" stroke-dasharray="{dash}" points="{joined}"/>'


def _at(x: Axis, y: Axis, point: tuple[float, float]) -> tuple[float, float]:
    left = LEFT + x.place(point[0]) * (WIDTH - LEFT - RIGHT)
    return left, HEIGHT - BOTTOM - y.place(point[1]) * (HEIGHT - TOP - BOTTOM)


def _stroke(kind: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    return f'<line class="{kind}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'


def _number(value: float) -> str:
    return f"{value:,.6g}"
