"""The ids of all targets in the files of a run, read as the run read them, in memory only: nothing is put on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from bonafides.campaign.engine import duckdb_scan
from bonafides.campaign.engine.duckdb import DIALECT
from bonafides.campaign.engine.scan import Format
from bonafides.campaign.ingest import salvage_csv, salvage_jsonl, salvage_parquet
from bonafides.campaign.ingest.columns import Field, Role
from bonafides.campaign.ingest.pieces import gather
from bonafides.campaign.ingest.salvage import Losses
from bonafides.campaign.ingest.values import identified, reference, spelled
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bonafides.campaign.ingest.columns import Column
    from bonafides.campaign.ingest.files import LogFile
    from bonafides.campaign.ingest.heads import Described
    from bonafides.campaign.ingest.pieces import Group

TARGET = (Field(name="target", role=Role.ID, needed=True),)
MEMORY = "4GB"
BATCH = 100_000
_NOWHERE = Path("nowhere")
"""A working folder that does not exist: files that would have to be unpacked to disk are left out."""


def target_ids(files: Sequence[LogFile], run: Mapping[str, Any]) -> Iterator[str]:
    """Every target, perhaps more than once. Raises CampaignError where memory does not suffice."""
    renamed = {str(theirs): str(ours) for theirs, ours in dict(run.get("renamed") or {}).items()}
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET temp_directory = ''; SET memory_limit = '{MEMORY}'")
        try:
            for group in gather(files, TARGET, renamed, _NOWHERE).groups:
                yield from _of_group(connection, group)
        except duckdb.OutOfMemoryException as error:
            raise CampaignError(
                "the targets do not fit into memory, and are not put on disk",
                where="--targets-out",
                next_step="Do it on a machine with more memory.",
            ) from error


def _of_group(connection: duckdb.DuckDBPyConnection, group: Group) -> Iterator[str]:
    column = group.matched["target"]
    try:
        if any(file.encoding != "utf-8" and file.layout.format is not Format.CSV for file in group.files):
            raise duckdb.InvalidInputException("a byte order mark before JSON")
        piece = group.piece(_sql(reference(column, DIALECT), column))
        yield from _column(connection, piece.sql.format(files=duckdb_scan.files(piece), **DIALECT))
    except duckdb.Error as error:
        if not duckdb_scan.lies_with_the_files(error):
            raise
        for file in group.files:  # what came before it broke off comes again, which does no harm
            yield from _salvaged(connection, file, column)


def _salvaged(connection: duckdb.DuckDBPyConnection, file: Described, column: Column) -> Iterator[str]:
    """The slow way through a damaged file, as the run went, batch by batch."""
    tables = {
        Format.CSV: salvage_csv.tables,
        Format.JSONL: salvage_jsonl.tables,
        Format.PARQUET: salvage_parquet.tables,
    }[file.layout.format]
    for table in tables(file, [column] if column.fixed is None else [], Losses(file.file.shown)):
        connection.register("rows", table.rename_columns([f"s{place}" for place in range(table.num_columns)]))
        said = reference(column, DIALECT) if column.fixed is not None else "s0"
        yield from _column(connection, _sql(said, column).format(files="rows", **DIALECT))
        connection.unregister("rows")


def _sql(said: str, column: Column) -> str:
    inner = f"SELECT {spelled(said, column.kind)} AS target FROM {{files}}"
    return f"SELECT DISTINCT {identified('s.target')} AS target FROM ({inner}) s"


def _column(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[str]:
    batches: pa.RecordBatchReader = connection.sql(sql).to_arrow_reader(BATCH)
    for batch in batches:
        yield from (target for target in batch.column(0).to_pylist() if target)
