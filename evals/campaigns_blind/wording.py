"""What the accounts of the imagined network write: ordinary notes, lures and the texts of gatherings."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SLOT = re.compile(r"\{(\w+)\}")
LANGUAGES = ("en", "de", "es", "fr")
CLAIMS = ("pay", "discretion", "channel")
"""The parts of a lure of which any one text holds two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's sentences; `plain` and `lure` map a part or a slot to its alternatives."""

    greeting: Sequence[str]
    lure: Mapping[str, Sequence[str]]
    plain: Mapping[str, Sequence[str]]
    gathering: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Interned:
    """A growing list of distinct strings, so that events hold numbers; -1 stands for none."""

    values: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def add(self, value: str) -> int:
        """The number of `value`, new or known."""
        if value not in self.places:
            self.places[value] = len(self.values)
            self.values.append(value)
        return self.places[value]

    def extend(self, values: Iterable[str]) -> int:
        """Append many without looking for equals; gives the number of the first."""
        first = len(self.values)
        self.values.extend(values)
        return first


@cache
def data(name: str) -> dict[str, Any]:
    """A TOML file of this package, by its path without the ending."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(language: str) -> Words:
    """The sentences of one of LANGUAGES."""
    return Words(**{key: value for key, value in data(f"words/{language}").items() if key in Words.__slots__})


def fill(template: str, slots: Mapping[str, Sequence[str] | str], dice: random.Random) -> str:
    """`template` with each slot that is in `slots` drawn anew; others (the name) are left for later."""

    def value(match: re.Match[str]) -> str:
        choices = slots.get(match[1])
        if choices is None:
            return match[0]
        return choices if isinstance(choices, str) else dice.choice(choices)

    return SLOT.sub(value, template)


def sentences(language: str, count: int, firms: Sequence[str], dice: random.Random) -> tuple[list[str], list[str]]:
    """`count` ordinary sentences, and a tenth as many from people who hire or sell, drawn from the grammar."""
    plain = words(language).plain
    slots = {**plain, "firm": firms}
    ordinary = [fill(dice.choice(plain["sentence"]), slots, dice) for _ in range(count)]
    return ordinary, [fill(dice.choice(plain["job"]), slots, dice) for _ in range(max(30, count // 10))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lure:
    """What one campaign writes: its language, what fills its slots, and the text that it sends word for word."""

    language: str
    slots: Mapping[str, str]
    greeting: str
    parts: Mapping[str, str]
    claims: tuple[str, ...]

    def verbatim(self, handle: str) -> tuple[str, bool]:
        """The campaign's own text with `handle` in it, and whether it names the handle."""
        return self._text(self.greeting, self.parts, self.claims, handle)

    def paraphrase(self, handle: str, dice: random.Random) -> tuple[str, bool]:
        """The same message said with other sentences."""
        bank = words(self.language)
        parts = {part: dice.choice(bank.lure[part]) for part in self.parts}
        return self._text(dice.choice(bank.greeting), parts, drawn_claims(dice), handle)

    def _text(self, greeting: str, parts: Mapping[str, str], claims: tuple[str, ...], handle: str) -> tuple[str, bool]:
        order = ("opening", "offer", *claims, "close")
        body = " ".join([greeting, *(parts[part] for part in order)])
        filled = {**self.slots, "handle": handle}
        return SLOT.sub(lambda match: filled.get(match[1], match[0]), body), "channel" in claims


def drawn_claims(dice: random.Random) -> tuple[str, ...]:
    """Two of the three, in their usual order."""
    left_out = dice.choice(CLAIMS)
    return tuple(claim for claim in CLAIMS if claim != left_out)


def lure(language: str, firm: str, dice: random.Random) -> Lure:
    """A campaign's wording, drawn once."""
    bank = words(language)
    return Lure(
        language=language,
        slots={"firm": firm, **{slot: dice.choice(bank.lure[slot]) for slot in ("topic", "app", "fee")}},
        greeting=dice.choice(bank.greeting),
        parts={part: dice.choice(bank.lure[part]) for part in ("opening", "offer", *CLAIMS, "close")},
        claims=drawn_claims(dice),
    )
