"""The word lists of the room, one file a kind, and how they are loaded."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bonafides.errors import ExposureError
from bonafides.exposure.grammar.phrase import Phrases, phrases
from bonafides.exposure.grammar.together import Together
from bonafides.exposure.grammar.tokens import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bonafides.exposure.grammar.tokens import Word

_ASKED = 65_536
"""Words that a class remembers to have been asked for."""
Found = tuple[int, int]
"""The first word of a match and the word behind its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What one file says."""

    always: Phrases
    within: Phrases
    never: Phrases
    together: tuple[Together, ...] = ()
    unless: Phrases = field(default_factory=Phrases)
    """A sentence that holds one of these speaks of something else: a novel, a museum, a shop."""

    def find(self, words: Sequence[Word], *, guarded: bool) -> Iterator[Found]:
        """Matches in their order; those that mean two things only where the words stand in a guarded setting."""
        blocked = (*self.never.find(words), *sentences_with(self.unless, words))
        lists = (self.always, self.within) if guarded else (self.always,)
        both = [each for one in self.together for each in one.find(words)] if guarded else []
        for found in merged(sorted([*both, *(each for one in lists for each in one.find(words))])):
            if not any(found[0] < end and start < found[1] for start, end in blocked):
                yield found


def sentences_with(phrases: Phrases, words: Sequence[Word]) -> Iterator[Found]:
    """The sentences that hold one of these, each from its first word to behind its last."""
    found = [start for start, _ in phrases.find(words)]
    if found:
        starts = [at for at, word in enumerate(words) if not at or not word.same]
        for sentence in sorted({bisect_right(starts, at) for at in found}):
            yield starts[sentence - 1], starts[sentence] if sentence < len(starts) else len(words)


def merged(found: Sequence[Found]) -> Iterator[Found]:
    """The matches, those that overlap as one."""
    last: Found | None = None
    for start, end in found:
        if last is not None and start < last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


@dataclass(frozen=True, slots=True)
class WordClass:
    """Single words of one class, some by their beginning or end; asked for every word, so that it does not search."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    asked: dict[str, bool] = field(default_factory=dict, compare=False)

    def __contains__(self, word: str) -> bool:
        """Whether a word, in its plain form, is of the class."""
        if word not in self.asked:
            if len(self.asked) > _ASKED:
                self.asked.clear()
            self.asked[word] = word in self.whole or word.startswith(self.starts) or word.endswith(self.ends)
        return self.asked[word]


class Ordinary(frozenset[str]):
    """Words that are no names, and the endings of those that are none either."""

    endings: tuple[str, ...] = ()

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or (isinstance(word, str) and len(word) > 5 and word.endswith(self.endings))


@cache
def ordinary() -> Ordinary:
    """The words that are written with a capital letter and are no names."""
    table = _table("ordinary")
    found = Ordinary(table["words"].split())
    found.endings = tuple(table["endings"])
    return found


@cache
def surnames() -> frozenset[str]:
    """Ordinary words that are surnames too, and count as such behind a first name."""
    return frozenset(_table("ordinary")["surnames"].split())


@cache
def lexicon(name: str) -> Lexicon:
    """The lists of one kind. Raises ExposureError where its file is broken."""
    parts = {part: listed(name, part) for part in ("always", "within", "never")}
    unless = phrases(_table(name).get("unless", ()), ordinary())
    return Lexicon(**parts, together=_together(name), unless=unless)


def _together(name: str) -> tuple[Together, ...]:
    """What counts where several things are said in one sentence, in whatever order; only in a guarded setting."""
    entries = _table(name).get("together", ())
    return tuple(
        Together(
            parts=tuple(phrases(part, ordinary()) for part in entry["parts"]),
            unless=phrases(entry.get("unless", ()), ordinary()),
            within=entry["within"],
        )
        for entry in entries
    )


@cache
def word_set(name: str, part: str) -> frozenset[str]:
    """One plain list of single words of a file."""
    return frozenset(_table(name)[part].split())


@cache
def listed(name: str, part: str) -> Phrases:
    """One list of a file."""
    try:
        return phrases(_table(name)[part], ordinary())
    except (KeyError, ValueError, IndexError) as error:
        raise ExposureError(
            "a word list is broken", where=f"{name}.toml", next_step=f"Install Bonafides again: {error}."
        ) from error


@cache
def word_class(name: str, part: str) -> WordClass:
    """The single words of one list of a file."""
    words = [word for entry in _table(name)[part] for word in entry.split("|")]
    return WordClass(
        whole=frozenset(plain(word) for word in words if "*" not in word),
        starts=tuple(plain(word[:-1]) for word in words if word.endswith("*")),
        ends=tuple(plain(word[1:]) for word in words if word.startswith("*")),
    )


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
