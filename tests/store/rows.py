"""Rows for tests: of any table, with plain values where nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

from bonafides.store import Store
from bonafides.store.opening import open_store
from bonafides.store.records import Record, elements, name_of

MOMENT = datetime(2026, 3, 14, 9, 26, 53, 589793, tzinfo=UTC)
_PLAIN: dict[type, Any] = {
    str: "", int: 0, float: 0.0, bool: False, bytes: b"", datetime: MOMENT, tuple: (),
}  # fmt: skip
_NUMBERS = count(1)
R = TypeVar("R", bound=Record)


def row(kind: type[R], /, **given: Any) -> R:
    """A row with these values, and plain ones elsewhere; every id is another."""
    plain = {each.field: None if each.optional else _PLAIN[each.type] for each in elements(kind)}
    return kind(**{**plain, "id": f"{name_of(kind)}-{next(_NUMBERS):06}", **given})


def add(store: Store, *rows: Record) -> None:
    """Add rows in a transaction of their own."""
    with store.writing() as writing:
        writing.add(*rows)


def everything(store: Store, kind: type[R]) -> list[R]:
    """All rows of a table."""
    with store.reading() as reading:
        return reading.find(kind)


@contextmanager
def opened(address: str) -> Iterator[Store]:
    """A store, closed at the end."""
    found = open_store(address)
    try:
        yield found
    finally:
        found.close()
