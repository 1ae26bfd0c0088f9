"""The embedded engine: DuckDB, within a memory limit, spilling to disk where it must."""

from __future__ import annotations

import os
import re
import tempfile
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.engine import duckdb_scan
from bonafides.campaign.engine.arrow import narrowed
from bonafides.campaign.engine.scan import Format, Layout, Piece, UnreadableError
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

_MEMORY = re.compile(r"[1-9]\d{0,6}(\.\d{1,3})? ?(MB|GB|TB|MiB|GiB|TiB)", re.IGNORECASE)
WORKERS = 2
"""Batches that go through Python at the same time."""
BATCH = 200_000
"""Rows in a batch that goes through Python."""
DIALECT = {"divide": "//", "quote": '"', "epoch": "epoch", "instant": "TIMESTAMPTZ", "hash": "hash"}


class DuckEngine:
    """Tables lie in memory and, beyond the limit, in a folder of its own, which goes when the engine closes."""

    name = "duckdb"
    dialect = DIALECT

    def __init__(self, *, memory: str = "4GB", threads: int | None = None, folder: Path | None = None) -> None:
        if not _MEMORY.fullmatch(memory):
            raise CampaignError(
                f"{memory!r} is no amount of memory", where="--memory", next_step="Say 4GB, for example."
            )
        self._folder = _work_folder(folder)
        self._connection = duckdb.connect()
        self._connection.execute(f"SET memory_limit = '{memory}'")
        self._connection.execute(f"SET temp_directory = {_literal(Path(self._folder.name, 'spill'))}")
        self._connection.execute("SET preserve_insertion_order = false")
        self._connection.execute("SET TimeZone = 'UTC'")
        if threads:
            self._connection.execute(f"SET threads = {min(threads, os.cpu_count() or 1)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._folder.cleanup()

    def load(self, table: str, paths: Sequence[Path]) -> None:
        """Make a table of Parquet files."""
        files = duckdb_scan.files(Piece(paths=tuple(map(str, paths)), layout=Layout(format=Format.PARQUET), sql=""))
        self.drop(table)
        self._run(f"CREATE VIEW {table} AS SELECT * FROM {files}")

    def scan(self, table: str, pieces: Sequence[Piece]) -> None:
        """Write the rows of files as a table."""
        # To find the smallest form of every text takes longer than to read them: plainly, it goes twice as fast.
        self._run("SET force_compression = 'uncompressed'")
        queries = (piece.sql.format(files=duckdb_scan.files(piece), **self.dialect) for piece in pieces)
        try:
            self._run(f"CREATE OR REPLACE TABLE {table} AS {' UNION ALL '.join(queries)}")
        except duckdb.Error as error:
            if duckdb_scan.lies_with_the_files(error):
                raise UnreadableError("the file cannot be read to its end") from error
            raise
        except CampaignError as error:
            if duckdb_scan.lies_with_the_files(error.__cause__):
                raise UnreadableError("the file cannot be read to its end") from error
            raise
        finally:
            self._run("SET force_compression = 'auto'")

    def make(self, table: str, sql: str) -> None:
        """Write the result of a query as a table."""
        self._run(f"CREATE OR REPLACE TABLE {table} AS {self._said(sql)}")

    def enumerate(self, table: str, sql: str) -> None:
        """Number the distinct values of a one-column query, in byte order."""
        self.make(
            table,
            f"""SELECT value, row_number() OVER (ORDER BY value) AS n
                FROM (SELECT DISTINCT value FROM ({sql}) q(value)) d""",
        )

    def put(self, table: str, rows: pa.Table) -> None:
        """Make a table of rows from here."""
        self._connection.register("arriving", rows)
        try:
            self.make(table, "SELECT * FROM arriving")
        finally:
            self._connection.unregister("arriving")

    def rows(self, sql: str) -> pa.Table:
        """The result of a query, brought here, in the order that it asks for."""
        self._run("SET preserve_insertion_order = true")  # without it, not even ORDER BY would hold across batches
        try:
            with _explained():
                return narrowed(self._reader(sql).read_all())
        finally:
            self._run("SET preserve_insertion_order = false")

    def transform(self, table: str, sql: str, work: Callable[[pa.Table], pa.Table], schema: pa.Schema) -> None:
        """Make a table by sending the result of a query through a Python function, batch by batch."""
        path = Path(self._folder.name) / f"{table}.parquet"
        batches = (pa.Table.from_batches([batch]) for batch in self._reader(sql))
        with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer, _explained():
            for done in _ahead(work, batches):
                writer.write_table(done)
        self._run(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_parquet({_literal(path)})")
        path.unlink()

    def save(self, sql: str, path: Path) -> None:
        """Write the result of a query as one Parquet file."""
        self._run(f"COPY ({self._said(sql)}) TO {_literal(path)} (FORMAT parquet, COMPRESSION zstd)")

    def drop(self, *tables: str) -> None:
        """Forget tables and free their space."""
        for table in tables:
            loaded = self._run("SELECT 1 FROM duckdb_views() WHERE view_name = $1", [table]).fetchone()
            self._run(f"DROP {'VIEW' if loaded else 'TABLE'} IF EXISTS {table}")

    def _said(self, sql: str) -> str:
        return sql.format(**self.dialect)

    def _reader(self, sql: str) -> pa.RecordBatchReader:
        return self._connection.sql(self._said(sql)).to_arrow_reader(BATCH)

    def _run(self, sql: str, values: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        with _explained():
            return self._connection.execute(sql, values or None)


def _literal(path: Path) -> str:
    """A path as SQL has it."""
    return "'" + str(path).replace("'", "''") + "'"


def _work_folder(inside: Path | None) -> tempfile.TemporaryDirectory[str]:
    try:
        if inside:
            inside.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(prefix="bonafides-hunt-", dir=inside)
    except OSError as error:
        raise CampaignError(
            f"there can be no work folder ({error.strerror})",
            where=str(inside or ""),
            next_step="Choose one with --work.",
        ) from error


@contextmanager
def _explained() -> Iterator[None]:
    """What can go wrong in the engine, in words that help. Raises CampaignError."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise CampaignError(
            "the memory limit was reached, and what was to be done does not fit on disk either",
            next_step="Give more with --memory, free disk space, or look at a shorter time with --since.",
        ) from error
    except (duckdb.IOException, OSError) as error:
        raise CampaignError(f"a file could not be read or written ({_first(error)})") from error


def _ahead(work: Callable[[pa.Table], pa.Table], batches: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The work done on each batch, in order, on a few threads: NumPy and Arrow let each other run."""
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting: deque[Future[pa.Table]] = deque()
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > WORKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _first(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
