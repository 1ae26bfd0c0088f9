"""Where a firm can be looked up: the company registers of countries and a few neutral places, as a dated list."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.errors import VetError

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "registers.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A public place where anybody can look. Its address opens only where a person clicks on it."""

    name: str
    address: str
    """Its home page."""


def register_of(country: str) -> Register | None:
    """The company register of a country that the user chose (two-letter code); None where the list has none."""
    row = _table()["register"].get(country.strip().upper())
    return Register(name=row["name"], address=row["address"]) if row else None


def countries() -> tuple[str, ...]:
    """The codes of the countries in the list, sorted."""
    return tuple(sorted(_table()["register"]))


def everywhere() -> Mapping[str, Register]:
    """The neutral places, by the way of looking that they belong to."""
    return {way: Register(name=row["name"], address=row["address"]) for way, row in _table()["everywhere"].items()}


def listed_on() -> str:
    """The day of the list (ISO 8601)."""
    return str(_table()["listed_on"])


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    try:
        return tomllib.loads(files(__package__).joinpath(TABLE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise VetError(
            f"the list of registers is damaged ({error})", where=TABLE, next_step="Install the program again."
        ) from error
