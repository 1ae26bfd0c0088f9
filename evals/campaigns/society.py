"""Who there is: accounts and the people they write to, in one id space, with sector, employer and town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.campaigns.clock import Floats
from evals.campaigns.ranges import Ranges, World, draw, draw_int, draw_log

Ints = NDArray[np.int32]
Bytes = NDArray[np.int8]

LANGUAGES = ("en", "de", "fr", "es", "da", "ru", "zh")
SECTORS = 24


@dataclass(frozen=True, slots=True)
class Crowd:
    """Pool positions by one trait, most popular first: those of trait v are order[start[v] : start[v] + size[v]]."""

    order: Ints
    start: NDArray[np.int64]
    size: NDArray[np.int64]

    @classmethod
    def by(cls, trait: Ints, values: int) -> Crowd:
        """Group positions by `trait` (one value per position), keeping their order."""
        size = np.bincount(trait, minlength=values)
        return cls(np.argsort(trait, kind="stable").astype(np.int32), np.cumsum(size) - size, size)

    def of(self, value: int) -> Ints:
        """The positions that have this value."""
        first = int(self.start[value])
        return self.order[first : first + int(self.size[value])]

    def like(self, place: int) -> Ints:
        """The positions with the value that is at this place of the order."""
        return self.of(int(np.searchsorted(self.start + self.size, place, side="right")))


@dataclass(frozen=True, slots=True)
class Popularity:
    """The Zipf-Mandelbrot law: the share of place x in [0, 1) falls like (x + shift) ** -exponent."""

    exponent: float
    shift: float

    @property
    def top(self) -> float:
        """The density at the first place; 1 would be the average."""
        power = 1 - self.exponent
        return float(power * self.shift**-self.exponent / ((1 + self.shift) ** power - self.shift**power))

    def places(self, part: Floats) -> Floats:
        """The places at these shares (uniform draws in [0, 1)) of all contacts."""
        power = 1 - self.exponent
        low, high = self.shift**power, (1 + self.shift) ** power
        return np.asarray(np.clip((low + part * (high - low)) ** (1 / power) - self.shift, 0, 0.9999999))

    @classmethod
    def drawn(cls, rng: np.random.Generator, ranges: Ranges, pool: int, mean_sent: float) -> Popularity:
        """One law, flattened at the top until nobody draws too many; in a small pool that goes only so far."""
        found = cls(draw(rng, ranges.popularity), draw_log(rng, ranges.plateau))
        most = max(20.0, ranges.best_known * pool / mean_sent)
        while found.top > most:
            found = cls(found.exponent, found.shift * 1.2)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Society:
    """People 0..accounts-1 live here; accounts..senders-1 were made for rings; the rest only receive.

    `pool` lists the people who are written to, most popular first; `by_*` group positions in it.
    Traits have one value per person.
    """

    accounts: int
    senders: int
    sector: Bytes
    employer: Ints
    town: Ints
    language: Bytes
    zone: Bytes
    habit: Bytes
    pool: Ints
    by_sector: Crowd
    by_employer: Crowd
    by_town: Crowd
    kin: tuple[Crowd, ...]  # accounts by sector, employer and town
    channels: Floats  # cumulative shares: everyone, sector, employer, town, celebrities
    celebrities: Ints
    fame: Floats  # cumulative shares of the celebrities' contacts
    popularity: Popularity
    employers: int
    towns: int

    @property
    def people(self) -> int:
        """How many there are, accounts or not."""
        return len(self.sector)

    def contacts(self, rng: np.random.Generator, accounts: Ints) -> Ints:
        """One person to write to for each row's account, by popularity and likeness; nobody writes to themselves."""
        channel = np.searchsorted(self.channels, rng.random(len(accounts)), side="right")
        rank = self.popularity.places(rng.random(len(accounts)))
        position = (rank * len(self.pool)).astype(np.int64)
        traits: tuple[tuple[Crowd, NDArray[Any]], ...] = (
            (self.by_sector, self.sector),
            (self.by_employer, self.employer),
            (self.by_town, self.town),
        )
        for number, (crowd, trait) in enumerate(traits, start=1):
            rows = np.flatnonzero(channel == number)
            value = trait[accounts[rows]]
            size = crowd.size[value]
            rows, value, size = rows[size > 0], value[size > 0], size[size > 0]
            position[rows] = crowd.order[crowd.start[value] + (rank[rows] * size).astype(np.int64)]
        chosen = self.pool[position]
        rows = np.flatnonzero(channel == 4)
        chosen[rows] = self.celebrities[np.searchsorted(self.fame, rng.random(len(rows)), side="right")]
        same = chosen == accounts
        chosen[same] = self.pool[(position[same] + 1) % len(self.pool)]
        return chosen


def settle(rng: np.random.Generator, world: World, accounts: int, extra: int, mean_sent: float) -> Society:
    """A society of that many organic accounts and `extra` ones for rings; `mean_sent` contacts per account."""
    ranges, senders = world.ranges, accounts + extra
    size = max(20, int(accounts * draw(rng, ranges.targets_per_account)))
    members = min(int(size * draw(rng, ranges.members)), senders)
    people = senders + size - members
    employers = max(4, int(people / draw(rng, ranges.people_per_employer)))
    towns = int(np.clip(people // 400, 4, 120))
    works = _zipf(rng, people, employers, draw(rng, ranges.employer_skew))
    seat = _zipf(rng, employers, towns, 0.5)
    town = np.where(rng.random(people) < 0.7, seat[works], _zipf(rng, people, towns, 0.5)).astype(np.int32)
    sector = rng.integers(0, SECTORS, employers).astype(np.int8)[works]
    speech = rng.dirichlet(np.array([8.0, 1, 1, 1, 0.5, 1, 1]))
    spoken = rng.choice(len(LANGUAGES), towns, p=speech).astype(np.int8)
    pool = np.concatenate([rng.permutation(senders)[:members], np.arange(senders, people)]).astype(np.int32)
    rng.shuffle(pool)
    stars = pool[rng.permutation(len(pool))[: draw_int(rng, ranges.celebrities)]]
    reach = np.sort(rng.uniform(*ranges.reach, len(stars)))
    return Society(
        accounts=accounts,
        senders=senders,
        sector=sector,
        employer=works,
        town=town,
        language=np.where(rng.random(people) < 0.85, spoken[town], 0).astype(np.int8),
        zone=rng.integers(-8, 10, towns).astype(np.int8)[town],
        habit=rng.choice(3, people, p=[0.62, 0.33, 0.05]).astype(np.int8),
        pool=pool,
        by_sector=Crowd.by(sector[pool].astype(np.int32), SECTORS),
        by_employer=Crowd.by(works[pool], employers),
        by_town=Crowd.by(town[pool], towns),
        kin=tuple(
            Crowd.by(trait[:accounts].astype(np.int32), number)
            for trait, number in ((sector, SECTORS), (works, employers), (town, towns))
        ),
        channels=_channels(rng, ranges, float(reach.sum()) / mean_sent),
        celebrities=stars,
        fame=np.append(np.cumsum(reach)[:-1] / reach.sum(), 1.0),
        popularity=Popularity.drawn(rng, ranges, len(pool), mean_sent),
        employers=employers,
        towns=towns,
    )


def _channels(rng: np.random.Generator, ranges: Ranges, famous: float) -> Floats:
    famous = min(famous, 0.05)
    like = draw(rng, ranges.homophily)
    sector, employer, town = rng.dirichlet([2.0, 2.0, 1.5]) * like
    return np.cumsum([(1 - like) * (1 - famous), *(np.array([sector, employer, town]) * (1 - famous))])


def _zipf(rng: np.random.Generator, rows: int, values: int, exponent: float) -> Ints:
    """`rows` draws from 0..values-1, the share of value r falling like (r + 1) ** -exponent (exponent below 1)."""
    return np.asarray(rng.random(rows) ** (1 / (1 - exponent)) * values).astype(np.int32)
