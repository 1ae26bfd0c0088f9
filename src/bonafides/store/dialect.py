"""What differs between databases: how connections begin, how words are searched, how removed rows are overwritten."""

from __future__ import annotations

import json
import logging
import os
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from psycopg.errors import LockNotAvailable
from sqlalchemy import ARRAY, Text, bindparam, column, create_engine, event, func, select, table, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from bonafides.store.records import OF_A_CASE
from bonafides.store.tables import SEARCH, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import ColumnElement, Connection, Engine, Select

_LOG = "bonafides"
"""What our engines are called in the log: at its most talkative SQLAlchemy writes whole rows there, texts and all."""
logging.getLogger(f"sqlalchemy.engine.Engine.{_LOG}").setLevel(logging.WARNING)
_TURN = 0x626F6E61
"""The advisory lock by which writers to PostgreSQL take turns."""
_MERGED = 500
"""Pages of the search index that are merged in one step."""
_WAIT = 60
"""Seconds that a writer waits for its turn."""
_PATIENCE = 1
"""Seconds that overwriting waits for readers, since nobody gets on meanwhile."""
_OLDER_MOMENTS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND backend_xmin IS NOT NULL AND pid <> pg_backend_pid()"""


class Dialect(Protocol):
    """One kind of database."""

    @property
    def engine(self) -> Engine:
        """Its connections."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one moment."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction, alone to write."""

    def matching(self, wanted: Sequence[str], limit: int) -> Select[Any]:
        """Rows (row, kind, case) with all these words, each as a beginning, the latest first."""

    def among(self, column: ColumnElement[Any], values: Sequence[object]) -> ColumnElement[bool]:
        """Whether a column has one of many values, however many."""

    def scrub(self) -> bool:
        """Overwrite what removed rows have left behind; False where readers of an older moment are in the way."""


class Sqlite:
    """One file, beside it while it is open a write-ahead log."""

    INDEX = (
        "CREATE VIRTUAL TABLE search_index USING fts5"
        "(terms, content='search', content_rowid='n', tokenize=\"ascii tokenchars '_'\")",
        """CREATE TRIGGER search_added AFTER INSERT ON search BEGIN
           INSERT INTO search_index(rowid, terms) VALUES (new.n, new.terms); END""",
        """CREATE TRIGGER search_removed AFTER DELETE ON search BEGIN
           INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', old.n, old.terms); END""",
    )

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _closed_to_others(path)
        self.engine: Engine = create_engine(
            f"sqlite:///{path}",
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=32,
            hide_parameters=True,
            logging_name=_LOG,
            connect_args={"timeout": _WAIT, "check_same_thread": False},
        )
        event.listen(self.engine, "connect", _prepared)
        event.listen(self.engine, "begin", _begun)
        self._owed = False
        """Whether the log still holds what was removed, since somebody was reading it."""
        self._turn = Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment."""
        with self.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SELECT 1 FROM sqlite_schema LIMIT 1")  # the moment is that of the first look
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction, alone to write."""
        with self._my_turn(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection
        if self._owed:
            self._empty_log(wait=0)

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        """Threads of one process queue here, which takes no longer than it must; SQLite itself looks now and then.

        Who waited too long goes on all the same, and hears from SQLite why not.
        """
        mine = self._turn.acquire(timeout=_WAIT)
        try:
            yield
        finally:
            if mine:
                self._turn.release()

    def matching(self, wanted: Sequence[str], limit: int) -> Select[Any]:
        """Rows with all these words."""
        index = table("search_index", column("rowid"))
        found = " AND ".join(f'"{word}"*' for word in wanted)
        return (
            select(SEARCH.c.row, SEARCH.c.kind, SEARCH.c.case)
            .join_from(index, SEARCH, SEARCH.c.n == index.c.rowid)
            .where(text("search_index MATCH :found").bindparams(bindparam("found", found, Text)))
            .order_by(index.c.rowid.desc())
            .limit(limit)
        )

    def among(self, column: ColumnElement[Any], values: Sequence[object]) -> ColumnElement[bool]:
        """Whether a column has one of many values."""
        dialect = self.engine.dialect
        bound: Any = column.type.dialect_impl(dialect).bind_processor(dialect)
        told = json.dumps([bound(value) if bound else value for value in values])
        return column.in_(select(func.json_each(told).table_valued("value").c.value))

    def scrub(self) -> bool:
        """Merge the index, whose old parts still hold removed words, and empty the write-ahead log.

        While somebody reads an older moment the log stays; it is emptied after the next writing then.
        """
        self._merge(-_MERGED)
        while self._merge(_MERGED):
            pass  # in small steps, so that writers get on in between
        return self._empty_log(wait=_PATIENCE * 1_000)

    def _merge(self, pages: int) -> bool:
        """One step of merging the index; a negative number begins. Says whether there was anything to do."""
        with self.writing() as connection:
            before = connection.scalar(text("SELECT total_changes()"))
            step = text("INSERT INTO search_index(search_index, rank) VALUES ('merge', :pages)")
            connection.execute(step.bindparams(pages=pages))
            return bool(connection.scalar(text("SELECT total_changes()")) - before >= 2)  # as SQLite's FTS5 page says

    def _empty_log(self, *, wait: int) -> bool:
        """Says whether it could be emptied. `wait`: milliseconds for readers to end, while no writer gets on."""
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout={wait}")
            busy = bool(driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
            driver.execute(f"PRAGMA busy_timeout={_WAIT * 1_000}")
        self._owed = busy
        return not busy


def _closed_to_others(path: Path) -> None:
    """Make the file where there is none; the logs beside it get its rights."""
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if os.fstat(file).st_mode & 0o077:
            path.chmod(0o600)
    finally:
        os.close(file)


def _prepared(connection: Any, _record: object) -> None:
    """Each connection: begins are ours, log ahead, wait for the disk, overwrite what is removed."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "cache_size=-16000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begun(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


class Postgres:
    """A PostgreSQL database, named by its address."""

    INDEX = (
        "ALTER TABLE search ADD COLUMN vector tsvector GENERATED ALWAYS AS "
        "(array_to_tsvector(string_to_array(terms, ' '))) STORED",
        "CREATE INDEX search_vector ON search USING gin (vector)",
    )

    def __init__(self, address: str) -> None:
        self.engine: Engine = create_engine(
            address, pool_size=8, max_overflow=32, hide_parameters=True, logging_name=_LOG
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            connection.exec_driver_sql("SELECT 1")  # the moment is that of the first statement
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction, alone to write."""
        with self.engine.connect() as connection, connection.begin():
            connection.execute(text(f"SET LOCAL lock_timeout = '{_WAIT}s'"))
            connection.execute(select(text(f"pg_advisory_xact_lock({_TURN})")))
            yield connection

    def matching(self, wanted: Sequence[str], limit: int) -> Select[Any]:
        """Rows with all these words."""
        found = " & ".join(f"'{word}':*" for word in wanted)
        return (
            select(SEARCH.c.row, SEARCH.c.kind, SEARCH.c.case)
            .where(text("search.vector @@ CAST(:found AS tsquery)").bindparams(bindparam("found", found, Text)))
            .order_by(SEARCH.c.n.desc())
            .limit(limit)
        )

    def among(self, column: ColumnElement[Any], values: Sequence[object]) -> ColumnElement[bool]:
        """Whether a column has one of many values."""
        return column == func.any(bindparam(None, list(values), ARRAY(column.type)))

    def scrub(self) -> bool:
        """Write the tables anew: a plain VACUUM would leave the bytes of removed rows in their pages.

        Rows that somebody still sees in an older moment would be written anew too.
        """
        tables = ", ".join(TABLES[kind].name for kind in OF_A_CASE)
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"SET lock_timeout = '{_PATIENCE}s'"))
            alone = not connection.execute(text(_OLDER_MOMENTS)).scalar()
            try:
                connection.execute(text(f'VACUUM (FULL) {tables}, search, link, merge, campaign, "case"'))
            except OperationalError as error:
                if not isinstance(error.orig, LockNotAvailable):
                    raise
                alone = False
            finally:
                connection.execute(text("RESET lock_timeout"))
        return alone
