"""Texts as sketches: names and slots folded away, an exact fingerprint, and MinHash bands that near-duplicates share.

Everything is done on whole batches of bytes at once: words by their bytes, hashes by a rolling polynomial whose prefix
sums give any word in one subtraction (Karp and Rabin 1987), MinHash (Broder 1997) by segmented minima. `rensa` signs as
fast, but hands its signatures out as Python lists, which at ten million texts costs more than the rest together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Flags = NDArray[np.bool_]
    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]

BANDS = 8
"""Keys of a text. Each joins two of its minima: two texts of likeness J share a given key with probability J * J."""
AGREEING = 3
"""Keys that two texts must share to count as one: at J = .8 they do in 98 of 100 cases, at .6 in 63, at .2 in 0.3."""
FEWEST_WORDS = 4
"""Words that must be left of a text after folding; shorter ones say nothing about who copied whom."""
LONG_WORD = 8
"""Bytes from which a word is a shingle by itself, beside every pair of neighbours."""
CHUNK = 4_000_000
"""Bytes that are worked on at once."""

SCHEMA = pa.schema(
    [("a", pa.int64()), ("moment", pa.int64()), ("fingerprint", pa.int64())]
    + [(f"key_{band}", pa.int64()) for band in range(BANDS)]
)

_ODD = np.uint64(0x9E3779B97F4A7C15)
_SALT = np.arange(1, BANDS + 1, dtype=np.uint64) * _ODD
_BASE = 0x100000001B3
_INVERSE = pow(_BASE, -1, 2**64)
_GAP, _LETTER, _CAPITAL, _DIGIT, _HIGH = range(5)


def _kinds() -> Bytes:
    kinds = np.zeros(256, dtype=np.uint8)
    kinds[ord("a") : ord("z") + 1] = _LETTER
    kinds[ord("A") : ord("Z") + 1] = _CAPITAL
    kinds[ord("0") : ord("9") + 1] = _DIGIT
    kinds[0x80:] = _HIGH
    return kinds


_KIND = _kinds()
_LOWER = np.arange(256, dtype=np.uint8)
_LOWER[ord("A") : ord("Z") + 1] += 32
_STOPS = np.isin(np.arange(256), list(b".!?:\n"))
_GLUE = np.isin(np.arange(256), list(b"/@_=&#%\\"))
_WIDE = (np.arange(256) >= 0xE3) & (np.arange(256) <= 0xED)
"""First bytes of three-byte characters of scripts written without spaces, each a word of its own."""


def sketch(rows: pa.Table) -> pa.Table:
    """The sketches (SCHEMA) of a batch with columns a, moment, text; texts too short to sketch are left out.

    Equal texts of a batch (a platform's stock phrases) are sketched once.
    """
    coded = rows.column("text").combine_chunks().dictionary_encode()
    texts = coded.dictionary.cast(pa.large_string())
    data, bounds = _buffers(texts)
    found = [_chunk(data[bounds[i] : bounds[j]], bounds[i : j + 1] - bounds[i], i) for i, j in _cuts(bounds)]
    places = np.concatenate([np.zeros(0, np.int64), *(place for place, _ in found)])
    columns = np.concatenate([np.zeros((1 + BANDS, 0), np.uint64), *(sketches for _, sketches in found)], axis=1)
    row = np.full(len(texts), -1, dtype=np.int64)
    row[places] = np.arange(len(places))
    of_text = row[coded.indices.to_numpy()]
    kept = np.flatnonzero(of_text >= 0)
    owners = rows.select(["a", "moment"]).take(pa.array(kept))
    return pa.Table.from_arrays(
        [*owners.columns, *map(pa.array, columns.view(np.int64)[:, of_text[kept]])], schema=SCHEMA
    )


def _buffers(texts: pa.Array) -> tuple[Bytes, Places]:
    """The bytes of an array of strings, and where each begins and ends in them."""
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, np.uint8), bounds


def _cuts(bounds: Places) -> list[tuple[int, int]]:
    """Runs of texts of about CHUNK bytes together."""
    wanted = np.arange(bounds[0], bounds[-1] + CHUNK, CHUNK)
    last = len(bounds) - 1
    edges = np.unique(np.concatenate([[0], np.searchsorted(bounds, wanted), [last]]).clip(0, last))
    return [(int(i), int(j)) for i, j in pairwise(edges)]


def _chunk(data: Bytes, bounds: Places, first: int) -> tuple[Places, Hashes]:
    """Places of the texts that can be sketched, and their columns: the fingerprint, then the keys."""
    words = _words(data, bounds)
    counts = np.bincount(words.text, minlength=len(bounds) - 1)
    enough = counts >= FEWEST_WORDS
    kept = enough[words.text]
    hashes, text = words.hash[kept], words.text[kept]
    starts = np.flatnonzero(np.diff(text, prepend=-1))
    if not len(starts):
        return np.zeros(0, np.int64), np.zeros((1 + BANDS, 0), np.uint64)
    fingerprint = np.add.reduceat(_mixed(hashes), starts)
    shingles, owner = _shingles(hashes, text, words.long[kept])
    minima = _minima(shingles, np.flatnonzero(np.diff(owner, prepend=-1)))
    return np.flatnonzero(enough) + first, np.vstack([fingerprint[None], minima])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of a chunk that are not folded away."""

    hash: Hashes
    text: Places
    """Which text each belongs to."""
    long: Flags


def _words(data: Bytes, bounds: Places) -> _Words:
    kind = _KIND[data]
    wide = _WIDE[data]
    inside = kind > _GAP
    opens = inside.copy()
    opens[1:] &= ~inside[:-1]
    opens |= wide
    opens[3:] |= inside[3:] & wide[:-3]
    within = bounds[:-1][bounds[:-1] < len(data)]
    opens[within] |= inside[within]
    starts = np.flatnonzero(opens)
    closes = np.empty(len(data), dtype=bool)
    closes[:-1] = ~inside[1:] | opens[1:]
    closes[-1:] = True
    ends = np.flatnonzero(inside & closes) + 1
    text = np.searchsorted(bounds, starts, side="right") - 1
    digits = _marked(np.flatnonzero(kind == _DIGIT), starts, side="right")
    folded = _names(data, kind, starts, ends, text) | _glued(data, starts, ends, text, bounds[text + 1])
    hashes = np.where(digits, _ODD, _rolling(_LOWER[data], starts, ends))
    kept = ~folded
    return _Words(hash=hashes[kept], text=text[kept], long=(ends - starts >= LONG_WORD)[kept])


def _marked(places: Places, starts: Places, *, side: Literal["left", "right"]) -> Flags:
    """Which words hold one of the places (`side` right), or come next after one (`side` left)."""
    marked = np.zeros(len(starts) + 1, dtype=bool)
    marked[np.searchsorted(starts, places, side=side) - (side == "right")] = True
    return marked[:-1]


def _names(data: Bytes, kind: Bytes, starts: Places, ends: Places, text: Places) -> Flags:
    """Words with a capital that open no sentence: names of people, firms and places (and German nouns)."""
    follower = data[np.minimum(starts + 1, len(data) - 1)]
    first = data[starts]
    accented = (first == 0xC3) & (follower >= 0x80) & (follower <= 0x9E)
    cyrillic = (first == 0xD0) & (follower >= 0x90) & (follower <= 0xAF)
    capital = ((kind[starts] == _CAPITAL) | accented | cyrillic) & (ends - starts > 1)
    opening = np.diff(text, prepend=-1) > 0
    return np.asarray(capital & ~opening & ~_marked(np.flatnonzero(_STOPS[data]), starts, side="left"))


def _glued(data: Bytes, starts: Places, ends: Places, text: Places, closes: Places) -> Flags:
    """Parts of addresses: what follows `/`, `@`, `=` and the like without a blank, and what stands before them.

    `closes` is where each word's text ends: what comes then is the next text's.
    """
    before = np.concatenate([[0], ends[:-1]])
    opening = np.diff(text, prepend=-1) > 0
    after_glue = ~opening & _GLUE[data[np.maximum(starts - 1, 0)]]
    dotted = ~opening & (starts - before == 1) & (data[np.maximum(starts - 1, 0)] == ord("."))
    padded = np.concatenate([data, np.zeros(3, np.uint8)])
    scheme = (padded[ends] == ord(":")) & (padded[ends + 1] == ord("/")) & (ends + 1 < closes)
    before_glue = (_GLUE[padded[ends]] & (ends < closes)) | scheme
    return np.asarray(after_glue | dotted | before_glue)


@lru_cache(maxsize=4)
def _tables(size: int) -> tuple[Hashes, Hashes]:
    """Powers of the base and of its inverse modulo 2 ** 64, from the 0th to the `size`-th."""
    return _powers_of(_BASE, size), _powers_of(_INVERSE, size)


def _powers_of(base: int, size: int) -> Hashes:
    factors = np.full(size + 1, base, dtype=np.uint64)
    factors[0] = 1
    return np.cumprod(factors)


def _rolling(data: Bytes, starts: Places, ends: Places) -> Hashes:
    """A hash of each stretch of bytes, the same wherever it stands."""
    powers, inverses = _tables(CHUNK * (1 + len(data) // CHUNK))
    sums = np.zeros(len(data) + 1, dtype=np.uint64)
    np.cumsum((data.astype(np.uint64) + np.uint64(1)) * powers[: len(data)], out=sums[1:])
    return _mixed((sums[ends] - sums[starts]) * inverses[starts])


def _mixed(hashes: Hashes) -> Hashes:
    """Well-spread hashes (the finaliser of SplitMix64, Steele et al. 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(hashes ^ (hashes >> np.uint64(31)))


def _shingles(hashes: Hashes, text: Places, long: Flags) -> tuple[Hashes, Places]:
    """Pairs of neighbouring words and long words, with the text that each belongs to, in order of texts."""
    paired = np.flatnonzero(text[1:] == text[:-1])
    pairs = _mixed(hashes[paired] * _ODD + hashes[paired + 1])
    alone = np.flatnonzero(long)
    owner = np.concatenate([text[paired], text[alone]])
    order = np.argsort(owner, kind="stable")
    return np.concatenate([pairs, hashes[alone]])[order], owner[order]


def _minima(shingles: Hashes, starts: Places) -> Hashes:
    """The keys (BANDS, texts): each two minima of the text's shingles under permutations of their own."""
    short = (shingles >> np.uint64(32)).astype(np.uint32)
    keys = np.empty((BANDS, len(starts)), dtype=np.uint64)
    for band in range(BANDS):
        low, high = (np.minimum.reduceat(_permuted(short, 2 * band + half), starts) for half in (0, 1))
        keys[band] = _mixed((high.astype(np.uint64) << np.uint64(32)) + low + _SALT[band])
    return keys


def _permuted(short: NDArray[np.uint32], number: int) -> NDArray[np.uint32]:
    """A bijection of 32-bit numbers, another for each number."""
    seeds = _mixed(np.arange(2 * number + 1, 2 * number + 3, dtype=np.uint64) * _ODD).astype(np.uint32)
    mixed = (short ^ seeds[0]) * (seeds[1] | np.uint32(1))
    return np.asarray((mixed ^ (mixed >> np.uint32(15))) * np.uint32(0x2C1B3C6D))
