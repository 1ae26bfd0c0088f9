"""The index: rules filed under a word that each of them needs, so that a text meets only rules it could satisfy."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from bonafides.detect import slots
from bonafides.detect.phrase import compile_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.detect.phrase import Phrase
    from bonafides.detect.syntax import Atoms, Sets, Vocabulary

COMMON = """the to and a of in i is it you that for on we be are with have this your as at but my not can will me so
do if or there what about one out up get just they he she his her from an by was all any would our am has how when
like know no please thank thanks""".split()
"""Words found in nearly every text, which make poor index keys. A matter of speed alone."""


class Rule(NamedTuple):
    """A phrase, the entry it belongs to, and the sets of words of which it needs one each."""

    entry: str
    phrase: Phrase
    needs: tuple[Atoms, ...]


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of a lexicon, compiled when a text first holds a word that it needs: most lines never are."""

    entry: str
    source: str
    sets: Sets
    _rules: list[Rule] | None = None

    @property
    def rules(self) -> list[Rule]:
        """One rule for each alternative of the line, in order; DetectError where it cannot be understood."""
        if self._rules is None:
            phrases = compile_line(self.source, self.sets)
            self._rules = [Rule(self.entry, phrase, phrase.needs) for phrase in phrases]
        return self._rules


@dataclass(slots=True)
class _Filed:
    """A rule under one word, compiled when a text first holds that word."""

    line: Line
    number: int
    rule: Rule | None = None


@dataclass(slots=True, kw_only=True)
class Index:
    """Rules by a word that each of them needs, so that a text is compared only with rules it could satisfy."""

    _by_atom: dict[int, list[_Filed]] = field(default_factory=dict)

    def file(self, line: Line, number: int, triggers: Iterable[int]) -> None:
        """Put the rule that is `number` of its line under each of the vocabulary numbers of its triggers."""
        filed = _Filed(line, number)
        for trigger in triggers:
            self._by_atom.setdefault(trigger, []).append(filed)

    def candidates(self, present: Atoms) -> Iterator[Rule]:
        """Each rule that may hold where these atoms are, once, in a stable order."""
        seen: set[int] = set()
        for atom in _numbers(present):
            for filed in self._by_atom.get(atom, ()):
                rule = filed.rule
                if rule is None:
                    rule = filed.rule = filed.line.rules[filed.number]
                for need in rule.needs:
                    if not present & need:
                        break
                else:
                    if id(rule) not in seen:
                        seen.add(id(rule))
                        yield rule


def triggers(rule: Rule, common: Atoms) -> list[int]:
    """The vocabulary numbers of the rarest set of words that a rule needs; `common` marks words found everywhere."""
    rarest = min(rule.needs, key=lambda need: need.bit_count() + 100 * (need & common).bit_count())
    return list(_numbers(rarest))


def common_words(vocabulary: Vocabulary) -> Atoms:
    """The atoms of words found in nearly every text."""
    return reduce(or_, (vocabulary.atoms(word) for word in (slots.OTHER, *COMMON)))


def _numbers(atoms: Atoms) -> Iterator[int]:
    """The vocabulary numbers in a bit mask, in rising order."""
    while atoms:
        lowest = atoms & -atoms
        yield lowest.bit_length() - 1
        atoms ^= lowest
