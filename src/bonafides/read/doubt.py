"""What could not be known of whole conversations, said of each while they are few, else once for the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SAID_ONE_BY_ONE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """The words for something that may concern one conversation or many."""

    one: str
    many: str
    """With `{count}`, the number of conversations."""
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """The threads of one file that a doubt concerns."""

    doubt: Doubt
    file: str
    places: tuple[int, ...]
    """Where the threads stand among all threads of the run."""

    def problems(self, ids: Mapping[int, str]) -> Iterator[Problem]:
        """The problems, given the id of the conversation that each thread (by its place) became part of."""
        found = list(dict.fromkeys(ids[place] for place in self.places))
        if len(found) > _SAID_ONE_BY_ONE:
            what = self.doubt.many.format(count=len(found))
            yield Problem(what=what, where=self.file, next_step=self.doubt.next_step)
            return
        for each in found:
            where = self.file if len(found) == 1 else f"{self.file}, conversation {each}"
            yield Problem(what=self.doubt.one, where=where, next_step=self.doubt.next_step, conversation=each)
