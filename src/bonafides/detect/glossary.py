"""Glossaries: what the words of seven languages have in common, so that evidence learned in one counts in all.

`glossary/<lang>.toml` gives each concept (an English word) the words that say it in that language; `stem*` stands for
every word that begins so. Names, places, peoples, brands and money are in none of them. `glossary/classes.toml` joins
concepts of like meaning, so that a rare word shares the evidence of its commoner neighbours.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.detect.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """One language's words and the concepts they stand for."""

    forms: Mapping[str, str]
    """Folded word to concept."""
    stems: Mapping[str, str]
    """Folded beginning of words to concept."""
    longest: int
    """Characters of the longest form or stem."""
    _seen: dict[str, str | None] = field(default_factory=dict)

    @property
    def concepts(self) -> frozenset[str]:
        """Every concept that the language has a word for."""
        return frozenset(self.forms.values()) | frozenset(self.stems.values())

    def concept(self, word: str) -> str | None:
        """The concept of a folded word, or None; the word itself before any stem, a longer stem before a shorter."""
        if word not in self._seen:
            if len(self._seen) > 50_000:  # a hostile text may hold endless new words
                self._seen.clear()
            self._seen[word] = self.forms.get(word) or self._by_stem(word)
        return self._seen[word]

    def _by_stem(self, word: str) -> str | None:
        for length in range(min(len(word), self.longest), 1, -1):
            if concept := self.stems.get(word[:length]):
                return concept
        return None


READ_AS = ("they", "them", "spouse", "child", "children", "sibling", "siblings", "parent", "person", "people")
"""Concepts that words of every language are read as where they would tell somebody's sex (`folds.toml`)."""
NOTHING = Glossary(forms={}, stems={}, longest=0)


@cache
def load(language: str) -> Glossary:
    """The glossary of a language; an empty one where there is none."""
    source = files(__package__).joinpath("glossary", f"{language}.toml")
    if not source.is_file():
        return NOTHING
    forms: dict[str, str] = {}
    stems: dict[str, str] = {}
    for concept, words in tomllib.loads(source.read_text("utf-8")).items():
        for word in fold(words).text.casefold().split():
            table = stems if word.endswith("*") else forms
            table.setdefault(word.removesuffix("*"), concept)
    if language != "en":
        forms.update({word: load("en").forms[word] for word in READ_AS})
    return Glossary(forms=forms, stems=stems, longest=max(map(len, [*forms, *stems]), default=0))


@cache
def classes() -> Mapping[str, tuple[str, ...]]:
    """The classes of meaning that each concept belongs to."""
    source = files(__package__).joinpath("glossary", "classes.toml")
    found: dict[str, tuple[str, ...]] = {}
    for name, concepts in tomllib.loads(source.read_text("utf-8")).items():
        for concept in concepts.split():
            found[concept] = (*found.get(concept, ()), name)
    return found
