"""The lexicons: one file of phrases per language, all matched in one pass over a message."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from bonafides.detect.closed import Closed, close
from bonafides.detect.lexicon import prepared
from bonafides.detect.lexicon.index import Index, Line
from bonafides.detect.syntax import Sets, Vocabulary
from bonafides.errors import DetectError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    _unless: Mapping[str, Sequence[Line]]

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
                    unless = (other for line in self._unless.get(rule.entry, ()) for other in line.rules)
                    cancelled[rule.entry] = any(any(other.phrase.find(words, masks)) for other in unless)
                if not cancelled[rule.entry]:
                    hits.setdefault(rule.entry, []).append((tokens[first].start, tokens[behind - 1].end))


@cache
def load() -> Lexicon:
    """Every `lexicon/<lang>.toml` of the package, ready to be matched; DetectError where one is broken."""
    lines = read_lines()
    table = prepared.load() or prepared.compute(lines)
    vocabulary = Vocabulary.of(table["vocabulary"])
    for line in (line for found in lines.values() for line in found):
        line.sets.vocabulary = vocabulary
    return Lexicon(
        vocabulary=vocabulary,
        entries=frozenset(line.entry for found in lines.values() for line in found),
        _theirs=_scopes(lines, table, mine=False),
        _mine=_scopes(lines, table, mine=True),
        _unless=_by_entry(lines["unless"]),
    )


def read_lines() -> dict[str, list[Line]]:
    """The lines of every language by scope (`sentence`, `message`, `unless`), in the order of the files."""
    lines: dict[str, list[Line]] = {"sentence": [], "message": [], "unless": []}
    for language, table in languages().items():
        texts = {str(key): str(value) for key, value in table.pop("sets", {}).items()}
        sets = Sets(texts=texts, vocabulary=Vocabulary())
        for entry, content in table.items():
            _check(language, entry, content)
            for scope, sources in content.items():
                lines[scope] += (Line(entry=entry, source=source, sets=sets) for source in sources)
    return lines


def _scopes(lines: Mapping[str, Sequence[Line]], table: prepared.Table, *, mine: bool) -> _Scopes:
    def index(scope: str) -> Index:
        found = Index()
        for line, rules in zip(lines[scope], table["triggers"][scope], strict=True):
            if line.entry.startswith(USER) is mine:
                for number, triggers in enumerate(rules):
                    found.file(line, number, triggers)
        return found

    return _Scopes(sentence=index("sentence"), message=index("message"))


def _by_entry(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.entry, []).append(line)
    return found


def languages() -> dict[str, dict[str, dict[str, list[str]]]]:
    """The raw tables by language code, in alphabetical order."""
    found = sorted(item for item in files(__name__).iterdir() if item.name.endswith(".toml"))  # type: ignore[type-var]
    return {item.name.removesuffix(".toml"): tomllib.loads(item.read_text("utf-8")) for item in found}


def _check(language: str, entry: str, content: Mapping[str, object]) -> None:
    if unknown := set(content) - _KEYS:
        raise DetectError(f"entry {entry!r} has unknown keys {sorted(unknown)}", where=f"lexicon/{language}.toml")
