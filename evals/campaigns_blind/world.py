"""The imagined network: members who write, people who are written to, their sectors, employers and popularity."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.campaigns_blind.wording import LANGUAGES, data

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DAY = 86_400
EVENTS_PER_ACCOUNT, TARGETS_PER_ACCOUNT, TARGETS_PER_EMPLOYER = 10, 0.8, 25
FIRST_DAY = 1_735_776_000
"""2 January 2025, 00:00 UTC: logs begin within ten months of it."""

ZONES = np.array([-8, -5, -3, 0, 1, 2, 3, 5, 8, 9])
HIRING = 0.03
"""The share of ordinary members who hire or sell: they write more, and about jobs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Members (arrays of length `accounts`) and people written to (sorted by sector, then employer)."""

    start: int
    days: int
    sectors: tuple[str, ...]
    firms: tuple[str, ...]
    firm_sector: Ints
    sector: Ints
    employer: Ints
    interest: Ints
    """An employer in the member's sector whose people the member often writes to."""
    zone: Ints
    language: Ints
    hiring: NDArray[np.bool_]
    activity: Floats
    """How much each member writes, relative to the others."""
    target_sector: Ints
    target_employer: Ints
    target_name: Ints
    popularity: Floats
    cumulative: Floats
    """Popularity summed from the first target on, with a leading 0."""
    sector_edges: Ints
    employer_edges: Ints

    @property
    def accounts(self) -> int:
        """How many members write."""
        return len(self.sector)

    @property
    def targets(self) -> int:
        """How many people can be written to."""
        return len(self.target_sector)

    @property
    def end(self) -> int:
        """The first second after the log."""
        return self.start + self.days * DAY


def heavy(rng: np.random.Generator, size: int, exponent: float, ceiling: float) -> Floats:
    """Pareto draws from 1 to `ceiling` with that tail exponent."""
    return np.minimum(1 + rng.pareto(exponent, size), ceiling)


def firm_name(dice: random.Random, ends: str = "firm_end") -> str:
    """An invented firm."""
    names = data("names")
    return f"{dice.choice(names['firm_start'])}{dice.choice(names['firm_middle'])} {dice.choice(names[ends])}"


def firm_names(count: int, dice: random.Random) -> tuple[str, ...]:
    """That many different firms; where the names run out, another word is put in front."""
    found: dict[str, None] = {}
    while len(found) < count:
        name = firm_name(dice)
        while name in found:
            name = f"{dice.choice(data('names')['firm_start'])} {name}"
        found[name] = None
    return tuple(found)


def domain(firm: str) -> str:
    """The firm's web domain, under a reserved ending."""
    return f"{firm.lower().replace(' ', '-').replace('.', '')}.example"


def drawn(rng: np.random.Generator, weights: Floats, size: int) -> Ints:
    """Indices drawn with replacement in proportion to `weights`."""
    sums = np.cumsum(weights)
    found: Ints = np.searchsorted(sums, rng.random(size) * sums[-1], side="right")
    return np.minimum(found, len(sums) - 1)


def build(events: int, rng: np.random.Generator, dice: random.Random) -> World:
    """A world that fits a log of `events` contacts."""
    accounts = events // EVENTS_PER_ACCOUNT
    targets = int(accounts * TARGETS_PER_ACCOUNT)
    table = data("names")["sectors"]
    share = np.array([row[0] for row in table.values()], dtype=np.float64)
    firms = max(60, targets // TARGETS_PER_EMPLOYER)
    firm_sector = np.sort(np.concatenate([np.arange(len(share)), drawn(rng, share, firms - len(share))]))
    firm_size = heavy(rng, firms, 1.1, 200.0)
    employed = np.sort(drawn(rng, firm_size, targets))
    popularity = heavy(rng, targets, 1.8, 300.0)
    sector = drawn(rng, share, accounts)
    hiring = rng.random(accounts) < HIRING
    activity = heavy(rng, accounts, 1.6, 150.0) * np.where(hiring, 4.0, 1.0)
    return World(
        start=FIRST_DAY + int(rng.integers(0, 300)) * DAY,
        days=int(rng.integers(30, 91)),
        sectors=tuple(table),
        firms=firm_names(firms, dice),
        firm_sector=firm_sector,
        sector=sector,
        employer=firm_within(rng, firm_sector, sector),
        interest=firm_within(rng, firm_sector, sector),
        zone=rng.choice(ZONES, accounts),
        language=rng.choice(len(LANGUAGES), accounts, p=[0.79, 0.07, 0.07, 0.07]),
        hiring=hiring,
        activity=activity,
        target_sector=firm_sector[employed],
        target_employer=employed,
        target_name=rng.integers(0, len(data("names")["first"]), targets),
        popularity=popularity,
        cumulative=np.concatenate([[0.0], np.cumsum(popularity)]),
        sector_edges=np.searchsorted(firm_sector[employed], np.arange(len(share) + 1)),
        employer_edges=np.searchsorted(employed, np.arange(firms + 1)),
    )


def firm_within(rng: np.random.Generator, firm_sector: Ints, sector: Ints) -> Ints:
    """For each member a firm of the member's own sector."""
    low, high = np.searchsorted(firm_sector, sector), np.searchsorted(firm_sector, sector, side="right")
    return low + (rng.random(len(sector)) * (high - low)).astype(np.int64)


def circle(world: World, accounts: Ints, rng: np.random.Generator) -> Ints:
    """One target for each entry of `accounts`: at the favourite employer, in the sector or anywhere, by popularity."""
    low, high = np.zeros(len(accounts), np.int64), np.full(len(accounts), world.targets)
    where = rng.random(len(accounts))
    sector, interest = world.sector[accounts], world.interest[accounts]
    for mask, edges, key in (
        ((where >= 0.2) & (where < 0.7), world.sector_edges, sector),
        (where < 0.2, world.employer_edges, interest),
    ):
        usable = mask & (edges[key + 1] > edges[key])
        low = np.where(usable, edges[key], low)
        high = np.where(usable, edges[key + 1], high)
    first, last = world.cumulative[low], world.cumulative[high]
    found = np.searchsorted(world.cumulative, first + rng.random(len(accounts)) * (last - first), side="right") - 1
    return np.asarray(np.clip(found, low, high - 1), np.int64)
