"""What an engine is: named tables, plain SQL that makes new ones of them, and batches that go through Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import pyarrow as pa

    from bonafides.campaign.engine.scan import Piece


class Engine(Protocol):
    """Runs the same SQL on one machine or on a cluster.

    SQL is the plain part that both dialects speak; where they differ, it is written with `{placeholders}` that
    `dialect` fills. Every table is written when it is made (never a lazy view of a query), so that nothing is computed
    twice and a later step cannot change an earlier one.
    """

    @property
    def name(self) -> str:
        """What `--engine` and `run.json` call it."""
        ...

    @property
    def dialect(self) -> Mapping[str, str]:
        """What the engines call differently, filled into SQL by `str.format`: see `duckdb.py` and `spark.py`."""
        ...

    def __enter__(self) -> Self:
        """Ready."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind."""
        ...

    def load(self, table: str, paths: Sequence[Path]) -> None:
        """Make a table of Parquet files."""
        ...

    def scan(self, table: str, pieces: Sequence[Piece]) -> None:
        """Write the rows of files as a table: each piece's query over its files, one after another (`UNION ALL`).

        The engine reads the files itself, in parallel. Raises UnreadableError if a file is not as its layout says, and
        CampaignError where memory or disk space is short.
        """
        ...

    def make(self, table: str, sql: str) -> None:
        """Write the result of a query as a table, in place of any of that name."""
        ...

    def enumerate(self, table: str, sql: str) -> None:
        """Make a table (value, n) that numbers the distinct values of a one-column query from 1, in byte order.

        The same values get the same numbers from every engine.
        """
        ...

    def put(self, table: str, rows: pa.Table) -> None:
        """Make a table of rows from here."""
        ...

    def rows(self, sql: str) -> pa.Table:
        """The result of a query, brought here."""
        ...

    def transform(self, table: str, sql: str, work: Callable[[pa.Table], pa.Table], schema: pa.Schema) -> None:
        """Make a table by sending the result of a query through a Python function, batch by batch, in any order.

        `work` must be a pure module-level function (it travels to workers), and gives columns of `schema`.
        """
        ...

    def save(self, sql: str, path: Path) -> None:
        """Write the result of a query as one Parquet file."""
        ...

    def drop(self, *tables: str) -> None:
        """Forget tables and free their space."""
        ...
