"""Finds again, anywhere in a profile, the names of undertakings that it has used before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bonafides.exposure.finders.naming import Name
    from bonafides.exposure.grammar.tokens import Word
    from bonafides.exposure.lexicon import Found


def by_first_word(names: Iterable[Name]) -> Mapping[str, tuple[Name, ...]]:
    """Names by the word that they begin with."""
    found: dict[str, tuple[Name, ...]] = {}
    for name in names:
        found[name[0]] = (*found.get(name[0], ()), name)
    return found


def mentions(words: Sequence[Word], names: Mapping[str, tuple[Name, ...]]) -> Iterator[Found]:
    """Where names that the profile has used before, by their first words, stand again, with capitals as names have."""
    for at, word in enumerate(words):
        if word.plain in names and word.is_capital:
            ends = [at + len(name) for name in names[word.plain] if _is_there(words, at, name)]
            if ends:
                yield at, max(ends)


def _is_there(words: Sequence[Word], at: int, name: Name) -> bool:
    there = words[at : at + len(name)]
    return tuple(word.plain for word in there) == name and all(word.is_capital for word in there)
