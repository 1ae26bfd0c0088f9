"""What was measured: of held-out conversations this strong, how many were deceptive (`evals.run --bands`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

FEWEST = 8
"""A group smaller than this says nothing worth telling a person."""


class Band(NamedTuple):
    """Test conversations whose strength lay in [low, high)."""

    low: float
    high: float
    deceptive: int
    all: int


@cache
def bands() -> tuple[Band, ...]:
    """The measured bands, weakest first; empty where nothing was measured yet."""
    source = files(__package__).joinpath("measured.toml")
    table = tomllib.loads(source.read_text("utf-8")) if source.is_file() else {}
    return tuple(Band(*row) for row in table.get("bands", ()))


def peers_of(strength: float) -> tuple[int, int] | None:
    """(deceptive, all) among test conversations of this strength, or None where too few were measured."""
    for band in bands():
        if band.low <= strength < band.high and band.all >= FEWEST:
            return band.deceptive, band.all
    return None
