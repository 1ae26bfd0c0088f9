"""Writes the events in order of time, one row group after another, so that memory does not grow with the texts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
from numpy.typing import NDArray

from evals.campaigns.clock import HOUR_US, Times
from evals.campaigns.composing import Words
from evals.campaigns.organic import Background
from evals.campaigns.planted import CONNECT, INMAIL, MESSAGE, USUAL_KIND, Rows
from evals.campaigns.ranges import Ranges, World, draw
from evals.campaigns.society import Ints, Society
from evals.campaigns.texts import MESSENGERS, NONE, USUAL, Book, firm, phrases

ROW_GROUP = 500_000
KINDS = ["connect", "message", "inmail"]
BASES = ["lawful", "reported"]
POPULAR_LINKS = 300
SCHEMA = pa.schema(
    [
        ("account", pa.string()),
        ("target", pa.string()),
        ("sent_at", pa.timestamp("us", tz="UTC")),
        ("kind", pa.string()),
        ("text", pa.string()),
        ("url", pa.string()),
        ("handle", pa.string()),
        ("content_basis", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is needed to write any event out: ids, words, links, and how often people use them."""

    society: Society
    names: Any
    words: Words
    urls: Any
    handles: Any
    stems: Any
    popular: tuple[int, int]  # first link of the popular ones, and how many
    phones: int  # organic accounts below this number use a phone number of their own
    first_phone: int
    links: float
    contacts: float
    reported: float
    text: bool

    @classmethod
    def ready(cls, rng: np.random.Generator, world: World, society: Society, names: Any, book: Book) -> Post:
        """Fill the book with what everybody uses; nothing can be added to it afterwards."""
        ranges: Ranges = world.ranges
        first = len(book.urls)
        many = min(POPULAR_LINKS, max(5, world.events // 2000))
        for _ in range(many):
            book.url(rng)
        first_phone, phones = len(book.handles), min(len(book.phones), society.accounts)
        book.handles += book.phones
        return cls(
            society=society,
            names=names,
            words=Words.opened(rng, ranges, book, int(np.clip(world.events // 20, 300, 30_000))),
            urls=pa.array(book.urls, pa.string()),
            handles=pa.array(book.handles, pa.string()),
            stems=pa.array([firm(rng).lower().replace(" ", "").replace("&", "") for _ in range(500)]),
            popular=(first, many),
            phones=phones,
            first_phone=first_phone,
            links=draw(rng, ranges.links),
            contacts=draw(rng, ranges.handles),
            reported=draw(rng, ranges.reported),
            text=world.text,
        )

    def table(self, rng: np.random.Generator, rows: Rows) -> Any:
        """The rows as an Arrow table."""
        language = self.society.language[rows.account]
        text = np.where(rows.text == USUAL, self.words.usual(rng, language), rows.text)
        columns = [
            self.names.take(rows.account),
            self.names.take(rows.target),
            pa.array(rows.sent_at).view(pa.timestamp("us", tz="UTC")),
            _named(KINDS, _kinds(rng, rows.kind, text)),
            self.words.texts(rng, text, rows.account, rows.target, language) if self.text else _nothing(len(rows)),
            self._links(rng, rows),
            self._handles(rng, rows),
            _named(BASES, rows.reported | (rng.random(len(rows)) < self.reported)),
        ]
        return pa.Table.from_arrays(columns, schema=SCHEMA)

    def _links(self, rng: np.random.Generator, rows: Rows) -> Any:
        """The planted links; else, for some, a popular one or the sender's own page."""
        code = rows.url.astype(np.int64)
        some = np.flatnonzero((code == NONE) & (rng.random(len(rows)) < self.links))
        popular = rng.random(len(some)) < 0.5
        code[some[popular]] = self.popular[0] + (rng.random(int(popular.sum())) ** 3 * self.popular[1]).astype(np.int64)
        account = rows.account[some[~popular]].astype(np.int64)
        pages = pc.binary_join_element_wise(
            pa.scalar("https://"),
            self.stems.take(account * 31 % len(self.stems)),
            pa.scalar(".example/u/"),
            pa.array(account * 2_654_435_761 % 2**31).cast(pa.string()),
            "",
        )
        code[some[~popular]] = len(self.urls) + np.arange(len(account))
        return pa.concat_arrays([self.urls, pages]).take(pa.array(code, mask=code < 0))

    def _handles(self, rng: np.random.Generator, rows: Rows) -> Any:
        """The planted handles; else, for some, the sender's own: nobody else has it."""
        code = rows.handle.astype(np.int64)
        some = np.flatnonzero((code == NONE) & (rng.random(len(rows)) < self.contacts))
        account = rows.account[some].astype(np.int64)
        given = pa.array([f"{app}{name.lower()}_" for app in MESSENGERS for name in phrases()["names"].split()])
        own = pc.binary_join_element_wise(
            given.take(account * 17 % len(given)), pa.array(account * 40_503 % 2**31).cast(pa.string()), ""
        )
        number = np.where(account < self.phones, self.first_phone + account, len(self.handles) + np.arange(len(some)))
        code[some] = number
        return pa.concat_arrays([self.handles, own]).take(pa.array(code, mask=code < 0))


def write_events(path: Path, seed: int, post: Post, organic: Background, planted: Rows) -> None:
    """All events by time. `seed` and the number of the row group fix what is drawn within it."""
    order, edges = _by_hour(organic.sent_at, planted.sent_at)
    options = {"compression": "zstd", "compression_level": 1, "use_dictionary": ["kind", "content_basis"]}
    with pq.ParquetWriter(path, SCHEMA, store_schema=False, **options) as writer:
        for number, (start, end) in enumerate(pairwise(edges)):
            rng = np.random.default_rng([seed, number])
            writer.write_table(post.table(rng, _gathered(organic, planted, order[start:end])))


def _by_hour(organic: Times, planted: Times) -> tuple[NDArray[np.uint32], list[int]]:
    """Places of the events (planted ones after organic ones) by hour, and the edges of row groups of whole hours.

    Sorting 16-bit hours takes linear time and a fraction of the memory that sorting 50 million times would.
    """
    first = min(part.min() for part in (organic, planted) if len(part))
    hours = np.concatenate([((part - first) // HOUR_US).astype(np.uint16) for part in (organic, planted)])
    ends = np.cumsum(np.bincount(hours))
    full = np.searchsorted(ends, np.arange(ROW_GROUP, len(hours), ROW_GROUP))
    edges = sorted({0, *ends[full].tolist(), len(hours)})
    return np.argsort(hours, kind="stable").astype(np.uint32), edges


def _gathered(organic: Background, planted: Rows, order: NDArray[np.uint32]) -> Rows:
    """The rows at these places, by time."""
    own = np.flatnonzero(order < len(organic.account))
    added = np.flatnonzero(order >= len(organic.account))
    at, number = order[added] - np.uint32(len(organic.account)), len(order)
    columns: dict[str, Any] = {}
    for name, kind in (("account", np.int32), ("target", np.int32), ("sent_at", np.int64)):
        columns[name] = np.empty(number, kind)
        columns[name][own] = getattr(organic, name)[order[own]]
    for name, usual in (("kind", USUAL_KIND), ("text", USUAL), ("url", NONE), ("handle", NONE), ("reported", False)):
        columns[name] = np.full(number, usual, getattr(planted, name).dtype)
    for name, column in columns.items():
        column[added] = getattr(planted, name)[at]
    sorting = np.argsort(columns["sent_at"], kind="stable")
    return Rows(**{name: column[sorting] for name, column in columns.items()})


def _kinds(rng: np.random.Generator, kind: NDArray[np.int8], text: Ints) -> NDArray[np.int8]:
    """Notes without text are invitations; the rest are mostly messages."""
    draws = rng.random(len(kind), dtype=np.float32)
    usual = np.where(draws < 0.3, CONNECT, np.where(draws < 0.92, MESSAGE, INMAIL))
    return np.where(kind != USUAL_KIND, kind, np.where(text == NONE, CONNECT, usual)).astype(np.int8)


def _named(names: list[str], codes: NDArray[Any]) -> Any:
    return pa.array(names).take(codes.astype(np.int64))


def _nothing(number: int) -> Any:
    return pa.nulls(number, pa.string())
