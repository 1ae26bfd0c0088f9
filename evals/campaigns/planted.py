"""Rows and profile marks of what is planted, be it a ring or an innocent group, and what both are built from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evals.campaigns.clock import HOUR_US, Clock, Times
from evals.campaigns.society import Ints, Society
from evals.campaigns.texts import USUAL, Book

USUAL_KIND = -1  # of contact: drawn like anybody's
CONNECT, MESSAGE, INMAIL = 0, 1, 2
NAMES = ("account", "target", "sent_at", "kind", "text", "url", "handle", "reported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Parallel columns: people by number, microseconds, codes of texts.py (-1: none), and whether it was reported."""

    account: Ints
    target: Ints
    sent_at: Times
    kind: NDArray[np.int8]
    text: Ints
    url: Ints
    handle: Ints
    reported: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        account: ArrayLike,
        target: ArrayLike,
        sent_at: ArrayLike,
        *,
        kind: ArrayLike = USUAL_KIND,
        text: ArrayLike = USUAL,
        url: ArrayLike = -1,
        handle: ArrayLike = -1,
        reported: ArrayLike = False,
    ) -> Rows:
        """Rows of as many events as there are accounts; single values count for all of them."""
        number = len(np.asarray(account))
        columns = (account, target, sent_at, kind, text, url, handle, reported)
        types = (np.int32, np.int32, np.int64, np.int8, np.int32, np.int32, np.int32, np.bool_)
        full: Iterator[NDArray[Any]] = (
            np.broadcast_to(np.asarray(c), number).astype(t) for c, t in zip(columns, types, strict=True)
        )
        return cls(**dict(zip(NAMES, full, strict=True)))

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """All of them, one after the other."""
        if not parts:
            return cls.of([], [], [])
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in NAMES})

    def __len__(self) -> int:
        return len(self.account)


@dataclass(slots=True)
class Marks:
    """What planted accounts show on their profiles: pairs of accounts and the value(s) that they have."""

    photo: list[tuple[Ints, NDArray[np.uint64]]] = field(default_factory=list)
    bio: list[tuple[Ints, list[str]]] = field(default_factory=list)
    created: list[tuple[Ints, Times]] = field(default_factory=list)
    network: list[Ints] = field(default_factory=list)  # each set shares a network of its own
    employer: list[tuple[Ints, str]] = field(default_factory=list)


def answers(
    rng: np.random.Generator, society: Society, clock: Clock, rows: Rows, share: float, *, hours: float = 5
) -> Rows:
    """That share of the contacts is answered, by those targets who are accounts, some hours later."""
    able = np.flatnonzero((rows.target < society.senders) & (rows.target != rows.account))
    able = able[rng.random(len(able)) < share]
    lag = np.minimum(rng.lognormal(np.log(hours), 1.2, len(able)), 240) * HOUR_US
    return Rows.of(
        rows.target[able], rows.account[able], clock.within(rows.sent_at[able] + lag.astype(np.int64)), kind=MESSAGE
    )


def picked(rng: np.random.Generator, number: int, codes: Sequence[int], shares: Sequence[float]) -> Ints:
    """One code per row, each with its share; what is left over gets -1."""
    edges = np.cumsum(shares)
    return np.append(np.asarray(codes, np.int32), np.int32(-1))[np.searchsorted(edges, rng.random(number), "right")]


def joined_together(rng: np.random.Generator, clock: Clock, accounts: Ints, within_days: float) -> Times:
    """Creation times near one day, before the log starts or early in it."""
    day = 24 * HOUR_US
    centre = clock.start - int(rng.exponential(120) * day)
    return centre + (rng.random(len(accounts)) * within_days * day).astype(np.int64)


def near_photos(rng: np.random.Generator, number: int, most_bits: int) -> NDArray[np.uint64]:
    """Hashes that differ from one another by at most twice `most_bits` bits of 64."""
    flips = rng.integers(0, 64, (number, most_bits)).astype(np.uint64)
    kept = rng.random((number, most_bits)) < 0.6
    masks = np.where(kept, np.left_shift(np.uint64(1), flips), np.uint64(0))
    return np.asarray(np.bitwise_xor(rng.integers(0, 2**64, dtype=np.uint64), np.bitwise_xor.reduce(masks, axis=1)))


def shared_links(rng: np.random.Generator, book: Book, number: int, url: float, handle: float) -> tuple[Ints, Ints]:
    """A url and a handle of one's own, each carried by that share of the rows (none where the share is 0)."""
    urls = picked(rng, number, [book.url(rng)], [url]) if url else np.full(number, -1, np.int32)
    handles = picked(rng, number, [book.handle(rng)], [handle]) if handle else np.full(number, -1, np.int32)
    return urls, handles
