"""The lexicons: one file of phrases per language, each matched in one pass over what is written in that language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
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


Match = tuple[str, int, int]
"""An entry, the first of the words that it holds for, and the word behind the last."""
REMEMBERED, REMEMBERED_WORDS = 50_000, 30
"""How many sequences of how many words are remembered: a bound on memory."""


class _Scopes(NamedTuple):
    """The rules for one side of the conversation."""

    sentence: Index
    message: Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every entry of one language, compiled."""

    language: str
    vocabulary: Vocabulary
    entries: frozenset[str]
    _theirs: _Scopes
    _mine: _Scopes
    _unless: Mapping[str, Sequence[Line]]
    _known: dict[tuple[int, tuple[int, ...]], list[Match]] = field(default_factory=dict)

    def find(self, text: Sequence[Sentence], *, mine: bool) -> dict[str, list[tuple[int, int]]]:
        """Where each entry occurs in a message, as offsets of the original text, in order.

        `text` is the message's sentences, `mine` whether the user wrote it: `user-...` entries are looked for in the
        user's words only, all others in everybody else's. A `sentence` rule holds within one sentence, a `message`
        rule within all of them together; an entry's `unless` phrases cancel its hits in the same scope.
        """
        hits: dict[str, list[tuple[int, int]]] = {}
        scopes = self._mine if mine else self._theirs
        closed = [close(sentence, self.vocabulary, self.language) for sentence in text]
        for sentence in closed:
            self._collect(scopes.sentence, sentence, hits)
        self._collect(scopes.message, [token for sentence in closed for token in sentence], hits)
        return {entry: sorted(set(places)) for entry, places in hits.items()}

    def _collect(self, index: Index, tokens: list[Closed], hits: dict[str, list[tuple[int, int]]]) -> None:
        for entry, first, behind in self._matches(index, tuple(token.word for token in tokens)):
            hits.setdefault(entry, []).append((tokens[first].start, tokens[behind - 1].end))

    def _matches(self, index: Index, words: tuple[int, ...]) -> list[Match]:
        """Where the rules of an index hold in a sequence of words; what is said often is looked for once."""
        known = self._known.get((id(index), words))
        if known is not None:
            return known
        masks = self.vocabulary.masks
        present = reduce(or_, (masks[word] for word in words), 0)
        cancelled: dict[str, bool] = {}
        found: list[Match] = []
        for rule in index.candidates(present):
            for first, behind in rule.phrase.find(words, masks):
                if rule.entry not in cancelled:
                    unless = (other for line in self._unless.get(rule.entry, ()) for other in line.rules)
                    cancelled[rule.entry] = any(any(other.phrase.find(words, masks)) for other in unless)
                if not cancelled[rule.entry]:
                    found.append((rule.entry, first, behind))
        if len(words) <= REMEMBERED_WORDS and len(self._known) < REMEMBERED:
            self._known[id(index), words] = found
        return found


@cache
def load(language: str = "en") -> Lexicon:
    """`lexicon/<language>.toml`, ready to be matched, empty where there is none; DetectError where it is broken."""
    lines = read_lines(language)
    table = prepared.load(language) or prepared.compute(language, lines)
    vocabulary = Vocabulary.of(table["vocabulary"])
    for line in (line for found in lines.values() for line in found):
        line.sets.vocabulary = vocabulary
    return Lexicon(
        language=language,
        vocabulary=vocabulary,
        entries=frozenset(line.entry for found in lines.values() for line in found),
        _theirs=_scopes(lines, table, mine=False),
        _mine=_scopes(lines, table, mine=True),
        _unless=_by_entry(lines["unless"]),
    )


def read_lines(language: str) -> dict[str, list[Line]]:
    """The lines of a language by scope (`sentence`, `message`, `unless`), in the order of the file."""
    lines: dict[str, list[Line]] = {"sentence": [], "message": [], "unless": []}
    table = _table(language)
    texts = {str(key): str(value) for key, value in table.pop("sets", {}).items()}
    sets = Sets(texts=texts, vocabulary=Vocabulary(), language=language)
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


def languages() -> tuple[str, ...]:
    """The languages that have a lexicon, in alphabetical order."""
    names = (item.name for item in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def words(language: str) -> frozenset[str]:
    """Every whole word that the lexicon of a language names."""
    return frozenset(word for word in load(language).vocabulary.words() if not word.endswith("*"))


def _table(language: str) -> dict[str, dict[str, list[str]]]:
    source = files(__name__).joinpath(f"{language}.toml")
    return tomllib.loads(source.read_text("utf-8")) if source.is_file() else {}


def _check(language: str, entry: str, content: Mapping[str, object]) -> None:
    if unknown := set(content) - _KEYS:
        raise DetectError(f"entry {entry!r} has unknown keys {sorted(unknown)}", where=f"lexicon/{language}.toml")
