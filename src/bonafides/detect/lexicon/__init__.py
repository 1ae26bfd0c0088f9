"""The lexicons: one file of phrases per language, all matched in one pass over a message."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from bonafides.detect import slots
from bonafides.detect.closed import Closed, close
from bonafides.detect.lexicon.index import Index, Rule
from bonafides.detect.phrase import Phrase, compile_line
from bonafides.detect.syntax import Sets, Vocabulary
from bonafides.errors import DetectError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bonafides.detect.tokens import Sentence

USER = "user-"
"""Entries that begin so are about the user's own words: what a question or a refusal is met with."""

_KEYS = {"sentence", "message", "unless"}


class _Scopes(NamedTuple):
    """The rules for one side of the conversation."""

    sentence: Index
    message: Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every entry of every language, compiled."""

    vocabulary: Vocabulary
    entries: frozenset[str]
    _theirs: _Scopes
    _mine: _Scopes
    _unless: Mapping[str, Sequence[Phrase]]

    def find(self, text: Sequence[Sentence], *, mine: bool) -> dict[str, list[tuple[int, int]]]:
        """Where each entry occurs in a message, as offsets of the original text, in order.

        `text` is the message's sentences, `mine` whether the user wrote it: `user-...` entries are looked for in the
        user's words only, all others in everybody else's. A `sentence` rule holds within one sentence, a `message`
        rule within all of them together; an entry's `unless` phrases cancel its hits in the same scope.
        """
        hits: dict[str, list[tuple[int, int]]] = {}
        scopes = self._mine if mine else self._theirs
        closed = [close(sentence, self.vocabulary) for sentence in text]
        for sentence in closed:
            self._collect(scopes.sentence, sentence, hits)
        self._collect(scopes.message, [token for sentence in closed for token in sentence], hits)
        return {entry: sorted(set(places)) for entry, places in hits.items()}

    def _collect(self, index: Index, tokens: list[Closed], hits: dict[str, list[tuple[int, int]]]) -> None:
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
    rules: dict[str, list[Rule]] = {"sentence": [], "message": [], "unless": []}
    for language, table in languages().items():
        texts = {str(key): str(value) for key, value in table.pop("sets", {}).items()}
        sets = Sets(texts=texts, vocabulary=vocabulary)
        for entry, content in table.items():
            _check(language, entry, content)
            for key, lines in content.items():
                rules[key] += (rule for line in lines for rule in _rules(entry, line, sets))
    unless: dict[str, list[Phrase]] = {}
    for rule in rules["unless"]:
        unless.setdefault(rule.entry, []).append(rule.phrase)
    return Lexicon(
        vocabulary=vocabulary,
        entries=frozenset(rule.entry for found in rules.values() for rule in found),
        _theirs=_scopes(rules, vocabulary, mine=False),
        _mine=_scopes(rules, vocabulary, mine=True),
        _unless=unless,
    )


def _scopes(rules: Mapping[str, Sequence[Rule]], vocabulary: Vocabulary, *, mine: bool) -> _Scopes:
    def index(scope: str) -> Index:
        return Index.of([rule for rule in rules[scope] if rule.entry.startswith(USER) is mine], vocabulary)

    return _Scopes(sentence=index("sentence"), message=index("message"))


def _rules(entry: str, line: str, sets: Sets) -> Iterator[Rule]:
    for phrase in compile_line(line, sets):
        yield Rule(entry=entry, phrase=phrase)


def languages() -> dict[str, dict[str, dict[str, list[str]]]]:
    """The raw tables by language code, in alphabetical order."""
    found = sorted(item for item in files(__name__).iterdir() if item.name.endswith(".toml"))  # type: ignore[type-var]
    return {item.name.removesuffix(".toml"): tomllib.loads(item.read_text("utf-8")) for item in found}


def _check(language: str, entry: str, content: Mapping[str, object]) -> None:
    if unknown := set(content) - _KEYS:
        raise DetectError(f"entry {entry!r} has unknown keys {sorted(unknown)}", where=f"lexicon/{language}.toml")
