"""Phrases: the small pattern language of the lexicons, run as token automata in linear time.

    continue|move ..3 on|via <app>      one of two words, at most three tokens between, a slot
    (write|draft) (a|an)? report*       grouping, optional, a stem
    @reader ..2 not named               a set defined under [sets] in the same lexicon
    @insider & send|share & !do not     all in the same sentence in any order, and the last one nowhere in it

Words are folded like the text they meet (case, accents, contractions spelt out, hyphens as blanks).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.detect import slots
from bonafides.detect.fold import fold
from bonafides.detect.tokens import sentences
from bonafides.errors import DetectError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DEFAULT_GAP = 4
_LEXEME = re.compile(r"\s*(\(|\)|\||\?|\.\.\d*|<\w+>|@[\w-]+|[^\s()|?@<>]+)")

Atoms = frozenset[int]


@dataclass(slots=True)
class Vocabulary:
    """The closed vocabulary: every word and stem that some phrase uses, numbered. Words outside it have no atoms."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _stem_lengths: set[int] = field(default_factory=set)
    _known: dict[str, Atoms] = field(default_factory=dict)

    def number(self, atom: str) -> int:
        """The number of a word, slot or stem (`report*`), given at first sight."""
        if atom.endswith("*"):
            self._stem_lengths.add(len(atom) - 1)
        return self._numbers.setdefault(atom, len(self._numbers))

    def atoms(self, word: str) -> Atoms:
        """Numbers of the word itself and of every stem it begins with."""
        found = self._known.get(word)
        if found is None:
            names = [word, *(word[:n] + "*" for n in self._stem_lengths if n <= len(word))]
            found = frozenset(self._numbers[name] for name in names if name in self._numbers)
            if len(self._known) < 200_000:  # a bound, so that hostile text cannot fill memory
                self._known[word] = found
        return found


@dataclass(frozen=True, slots=True)
class _State:
    atoms: Atoms | None
    """What the token must be; None for any token."""
    after: tuple[int, ...]
    """States that may follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words in a row, as an automaton without empty moves; state -1 is acceptance."""

    states: tuple[_State, ...]
    first: tuple[int, ...]
    needs: Atoms
    """A token with one of these occurs in every match: the cheap test before the automaton."""

    def find(self, tokens: Sequence[Atoms]) -> Iterator[tuple[int, int]]:
        """Leftmost, shortest matches, not overlapping, as token ranges. Time: tokens times states."""
        at = 0
        while at < len(tokens):
            end = self._match(tokens, at)
            if end is None:
                at += 1
            else:
                yield at, end
                at = end

    def _match(self, tokens: Sequence[Atoms], at: int) -> int | None:
        current: set[int] = set(self.first)
        while at < len(tokens) and current:
            token, following = tokens[at], set[int]()
            for number in current:
                state = self.states[number]
                if state.atoms is None or not token.isdisjoint(state.atoms):
                    following.update(state.after)
            at += 1
            if -1 in following:
                return at
            current = following
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Sequences that must all occur in one scope, and others that must not."""

    source: str
    all: tuple[Run, ...]
    none: tuple[Run, ...] = ()

    @property
    def needs(self) -> Atoms:
        """The rarest necessary word set, for the index."""
        return min((sequence.needs for sequence in self.all), key=len)

    def find(self, tokens: Sequence[Atoms]) -> Iterator[tuple[int, int]]:
        """Token ranges where the phrase holds; for several parts, the range from the first to the last of them."""
        present = frozenset[int]().union(*tokens)
        if any(present.isdisjoint(sequence.needs) for sequence in self.all):
            return
        if any(next(sequence.find(tokens), None) for sequence in self.none):
            return
        if len(self.all) == 1:
            yield from self.all[0].find(tokens)
            return
        parts = [next(sequence.find(tokens), None) for sequence in self.all]
        found = [part for part in parts if part is not None]
        if len(found) == len(parts):
            yield min(start for start, _ in found), max(end for _, end in found)


class _Node:
    """A piece of the parse: `options` of sequences, whether it may be left out, or a gap."""

    __slots__ = ("atoms", "gap", "optional", "options")

    def __init__(self, *, atoms: Atoms = frozenset(), options: list[list[_Node]] | None = None, gap: int = 0) -> None:
        self.atoms, self.options, self.gap, self.optional = atoms, options, gap, False


def compile_phrase(source: str, vocabulary: Vocabulary, sets: Mapping[str, str]) -> Phrase:
    """Compile one line of a lexicon; DetectError where it cannot be understood."""
    wanted: list[Run] = []
    unwanted: list[Run] = []
    for part in source.split("&"):
        negated = part.strip().startswith("!")
        nodes = _Parser(part.strip().lstrip("!"), vocabulary, sets, source).parse()
        (unwanted if negated else wanted).append(_build(nodes, source))
    if not wanted:
        raise DetectError(f"the phrase {source!r} has only parts that must not occur", where="lexicon")
    return Phrase(source=source, all=tuple(wanted), none=tuple(unwanted))


class _Parser:
    """Recursive descent over one sequence; `|` between bare words binds tighter than a blank."""

    def __init__(self, text: str, vocabulary: Vocabulary, sets: Mapping[str, str], source: str) -> None:
        self.lexemes, self.at = _LEXEME.findall(text), 0
        self.vocabulary, self.sets, self.source = vocabulary, sets, source

    def parse(self) -> list[_Node]:
        nodes = self._sequence()
        if self.at < len(self.lexemes):
            raise self._error(f"unexpected {self.lexemes[self.at]!r}")
        return nodes

    def _error(self, what: str) -> DetectError:
        return DetectError(f"{what} in the phrase {self.source!r}", where="lexicon")

    def _peek(self) -> str:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else ""

    def _sequence(self) -> list[_Node]:
        """Items until a closing bracket; an item is words joined by `|`, each perhaps bracketed."""
        nodes: list[_Node] = []
        while self._peek() and self._peek() != ")":
            nodes.append(self._item())
        return nodes

    def _item(self) -> _Node:
        if self._peek().startswith(".."):
            self.at += 1
            return _Node(gap=int(self.lexemes[self.at - 1][2:] or DEFAULT_GAP))
        options = [self._option()]
        while self._peek() == "|":
            self.at += 1
            options.append(self._option())
        node = options[0][0] if len(options) == 1 and len(options[0]) == 1 else _Node(options=options)
        if self._peek() == "?":
            self.at += 1
            node.optional = True
        return node

    def _option(self) -> list[_Node]:
        lexeme = self._peek()
        self.at += 1
        if lexeme == "(":
            inner = self._alternatives()
            if self._peek() != ")":
                raise self._error("a bracket is not closed")
            self.at += 1
            return [_Node(options=inner)]
        if lexeme.startswith("@"):
            return [_Node(options=self._set(lexeme[1:]))]
        if not lexeme or lexeme in {"|", "?", ")"}:
            raise self._error("a word is missing")
        return self._words(lexeme)

    def _alternatives(self) -> list[list[_Node]]:
        """Inside brackets `|` separates whole sequences: `(a b|c)` is `a b` or `c`."""
        options: list[list[_Node]] = []
        sequence: list[_Node] = []
        while self._peek() and self._peek() != ")":
            if self._peek() == "|":
                self.at += 1
                options.append(sequence)
                sequence = []
            else:
                sequence.append(self._bracketed_item())
        return [*options, sequence]

    def _bracketed_item(self) -> _Node:
        if self._peek().startswith(".."):
            return self._item()
        option = self._option()
        node = option[0] if len(option) == 1 else _Node(options=[option])
        if self._peek() == "?":
            self.at += 1
            node.optional = True
        return node

    def _set(self, name: str) -> list[list[_Node]]:
        if name not in self.sets:
            raise self._error(f"unknown set @{name}")
        rest = {key: value for key, value in self.sets.items() if key != name}  # a set cannot contain itself
        return _Parser(f"({self.sets[name]})", self.vocabulary, rest, self.source).parse()[0].options or []

    def _words(self, lexeme: str) -> list[_Node]:
        if lexeme.startswith("<"):
            if lexeme not in slots.SLOTS:
                raise self._error(f"unknown slot {lexeme}")
            return [_Node(atoms=frozenset({self.vocabulary.number(lexeme)}))]
        stem = lexeme.endswith("*")
        words = [token.symbol for sentence in sentences(fold(lexeme.rstrip("*"))) for token in sentence]
        if not words:
            raise self._error(f"{lexeme!r} holds no word")
        if stem:
            words[-1] += "*"
        return [_Node(atoms=frozenset({self.vocabulary.number(word)})) for word in words]


def _build(nodes: list[_Node], source: str) -> Run:
    states: list[_State] = []
    first = _link(nodes, (-1,), states)
    if -1 in first or any(states[number].atoms is None for number in first):
        raise DetectError(f"the phrase {source!r} may begin with nothing or with a gap", where="lexicon")
    return Run(states=tuple(states), first=first, needs=min(_needs(nodes), key=len))


def _link(nodes: list[_Node], after: tuple[int, ...], states: list[_State]) -> tuple[int, ...]:
    """Build the states of a sequence from its end; returns where it begins."""
    for node in reversed(nodes):
        entry: tuple[int, ...] = ()
        if node.gap:
            entry = after
            for _ in range(node.gap):
                states.append(_State(atoms=None, after=entry))
                entry = (*after, len(states) - 1)
            after = entry
            continue
        if node.options is not None:
            for option in node.options:
                entry += _link(option, after, states)
        else:
            states.append(_State(atoms=node.atoms, after=after))
            entry = (len(states) - 1,)
        after = tuple(dict.fromkeys(entry + after)) if node.optional else tuple(dict.fromkeys(entry))
    return after


def _needs(nodes: list[_Node]) -> list[Atoms]:
    """For each part that cannot be left out, the atoms of which a match holds at least one."""
    found: list[Atoms] = []
    for node in nodes:
        if node.optional or node.gap:
            continue
        if node.options is None:
            found.append(node.atoms)
        elif all(inner := [_needs(option) for option in node.options]):
            found.append(frozenset[int]().union(*(min(needs, key=len) for needs in inner)))
    return found
