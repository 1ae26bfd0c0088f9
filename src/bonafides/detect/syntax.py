"""The syntax of phrases: one line of a lexicon, parsed into nodes.

    continue|move ..3 on|via <app>      one of two words, at most three tokens between, a slot
    (write|draft) (a|an)? report*       grouping, optional, a stem
    @reader ..2 not named               a set defined under [sets] in the same lexicon

Outside brackets `|` joins single words; inside, it separates whole sequences: `(a b|c) d` is `a b d` or `c d`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from bonafides.detect import folds, slots
from bonafides.detect.fold import fold
from bonafides.detect.tokens import CONTRACTIONS, sentences, symbols
from bonafides.errors import DetectError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DEFAULT_GAP = 4
_CHINESE = re.compile("[\u3400-\u9fff]+")
_LEXEME = re.compile(r"\s*(\([^()@?.]*\)|\(|\)|\||\?|\.\.\d*|<\w+>|@[\w-]+|[^\s()|?@<>]+)")

Atoms = int
"""A set of vocabulary numbers as a bit mask: sets are compared far more often than anything else is done."""


@dataclass(slots=True)
class Vocabulary:
    """The closed vocabulary: every word and stem that some phrase uses, numbered. Words outside it have no atoms."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _stem_lengths: set[int] = field(default_factory=set)
    _known: dict[str, int] = field(default_factory=dict)
    _kinds: dict[Atoms, int] = field(default_factory=dict)
    masks: list[Atoms] = field(default_factory=list)
    """The atoms of each kind of word."""

    @classmethod
    def of(cls, words: Iterable[str]) -> Vocabulary:
        """A vocabulary that is already known, in the order of its numbers."""
        vocabulary = cls()
        for word in words:
            vocabulary.number(word)
        return vocabulary

    def words(self) -> list[str]:
        """Every word, stem and slot, in the order of their numbers."""
        return list(self._numbers)

    def number(self, atom: str) -> int:
        """The number of a word, slot or stem (`report*`), given at first sight."""
        if atom.endswith("*"):
            self._stem_lengths.add(len(atom) - 1)
        return self._numbers.setdefault(atom, len(self._numbers))

    def __contains__(self, word: str) -> bool:
        """Whether some phrase names exactly this word (or stem, or slot)."""
        return word in self._numbers

    def atoms(self, word: str) -> Atoms:
        """Numbers of the word itself and of every stem it begins with; empty outside the vocabulary."""
        return self.masks[self.kind(word)]

    def kind(self, word: str) -> int:
        """A small number for everything that matches alike; `masks` gives its atoms. To be asked when all is known."""
        found = self._known.get(word)
        if found is None:
            names = [word, *(word[:n] + "*" for n in self._stem_lengths if n <= len(word))]
            numbers = {self._numbers[name] for name in names if name in self._numbers}
            atoms = reduce(or_, (1 << number for number in numbers), 0)
            found = self._kinds.setdefault(atoms, len(self.masks))
            if found == len(self.masks):
                self.masks.append(atoms)
            if len(self._known) < 200_000:  # a bound, so that hostile text cannot fill memory
                self._known[word] = found
        return found


@dataclass(slots=True, kw_only=True)
class Node:
    """A token that must be one of `atoms`, or one of several sequences, or a gap of up to `gap` tokens."""

    atoms: Atoms = 0
    options: tuple[tuple[Node, ...], ...] = ()
    gap: int = 0
    optional: bool = False
    _needs: Atoms | None = None

    @property
    def needs(self) -> Atoms:
        """Words of which every match holds at least one; none where it may be left out. Worked out once."""
        if self._needs is None:
            inner = [smallest(option) for option in self.options]
            self._needs = 0 if self.optional or self.gap or not all(inner) else reduce(or_, inner, self.atoms)
        return self._needs

    @property
    def plain(self) -> bool:
        """Whether it is one token and must be there."""
        return bool(self.atoms) and not self.optional


def smallest(nodes: Sequence[Node]) -> Atoms:
    """The smallest set of words that a sequence needs; none where all of it may be left out."""
    return min((node.needs for node in nodes if node.needs), key=int.bit_count, default=0)


@dataclass(slots=True, kw_only=True)
class Sets:
    """The named sets of one lexicon, each parsed at first use."""

    texts: Mapping[str, str]
    vocabulary: Vocabulary
    language: str = "en"
    """Whose folds hold: `he` and `she` are one word in a text, so they must be in a phrase."""
    _parsed: dict[str, Node] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)
    _words: dict[str, tuple[Atoms, ...]] = field(default_factory=dict)
    _groups: dict[str, Node] = field(default_factory=dict)

    def node(self, name: str, phrase: str) -> Node:
        """The node of a set; DetectError where it is unknown or contains itself."""
        if name not in self._parsed:
            if name not in self.texts or name in self._open:
                raise DetectError(f"unknown set @{name} in the phrase {phrase!r}", where="lexicon")
            self._open.add(name)
            self._parsed[name] = parse(f"({self.texts[name]})", self)[0]
        return self._parsed[name]

    def words(self, lexeme: str) -> tuple[Atoms, ...]:
        """The words of a lexeme, folded as the text's words are, or its slot; DetectError where there are none."""
        found = self._words.get(lexeme)
        if found is None:
            words = (lexeme,) if lexeme in slots.SLOTS else _folded(lexeme, self.language)
            if not words or (lexeme.startswith("<") and lexeme not in slots.SLOTS):
                raise DetectError(f"{lexeme!r} is neither a word nor a slot", where="lexicon")
            found = self._words[lexeme] = tuple(1 << self.vocabulary.number(word) for word in words)
        return found

    def group(self, text: str) -> Node:
        """A group of words and phrases without inner groups, as most are: split instead of descended into."""
        found = self._groups.get(text)
        if found is None:
            atoms, options = 0, list[tuple[Node, ...]]()
            for option in text[1:-1].split("|"):
                words = [atom for word in option.split() for atom in self.words(word)]
                if not words:
                    raise DetectError(f"a word is missing in the group {text!r}", where="lexicon")
                if len(words) == 1:
                    atoms |= words[0]
                else:
                    options.append(tuple(Node(atoms=word) for word in words))
            if options and atoms:
                options.append((Node(atoms=atoms),))
            found = self._groups[text] = Node(options=tuple(options)) if options else Node(atoms=atoms)
        return found


def parse(text: str, sets: Sets) -> tuple[Node, ...]:
    """One sequence; DetectError where it cannot be understood."""
    return _Parser(text, sets).parse()


class _Parser:
    """Recursive descent over one sequence."""

    def __init__(self, text: str, sets: Sets) -> None:
        self.text, self.sets = text, sets
        self.lexemes, self.at = _LEXEME.findall(text), 0

    def parse(self) -> tuple[Node, ...]:
        nodes = self._sequence(bracketed=False)
        if self.at < len(self.lexemes):
            raise self._error(f"unexpected {self.lexemes[self.at]!r}")
        return nodes

    def _error(self, what: str) -> DetectError:
        return DetectError(f"{what} in the phrase {self.text!r}", where="lexicon")

    def _peek(self) -> str:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else ""

    def _sequence(self, *, bracketed: bool) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while self._peek() not in {"", ")"} and not (bracketed and self._peek() == "|"):
            nodes.append(self._item(bracketed=bracketed))
        return tuple(nodes)

    def _item(self, *, bracketed: bool) -> Node:
        if self._peek().startswith(".."):
            self.at += 1
            return Node(gap=int(self.lexemes[self.at - 1][2:] or DEFAULT_GAP))
        options = [self._option()]
        while not bracketed and self._peek() == "|":
            self.at += 1
            options.append(self._option())
        node = _either(options)
        if self._peek() == "?":
            self.at += 1
            node = Node(atoms=node.atoms, options=node.options, optional=True)
        return node

    def _option(self) -> tuple[Node, ...]:
        lexeme = self._peek()
        self.at += 1
        if lexeme == "(":
            return (self._group(),)
        if lexeme.startswith("("):
            return (self.sets.group(lexeme),)
        if lexeme.startswith("@"):
            return (self.sets.node(lexeme[1:], self.text),)
        if lexeme in {"", "|", "?", ")"}:
            raise self._error("a word is missing")
        return tuple(Node(atoms=atom) for atom in self.sets.words(lexeme))

    def _group(self) -> Node:
        options: list[tuple[Node, ...]] = []
        separator = "|"
        while separator == "|":
            if not (sequence := self._sequence(bracketed=True)):
                raise self._error("a word is missing")
            options.append(sequence)
            separator = self._peek()
            self.at += 1
        if separator != ")":
            raise self._error("a bracket is not closed")
        return _either(options)


def _either(options: list[tuple[Node, ...]]) -> Node:
    """One node for several options; single words among them become one set of atoms, which is quicker to test."""
    if len(options) == 1 and len(options[0]) == 1:
        return options[0][0]
    words = [option[0].atoms for option in options if len(option) == 1 and option[0].plain]
    others = [option for option in options if not (len(option) == 1 and option[0].plain)]
    atoms = reduce(or_, words, 0)
    if not others:
        return Node(atoms=atoms)
    return Node(options=(*others, (Node(atoms=atoms),)) if atoms else tuple(others))


def _folded(lexeme: str, language: str) -> tuple[str, ...]:
    """The words of a lexeme as the text's words are folded; the last keeps its star."""
    stem = lexeme.removesuffix("*")
    if (stem.isascii() and stem.isalpha()) or _CHINESE.fullmatch(stem):  # nearly all: nothing to look for but a word
        words = list(symbols(stem))
    else:
        words = [token.symbol for sentence in sentences(fold(stem)) for token in sentence]
    if language == "en":
        words = [part for word in words for part in CONTRACTIONS.get(word, (word,))]
    if words and lexeme.endswith("*"):
        return (*words[:-1], words[-1] + "*")
    folded = (folds.load(language).words.get(word, word) for word in words)
    # What folds away altogether can never be met again; as <other> it would match anything.
    return tuple(word if read == slots.OTHER else read for word, read in zip(words, folded, strict=True))
