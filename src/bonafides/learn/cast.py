"""Who is who in a drill: invented neutral identities, drawn by a seed so that origin says nothing about the truth."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bonafides.learn.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = "identities.toml"
_DIGITS = "0123456789"
_RECENT = 512
"""Draws that are remembered: the threads of one exercise are asked for again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Names that go together, as people of one origin bear them; only a letter tells one from another."""

    letter: str
    given: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The identities of one thread."""

    origin: str
    """Letter of the pool that the other side's name is from."""
    names: Mapping[str, str]
    """What each placeholder of a text stands for."""


@cache
def pools() -> tuple[Pool, ...]:
    """The names there are, by origin."""
    return tuple(
        Pool(letter=row["letter"], given=tuple(row["given"].split()), family=tuple(row["family"].split()))
        for row in table(DATA)["pool"]
    )


@lru_cache(maxsize=_RECENT)
def origins(seed: int, count: int) -> tuple[Pool, ...]:
    """The origin of the other side in each of `count` threads: no origin twice before each was there once.

    It knows nothing of the threads but how many they are, so it can say nothing about them.
    """
    found: list[Pool] = []
    draw = random.Random(f"{seed}:origins")  # noqa: S311 - repeatable by its seed; nothing is secret
    while len(found) < count:
        round_ = list(pools())
        draw.shuffle(round_)
        found += round_
    return tuple(found[:count])


@lru_cache(maxsize=_RECENT)
def cast(seed: int, number: int, pool: Pool) -> Cast:
    """The identities of the thread of that number in an exercise, the other side's name from `pool`."""
    data = table(DATA)
    draw = random.Random(f"{seed}:{number}:cast")  # noqa: S311 - as above
    own = draw.choice(pools())
    them, you = _person(draw, pool), _person(draw, own)
    while you == them:
        you = _person(draw, own)
    stem, stem2 = draw.sample(data["firms"]["stems"].split(), 2)
    domain = f"{_plain(stem)}.example"
    names = {
        "you": " ".join(you),
        "you_first": you[0],
        "them": " ".join(them),
        "them_first": them[0],
        "firm": f"{stem}{draw.choice(data['firms']['ends'])}",
        "firm2": f"{stem2}{draw.choice(data['firms']['ends'])}",
        "town": draw.choice(data["towns"]["names"]),
        "domain": domain,
        "mail": f"{_plain(them[0])}.{_plain(them[1])}@{domain}",
        "phone": _phone(draw, draw.choice(data["phones"]["ranges"])),
    }
    return Cast(origin=pool.letter, names=names)


def sample() -> dict[str, str]:
    """Identities to try a text with."""
    return dict(cast(0, 0, pools()[0]).names)


def _person(draw: random.Random, pool: Pool) -> tuple[str, str]:
    return draw.choice(pool.given), draw.choice(pool.family)


def _phone(draw: random.Random, pattern: str) -> str:
    return "".join(draw.choice(_DIGITS) if each == "#" else each for each in pattern)


def _plain(name: str) -> str:
    """A name as an address has it: lower-case ASCII letters."""
    apart = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("ł", "l").replace("ı", "i"))
    return "".join(each for each in apart if each.isascii() and each.isalpha())
