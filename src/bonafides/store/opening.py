"""Opens a store by its address, and brings an older one up to date; one of a newer version is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bonafides.errors import StoreError
from bonafides.store.dialect import Postgres, Sqlite
from bonafides.store.memory import Memory
from bonafides.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from bonafides.store.dialect import Dialect
    from bonafides.store.store import Store

MEMORY = "memory:"
_OWN = {"alembic_version"}
_WAIT = 60
"""Seconds that a first look waits for somebody who is writing."""


def open_store(address: str, *, new: bool = True) -> Store:
    """The store at `address`: `postgresql://...`, `memory:`, or the path of an SQLite file.

    `new`: where there is none it is made. Raises StoreError where it cannot be opened, is not there, is no desk's, or
    was written by a newer version; nothing is changed then, not the rights of a file either.
    """
    if address == MEMORY:
        return Memory()
    try:
        dialect = _dialect(address, new=new)
        with dialect.writing() as connection:  # alone, so that two programs that start together do not both migrate
            _brought_up_to_date(connection, new=new)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        raise StoreError(
            f"the storage cannot be opened ({cause})",
            where=_named(address),
            next_step="Check the address, that the database runs, and that this user may write there.",
        ) from error
    return Sql(dialect)


def _dialect(address: str, *, new: bool) -> Dialect:
    if "://" not in address:
        return _sqlite(Path(address), new=new)
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise _unknown("the address of the storage") from error
    match url.get_backend_name():
        case "postgresql":
            return Postgres(str(url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)))
        case "sqlite" if url.database:
            return _sqlite(Path(url.database), new=new)
    raise _unknown(url.get_backend_name())


def _sqlite(path: Path, *, new: bool) -> Sqlite:
    path = path.expanduser().absolute()
    try:
        if path.exists():
            _look(path, new=new)
        elif not new:
            raise _none(str(path))
        return Sqlite(path)
    except OSError as error:
        raise StoreError(
            "the file cannot be made or opened", where=str(path), next_step="Name a folder that can be written."
        ) from error


def _look(path: Path, *, new: bool) -> None:
    """See that a file is a desk's, or an empty one, before anything is changed in it or about it."""
    if not path.is_file():
        raise OSError("no file but a folder or a device")
    with path.open("rb") as stream:
        ahead = stream.read(20)[18:] == b"\2\2"
    # A log that is written ahead is read with the file. Without one nobody writes, and a reader would begin one.
    still = "&immutable=1" if ahead and not path.with_name(f"{path.name}-wal").exists() else ""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro{still}", uri=True, timeout=_WAIT)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone() if tables >= _OWN else None
    _check(found[0] if found else None, tables, new=new, where=str(path))


def _none(where: str) -> StoreError:
    return StoreError(
        "there is no desk here",
        where=where,
        next_step="Check the address of the storage. A new desk is made by: bonafides desk init",
    )


def _unknown(where: str) -> StoreError:
    return StoreError(
        "no storage of that kind is known", where=where, next_step="Give the path of a file, or postgresql://..."
    )


def _named(address: str) -> str:
    """An address as it may be shown: without its password."""
    return make_url(address).render_as_string() if "://" in address else address


def revisions() -> tuple[str, ...]:
    """The versions of the tables that this program knows, the newest first."""
    return tuple(each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("bonafides.store").joinpath("migrations")))
    return config


def _brought_up_to_date(connection: Connection, *, new: bool) -> None:
    config = _config()
    config.attributes["connection"] = connection
    current = MigrationContext.configure(connection).get_current_revision()
    _check(current, inspect(connection).get_table_names(), new=new, where="store")
    command.upgrade(config, "head")


def _check(current: str | None, tables: Collection[str], *, new: bool, where: str) -> None:
    """Raise StoreError for a storage of that version, with those tables, that is not to be used."""
    if current and current not in revisions():
        raise StoreError(
            "this storage was written by a newer version of Bonafides",
            where=where,
            next_step="Install that version or a later one; nothing was changed.",
        )
    if not current and set(tables) - _OWN:
        raise StoreError(
            "this database belongs to another program",
            where=where,
            next_step="Give the desk a database of its own; nothing was changed.",
        )
    if not current and not new:
        raise _none(where)
