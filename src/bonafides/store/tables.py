"""The tables, read off the records: SQLAlchemy's description of them for every database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

from bonafides.store.records import RECORDS, TOGETHER, Entry, Record, elements, name_of
from bonafides.store.store import storable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.types import TypeEngine


class Time(TypeDecorator[datetime]):
    """A moment, in UTC, whatever the database makes of zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To UTC; SQLite keeps no zone."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """From what the database holds."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """A text that every database takes, in the order of code points, whatever the database's own language."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> TypeEngine[Any]:
        """SQLite compares by code point of itself."""
        return Text(collation="C") if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Without what no database takes."""
        return None if value is None else storable(str(value))


class Texts(TypeDecorator[tuple[str, ...]]):
    """Several texts."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        """As a list."""
        return None if value is None else [storable(each) for each in value]

    def process_result_value(self, value: Any, dialect: Any) -> tuple[str, ...]:
        """As a tuple."""
        return tuple(value or ())


_TYPES: Mapping[type, type[TypeEngine[Any]]] = {
    str: Words, int: BigInteger, float: Float, bool: Boolean, bytes: LargeBinary, datetime: Time, tuple: Texts,
}  # fmt: skip
METADATA = MetaData()


def _table(kind: type[Record]) -> Table:
    columns = (
        Column(
            each.field,
            _TYPES[each.type](),
            primary_key=each.field == "id",
            nullable=each.optional,
            index=each.held.index or None,
            unique=(kind is Entry and each.field == "seq") or None,
        )
        for each in elements(kind)
    )
    together = (Index(f"ix_{name_of(kind)}_{'_'.join(fields)}", *fields) for fields in TOGETHER.get(kind, ()))
    return Table(name_of(kind), METADATA, *columns, *together)


TABLES: Mapping[type[Record], Table] = {kind: _table(kind) for kind in RECORDS}
SEARCH = Table(
    "search",
    METADATA,
    Column("n", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True),
    Column("row", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("case", Text, nullable=False, index=True),
    Column("terms", Text, nullable=False),
)
"""The words of what can be searched, as `store.terms` cuts them; each database has its own index over it."""
