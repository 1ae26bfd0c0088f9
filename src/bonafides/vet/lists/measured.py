"""How often a look into a list misses or shows the wrong person, by script, as it was measured."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("measured.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Counts for one script, from `python -m evals.lists` on names that no rule was chosen on."""

    missed: int
    missed_of: int
    """Listed people, asked for as a passport or profile writes them, who were not found."""
    false: int
    false_of: int
    """Honest people with common names of that script, on no list, who were shown somebody."""


@cache
def rates(script: str) -> Rates | None:
    """What was measured for a script (`Match.script`); None for one that was not."""
    table = tomllib.loads(FILE.read_text("utf-8"))
    return Rates(**table[script]) if script in table else None
