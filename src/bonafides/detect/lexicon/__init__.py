"""The lexicons: one file of phrases per language, all matched in one pass over a message."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.detect import slots
from bonafides.detect.phrase import Phrase, compile_phrase
from bonafides.detect.syntax import Atoms, Sets, Vocabulary
from bonafides.errors import DetectError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bonafides.detect.tokens import Sentence, Token

_KEYS = {"sentence", "message", "unless"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A phrase and the entry it belongs to."""

    entry: str
    phrase: Phrase


@dataclass(slots=True, kw_only=True)
class _Index:
    """Rules by a word that each of them needs, so that a text is compared only with rules it could satisfy."""

    by_atom: dict[int, list[_Rule]] = field(default_factory=dict)

    def add(self, rule: _Rule) -> None:
        for atom in rule.phrase.needs:
            self.by_atom.setdefault(atom, []).append(rule)

    def candidates(self, tokens: Sequence[Atoms]) -> Iterator[_Rule]:
        """Each rule that may hold, once, in a stable order."""
        present = frozenset[int]().union(*tokens)
        seen: dict[int, _Rule] = {}
        for atom in sorted(present):
            for rule in self.by_atom.get(atom, ()):
                seen[id(rule)] = rule
        return iter(seen.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every entry of every language, compiled."""

    vocabulary: Vocabulary
    entries: frozenset[str]
    _sentence: _Index
    _message: _Index
    _unless: Mapping[str, tuple[Phrase, ...]]

    def find(self, text: Sequence[Sentence]) -> dict[str, list[tuple[int, int]]]:
        """Where each entry occurs in a message, as offsets of the original text, in order.

        `text` is the message's sentences. A `sentence` rule holds within one sentence, a `message` rule within all
        of them together; an entry's `unless` phrases cancel its hits in the same scope.
        """
        hits: dict[str, list[tuple[int, int]]] = {}
        closed = [self._close(sentence) for sentence in text]
        for sentence in closed:
            self._collect(self._sentence, sentence, hits)
        if len(closed) > 1 or self._message.by_atom:
            self._collect(self._message, [token for sentence in closed for token in sentence], hits)
        return {entry: sorted(set(places)) for entry, places in hits.items()}

    def _collect(self, index: _Index, tokens: list[_Closed], hits: dict[str, list[tuple[int, int]]]) -> None:
        atoms = [token.atoms for token in tokens]
        cancelled: dict[str, bool] = {}
        for rule in index.candidates(atoms):
            for first, behind in rule.phrase.find(atoms):
                if rule.entry not in cancelled:
                    cancelled[rule.entry] = any(any(p.find(atoms)) for p in self._unless.get(rule.entry, ()))
                if not cancelled[rule.entry]:
                    hits.setdefault(rule.entry, []).append((tokens[first].start, tokens[behind - 1].end))

    def _close(self, sentence: Sentence) -> list[_Closed]:
        """Fold names and all words outside the vocabulary into `<other>`, one for each run of them."""
        other = self.vocabulary.atoms(slots.OTHER)
        named = _names(sentence, self.vocabulary)
        closed: list[_Closed] = []
        for token, name in zip(sentence, named, strict=True):
            atoms = frozenset[int]() if name else self.vocabulary.atoms(token.symbol)
            if atoms:
                closed.append(_Closed(atoms, token.start, token.end))
            elif closed and closed[-1].atoms is other:
                closed[-1] = _Closed(other, closed[-1].start, token.end)
            else:
                closed.append(_Closed(other, token.start, token.end))
        return closed


@dataclass(frozen=True, slots=True)
class _Closed:
    atoms: Atoms
    start: int
    end: int


def _names(sentence: Sentence, vocabulary: Vocabulary) -> list[bool]:
    """Which tokens are (parts of) names: titles, and runs of two or more capitalised words.

    A name made of ordinary words (`Grant Price of Insight Consulting`) must not count as those words. Text all in
    capitals, or with nearly every word capitalised, tells nothing about names and is read as it stands.
    """
    words = [token for token in sentence if token.symbol not in slots.SLOTS]
    capitals = sum(token.capital for token in words)
    if (len(words) >= 8 and capitals >= 0.7 * len(words)) or all(
        token.shout or len(token.symbol) == 1 for token in words
    ):
        return [token.symbol in slots.TITLES for token in sentence]
    marks = [_name_like(token, vocabulary) for token in sentence]
    if marks and vocabulary.atoms(sentence[0].symbol):
        marks[0] = False  # the first word of a sentence is capitalised anyway
    return [
        token.symbol in slots.TITLES or (mark and any(marks[max(0, i - 1) : i] + marks[i + 1 : i + 2]))
        for i, (token, mark) in enumerate(zip(sentence, marks, strict=True))
    ]


def _name_like(token: Token, vocabulary: Vocabulary) -> bool:
    if not token.capital or token.symbol in slots.SLOTS or token.symbol == "i":
        return False
    return not (token.shout and vocabulary.atoms(token.symbol))  # NDA, CV


@cache
def load() -> Lexicon:
    """Read and compile every `lexicon/<lang>.toml` of the package; DetectError where one is broken."""
    vocabulary = Vocabulary()
    vocabulary.number(slots.OTHER)
    sentence, message = _Index(), _Index()
    unless: dict[str, tuple[Phrase, ...]] = {}
    entries: set[str] = set()
    for language, table in languages().items():
        texts = {str(key): str(value) for key, value in table.pop("sets", {}).items()}
        sets = Sets(texts=texts, vocabulary=vocabulary)
        for entry, content in table.items():
            _check(language, entry, content)
            entries.add(entry)
            for index, key in ((sentence, "sentence"), (message, "message")):
                for line in content.get(key, ()):
                    index.add(_Rule(entry=entry, phrase=compile_phrase(line, sets)))
            cancels = tuple(compile_phrase(line, sets) for line in content.get("unless", ()))
            unless[entry] = unless.get(entry, ()) + cancels
    return Lexicon(
        vocabulary=vocabulary, entries=frozenset(entries), _sentence=sentence, _message=message, _unless=unless
    )


def languages() -> dict[str, dict[str, dict[str, list[str]]]]:
    """The raw tables by language code, in alphabetical order."""
    found = sorted(item for item in files(__name__).iterdir() if item.name.endswith(".toml"))  # type: ignore[type-var]
    return {item.name.removesuffix(".toml"): tomllib.loads(item.read_text("utf-8")) for item in found}


def _check(language: str, entry: str, content: Mapping[str, object]) -> None:
    if unknown := set(content) - _KEYS:
        raise DetectError(f"entry {entry!r} has unknown keys {sorted(unknown)}", where=f"lexicon/{language}.toml")
