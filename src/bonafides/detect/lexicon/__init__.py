"""The lexicons: one file of phrases per language, all matched in one pass over a message."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache, reduce
from importlib.resources import files
from operator import or_
from typing import TYPE_CHECKING

from bonafides.detect import slots
from bonafides.detect.closed import Closed, close
from bonafides.detect.phrase import Phrase, compile_phrase
from bonafides.detect.syntax import Atoms, Sets, Vocabulary
from bonafides.errors import DetectError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bonafides.detect.tokens import Sentence

COMMON = """the to and a of in i is it you that for on we be are with have this your as at but my not can will me so
do if or there what about one out up get just they he she his her from an by was all any would our am has how when
like know no please thank thanks""".split()
"""Words found in nearly every text, which make poor index keys. A matter of speed alone."""

_KEYS = {"sentence", "message", "unless"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A phrase and the entry it belongs to."""

    entry: str
    phrase: Phrase
    needs: tuple[Atoms, ...]


@dataclass(slots=True, kw_only=True)
class _Index:
    """Rules by a word that each of them needs, so that a text is compared only with rules it could satisfy."""

    by_atom: dict[int, list[_Rule]] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Iterable[_Rule], vocabulary: Vocabulary) -> _Index:
        """File each rule under the rarest set of words that it needs."""
        index = cls()
        common = reduce(or_, (vocabulary.atoms(word) for word in (slots.OTHER, *COMMON)))
        for rule in rules:
            rarest = min(rule.needs, key=lambda need: need.bit_count() + 100 * (need & common).bit_count())
            for atom in _numbers(rarest):
                index.by_atom.setdefault(atom, []).append(rule)
        return index

    def candidates(self, present: Atoms) -> Iterator[_Rule]:
        """Each rule that may hold where these atoms are, once, in a stable order."""
        seen: set[int] = set()
        for atom in _numbers(present):
            for rule in self.by_atom.get(atom, ()):
                if id(rule) not in seen:
                    seen.add(id(rule))
                    for need in rule.needs:
                        if not present & need:
                            break
                    else:
                        yield rule


def _numbers(atoms: Atoms) -> Iterator[int]:
    """The vocabulary numbers in a bit mask, in rising order."""
    while atoms:
        lowest = atoms & -atoms
        yield lowest.bit_length() - 1
        atoms ^= lowest


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every entry of every language, compiled."""

    vocabulary: Vocabulary
    entries: frozenset[str]
    _sentence: _Index
    _message: _Index
    _unless: Mapping[str, Sequence[Phrase]]

    def find(self, text: Sequence[Sentence]) -> dict[str, list[tuple[int, int]]]:
        """Where each entry occurs in a message, as offsets of the original text, in order.

        `text` is the message's sentences. A `sentence` rule holds within one sentence, a `message` rule within all
        of them together; an entry's `unless` phrases cancel its hits in the same scope.
        """
        hits: dict[str, list[tuple[int, int]]] = {}
        closed = [close(sentence, self.vocabulary) for sentence in text]
        for sentence in closed:
            self._collect(self._sentence, sentence, hits)
        if len(closed) > 1 or self._message.by_atom:
            self._collect(self._message, [token for sentence in closed for token in sentence], hits)
        return {entry: sorted(set(places)) for entry, places in hits.items()}

    def _collect(self, index: _Index, tokens: list[Closed], hits: dict[str, list[tuple[int, int]]]) -> None:
        masks = self.vocabulary.masks
        words = [token.word for token in tokens]
        present = reduce(or_, (masks[word] for word in words), 0)
        cancelled: dict[str, bool] = {}
        for rule in index.candidates(present):
            for first, behind in rule.phrase.find(words, masks):
                if rule.entry not in cancelled:
                    unless = self._unless.get(rule.entry, ())
                    cancelled[rule.entry] = any(any(phrase.find(words, masks)) for phrase in unless)
                if not cancelled[rule.entry]:
                    hits.setdefault(rule.entry, []).append((tokens[first].start, tokens[behind - 1].end))


@cache
def load() -> Lexicon:
    """Read and compile every `lexicon/<lang>.toml` of the package; DetectError where one is broken."""
    vocabulary = Vocabulary()
    vocabulary.number(slots.OTHER)
    rules: dict[str, list[_Rule]] = {"sentence": [], "message": [], "unless": []}
    for language, table in languages().items():
        texts = {str(key): str(value) for key, value in table.pop("sets", {}).items()}
        sets = Sets(texts=texts, vocabulary=vocabulary)
        for entry, content in table.items():
            _check(language, entry, content)
            for key, lines in content.items():
                rules[key] += (_rule(entry, line, sets) for line in lines)
    unless: dict[str, list[Phrase]] = {}
    for rule in rules["unless"]:
        unless.setdefault(rule.entry, []).append(rule.phrase)
    return Lexicon(
        vocabulary=vocabulary,
        entries=frozenset(rule.entry for found in rules.values() for rule in found),
        _sentence=_Index.of(rules["sentence"], vocabulary),
        _message=_Index.of(rules["message"], vocabulary),
        _unless=unless,
    )


def _rule(entry: str, line: str, sets: Sets) -> _Rule:
    phrase = compile_phrase(line, sets)
    return _Rule(entry=entry, phrase=phrase, needs=phrase.needs)


def languages() -> dict[str, dict[str, dict[str, list[str]]]]:
    """The raw tables by language code, in alphabetical order."""
    found = sorted(item for item in files(__name__).iterdir() if item.name.endswith(".toml"))  # type: ignore[type-var]
    return {item.name.removesuffix(".toml"): tomllib.loads(item.read_text("utf-8")) for item in found}


def _check(language: str, entry: str, content: Mapping[str, object]) -> None:
    if unknown := set(content) - _KEYS:
        raise DetectError(f"entry {entry!r} has unknown keys {sorted(unknown)}", where=f"lexicon/{language}.toml")
