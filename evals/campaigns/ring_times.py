"""When a ring works through its list: how long, in what way, at what hours, and in how many teams."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from evals.campaigns.clock import DAY_US, Clock, Floats, Times
from evals.campaigns.ranges import draw_log

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]
"""For every message, which account and which target, by their place in the ring's lists."""


class Style(StrEnum):
    """The ways of working through a list of targets."""

    LOOSE = "loose"  # at any time within the window
    WAVES = "waves"  # each target has its moment, and all write around it
    IN_ORDER = "in order"  # every account walks down the same list, at its own pace


def moments(
    rng: np.random.Generator, clock: Clock, days: float, style: Style, pairs: Pairs, shape: tuple[int, ...], relays: int
) -> Times:
    """A time per message, in microseconds: within so many days from a random start, teams one after the other.

    `shape` is the number of accounts and of targets.
    """
    part = np.clip(_part(rng, style, pairs, shape), 0, 0.999999)
    if relays > 1:
        part = (rng.integers(0, relays, shape[0])[pairs[0]] + part) / relays
    start, number = clock.at(rng, days), len(part)
    if days < 1.5 or rng.random() < 0.4:
        return clock.within(start + (part * days * DAY_US).astype(np.int64))
    zone = np.full(number, rng.integers(-8, 10), np.int8)  # kept to the working hours of one desk
    return clock.during(rng, start, days, np.zeros(number, np.int8), zone, part)


def _part(rng: np.random.Generator, style: Style, pairs: Pairs, shape: tuple[int, ...]) -> Floats:
    """How far through the window each message falls, about 0 to 1."""
    number = len(pairs[0])
    if style is Style.WAVES:
        return np.asarray(rng.random(shape[1])[pairs[1]] + rng.laplace(0, draw_log(rng, (0.005, 0.15)), number))
    if style is Style.IN_ORDER:
        pace = rng.uniform(0.6, 1, shape[0])[pairs[0]]
        return np.asarray((pairs[1] + rng.random(number)) / shape[1] * pace + (1 - pace) * rng.random())
    return rng.random(number)
