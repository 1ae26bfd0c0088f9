"""Where the circles, squares and lines of a campaign's picture stand.

Places across are percentages, so that a drawing fills any width while its letters keep their size; places down the page
are pixels. The same campaign is always drawn the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import networkx as nx

from bonafides.desk.figures.network import family_name, persona
from bonafides.model import Level
from bonafides.render.clean import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.desk.figures.network import Group, Network
    from bonafides.render.phrases import Phrases

WIDTH = 800.0
"""Pixels across for which letters are kept apart; a wider drawing has more room."""
ROOM_EACH = 20.0
LOWEST = 220.0
"""Pixels down: for each circle or square, and for a picture of few."""
EDGE, GAP = 12.0, 8.0
LETTER, LEADING = 6.8, 15.0
"""Pixels of a letter across, as far as that can be known, and from line to line."""
LABEL = 20
CASE, THING = 17.0, 8.0
"""Half the size of a case and of a thing."""
SEED = 7
TURNS = 120
_REMEMBERED = 500
"""Layouts that are kept: places and lines as numbers, no word of any case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A line of words below a circle or square."""

    text: str
    y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A circle (cases) or a square (what they share)."""

    what: str
    """`case`, `group` or `thing`."""
    level: str
    """Of the cases, the highest; empty for a thing."""
    inside: str
    """The number of a case, or how many a group has."""
    x: str
    """Percent of the drawing."""
    y: str
    r: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line between two spots."""

    state: str
    """`shared`, `confirmed` or `suggested`."""
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The whole picture."""

    height: int
    strokes: tuple[Stroke, ...]
    spots: tuple[Spot, ...]


@dataclass(slots=True, kw_only=True)
class _Place:
    """A spot that is being placed: its middle in pixels, and what it takes on each side."""

    x: float
    y: float
    r: float
    texts: tuple[str, ...]

    @property
    def half(self) -> float:
        return max([self.r, *(len(text) * LETTER / 2 for text in self.texts)]) + GAP / 2

    @property
    def top(self) -> float:
        return self.y - self.r - GAP / 2

    @property
    def bottom(self) -> float:
        return self.y + self.r + LEADING * len(self.texts) + GAP / 2


def drawing(net: Network, words: Phrases) -> Drawing | None:
    """The picture of a campaign; None where there is no case."""
    if not net.groups:
        return None
    edges = _edges(net)
    places = _placed(net, edges, words)
    return Drawing(
        height=round(max(place.bottom for place in places) + EDGE),
        strokes=tuple(_stroke(places[one], places[other], state) for (one, other), state in edges.items()),
        spots=tuple(_spot(net, at, place) for at, place in enumerate(places)),
    )


def _edges(net: Network) -> dict[tuple[int, int], str]:
    """Lines by their two ends: groups are counted first, then things."""
    group_of = {case: at for at, group in enumerate(net.groups) for case in group.cases}
    first = len(net.groups)
    shared = {
        (group_of[case], first + at): "shared" for at, thing in enumerate(net.drawn) for case in sorted(thing.cases)
    }
    tied: dict[tuple[int, int], str] = {}
    for tie in net.ties:
        one, other = sorted((group_of[tie.one], group_of[tie.other]))
        if one != other:
            tied.setdefault((one, other), tie.state)
    return shared | tied


def _placed(net: Network, edges: Iterable[tuple[int, int]], words: Phrases) -> list[_Place]:
    """Linked things near each other, as springs would hold them, and nothing upon anything else."""
    count = len(net.groups) + len(net.drawn)
    springs = _springs(count, tuple(edges))
    across = _stretched([x for x, _ in springs], WIDTH)
    down = _stretched([y for _, y in springs], max(LOWEST, ROOM_EACH * count))
    sizes = _sizes(net, words)
    places = [_Place(x=x, y=y, r=r, texts=texts) for x, y, (r, texts) in zip(across, down, sizes, strict=True)]
    _set_apart(places)
    return places


@lru_cache(maxsize=_REMEMBERED)
def _springs(count: int, edges: tuple[tuple[int, int], ...]) -> tuple[tuple[float, float], ...]:
    """Where springs along these lines hold so many spots; remembered, since it is most of the work of a page."""
    web = nx.Graph()
    web.add_nodes_from(range(count))
    web.add_edges_from(edges)
    found = nx.spring_layout(web, seed=SEED, iterations=TURNS)
    return tuple((float(found[at][0]), float(found[at][1])) for at in range(count))


def _stretched(values: Sequence[float], length: float) -> list[float]:
    """The same places, from 0 to `length`; in the middle where there is only one."""
    first, last = min(values), max(values)
    return [(value - first) / (last - first) * length if last > first else length / 2 for value in values]


def _sizes(net: Network, words: Phrases) -> Iterable[tuple[float, tuple[str, ...]]]:
    """Half the size of each spot, and the words below it."""
    for group in net.groups:
        if len(group.cases) == 1:
            yield CASE, (persona(net.cases[group.cases[0]], words, LABEL),)
        else:
            yield CASE * 1.5, (words.count("graph.cases", len(group.cases)),)
    for thing in net.drawn:
        yield THING, (family_name(thing.family, words), name(thing.shown, LABEL))


def _set_apart(places: Sequence[_Place]) -> None:
    """From above, each goes down until it stands on nothing that stands already."""
    set_down: list[_Place] = []
    for place in sorted(places, key=lambda each: each.y):
        place.x = min(max(place.x, EDGE + place.half), WIDTH - EDGE - place.half)
        place.y += max(0.0, EDGE - place.top)
        while below := [each.bottom for each in set_down if _meet(each, place)]:
            place.y += max(min(below) - place.top, 0.1)
        set_down.append(place)


def _meet(one: _Place, other: _Place) -> bool:
    across = abs(one.x - other.x) < one.half + other.half
    return across and one.top < other.bottom and other.top < one.bottom


def _spot(net: Network, at: int, place: _Place) -> Spot:
    group = net.groups[at] if at < len(net.groups) else None
    below = place.y + place.r + LEADING - 3
    return Spot(
        what="thing" if group is None else "case" if len(group.cases) == 1 else "group",
        level=_level(net, group) if group else "",
        inside=_inside(net, group) if group else "",
        x=_percent(place.x),
        y=_pixels(place.y),
        r=_pixels(place.r),
        labels=tuple(Label(text=text, y=_pixels(below + row * LEADING)) for row, text in enumerate(place.texts)),
    )


def _inside(net: Network, group: Group) -> str:
    return str(net.cases[group.cases[0]].number) if len(group.cases) == 1 else f"×{len(group.cases)}"


def _level(net: Network, group: Group) -> str:
    """The highest level of the cases; empty where none has one that is known."""
    levels = {net.cases[at].level for at in group.cases}
    return next((level.value for level in reversed(Level) if level.value in levels), "")


def _stroke(one: _Place, other: _Place, state: str) -> Stroke:
    return Stroke(state=state, x1=_percent(one.x), y1=_pixels(one.y), x2=_percent(other.x), y2=_pixels(other.y))


def _percent(x: float) -> str:
    return f"{x / WIDTH * 100:.2f}%"


def _pixels(value: float) -> str:
    return f"{value:.1f}"
