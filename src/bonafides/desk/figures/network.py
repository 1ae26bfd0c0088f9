"""What links the cases of a campaign, before it is drawn: what they share, who was linked, and how much can be read.

What is shared stands once, however many cases bear it; cases that share nothing but are linked all the same are tied
directly. Where a picture would hold more than can be read, it has groups of cases that share the same things.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from bonafides.desk.links import REJECTED, reasons
from bonafides.render.clean import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bonafides.desk.linking.suggesting import Reason
    from bonafides.render.phrases import Phrases
    from bonafides.store.records import Case, Link, Mark

LARGEST = 60
"""Circles and squares that one picture holds; beyond, cases are shown in groups."""
HUBS = 18
"""Things that a picture of groups shows: those that the most cases share."""
LIKE = frozenset({"text", "photo"})
"""Families whose keys are those of likeness: one text has several, and they stand for one thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that several cases share."""

    family: str
    shown: str
    more: int
    """Further values of the family that the same cases share."""
    cases: frozenset[int]
    """Places in the list of cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two cases that were linked and share nothing that is drawn."""

    one: int
    other: int
    because: tuple[Reason, ...]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cases that are drawn as one; most often a single one."""

    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A campaign as things, ties and groups of cases, before it is drawn."""

    cases: tuple[Case, ...]
    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]
    groups: tuple[Group, ...]
    drawn: tuple[Thing, ...]
    """The things of the picture; the table has all of them."""

    @property
    def folded(self) -> bool:
        """Whether the picture leaves out what the table has."""
        return len(self.groups) < len(self.cases) or len(self.drawn) < len(self.things)


def network(cases: Iterable[Case], links: Iterable[Link], marks: Iterable[Mark]) -> Network:
    """What links these cases; links and marks of other cases, and links that were rejected, are left aside."""
    listed = tuple(sorted(cases, key=lambda case: (case.number, case.id)))
    places = {case.id: at for at, case in enumerate(listed)}
    things = _things(marks, places)
    ties = tuple(_ties(links, things, places))
    groups, drawn = _readable(len(listed), things)
    return Network(cases=listed, things=things, ties=ties, groups=groups, drawn=drawn)


def persona(case: Case, words: Phrases, longest: int = 60) -> str:
    """How the account of a case presents itself, cut and cleaned."""
    return name(case.persona, longest) or words("graph.unnamed")


def family_name(key: str, words: Phrases) -> str:
    """What a family of marks is called; one that has no words is shown by its key."""
    return words.get(f"graph.family.{key}", name(key, 30))


def _things(marks: Iterable[Mark], places: Mapping[str, int]) -> tuple[Thing, ...]:
    """What at least two of the cases share; what the same cases share of one family is one thing."""
    bearers: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    shown: dict[tuple[str, str], str] = {}
    for mark in marks:
        if mark.case in places:
            bearers[mark.family][mark.key].add(places[mark.case])
            shown[mark.family, mark.key] = min(shown.get((mark.family, mark.key), mark.shown), mark.shown)
    found = []
    for family, keys in bearers.items():
        shared = {key: frozenset(borne) for key, borne in keys.items() if len(borne) > 1}
        for together, borne in _together(shared, like=family in LIKE):
            said = sorted({shown[family, key] for key in together})
            more = 0 if family in LIKE else len(said) - 1
            found.append(Thing(family=family, shown=said[0], more=more, cases=borne))
    return tuple(sorted(found, key=lambda each: (-len(each.cases), each.family, each.shown, sorted(each.cases))))


def _together(shared: Mapping[str, frozenset[int]], *, like: bool) -> Iterator[tuple[list[str], frozenset[int]]]:
    """Keys that stand for one thing, with the cases that bear it: those of the same cases, or a chain of likeness."""
    if like:
        web = nx.Graph((key, case) for key, cases in shared.items() for case in cases)
        for part in nx.connected_components(web):
            keys = [each for each in part if isinstance(each, str)]
            yield keys, frozenset(each for each in part if isinstance(each, int))
        return
    same: dict[frozenset[int], list[str]] = defaultdict(list)
    for key, cases in shared.items():
        same[cases].append(key)
    yield from ((keys, cases) for cases, keys in same.items())


def _ties(links: Iterable[Link], things: Sequence[Thing], places: Mapping[str, int]) -> Iterator[Tie]:
    """Links between cases that share no thing, each pair once; a confirmed one counts before a suggested one."""
    borne = _borne(len(places), things)
    seen: set[tuple[int, int]] = set()
    for link in sorted(links, key=lambda each: (each.state, each.one, each.other)):
        if link.state == REJECTED or link.one not in places or link.other not in places:
            continue
        one, other = sorted((places[link.one], places[link.other]))
        if one != other and (one, other) not in seen and borne[one].isdisjoint(borne[other]):
            seen.add((one, other))
            yield Tie(one=one, other=other, because=reasons(link), state=link.state)


def _borne(cases: int, things: Sequence[Thing]) -> list[set[int]]:
    """For each case the places of the things that it bears."""
    borne: list[set[int]] = [set() for _ in range(cases)]
    for place, thing in enumerate(things):
        for case in thing.cases:
            borne[case].add(place)
    return borne


def _readable(cases: int, things: tuple[Thing, ...]) -> tuple[tuple[Group, ...], tuple[Thing, ...]]:
    """What one picture can hold: all, or what most cases share and groups of cases that share the same of it.

    Where these are still too many, cases are grouped by the one thing that most others share with them.
    """
    if cases + len(things) <= LARGEST:
        return tuple(Group(cases=(at,)) for at in range(cases)), things
    drawn = things[:HUBS]
    borne = [sorted(each) for each in _borne(cases, drawn)]
    groups = _groups(tuple(each) for each in borne)
    if len(groups) + len(drawn) > LARGEST:
        groups = _groups(tuple(each[:1]) for each in borne)
    return groups, drawn


def _groups(keys: Iterable[tuple[int, ...]]) -> tuple[Group, ...]:
    found: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for case, key in enumerate(keys):
        found[key].append(case)
    return tuple(Group(cases=tuple(cases)) for cases in found.values())
