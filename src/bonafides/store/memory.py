"""A store in memory: for tests, for trying the desk out, and as the measure of what the others must do."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bonafides.errors import StoreError
from bonafides.store.records import RECORDS, Entry, Record, name_of
from bonafides.store.store import (
    Hit,
    Is,
    Reading,
    Test,
    Writing,
    as_kept,
    equals,
    found_by,
    searchable,
    storable,
    terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Rows = dict[str, tuple[int, Record]]
    """Each row with the number of its writing, by which search puts the latest first."""

R = TypeVar("R", bound=Record)
_COMPARE: Mapping[Is, Callable[[Any, Any], bool]] = {
    Is.EQUALS: lambda found, value: found == value,
    Is.ONE_OF: lambda found, value: found is not None and found in value,
    Is.LESS: lambda found, value: found is not None and found < value,
    Is.MORE: lambda found, value: found is not None and found > value,
    Is.ABSENT: lambda found, value: found is None,
    Is.PRESENT: lambda found, value: found is not None,
}


_WAIT = 60
"""Seconds that a writer waits for its turn."""


@dataclass(slots=True)
class Memory:
    """The store; `Store` says what each verb does."""

    _tables: Mapping[type[Record], Rows] = field(default_factory=lambda: {kind: {} for kind in RECORDS})
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open a snapshot: tables are replaced, never changed, so holding them is enough."""
        yield _Snapshot(self._tables)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Open a transaction."""
        if not self._turn.acquire(timeout=_WAIT):
            raise StoreError("another writer did not finish", where="store")
        try:
            transaction = _Transaction(self._tables, self._numbers)
            yield transaction
            self._tables = transaction.tables
        finally:
            self._turn.release()

    def scrub(self) -> bool:
        """Nothing is left behind."""
        return True

    def close(self) -> None:
        """Nothing is held."""


class _Snapshot:
    def __init__(self, tables: Mapping[type[Record], Rows]) -> None:
        self.tables = dict(tables)

    def get(self, kind: type[R], id: str, /) -> R | None:
        _, row = self.tables[kind].get(storable(id), (0, None))
        return cast("R | None", row)

    def find(self, kind: type[R], *tests: Test, order: str = "id", limit: int | None = None) -> list[R]:
        found: list[Any] = [row for _, row in self.tables[kind].values() if _passes(row, tests)]
        for name in reversed(order.split(",")):
            found.sort(key=partial(_place, name.removeprefix("-")), reverse=name.startswith("-"))
        return found[:limit]

    def stream(self, kind: type[R], *tests: Test) -> Iterator[R]:
        yield from self.find(kind, *tests)

    def pick(self, kind: type[Record], names: Sequence[str], *tests: Test, order: str = "id",
             limit: int | None = None) -> list[tuple[Any, ...]]:  # fmt: skip
        return [
            tuple(getattr(row, name) for name in names) for row in self.find(kind, *tests, order=order, limit=limit)
        ]

    def count(self, kind: type[Record], *tests: Test, by: Sequence[str] = ()) -> dict[tuple[Any, ...], int]:
        counts: dict[tuple[Any, ...], int] = {} if by else {(): 0}
        for row in self.find(kind, *tests):
            key = tuple(getattr(row, name) for name in by)
            counts[key] = counts.get(key, 0) + 1
        return counts

    def top(self, kind: type[Record], name: str, *tests: Test) -> Any:
        return max((value for (value,) in self.pick(kind, (name,), *tests) if value is not None), default=None)

    def search(self, words: str, *, limit: int) -> list[Hit]:
        wanted = terms(words)
        held = (each for kind in RECORDS if searchable(kind) for each in self.tables[kind].values())
        found = [each for each in held if _has(each[1], wanted)] if wanted else []
        found.sort(key=itemgetter(0), reverse=True)
        return [Hit(table=name_of(type(row)), id=row.id, case=getattr(row, "case", "")) for _, row in found[:limit]]


class _Transaction(_Snapshot):
    def __init__(self, tables: Mapping[type[Record], Rows], numbers: Iterator[int]) -> None:
        super().__init__(tables)
        self._numbers = numbers
        self._own: set[type[Record]] = set()

    def add(self, *records: Record) -> None:
        for record in map(as_kept, records):
            if record.id in self.tables[kind := type(record)] or self._is_in_the_chain(record):
                raise StoreError("a row of that id is there already", where=name_of(kind))
            self._put(record)

    def change(self, record: Record) -> None:
        record = as_kept(record)
        if record.id not in self.tables[kind := type(record)]:
            raise StoreError("there is no row of that id", where=name_of(kind))
        self._put(record)

    def remove(self, kind: type[Record], *tests: Test) -> int:
        if not tests:
            raise StoreError("rows are removed by a test, never all of them", where=name_of(kind))
        rows = self._rows(kind)
        gone = [row.id for _, row in rows.values() if _passes(row, tests)]
        for id in gone:
            del rows[id]
        return len(gone)

    def _is_in_the_chain(self, record: Record) -> bool:
        return isinstance(record, Entry) and bool(self.find(Entry, equals("seq", record.seq)))

    def _put(self, record: Record) -> None:
        self._rows(type(record))[record.id] = (next(self._numbers), record)

    def _rows(self, kind: type[Record]) -> Rows:
        """The rows of a table, this transaction's own from its first change on."""
        if kind not in self._own:
            self._own.add(kind)
            self.tables[kind] = dict(self.tables[kind])
        return self.tables[kind]


def _has(row: Record, wanted: Sequence[str]) -> bool:
    """Whether all the words are in a row, each as the beginning of one."""
    there = found_by(row)
    return all(any(term.startswith(word) for term in there) for word in wanted)


def _place(name: str, row: Record) -> tuple[bool, Any]:
    value = getattr(row, name)
    return value is not None, value


def _passes(row: Record, tests: Sequence[Test]) -> bool:
    return all(_COMPARE[test.compare](getattr(row, test.field), test.value) for test in tests)
