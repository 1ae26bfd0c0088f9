"""Phrases: what a lexicon looks for, run over tokens as an automaton in linear time.

    @insider & send|share & !do not     all in the same sentence in any order, and the last one nowhere in it

Each part is a sequence in the syntax of `syntax.py`. Words are folded like the text they meet (case, accents,
contractions spelt out, hyphens as blanks).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.detect.syntax import Atoms, Node, Sets, parse
from bonafides.errors import DetectError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ACCEPT = -1
NEAR = 40
"""Words within which all parts of a phrase must lie: in a long letter, far ends have nothing to do with each other."""
STEPS = 4_096
"""Steps that one automaton remembers: a bound on memory, not on what it can match."""


@dataclass(frozen=True, slots=True)
class _State:
    atoms: Atoms | None
    """What the token must be; None for any token."""
    after: tuple[int, ...]
    """States that may follow."""


@dataclass(slots=True)
class Run:
    """Words in a row, as an automaton that is built when it is first needed.

    Whether it occurs at all is answered by a deterministic automaton whose steps are remembered; only where it does
    is the place looked for. Both take time proportional to the tokens.
    """

    nodes: tuple[Node, ...]
    needs: tuple[Atoms, ...]
    """Every match holds a token of each of these: the cheap test before the automaton."""
    _states: list[_State] = field(default_factory=list)
    _first: tuple[int, ...] = ()
    _sets: list[frozenset[int]] = field(default_factory=list)
    _numbers: dict[frozenset[int], int] = field(default_factory=dict)
    _steps: dict[int, int] = field(default_factory=dict)

    def find(self, words: Sequence[int], masks: Sequence[Atoms]) -> Iterator[tuple[int, int]]:
        """Leftmost, shortest matches, not overlapping, as ranges of `words`, which are kinds of the vocabulary."""
        if not self.occurs(words, masks):
            return
        behind = 0
        for at in range(len(words)):
            if at >= behind and (end := self._match(words, masks, at)) is not None:
                behind = end
                yield at, end

    def occurs(self, words: Sequence[int], masks: Sequence[Atoms]) -> bool:
        """Whether there is a match anywhere."""
        if not self._sets:
            self._build()
        state, steps = 0, self._steps
        for word in words:
            after = steps.get(state << 32 | word)
            if after is None:
                after = self._step(state, word, masks[word])
            if after == ACCEPT:
                return True
            state = after
        return False

    def _build(self) -> None:
        self._first = _link(self.nodes, (ACCEPT,), self._states)
        self._sets, self._numbers = [frozenset(self._first)], {frozenset(self._first): 0}

    def _step(self, state: int, word: int, atoms: Atoms) -> int:
        """One remembered step of the deterministic automaton; a match may begin at every token."""
        following = self._after(self._sets[state], atoms)
        if ACCEPT in following:
            after = ACCEPT
        else:
            reached = frozenset(following.union(self._first))
            after = self._numbers.setdefault(reached, len(self._sets))
            if after == len(self._sets):
                self._sets.append(reached)
        if len(self._steps) < STEPS:
            self._steps[state << 32 | word] = after
        return after

    def _match(self, words: Sequence[int], masks: Sequence[Atoms], at: int) -> int | None:
        current: set[int] | tuple[int, ...] = self._first
        while at < len(words) and current:
            current = self._after(current, masks[words[at]])
            at += 1
            if ACCEPT in current:
                return at
        return None

    def _after(self, current: Iterable[int], atoms: Atoms) -> set[int]:
        following = set[int]()
        for number in current:
            state = self._states[number]
            if state.atoms is None or atoms & state.atoms:
                following.update(state.after)
        return following


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

    def find(self, words: Sequence[int], masks: Sequence[Atoms]) -> Iterator[tuple[int, int]]:
        """Ranges of `words` where the phrase holds; for several parts, from the first to the last of them.

        `words` are kinds of the vocabulary, `masks` its atoms by kind.
        """
        if not all(run.occurs(words, masks) for run in self.all):
            return
        if any(run.occurs(words, masks) for run in self.none):
            return
        if len(self.all) == 1:
            yield from self.all[0].find(words, masks)
            return
        parts = [next(run.find(words, masks)) for run in self.all]
        start, end = min(start for start, _ in parts), max(end for _, end in parts)
        if end - start <= NEAR:
            yield start, end


def compile_line(source: str, sets: Sets) -> Iterator[Phrase]:
    """Compile one line of a lexicon; DetectError where it cannot be understood.

    A line whose first part is one group of alternatives becomes one phrase for each: `(a b|c d) & e` is `a b & e` or
    `c d & e`, and a text that holds none of the words of `a b` need not be compared with it.
    """
    wanted: list[tuple[Node, ...]] = []
    unwanted: list[Run] = []
    for part in source.split("&"):
        nodes = parse(part.strip().removeprefix("!"), sets)
        if part.strip().startswith("!"):
            unwanted.append(_run(nodes, source))
        else:
            wanted.append(nodes)
    if not wanted:
        raise DetectError(f"the phrase {source!r} has only parts that must not occur", where="lexicon")
    rest = tuple(_run(nodes, source) for nodes in wanted[1:])
    for nodes in _alternatives(wanted[0]):
        yield Phrase(source=source, all=(_run(nodes, source), *rest), none=tuple(unwanted))


def _alternatives(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], ...]:
    alone = len(nodes) == 1 and nodes[0].options and not nodes[0].optional
    return nodes[0].options if alone else (nodes,)


def _run(nodes: tuple[Node, ...], source: str) -> Run:
    while nodes and nodes[-1].gap:
        nodes = nodes[:-1]  # a gap at the end asks for nothing
    needs = [node.needs for node in nodes if node.needs]
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
