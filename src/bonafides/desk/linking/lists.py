"""The lists of `marks.toml`: mailboxes, sites and endings that say nothing about who writes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def listed(name: str) -> frozenset[str]:
    """The entries of a list, by its name in the file; entries with blanks in them are separated by `|`."""
    text = str(_tables()[name])
    return frozenset(filter(None, (each.strip() for each in (text.split("|") if "|" in text else text.split()))))


@cache
def _tables() -> dict[str, object]:
    return tomllib.loads(files(__package__).joinpath("marks.toml").read_text("utf-8"))
