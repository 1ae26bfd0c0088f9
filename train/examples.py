"""Training examples: the conversations of `corpus/` and of the development set, one author at a time held apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bonafides.detect.fold import fold
from bonafides.detect.language import COVERED, languages
from bonafides.detect.localise import localise
from bonafides.detect.reported import own_words
from bonafides.detect.tokens import sentences
from bonafides.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.detect.tokens import Sentence

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
DEVELOPMENT = ROOT / "evals" / "dev"
FIRST_AUTHOR = {"part1.jsonl", "part2.jsonl", "part3.jsonl"}
"""Files of the development set by its first author; the others are by its second."""

Spoken = tuple[tuple[str, "Sentence"], ...]
"""A message as the learned layer sees it: its localised sentences, each with its language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One conversation, as the learned layer sees it: the other side's sentences."""

    id: str
    author: str
    language: str
    kind: Kind
    messages: tuple[Spoken, ...]
    """The other side's messages."""
    row: dict[str, Any]
    """The conversation in the interchange format."""

    @property
    def deceptive(self) -> bool:
        """What the model learns to tell."""
        return self.kind is not Kind.ORDINARY


def load() -> list[Example]:
    """Every conversation, by file and line."""
    return [_example(row, author) for row, author in _rows() if "messages" in row]


def _rows() -> Iterator[tuple[dict[str, Any], str]]:
    for path in sorted(CORPUS.rglob("*.jsonl")):
        yield from ((row, path.stem) for row in _lines(path))
    for path in sorted(DEVELOPMENT.glob("*.jsonl")):
        author = "development-1" if path.name in FIRST_AUTHOR else "development-2"
        yield from ((row, author) for row in _lines(path))


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


def _example(row: dict[str, Any], author: str) -> Example:
    language = row.get("lang", "en")
    said = [message["text"] for message in row["messages"] if message["speaker"] != "me"]
    return Example(
        id=row["id"],
        author=author,
        language=language,
        kind=Kind(row["label"]["kind"]),
        messages=tuple(spoken(text, language) for text in said),
        row=row,
    )


def spoken(text: str, language: str) -> Spoken:
    """A message's sentences as the detect room prepares them, in a thread whose language is known."""
    own = own_words(text)
    cut = list(sentences(fold(own)))
    told = [found or language for found in languages(cut, own, language)]
    return tuple((found, localise(s, found)) for found, s in zip(told, cut, strict=True) if found in COVERED)
