"""A damaged Parquet file: every row group that can be decoded is read, and text that is not UTF-8 is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.ingest.columns import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.campaign.ingest.columns import Column
    from bonafides.campaign.ingest.heads import Described
    from bonafides.campaign.ingest.salvage_lines import Losses

ROWS = 20_000


def tables(described: Described, columns: Sequence[Column], losses: Losses) -> Iterator[pa.Table]:
    """The columns, text and bytes as text, all else with its type; at least one table, even if it is empty."""
    names = [column.name for column in columns]
    with pq.ParquetFile(described.file.path) as file:
        schema = pa.schema([pa.field(name, _plain(file.schema_arrow.field(name).type)) for name in names])
        yield schema.empty_table()
        for group in range(file.num_row_groups):
            try:
                # The whole group first, so that it counts or does not: half a group is no evidence.
                held = file.read_row_group(group, columns=names)
            except (pa.ArrowException, OSError, ValueError):
                losses.add("row group cannot be decoded", f"row group {group}", fatal=True)
                continue
            for batch in held.to_batches(ROWS):
                yield _mended(batch, schema, group, losses)


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    return pa.string() if any(test(kind) for test in TEXTS) else kind


def _mended(batch: pa.RecordBatch, schema: pa.Schema, group: int, losses: Losses) -> pa.Table:
    columns = [_column(batch.column(field.name), field.type, group, losses) for field in schema]
    return pa.table(columns, schema=schema)


def _column(column: pa.Array, kind: pa.DataType, group: int, losses: Losses) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not pa.types.is_string(kind):
        return column
    return pa.array([_text(value, group, losses) for value in column.cast(pa.binary()).to_pylist()], kind)


def _text(value: bytes | None, group: int, losses: Losses) -> str | None:
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        losses.add("value has bytes that are no text (U+FFFD stands in their place)", f"row group {group}")
        return value.decode("utf-8", "replace")
