"""The engine for logs beyond one machine: Apache Spark, with Parquet between steps."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.engine import spark_errors, spark_files, spark_scan, spark_session
from bonafides.campaign.engine.arrow import narrowed
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

    from pyspark.sql import DataFrame

    from bonafides.campaign.engine.scan import Piece

DIALECT = {"divide": "div", "quote": "`", "epoch": "epoch_of", "instant": "TIMESTAMP", "hash": "xxhash64"}
EPOCH = "CREATE OR REPLACE TEMPORARY FUNCTION epoch_of(t TIMESTAMP) RETURNS DOUBLE RETURN unix_micros(t) / 1e6D"
INSIDE = 33
"""Bits in which `monotonically_increasing_id` counts within a partition; the bits above number the partition."""


class SparkEngine:
    """Every table is a folder of Parquet in a work folder of its own, which goes when the engine closes."""

    name = "spark"
    dialect = DIALECT

    def __init__(
        self,
        *,
        master: str | None = None,
        memory: str = "4GB",
        threads: int | None = None,
        folder: Path | str | None = None,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Start Spark, here by default or at `master`.

        `folder` takes the work folder. On a cluster it must be on storage that driver and workers share, as a path that
        all have or as a URI (`hdfs://`, `s3a://` ...); without one the cluster's own file system is used. `memory` is
        for the Java process here; `settings` are Spark's own (`spark.*`) for a process that is started here. Raises
        CampaignError where Spark cannot be started.
        """
        self._places: dict[str, str] = {}
        with ExitStack() as ending:
            here = folder if folder is not None and "://" not in str(folder) else None
            local = ending.enter_context(tempfile.TemporaryDirectory(prefix="bonafides-hunt-", dir=here))
            self._local = Path(local).absolute()
            self._session, closing, self._is_local = spark_session.opened(
                self._local, master=master, memory=memory, threads=threads, settings=settings
            )
            ending.enter_context(closing)
            with spark_errors.told("the work folder"):
                self._shelf = spark_files.Shelf(self._session, self._root(folder))
                ending.callback(self._clear)
                self._session.sql(EPOCH)
            self._ending = ending.pop_all()

    def _root(self, folder: Path | str | None) -> str:
        if folder is None and not self._is_local:
            folder = spark_files.shared(self._session)
            if not folder:
                raise CampaignError(
                    "a cluster needs a work folder that all its workers share",
                    where="--master",
                    next_step="Name one; docs/hunt-cluster.md shows which.",
                )
        if folder is None or "://" not in str(folder):
            return f"file://{self._local}/tables"
        return f"{str(folder).rstrip('/')}/{self._local.name}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    def _clear(self) -> None:
        try:
            with spark_errors.told():
                self._session.sql("DROP TEMPORARY FUNCTION IF EXISTS epoch_of")
                self._shelf.remove(self._shelf.root)
        except CampaignError:  # the Java process is gone: what lies here goes with the local folder
            shutil.rmtree(self._local / "tables", ignore_errors=True)

    def load(self, table: str, paths: Sequence[Path]) -> None:
        """Make a table of Parquet files, which all workers must see."""
        with spark_errors.told(table):
            reader = self._session.read.option("__globPaths__", "false").option("mergeSchema", "true")
            reader.parquet(*(f"file://{path.absolute()}" for path in paths)).createOrReplaceTempView(table)
        self._replace(table, "")

    def scan(self, table: str, pieces: Sequence[Piece]) -> None:
        """Write the rows of files as a table."""
        sent: list[str] = []

        def send(local: Path) -> str:
            sent.append(self._shelf.place("input"))
            self._shelf.give(local, sent[-1])
            return f"{sent[-1]}/{local.name}"

        files = spark_scan.Files(self._session, self._local, send, remote=not self._is_local)
        views = [f"{table}_piece_{place}" for place in range(len(pieces))]
        try:
            with spark_errors.of_files(), spark_errors.told(table):
                for piece, view in zip(pieces, views, strict=True):
                    files.rows(piece).createOrReplaceTempView(view)
                queries = [
                    piece.sql.format(files=view, **self.dialect) for piece, view in zip(pieces, views, strict=True)
                ]
                self._write(table, self._session.sql(" UNION ALL ".join(queries)))
        finally:
            with spark_errors.told(table):
                for view in views:
                    self._session.catalog.dropTempView(view)
                for place in sent:
                    self._shelf.remove(place)

    def make(self, table: str, sql: str) -> None:
        """Write the result of a query as a table."""
        with spark_errors.told(table):
            self._write(table, self._query(sql))

    def enumerate(self, table: str, sql: str) -> None:
        """Number the distinct values of a one-column query, in byte order.

        The values are sorted over all partitions and numbered within each; what comes before a partition is added.
        """
        sorted_values = f"SELECT DISTINCT value FROM ({sql}) q(value) ORDER BY value NULLS LAST"
        with spark_errors.told(table):
            from pyspark.sql.functions import monotonically_increasing_id

            placed = self._query(sorted_values).withColumn("place", monotonically_increasing_id())
            self._write("placed", placed)
        part = f"shiftright(place, {INSIDE})"
        sizes = self.rows(f"SELECT {part} AS part, count(*) AS size FROM placed GROUP BY {part} ORDER BY part")
        before, parts = 0, []
        for number, size in zip(sizes.column("part").to_pylist(), sizes.column("size").to_pylist(), strict=True):
            parts.append(f"WHEN {number} THEN {before}")
            before += size
        offset = f"CASE {part} {' '.join(parts)} END" if parts else "0"
        self.make(table, f"SELECT value, CAST({offset} + (place & {2**INSIDE - 1}) + 1 AS BIGINT) AS n FROM placed")
        self.drop("placed")

    def put(self, table: str, rows: pa.Table) -> None:
        """Make a table of rows from here."""
        path = self._local / f"{table}.parquet"
        pq.write_table(rows, path, compression="zstd")
        with spark_errors.told(table):
            place = self._shelf.place(table)
            self._shelf.give(path, place)
            self._session.read.parquet(place).createOrReplaceTempView(table)
        self._replace(table, place)

    def rows(self, sql: str) -> pa.Table:
        """The result of a query, brought here, in the order that it asks for."""
        with spark_errors.told("a query"):
            return narrowed(self._query(sql).toArrow())

    def transform(self, table: str, sql: str, work: Callable[[pa.Table], pa.Table], schema: pa.Schema) -> None:
        """Make a table by sending the result of a query through a Python function, batch by batch."""
        from pyspark.sql.pandas.types import from_arrow_schema

        with spark_errors.told(table):
            through = partial(_worked, work, schema)
            self._write(table, self._query(sql).mapInArrow(through, from_arrow_schema(schema)))

    def save(self, sql: str, path: Path) -> None:
        """Write the result of a query as one Parquet file on this machine."""
        self.make("saved", sql)
        try:
            with spark_errors.told(str(path)):
                schema = self._session.table("saved").limit(0).toArrow().schema
                with pq.ParquetWriter(path, schema, compression="zstd") as writer:
                    for part in self._shelf.bring(self._places["saved"], self._local):
                        for batch in pq.ParquetFile(part).iter_batches():
                            writer.write_batch(batch.cast(schema))
        finally:
            self.drop("saved")

    def drop(self, *tables: str) -> None:
        """Forget tables and free their space."""
        for table in tables:
            with spark_errors.told(table):
                self._session.catalog.dropTempView(table)
            self._replace(table, "")

    def _query(self, sql: str) -> DataFrame:
        return self._session.sql(sql.format(**self.dialect))

    def _write(self, table: str, rows: DataFrame) -> None:
        """Write rows to a new folder, then let the table's name stand for it: a query may read what it replaces."""
        place = self._shelf.place(table)
        rows.write.parquet(place)
        self._session.read.schema(rows.schema).parquet(place).createOrReplaceTempView(table)
        self._replace(table, place)

    def _replace(self, table: str, place: str) -> None:
        """Take away the folder that a table had before."""
        before = self._places.pop(table, "")
        if place:
            self._places[table] = place
        if before:
            with spark_errors.told(table):
                self._shelf.remove(before)


def _worked(
    work: Callable[[pa.Table], pa.Table], schema: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """What a worker does with its batches."""
    for batch in batches:
        if batch.num_rows:
            yield from work(pa.Table.from_batches([batch])).cast(schema).to_batches()
