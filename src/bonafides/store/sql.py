"""A store in a database: SQLite in one file, or PostgreSQL; the same code over both but for a page of dialect."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bonafides.errors import StoreError
from bonafides.store.records import Record, name_of
from bonafides.store.store import Hit, Is, Reading, Test, Writing, as_kept, found_by, searchable, terms
from bonafides.store.tables import SEARCH, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Select, Table

    from bonafides.store.dialect import Dialect

R = TypeVar("R", bound=Record)
_AT_ONCE = 500
"""Values of a list that are bound one by one; longer lists go over as one value. Also rows fetched at once."""
_COMPARE: Mapping[Is, Callable[[Any, Any], ColumnElement[bool]]] = {
    Is.EQUALS: lambda column, value: column == value,
    Is.ONE_OF: lambda column, value: column.in_(value),
    Is.LESS: lambda column, value: column < value,
    Is.MORE: lambda column, value: column > value,
    Is.ABSENT: lambda column, value: column.is_(None),
    Is.PRESENT: lambda column, value: column.is_not(None),
}


class Sql:
    """The store; `Store` says what each verb does, `opening.open_store` makes one."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open a snapshot."""
        with _said(), self._dialect.reading() as connection:
            yield _Snapshot(connection, self._dialect)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Open a transaction."""
        with _said(), self._dialect.writing() as connection:
            yield _Transaction(connection, self._dialect)

    def scrub(self) -> bool:
        """Overwrite what removed rows have left behind."""
        with _said():
            return self._dialect.scrub()

    def close(self) -> None:
        """Close all connections."""
        self._dialect.engine.dispose()


@contextmanager
def _said() -> Iterator[None]:
    """Say what the database refused without the values, which may be somebody's words."""
    try:
        yield
    except IntegrityError as error:
        raise StoreError("a row of that id is there already", where="store") from error
    except OverflowError as error:  # SQLite's driver; PostgreSQL says it by an error of the database
        raise StoreError("a number is larger than any that is kept", where="store") from error
    except SQLAlchemyError as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        raise StoreError(
            f"the storage did not do what was asked ({cause})",
            where="store",
            next_step="Look whether the disk is full and the database runs; nothing was half done.",
        ) from error


class _Snapshot:
    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect

    def get(self, kind: type[R], id: str, /) -> R | None:
        table = TABLES[kind]
        return next(self._rows(kind, select(table).where(table.c.id == id)), None)

    def find(self, kind: type[R], *tests: Test, order: str = "id", limit: int | None = None) -> list[R]:
        return [_record(kind, row) for row in self._selected(TABLES[kind], TABLES[kind].c, tests, order, limit)]

    def stream(self, kind: type[R], *tests: Test) -> Iterator[R]:
        table = TABLES[kind]
        found = select(table).where(*self._where(table, tests)).order_by(table.c.id)
        yield from self._rows(kind, found.execution_options(yield_per=_AT_ONCE))

    def pick(self, kind: type[Record], names: Sequence[str], *tests: Test, order: str = "id",
             limit: int | None = None) -> list[tuple[Any, ...]]:  # fmt: skip
        table = TABLES[kind]
        return [tuple(row) for row in self._selected(table, [table.c[name] for name in names], tests, order, limit)]

    def count(self, kind: type[Record], *tests: Test, by: Sequence[str] = ()) -> dict[tuple[Any, ...], int]:
        table = TABLES[kind]
        groups = [table.c[name] for name in by]
        counted = select(func.count(), *groups).select_from(table).where(*self._where(table, tests)).group_by(*groups)
        return {tuple(row[1:]): int(row[0]) for row in self._connection.execute(counted)}

    def top(self, kind: type[Record], name: str, *tests: Test) -> Any:
        table = TABLES[kind]
        return self._connection.execute(select(func.max(table.c[name])).where(*self._where(table, tests))).scalar()

    def search(self, words: str, *, limit: int) -> list[Hit]:
        wanted = terms(words)
        found = self._connection.execute(self._dialect.matching(wanted, limit)) if wanted else ()
        return [Hit(table=row.kind, id=row.row, case=row.case) for row in found]

    def _rows(self, kind: type[R], statement: Select[Any]) -> Iterator[R]:
        for row in self._connection.execute(statement):
            yield _record(kind, row)

    def _selected(self, table: Table, columns: Any, tests: Sequence[Test], order: str, limit: int | None) -> list[Any]:
        found = select(*columns).where(*self._where(table, tests)).order_by(*_ordered(table, order)).limit(limit)
        return list(self._connection.execute(found).fetchall())

    def _where(self, table: Table, tests: Sequence[Test]) -> list[ColumnElement[bool]]:
        return [self._passes(table.c[test.field], test) for test in tests]

    def _passes(self, column: ColumnElement[Any], test: Test) -> ColumnElement[bool]:
        if test.compare is Is.ONE_OF and len(test.value) > _AT_ONCE:
            return self._dialect.among(column, test.value)
        return _COMPARE[test.compare](column, test.value)


class _Transaction(_Snapshot):
    def add(self, *records: Record) -> None:
        by_kind: dict[type[Record], list[Record]] = {}
        for record in records:
            by_kind.setdefault(type(record), []).append(as_kept(record))
        for kind, rows in by_kind.items():
            self._connection.execute(insert(TABLES[kind]), [_columns(row) for row in rows])
            self._index(kind, rows)

    def change(self, record: Record) -> None:
        kind, record = type(record), as_kept(record)
        table = TABLES[kind]
        done = self._connection.execute(update(table).where(table.c.id == record.id).values(_columns(record)))
        if not done.rowcount:
            raise StoreError("there is no row of that id", where=name_of(kind))
        if searchable(kind):
            self._connection.execute(delete(SEARCH).where(SEARCH.c.row == record.id, SEARCH.c.kind == name_of(kind)))
            self._index(kind, [record])

    def remove(self, kind: type[Record], *tests: Test) -> int:
        if not tests:
            raise StoreError("rows are removed by a test, never all of them", where=name_of(kind))
        table = TABLES[kind]
        gone = self._where(table, tests)
        if searchable(kind):
            rows = SEARCH.c.row.in_(select(table.c.id).where(*gone))
            self._connection.execute(delete(SEARCH).where(rows, SEARCH.c.kind == name_of(kind)))
        return self._connection.execute(delete(table).where(*gone)).rowcount

    def _index(self, kind: type[Record], rows: Sequence[Record]) -> None:
        if searchable(kind):
            self._connection.execute(insert(SEARCH), [_searched(row) for row in rows])


def _searched(row: Record) -> dict[str, object]:
    return {
        "row": row.id,
        "kind": name_of(type(row)),
        "case": getattr(row, "case", ""),
        "terms": " ".join(found_by(row)),
    }


def _columns(record: Record) -> dict[str, Any]:
    return {each.name: getattr(record, each.name) for each in fields(record)}


def _record(kind: type[R], row: Any) -> R:
    return kind(**dict(zip((each.name for each in fields(kind)), row, strict=True)))


def _ordered(table: Table, order: str) -> Iterator[ColumnElement[Any]]:
    for name in order.split(","):
        column = table.c[name.removeprefix("-")]
        down = name.startswith("-")
        ordered = column.desc() if down else column.asc()
        if column.nullable:
            ordered = ordered.nulls_last() if down else ordered.nulls_first()
        yield ordered
