"""What a shared value is worth: nats over chance, less what a shared office, a common template or a hub explains.

A value that k of N cases bear is shared by chance with probability k / N: sharing it is worth log(N / k) nats, less a
price for the ways in which people of different hands come to share such a thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORLD = 100_000
"""Cases that a desk counts as at least: a value that it has seen once is not common because the desk is small."""
LEAST = 6.0
"""Nats from which two cases are linked: one such coincidence in 400 pairs that chance would bring together."""
CROWD = 5
"""Cases of one value from which it is looked at whether they are strangers to each other otherwise."""
STRANGERS = 4
"""Unrelated cases that may share a value before each further one takes a nat from it: a phone that eight people who
have nothing else in common hand out is an office's, a letter that they write is out of a book."""
REPUTED = 0.5
"""Share of the cases of a value that are flagged, from which it takes more strangers to doubt it."""
REPUTATION = (16, 2)
"""So many times as many; the second is for texts, since the program flags all copies of a letter or none."""
OFFICE = 1.5
"""What a phone, a text or a picture is worth between two people of one firm whose behaviour is not flagged: offices
share all of these."""
CORROBORATION = 3.0
"""Nats that the weak families can add together."""
FOUNDATION = 3.5
"""Nats that a strong family must bring before weak ones add anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """How far a family can be trusted."""

    name: str
    why: str
    price: float
    """Nats taken from each value: how often different hands share one by other ways than chance."""
    links: bool
    """Whether it can link by itself; others only add to what such a family says."""
    offices: bool = False
    """Whether a firm's people share it."""


FAMILIES: Mapping[str, Family] = {
    each.name: each
    for each in (
        Family(name="phone", price=0.5, links=True, offices=True, why="A number is one person's, or one office's."),
        Family(name="mail", price=0.0, links=True, why="A mailbox is one person's."),
        Family(name="handle", price=0.0, links=True, why="A messenger account is one person's."),
        Family(name="profile", price=0.5, links=True, why="An account; another persona may point to it."),
        Family(name="photo", price=1.0, links=True, offices=True, why="One picture serves several personas."),
        Family(name="text", price=2.0, links=True, offices=True, why="Who copies a letter changes names, not words."),
        Family(name="domain", price=4.0, links=False, why="A firm's people share it."),
        Family(name="firm", price=5.0, links=False, why="A firm's people share it, and others use its name."),
        Family(name="persona", price=4.5, links=False, why="Names are common, and real people's names are taken."),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A value that two cases share."""

    family: str
    shown: str
    cases: int
    """How many cases bear it."""
    doubt: float = 0.0
    """Nats to take off because the likeness is partial."""
    strangers: float = 0.0
    """How many groups of its cases have nothing else in common; 0 where it has not been looked at, and less where most
    of them are flagged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What else is known of two cases."""

    cases: int
    """How many cases the desk has."""
    same_firm: bool
    same_persona: bool
    office: bool
    """Whether that firm seems an honest one, by how its people behave."""

    @property
    def colleagues(self) -> bool:
        """Whether they may simply be two honest people of one firm."""
        return self.same_firm and not self.same_persona and self.office


def worth(value: Shared, between: Between) -> float:
    """Nats of one shared value, at least 0."""
    family = FAMILIES[value.family]
    nats = log(max(between.cases, WORLD) / max(1, value.cases)) - family.price - value.doubt
    nats -= max(0.0, value.strangers - STRANGERS)
    if family.offices and between.colleagues:
        nats = min(nats, OFFICE)
    return max(0.0, nats)


def total(values: Iterable[tuple[Shared, float]], between: Between) -> float:
    """What several shared values say together; 0 where only weak ones are there.

    One number or name counts once, whichever families it is in; of weak families, the best of each counts.
    """
    strong: dict[str, float] = {}
    weak: dict[str, float] = {}
    for value, nats in values:
        if FAMILIES[value.family].links:
            name = "text" if value.family == "text" else value.shown
            strong[name] = max(strong.get(name, 0.0), nats)
        else:
            # A firm and its domain are one fact.
            name = "firm" if value.family == "domain" else value.family
            weak[name] = max(weak.get(name, 0.0), nats)
    foundation = sum(strong.values())
    if foundation < FOUNDATION or between.colleagues:
        return foundation
    return foundation + min(CORROBORATION, sum(weak.values()))
