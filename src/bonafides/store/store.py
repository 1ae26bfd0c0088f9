"""What a store can do: hand out snapshots, and take changes whole or not at all."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bonafides.errors import StoreError
from bonafides.store.records import Element, Record, elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

R = TypeVar("R", bound=Record)


class Is(StrEnum):
    """How a field is compared."""

    EQUALS = "equals"
    ONE_OF = "one of"
    LESS = "less"
    MORE = "more"
    ABSENT = "absent"
    PRESENT = "present"


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A condition on one field of a row."""

    field: str
    compare: Is
    value: Any = None

    __test__ = False  # its name is no invitation to pytest


def equals(field: str, value: object) -> Test:
    """Rows whose field has that value."""
    return Test(field=field, compare=Is.EQUALS, value=_compared(value))


def one_of(field: str, values: Iterable[object]) -> Test:
    """Rows whose field has one of those values; a field without value is in no list."""
    return Test(field=field, compare=Is.ONE_OF, value=tuple(map(_compared, values)))


def less(field: str, value: object) -> Test:
    """Rows whose field is below that value; a field without value is not."""
    return Test(field=field, compare=Is.LESS, value=_compared(value))


def more(field: str, value: object) -> Test:
    """Rows whose field is above that value; a field without value is not."""
    return Test(field=field, compare=Is.MORE, value=_compared(value))


def absent(field: str) -> Test:
    """Rows whose field has no value."""
    return Test(field=field, compare=Is.ABSENT)


def present(field: str) -> Test:
    """Rows whose field has a value."""
    return Test(field=field, compare=Is.PRESENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A row that full-text search found."""

    table: str
    id: str
    case: str


class Reading(Protocol):
    """A snapshot: what was there when it was opened, whatever others write meanwhile."""

    def get(self, kind: type[R], id: str, /) -> R | None:
        """The row of that id."""

    def find(self, kind: type[R], *tests: Test, order: str = "id", limit: int | None = None) -> list[R]:
        """The rows that pass all tests, in order.

        `order`: fields with commas, each with `-` before it where it goes down, such as `-opened_at,id`. Texts are put
        in order by code point, what has no value stands before what has one.
        """

    def stream(self, kind: type[R], *tests: Test) -> Iterator[R]:
        """The same, in order of ids, without holding all at once."""

    def pick(self, kind: type[Record], fields: Sequence[str], *tests: Test, order: str = "id",
             limit: int | None = None) -> list[tuple[Any, ...]]:  # fmt: skip
        """The same, but only these fields of each row: lists need no texts and no files."""

    def count(self, kind: type[Record], *tests: Test, by: Sequence[str] = ()) -> dict[tuple[Any, ...], int]:
        """How many rows pass all tests, for each combination of the fields `by`; `{(): n}` without any."""

    def top(self, kind: type[Record], field: str, *tests: Test) -> Any:
        """The largest value of a field, None where there is no row."""

    def search(self, words: str, *, limit: int) -> list[Hit]:
        """Rows whose searchable fields hold all the words (each as a beginning), the latest first."""


class Writing(Reading, Protocol):
    """A transaction: what is done in it is there whole when it ends, or not at all. Writers take turns."""

    def add(self, *records: Record) -> None:
        """Add rows. Raises StoreError where an id is taken."""

    def change(self, record: Record) -> None:
        """Replace the row of the same id. Raises StoreError where there is none."""

    def remove(self, kind: type[Record], *tests: Test) -> int:
        """Remove the rows that pass all tests; says how many. At least one test is needed."""


class Store(Protocol):
    """Where the desk's work is kept."""

    def reading(self) -> AbstractContextManager[Reading]:
        """Open a snapshot."""

    def writing(self) -> AbstractContextManager[Writing]:
        """Open a transaction; leaving it by an exception undoes it, leaving it otherwise makes it durable."""

    def scrub(self) -> bool:
        """Overwrite what removed rows have left behind in files and indexes.

        False where readers of an older moment were in the way: it is to be asked for again.
        """

    def close(self) -> None:
        """Let go of files and connections."""


_WORD = re.compile(r"\w+")
_WORD_LENGTH = 64
"""Characters of a word that search compares; PostgreSQL takes no word of 2,048 bytes."""
_WORDS_SIZE = 500_000
"""Bytes of different words by which a row is found; PostgreSQL takes a megabyte."""
SCRIPTS_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def terms(text: str) -> tuple[str, ...]:
    """The words of a text as search compares them: lower case; signs of scripts without spaces are words of their own.

    Every store gets the words from here, so that the same search finds the same rows in each of them.
    """
    spaced = SCRIPTS_WITHOUT_SPACES.sub(lambda sign: f" {sign[0]} ", text.casefold())
    return tuple(word[:_WORD_LENGTH] for word in _WORD.findall(spaced))


def found_by(record: Record) -> tuple[str, ...]:
    """The different words by which search finds a row; of an endless text, the first ones."""
    words = dict.fromkeys(term for name in searchable(type(record)) for term in terms(getattr(record, name)))
    left = _WORDS_SIZE
    return tuple(word for word in words if (left := left - len(word.encode()) - 1) >= 0)


def storable(text: str) -> str:
    """A text as every store can hold it: what no encoding or database takes (NUL, lone surrogates) is replaced."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def searchable(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a table whose words are found by search."""
    return tuple(each.field for each in elements(kind) if each.held.search)


def as_kept(record: R) -> R:
    """A row as every store hands it out again: texts that can be stored, times in UTC.

    Raises StoreError for a value that not every store could hand out again.
    """
    return replace(record, **{each.field: _kept(each, getattr(record, each.field)) for each in elements(type(record))})


def _kept(element: Element, value: Any) -> Any:
    if value is None and element.optional:
        return None
    if element.type is float and type(value) is int:
        value = float(value)
    if not isinstance(value, element.type) or (element.type is int and not _fits(value)):
        raise _refused(element)
    try:
        return _compared(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise _refused(element) from error


def _fits(value: object) -> bool:
    return type(value) is int and -(2**63) <= value < 2**63


def _refused(element: Element) -> StoreError:
    return StoreError("a value of this kind cannot be kept", where=f"{element.table}.{element.field}")


def _compared(value: Any) -> Any:
    """A value as it is kept and compared. Raises ValueError or OverflowError for one that cannot be."""
    match value:
        case str():
            return storable(str(value))
        case tuple():
            return tuple(storable(str(each)) for each in value)
        case datetime():
            if value.tzinfo is None:
                raise ValueError("a moment needs its zone")
            return value.astimezone(UTC)
        case float():
            if math.isnan(value):
                raise ValueError("this is no number")
            return value + 0.0  # databases keep no negative zero
    return value
