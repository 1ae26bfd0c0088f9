"""What the page of a hunt shows, prepared: which campaigns in full, what is folded away, what the run rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Generic, TypeVar

from bonafides.render.campaigns_figures import LONGEST_VALUE, flat, moment, value
from bonafides.render.campaigns_svg import share
from bonafides.render.campaigns_words import COUNTS, FAMILIES, HELD, called
from bonafides.render.clean import name
from bonafides.render.clock import Clock

if TYPE_CHECKING:
    from bonafides.model.campaign import Campaign, Dropped, Edge, FamilySurplus, Hunt, Member, Selective
    from bonafides.render.phrases import Phrases

FULL = 50
"""Campaigns shown with all their evidence; the rest get one line each."""
MEMBERS, MOST_MEMBERS = 50, 10_000
"""Accounts of a campaign that are shown at once, and with what is folded away."""
ON_PAPER = 500
"""Longer lists of accounts stay folded on paper."""
LINKS, MOST_LINKS = 10, 200
LONE, MOST_LONE = 50, 1_000
LOSSES = 100
INPUTS = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded(Generic[T]):
    """A list of which the first part is open, a second part is folded away, and the rest is only counted."""

    shown: Sequence[T]
    hidden: Sequence[T]
    left: int

    @property
    def first_hidden(self) -> int:
        """Number of the first item that is folded away, counted from 1."""
        return len(self.shown) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One family of signals of a campaign."""

    signal: FamilySurplus
    title: str
    percent: float
    """Of the strongest family of the campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One campaign in full."""

    campaign: Campaign
    anchor: str
    families: tuple[Family, ...]
    links: Folded[Edge]
    members: Folded[Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on the page."""

    within: int
    """How many campaigns are within the review budget."""
    beyond: int
    counts: str
    """One line under the title."""
    budget: str
    cards: tuple[Card, ...]
    rest: tuple[Campaign, ...]
    held: tuple[tuple[str, int], ...]
    losses: Folded[Dropped]
    fatal: bool
    lone: Folded[Selective]
    facts: tuple[tuple[str, str], ...]
    inputs: Folded[Mapping[str, object]]
    content: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]


def utc(words: Phrases) -> Clock:
    """The clock of a hunt: logs are kept in UTC."""
    return Clock(zone=UTC, name="UTC", words=words)


def sheet(hunt: Hunt, words: Phrases) -> Sheet:
    """The page's values in order; a key that `run.json` lacks is said to be missing."""
    within = sum(each.within_budget for each in hunt.campaigns)
    return Sheet(
        within=within,
        beyond=len(hunt.campaigns) - within,
        counts=", ".join(_counts(hunt, within, words)),
        budget=value(hunt.run.get("budget"), words),
        cards=tuple(_card(each, number, words) for number, each in enumerate(hunt.campaigns[:FULL], 1)),
        rest=hunt.campaigns[FULL:],
        held=tuple((called(HELD, reason, words), count) for reason, count in hunt.held_back.items() if count),
        losses=_folded(sorted(hunt.dropped, key=lambda each: not each.fatal), LOSSES, LOSSES),
        fatal=any(each.fatal for each in hunt.dropped),
        lone=_folded(hunt.selective, LONE, MOST_LONE),
        facts=tuple(_facts(hunt.run, words)),
        inputs=_folded([each for each in _list(hunt.run.get("inputs")) if isinstance(each, Mapping)], INPUTS, INPUTS),
        content=tuple(_content(hunt.run, words)),
        parameters=_named(hunt.run.get("parameters"), words),
    )


def _card(campaign: Campaign, at: int, words: Phrases) -> Card:
    largest = max((each.surplus for each in campaign.signals), default=0.0)
    by_strength = sorted(campaign.accounts, key=lambda each: -each.strength)
    return Card(
        campaign=campaign,
        anchor=f"campaign-{at}",
        families=tuple(
            Family(signal=each, title=called(FAMILIES, each.family, words), percent=share(each.surplus, largest))
            for each in campaign.signals
        ),
        links=_folded(campaign.evidence, LINKS, MOST_LINKS),
        members=_folded(by_strength, MEMBERS, MOST_MEMBERS),
    )


def _folded(items: Sequence[T], shown: int, most: int) -> Folded[T]:
    return Folded(shown=items[:shown], hidden=items[shown:most], left=max(len(items) - most, 0))


def _list(given: object) -> Sequence[object]:
    return given if isinstance(given, Sequence) and not isinstance(given, str | bytes) else ()


def _counts(hunt: Hunt, within: int, words: Phrases) -> list[str]:
    """`3 campaigns within the review budget`, `1 more beyond it, marked`, `1,204,311 contacts read`."""
    said = [words.count("hunt.within", within) if within else words("hunt.within_none")]
    if within < len(hunt.campaigns):
        said.append(words.count("hunt.beyond", len(hunt.campaigns) - within))
    counts = hunt.run.get("counts")
    events = counts.get("events") if isinstance(counts, Mapping) else None
    if isinstance(events, int):
        said.append(words.count("hunt.contacts", events))
    return said


def _facts(run: Mapping[str, object], words: Phrases) -> list[tuple[str, str]]:
    """What was run, on what, in words."""
    counted = [(called(COUNTS, key, words), value(each, words)) for key, each in flat(run.get("counts"))]
    return [
        (words("hunt.run.period"), period(run, words)),
        *counted,
        (words("hunt.run.families"), _families(run, words)),
        (words("hunt.run.purpose"), value(run.get("purpose"), words)),
        (words("hunt.run.budget"), value(run.get("budget"), words)),
        (words("hunt.run.engine"), value(run.get("engine"), words)),
        (words("hunt.run.version"), value(run.get("version"), words)),
        (words("hunt.run.schema"), value(run.get("schema"), words)),
        (words("hunt.run.parameters_hash"), value(run.get("parameters_hash"), words)),
    ]


def period(run: Mapping[str, object], words: Phrases) -> str:
    """The part of the log that was asked for, in words."""
    since, until, clock = run.get("since"), run.get("until"), utc(words)
    ends = [words("hunt.run.from", since=moment(since, clock))] if since not in (None, "") else []
    ends += [words("hunt.run.to", until=moment(until, clock))] if until not in (None, "") else []
    return " ".join(ends) or words("hunt.run.whole")


def _families(run: Mapping[str, object], words: Phrases) -> str:
    on = run.get("families")
    names = list(on) if isinstance(on, Mapping) else _list(on)
    return ", ".join(called(FAMILIES, str(each), words) for each in names) or words("hunt.none_on")


def _content(run: Mapping[str, object], words: Phrases) -> tuple[tuple[str, str], ...]:
    given = run.get("content")
    if isinstance(given, Mapping) or given is None:
        return _named(given, words)
    return ((words("hunt.column.value"), value(given, words)),)


def _named(table: object, words: Phrases) -> tuple[tuple[str, str], ...]:
    return tuple((name(key, LONGEST_VALUE), value(each, words)) for key, each in flat(table))
