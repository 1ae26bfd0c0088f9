"""The embedded engine with a state beside it: working tables here, what is remembered in the attached `state`."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb

from bonafides.campaign.engine.duckdb import DuckEngine
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NUMBERED = ("account_numbers", "target_numbers")
"""Numbers that go on from day to day."""
HASHED = ("way_numbers", "step_numbers", "origin_numbers")
"""Numbers of items, which must be the same every day though nobody keeps them."""


class StateEngine(DuckEngine):
    """Runs a day on working tables; `state.<table>` is read all along and written only by `write`."""

    def __init__(self, state: Path, *, memory: str = "4GB", threads: int | None = None) -> None:
        super().__init__(memory=memory, threads=threads)
        self._views: set[str] = set()
        self._file = state
        try:
            with attaching(state):
                self._connection.execute(f"ATTACH '{str(state).replace(chr(39), chr(39) * 2)}' AS state")
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def make(self, table: str, sql: str) -> None:
        """Write the result of a query as a table, in place of any table or view of that name."""
        if table in self._views:
            # The query may read the view that it replaces.
            super().make("replacing", sql)
            self.drop(table)
            self._run(f"ALTER TABLE replacing RENAME TO {table}")
        else:
            super().make(table, sql)

    def view(self, name: str, sql: str) -> None:
        """Give a query a name: for what lies in the state, that it need not be written twice."""
        if name not in self._views:
            self.drop(name)
        self._run(f"CREATE OR REPLACE VIEW {name} AS {self._said(sql)}")
        self._views.add(name)

    def drop(self, *tables: str) -> None:
        """Forget tables and views, and free their space."""
        for table in tables:
            self._run(f"DROP {'VIEW' if table in self._views else 'TABLE'} IF EXISTS {table}")
            self._views.discard(table)

    def enumerate(self, table: str, sql: str) -> None:
        """Number the distinct values of a one-column query, every value as on the days before.

        What is numbered for one query only is numbered anew. Accounts and targets go on from the largest number, in
        byte order; `fresh_<table>` holds the new ones.
        """
        if table not in (*NUMBERED, *HASHED):
            super().enumerate(table, sql)
            return
        if table in HASHED:
            # 62 bits of MD5, the same in every version of the engine: two of 100 million meet once in 1,000 logs.
            self.make(
                table, f"SELECT DISTINCT value, CAST(md5_number_lower(value) // 4 AS BIGINT) AS n FROM ({sql}) q(value)"
            )
            return
        self.make("values_today", f"SELECT DISTINCT value FROM ({sql}) q(value)")
        self.make(
            f"fresh_{table}",
            f"""SELECT value, (SELECT coalesce(max(n), 0) FROM state.{table}) + row_number() OVER (ORDER BY value) AS n
                FROM values_today t ANTI JOIN state.{table} s ON s.value = t.value""",
        )
        self.make(
            table,
            f"""SELECT s.value, s.n FROM state.{table} s JOIN values_today t ON s.value = t.value
                UNION ALL SELECT value, n FROM fresh_{table}""",
        )
        self.drop("values_today")

    def write(self, statements: Sequence[str]) -> None:
        """Change the state by all statements or by none, whatever happens meanwhile."""
        self._run("BEGIN TRANSACTION")
        try:
            for statement in statements:
                self._run(statement)
            self._run("COMMIT")
        except BaseException:
            self._give_up()
            raise
        self._run("CHECKPOINT state")

    def _give_up(self) -> None:
        with suppress(duckdb.Error):  # the engine has rolled back by itself, or is gone: nothing was written either way
            self._connection.execute("ROLLBACK")


@contextmanager
def attaching(state: Path) -> Iterator[None]:
    """What can be wrong with a state's file, in words that help. Raises CampaignError."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        if "lock" in str(error) or "conflict" in str(error).lower():
            raise CampaignError(
                "another run is using this state", where=str(state.parent), next_step="Wait until it has ended."
            ) from error
        if "No space" in str(error):
            raise CampaignError("there is no space left", where=str(state.parent), next_step="Free some.") from error
        raise CampaignError(
            "the state cannot be opened: its file is damaged, or not one of Bonafides",
            where=str(state),
            next_step="Put back a copy, or name an empty folder and give it the days that it shall know.",
        ) from error
