"""What the members' profiles say; campaigns and gatherings change their own members' afterwards."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.campaigns_blind.wording import data
from evals.campaigns_blind.world import DAY, Ints, World, drawn

Strings = NDArray[np.object_]

NO_PHOTO = 0.15
STOCK_PHOTOS, STOCK = 40, 0.01
"""This many pictures that anyone may use, and the share of members who do."""

SHARED_NETWORKS = ("AS64500", "AS64501", "AS64502")
"""Commercial VPN exits: ordinary members use them, and so may a campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """One column per field, one entry per member; the arrays are changed in place."""

    created: Ints
    employer: Strings
    headline: Strings
    bio: Strings
    photo: NDArray[np.uint64]
    pictured: NDArray[np.bool_]
    network: Strings


def profiles(world: World, rng: np.random.Generator, dice: random.Random) -> Profiles:
    """Ordinary profiles for everybody."""
    count = world.accounts
    employer = np.array(world.firms, dtype=object)[world.employer]
    photo = rng.integers(0, 2**64, count, dtype=np.uint64)
    stock = np.flatnonzero(rng.random(count) < STOCK)
    photo[stock] = rng.integers(0, 2**64, STOCK_PHOTOS, dtype=np.uint64)[rng.integers(0, STOCK_PHOTOS, len(stock))]
    age = 1 + rng.gamma(1.6, 900.0, count)
    return Profiles(
        created=world.start - (np.minimum(age, 5_500) * DAY).astype(np.int64),
        employer=employer,
        headline=np.array([headline(str(firm), dice) for firm in employer], dtype=object),
        bio=np.array([bio(dice) for _ in range(count)], dtype=object),
        photo=photo,
        pictured=rng.random(count) >= NO_PHOTO,
        network=networks(count, rng),
    )


def networks(count: int, rng: np.random.Generator) -> Strings:
    """An access network for each: some huge, many small, a few shared exits."""
    names = [f"AS{number}" for number in range(64_512, 65_500)]
    private = np.array(names, dtype=object)[drawn(rng, 1.0 / np.arange(1, len(names) + 1), count)]
    exits = np.array(SHARED_NETWORKS, dtype=object)[rng.integers(0, len(SHARED_NETWORKS), count)]
    return np.where(rng.random(count) < 0.02, exits, private)


def headline(firm: str, dice: random.Random) -> str:
    """A job at `firm`."""
    names = data("names")
    return f"{dice.choice(names['level'])}{dice.choice(names['job'])} at {firm}"


def bio(dice: random.Random) -> str:
    """A line or two about oneself; often nothing."""
    names = data("names")
    if dice.random() < 0.35:
        return ""
    plain = data("words/en")["plain"]
    likes = " and ".join(dice.sample(names["interest"], 2))
    return f"{dice.choice(names['verb']).capitalize()} {dice.choice(plain['other'])}. I enjoy {likes}."
