"""The index: rules filed under a word that each of them needs, so that a text meets only rules it could satisfy."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from bonafides.detect import slots

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.detect.phrase import Phrase
    from bonafides.detect.syntax import Atoms, Vocabulary

COMMON = """the to and a of in i is it you that for on we be are with have this your as at but my not can will me so
do if or there what about one out up get just they he she his her from an by was all any would our am has how when
like know no please thank thanks""".split()
"""Words found in nearly every text, which make poor index keys. A matter of speed alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A phrase and the entry it belongs to."""

    entry: str
    phrase: Phrase


@dataclass(slots=True, kw_only=True)
class Index:
    """Rules by a word that each of them needs, so that a text is compared only with rules it could satisfy."""

    _by_atom: dict[int, list[tuple[Rule, tuple[Atoms, ...]]]] = field(default_factory=dict)
    """Under each word the rules it may lead to, each with the other sets of words that it needs."""

    @classmethod
    def of(cls, rules: Iterable[Rule], vocabulary: Vocabulary) -> Index:
        """File each rule under the rarest set of words that it needs."""
        index = cls()
        common = reduce(or_, (vocabulary.atoms(word) for word in (slots.OTHER, *COMMON)))
        for rule in rules:
            rarest, *others = sorted(
                rule.phrase.needs, key=lambda need: need.bit_count() + 100 * (need & common).bit_count()
            )
            for atom in _numbers(rarest):
                index._by_atom.setdefault(atom, []).append((rule, tuple(others)))
        return index

    def candidates(self, present: Atoms) -> Iterator[Rule]:
        """Each rule that may hold where these atoms are, once, in a stable order."""
        seen: set[int] = set()
        for atom in _numbers(present):
            for rule, others in self._by_atom.get(atom, ()):
                for need in others:
                    if not present & need:
                        break
                else:
                    if id(rule) not in seen:
                        seen.add(id(rule))
                        yield rule


def _numbers(atoms: Atoms) -> Iterator[int]:
    """The vocabulary numbers in a bit mask, in rising order."""
    while atoms:
        lowest = atoms & -atoms
        yield lowest.bit_length() - 1
        atoms ^= lowest
