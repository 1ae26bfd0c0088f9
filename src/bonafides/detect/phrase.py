"""Phrases: what a lexicon looks for, run over tokens as an automaton in linear time.

    @insider & send|share & !do not     all in the same sentence in any order, and the last one nowhere in it

Each part is a sequence in the syntax of `syntax.py`. Words are folded like the text they meet (case, accents,
contractions spelt out, hyphens as blanks).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from bonafides.detect.syntax import Atoms, Node, Sets, parse
from bonafides.errors import DetectError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ACCEPT = -1


@dataclass(frozen=True, slots=True)
class _State:
    atoms: Atoms | None
    """What the token must be; None for any token."""
    after: tuple[int, ...]
    """States that may follow."""


@dataclass(slots=True)
class Run:
    """Words in a row: built into an automaton without empty moves when it is first needed."""

    nodes: tuple[Node, ...]
    needs: tuple[Atoms, ...]
    """Every match holds a token of each of these: the cheap test before the automaton."""
    _states: list[_State] | None = None
    _first: tuple[int, ...] = ()
    _begins: Atoms = 0

    def find(self, tokens: Sequence[Atoms]) -> Iterator[tuple[int, int]]:
        """Leftmost, shortest matches, not overlapping, as token ranges. Time: tokens times states."""
        if self._states is None:
            self._states = []
            self._first = _link(self.nodes, (ACCEPT,), self._states)
            self._begins = reduce(or_, (self._states[number].atoms or 0 for number in self._first))
        behind = 0
        for at, token in enumerate(tokens):
            if at >= behind and token & self._begins:
                end = self._match(tokens, at, self._states)
                if end is not None:
                    behind = end
                    yield at, end

    def _match(self, tokens: Sequence[Atoms], at: int, states: list[_State]) -> int | None:
        current: set[int] = set(self._first)
        while at < len(tokens) and current:
            token, following = tokens[at], set[int]()
            for number in current:
                state = states[number]
                if state.atoms is None or token & state.atoms:
                    following.update(state.after)
            at += 1
            if ACCEPT in following:
                return at
            current = following
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Runs that must all occur in one scope, and others that must not."""

    source: str
    all: tuple[Run, ...]
    none: tuple[Run, ...] = ()

    @property
    def needs(self) -> tuple[Atoms, ...]:
        """Sets of words; where one of them is missing altogether, the phrase cannot hold. Smallest first."""
        return tuple(sorted((need for run in self.all for need in run.needs), key=int.bit_count))

    def find(self, tokens: Sequence[Atoms]) -> Iterator[tuple[int, int]]:
        """Token ranges where the phrase holds; for several parts, the range from the first to the last of them."""
        if any(next(run.find(tokens), None) for run in self.none):
            return
        if len(self.all) == 1:
            yield from self.all[0].find(tokens)
            return
        parts = [next(run.find(tokens), None) for run in self.all]
        found = [part for part in parts if part is not None]
        if len(found) == len(parts):
            yield min(start for start, _ in found), max(end for _, end in found)


def compile_phrase(source: str, sets: Sets) -> Phrase:
    """Compile one line of a lexicon; DetectError where it cannot be understood."""
    wanted: list[Run] = []
    unwanted: list[Run] = []
    for part in source.split("&"):
        negated = part.strip().startswith("!")
        nodes = parse(part.strip().removeprefix("!"), sets)
        (unwanted if negated else wanted).append(_run(nodes, source))
    if not wanted:
        raise DetectError(f"the phrase {source!r} has only parts that must not occur", where="lexicon")
    return Phrase(source=source, all=tuple(wanted), none=tuple(unwanted))


def _run(nodes: tuple[Node, ...], source: str) -> Run:
    while nodes and nodes[-1].gap:
        nodes = nodes[:-1]  # a gap at the end asks for nothing
    needs = _needs(nodes)
    if not needs or nodes[0].gap:
        raise DetectError(f"the phrase {source!r} may match nothing, or begins with a gap", where="lexicon")
    return Run(nodes=nodes, needs=tuple(sorted(needs, key=int.bit_count)))


def _link(nodes: Sequence[Node], after: tuple[int, ...], states: list[_State]) -> tuple[int, ...]:
    """Build the states of a sequence from its end; returns where it begins."""
    for node in reversed(nodes):
        if node.gap:
            after = _link_gap(node.gap, after, states)
            continue
        entry: tuple[int, ...] = ()
        for option in node.options:
            entry += _link(option, after, states)
        if node.atoms:
            states.append(_State(atoms=node.atoms, after=after))
            entry += (len(states) - 1,)
        after = tuple(dict.fromkeys(entry + after if node.optional else entry))
    return after


def _link_gap(width: int, after: tuple[int, ...], states: list[_State]) -> tuple[int, ...]:
    entry = after
    for _ in range(width):
        states.append(_State(atoms=None, after=entry))
        entry = (*after, len(states) - 1)
    return entry


def _needs(nodes: Sequence[Node]) -> list[Atoms]:
    """For each part that cannot be left out, the atoms of which a match holds at least one."""
    found: list[Atoms] = []
    for node in nodes:
        if node.optional or node.gap:
            continue
        inner = [_needs(option) for option in node.options]
        if all(inner):
            found.append(reduce(or_, (min(needs, key=int.bit_count) for needs in inner), node.atoms))
    return found
