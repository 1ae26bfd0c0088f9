"""The words shown to people: one file per language, English where a language lacks a key."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENGLISH = "en"
ROOM = "bonafides.render"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The words of one language, looked up by dotted key."""

    lang: str
    table: Mapping[str, str | tuple[str, ...]]

    def __call__(self, key: str, /, **values: object) -> str:
        """The phrase for a key with its {values} filled in; a key that no language has is a fault of the code."""
        phrase = self.table[key]
        if not isinstance(phrase, str):
            raise TypeError(key)
        return phrase.format(**values)

    def count(self, key: str, n: int, /, **values: object) -> str:
        """The phrase in the number that fits `n`, which it may show as {n}."""
        form = "one" if str(n) in self.items("mark.singular") else "other"
        return self(f"{key}.{form}", n=self.number(n), **values)

    def number(self, n: int) -> str:
        """A whole number with its thousands set apart."""
        return f"{n:,}".replace(",", self("mark.group"))

    def signed(self, value: float) -> str:
        """A number with its sign and three decimals."""
        return f"{value:+.3f}".replace(".", self("mark.decimal"))

    def labelled(self, label: str, value: str) -> str:
        """`label: value`."""
        return f"{label}{self('mark.colon')} {value}"

    def get(self, key: str, default: str) -> str:
        """The phrase for a key that other rooms name, or `default` where there is none; nothing is filled in."""
        phrase = self.table.get(key, default)
        return phrase if isinstance(phrase, str) else default

    def items(self, key: str) -> tuple[str, ...]:
        """A list of words, such as the months."""
        phrase = self.table[key]
        return phrase if isinstance(phrase, tuple) else (phrase,)


@cache
def languages(room: str = ROOM) -> tuple[str, ...]:
    """Languages that there are words for; in the render room these are the ones that reports can be written in."""
    found = (entry.name for entry in files(room).joinpath("words").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def phrases(lang: str, room: str = ROOM) -> Phrases:
    """The words of a language in one room (a package); raises RenderError for one that there is no file for."""
    known = languages(room)
    if lang not in known:
        raise RenderError(f"there are no words for the language “{lang}”", next_step=f"Use one of: {', '.join(known)}.")
    return Phrases(lang=lang, table=_marks(lang) | _load(room, ENGLISH) | _load(room, lang))


def _marks(lang: str) -> dict[str, str | tuple[str, ...]]:
    """How a language sets numbers, labels and quotes apart, which every room needs and this one's words say."""
    own = _load(ROOM, ENGLISH) | (_load(ROOM, lang) if lang in languages() else {})
    return {key: mark for key, mark in own.items() if key.startswith("mark.")}


@cache
def _load(room: str, lang: str) -> dict[str, str | tuple[str, ...]]:
    raw = files(room).joinpath("words", f"{lang}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(raw), ""))


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            yield f"{prefix}{key}", tuple(str(item) for item in value)
        else:
            yield f"{prefix}{key}", str(value)
