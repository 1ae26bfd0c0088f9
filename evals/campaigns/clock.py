"""When things happen: days of the week, hours of the day by time zone, all as microseconds since 1970 (UTC)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.campaigns.ranges import Ranges, draw

Times = NDArray[np.int64]
Floats = NDArray[np.float64]

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
EPOCH_DAY = 20_089  # 1 January 2025
STEPS = 2048
HABITS = {  # traffic by hour, midnight first; kinds of people
    "office": [1, 0, 0, 0, 0, 1, 3, 8, 20, 30, 30, 26, 18, 22, 28, 28, 24, 16, 8, 5, 4, 4, 3, 2],
    "evening": [4, 2, 1, 1, 1, 2, 4, 7, 8, 8, 8, 8, 10, 8, 8, 8, 9, 12, 16, 22, 26, 24, 16, 8],
    "always": [3] * 24,
}


@dataclass(frozen=True, slots=True)
class Clock:
    """The calendar of one world. `start` and `length` in microseconds; `day_edges` and `hour_table` invert shares."""

    start: int
    length: int
    day_edges: Floats
    hour_table: NDArray[np.float32]

    @classmethod
    def drawn(cls, rng: np.random.Generator, ranges: Ranges, days: float) -> Clock:
        """A first day within two years, a weekly rhythm, growth, and a few quiet or busy days."""
        first = EPOCH_DAY + int(rng.integers(0, 500))
        number = max(1, int(np.ceil(days)))
        weight = np.linspace(1, draw(rng, ranges.growth), number) * rng.lognormal(0, 0.12, number)
        weekday = (first + np.arange(number) + 3) % 7  # 1 January 1970 was a Thursday
        weight[weekday >= 5] *= draw(rng, ranges.weekend)
        weight[-1] *= days - number + 1
        edges = np.concatenate([[0.0], np.cumsum(weight) / weight.sum()])
        table = np.stack([_inverse(np.array(habit, dtype=float)) for habit in HABITS.values()])
        return cls(first * DAY_US, int(days * DAY_US), edges, table.astype(np.float32))

    def moments(self, rng: np.random.Generator, habit: NDArray[np.int8], zone: NDArray[np.int8], part: Floats) -> Times:
        """One moment per row: `part` in [0, 1) is the share of the log's traffic that came before its day."""
        day = np.searchsorted(self.day_edges, part, side="right") - 1
        step = rng.integers(0, STEPS, len(part))
        hours = self.hour_table[habit, step] + rng.random(len(part), dtype=np.float32) * (24 / STEPS) - zone
        return self.within(self.start + day * DAY_US + (hours * HOUR_US).astype(np.int64))

    def during(
        self,
        rng: np.random.Generator,
        start: int,
        days: float,
        habit: NDArray[np.int8],
        zone: NDArray[np.int8],
        part: Floats,
    ) -> Times:
        """Moments spread over some days from `start`, kept to each row's hours; `part` in [0, 1) says how far."""
        if days < 1:
            return self.within(start + (part * days * DAY_US).astype(np.int64))
        day = start // DAY_US + (part * days).astype(np.int64)
        hours = self.hour_table[habit, rng.integers(0, STEPS, len(part))] + rng.random(len(part)) * 24 / STEPS - zone
        return self.within(day * DAY_US + (hours * HOUR_US).astype(np.int64))

    def within(self, times: Times) -> Times:
        """What falls outside the log is moved inside, by whole days where there are any."""
        turn = max(1, self.length // DAY_US) * DAY_US if self.length >= DAY_US else self.length
        offset = times - self.start
        return self.start + np.where((offset < 0) | (offset >= self.length), offset % turn, offset)

    def at(self, rng: np.random.Generator, days: float) -> int:
        """A start for something that lasts that many days, such that it fits into the log where it can."""
        room = max(0.0, self.length - days * DAY_US)
        return self.start + int(rng.random() * room)


def _inverse(traffic: Floats) -> Floats:
    """Hour of day at each of STEPS equal shares of the traffic."""
    edges = np.concatenate([[0.0], np.cumsum(traffic) / traffic.sum()])
    return np.asarray(np.interp(np.arange(STEPS) / STEPS, edges, np.arange(25.0)))
