"""Turns text codes into texts, a row group at a time, without touching single events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore]
from numpy.typing import NDArray

from evals.campaigns.clock import Floats
from evals.campaigns.ranges import Ranges, draw
from evals.campaigns.society import LANGUAGES, Bytes, Ints
from evals.campaigns.texts import CHOICE, NONE, UNIQUE, Book, phrases, pool

OWN = -4  # the account's own template
GOLDEN = 0.6180339887498949
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Strings of all languages in one Arrow array: those of language l are start[l] .. start[l] + size[l] - 1."""

    strings: Any
    start: Codes
    size: Codes

    @classmethod
    def of(cls, by_language: list[list[str]]) -> Shelf:
        """A shelf of these lists, one per language in the order of LANGUAGES."""
        size = np.array([len(part) for part in by_language])
        return cls(pa.array([text or None for part in by_language for text in part]), np.cumsum(size) - size, size)

    def at(self, language: Bytes, part: Floats) -> Codes:
        """The index at that part (in [0, 1)) of each row's language."""
        return np.asarray(self.start[language] + (part * self.size[language]).astype(np.int64))


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a world. `stock` holds index ranges in the book by language: boilerplate, short, pitch."""

    greet: Shelf
    body: Shelf
    close: Shelf
    stock: tuple[tuple[Codes, Codes], ...]
    shares: Floats  # cumulative: no note, boilerplate, short, pitch, own template; the rest is unique
    before: Any
    after: Any
    named: NDArray[np.bool_]
    names: Any

    @classmethod
    def opened(cls, rng: np.random.Generator, ranges: Ranges, book: Book, bodies: int) -> Words:
        """Add the popular texts to the book, close it, and fill the shelves with about that many bodies."""
        stock = tuple(_stock(book, part) for part in ("boilerplate", "short", "pitch"))
        greet, body, close = (
            Shelf.of([pool(rng, lang, part, bodies if lang == "en" else bodies // 3) for lang in LANGUAGES])
            for part in ("greet", "body", "close")
        )
        shares = [draw(rng, getattr(ranges, part)) for part in STOCK]
        halves = [text.partition("{name}") for text in book.texts]
        return cls(
            greet,
            body,
            close,
            stock,
            np.cumsum(shares),
            pa.array([half[0] for half in halves]),
            pa.array([half[2] for half in halves]),
            np.array([bool(half[1]) for half in halves]),
            pa.array(phrases()["names"].split()),
        )

    def usual(self, rng: np.random.Generator, language: Bytes) -> Ints:
        """What somebody writing in that language would write: a code per row."""
        number = len(language)
        draws = np.searchsorted(self.shares, rng.random(number, dtype=np.float32), side="right")
        codes = np.array([NONE, 0, 0, 0, OWN, UNIQUE], np.int32)[draws]
        for sort, (start, size) in enumerate(self.stock, start=1):
            rows = np.flatnonzero(draws == sort)
            spoken = language[rows]
            codes[rows] = start[spoken] + (rng.random(len(rows)) ** 2 * size[spoken]).astype(np.int64)
        return codes

    def texts(self, rng: np.random.Generator, codes: Ints, account: Ints, target: Ints, language: Bytes) -> Any:
        """An Arrow string array, null where the code is NONE; USUAL must have been resolved by `usual`."""
        written, composed = np.flatnonzero(codes >= 0), np.flatnonzero((codes == UNIQUE) | (codes == OWN))
        known, chosen = codes[written], target[written].astype(np.int64) * 7919 % len(self.names)
        name = self.names.take(pa.array(chosen, mask=~self.named[known]))
        first = pc.binary_join_element_wise(
            self.before.take(known), name, self.after.take(known), "", null_handling="skip"
        )
        second = self._composed(rng, codes[composed] == OWN, account[composed], language[composed])
        place = np.full(len(codes), -1, np.int64)
        place[written], place[composed] = np.arange(len(written)), len(written) + np.arange(len(composed))
        return pa.concat_arrays([first, second]).take(pa.array(place, mask=place < 0))

    def _composed(self, rng: np.random.Generator, own: NDArray[np.bool_], account: Ints, language: Bytes) -> Any:
        """Greeting, one or two sentences, and a close; an account's own template is always the same for it."""
        number = len(account)
        parts = rng.random((5, number))
        seeds = account[own].astype(np.float64)
        for row in range(5):
            parts[row, own] = seeds * GOLDEN * (row * 2 + 1) % 1
        greet, body, more, close, shape = parts
        return pc.binary_join_element_wise(
            self.greet.strings.take(pa.array(self.greet.at(language, greet), mask=shape < 0.2)),
            self.body.strings.take(self.body.at(language, body)),
            self.body.strings.take(pa.array(self.body.at(language, more), mask=(shape * 7 % 1) < 0.6)),
            self.close.strings.take(pa.array(self.close.at(language, close), mask=(shape * 13 % 1) < 0.3)),
            " ",
            null_handling="skip",
        )


STOCK = ("no_note", "boilerplate", "short", "pitch", "own_template")


def _stock(book: Book, part: str) -> tuple[Codes, Codes]:
    """Add one sort of popular text to the book in every language: where each language starts, and how many."""
    start, size = [], []
    for language in LANGUAGES:
        sentences = [s for raw in phrases()["organic"][language][part] for s in _spelled_out(CHOICE, raw)]
        start.append(len(book.texts))
        size.append(len([book.text(sentence) for sentence in sentences]))
    return np.array(start), np.array(size)


def _spelled_out(choice: Any, sentence: str) -> list[str]:
    found = choice.search(sentence)
    if not found:
        return [sentence]
    heads = [sentence[: found.start()] + word for word in found[1].split("|")]
    return [head + tail for head in heads for tail in _spelled_out(choice, sentence[found.end() :])]
