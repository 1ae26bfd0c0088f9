"""What each language folds away before anything is judged: its table, read from `folds.toml` and `places.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bonafides.detect import slots
from bonafides.detect.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SLOT_OF = {
    "titles": slots.OTHER,
    "greetings": slots.OTHER,
    "origins": slots.OTHER,
    "times": slots.TIME,
    "figures": slots.NUMBER,
    "currencies": slots.MONEY,
    "apps": slots.APP,
    "meetings": slots.MEETING,
}
_PLACES = ("countries", "peoples", "cities", "regions")
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Folds:
    """One language's folds; every word is folded as texts are."""

    words: Mapping[str, str]
    """Word to the slot or the neutral word that it is read as."""
    places: frozenset[str]
    """Countries, peoples, languages, cities, regions."""
    place_stems: frozenset[str]
    longest: int
    """Characters of the longest of these stems."""
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    """Greetings and closings of several words, by the first of them, the longest first."""
    place_phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    """Places of several words, likewise."""
    titles: frozenset[str]
    suffixes: frozenset[str]
    """Titles behind a name."""
    units: frozenset[str]
    """Money only beside a figure."""
    money_origins: frozenset[str]
    """Whose dollars: part of the amount."""
    particles: frozenset[str]
    """Small words inside names."""
    articles: frozenset[str]
    """Small words that a place takes in front and another place does not."""

    def is_place(self, word: str) -> bool:
        """Whether a word says where somebody or something is from."""
        return word in self.places or any(
            word[:length] in self.place_stems for length in range(_SHORTEST_STEM, min(len(word), self.longest) + 1)
        )


@cache
def load(language: str) -> Folds:
    """The folds of a language; empty ones for a language without."""
    table, places = _tables("folds.toml").get(language, {}), _tables("places.toml").get(language, {})
    named = [word for key in _PLACES for word in _folded(places.get(key, ""))]
    stems = frozenset(word[:-1] for word in named if word.endswith("*"))
    return Folds(
        words=_words(language, table),
        places=frozenset(word for word in named if not word.endswith("*")),
        place_stems=stems,
        longest=max(map(len, stems), default=0),
        phrases=_by_first(table.get("courtesies", ())),
        place_phrases=_by_first(places.get("phrases", ())),
        titles=frozenset(_folded(table.get("titles", ""))),
        suffixes=frozenset(_folded(table.get("suffixes", ""))),
        units=slots.UNITS.union(_folded(table.get("units", ""))),
        money_origins=frozenset(_folded(table.get("money_origins", ""))),
        particles=frozenset(_folded(table.get("particles", ""))),
        articles=frozenset(_folded(table.get("articles", ""))),
    )


def _words(language: str, table: Mapping[str, Any]) -> dict[str, str]:
    found = {word: slot for key, slot in _SLOT_OF.items() for word in _folded(table.get(key, ""))}
    if language == "en":
        found.update(dict.fromkeys(slots.TIMES - slots.GIVEN_NAMES, slots.TIME))
        found.update(dict.fromkeys(slots.FIGURES, slots.NUMBER))
        found.update(dict.fromkeys(slots.CURRENCIES, slots.MONEY))
    for neutral, words in table.get("neutral", {}).items():
        found.update(dict.fromkeys(_folded(words), neutral))
    return found


def _by_first(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in filter(None, map(_phrase, phrases)):
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(set(rows), key=lambda words: (-len(words), words))) for first, rows in found.items()}


def _phrase(text: str) -> tuple[str, ...]:
    """The words of a phrase as a text's words are cut: at blanks, hyphens and apostrophes."""
    return tuple(_folded(text.replace("-", " ").replace("'", " ").replace("’", " ")))


def _folded(words: str) -> Iterator[str]:
    """Each word folded by itself: beside words of another script, look-alike letters would be undone."""
    yield from (fold(word).text.casefold() for word in words.split())


@cache
def _tables(name: str) -> dict[str, Any]:
    source = files(__package__).joinpath(name)
    return tomllib.loads(source.read_text("utf-8"))
