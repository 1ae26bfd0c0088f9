"""The word lists of the room, one file a kind, and how they are loaded."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bonafides.errors import ExposureError
from bonafides.exposure.phrase import Phrases, phrases
from bonafides.exposure.together import Together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bonafides.exposure.tokens import Word

Found = tuple[int, int]
"""The first word of a match and the word behind its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What one file says."""

    always: Phrases
    within: Phrases
    never: Phrases
    together: tuple[Together, ...] = ()

    def find(self, words: Sequence[Word], *, guarded: bool) -> Iterator[Found]:
        """Matches in their order; those that mean two things only where the words stand in a guarded setting."""
        blocked = tuple(self.never.find(words))
        lists = (self.always, self.within) if guarded else (self.always,)
        both = [each for one in self.together for each in one.find(words)] if guarded else []
        for found in _merged(sorted([*both, *(each for one in lists for each in one.find(words))])):
            if not any(found[0] < end and start < found[1] for start, end in blocked):
                yield found


def _merged(found: Sequence[Found]) -> Iterator[Found]:
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
    return Lexicon(**parts, together=_together(name))


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
def listed(name: str, part: str) -> Phrases:
    """One list of a file."""
    try:
        return phrases(_table(name)[part], ordinary())
    except (KeyError, ValueError, IndexError) as error:
        raise ExposureError(
            "a word list is broken", where=f"{name}.toml", next_step=f"Install Bonafides again: {error}."
        ) from error


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
