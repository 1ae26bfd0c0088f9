"""Whole numbers as 64-bit integers, whatever an engine widened them to: DuckDB sums BIGINT into 128 bits."""

from __future__ import annotations

import pyarrow as pa


def narrowed(rows: pa.Table) -> pa.Table:
    """The rows with decimals of scale 0 as int64 (an overflow raises pyarrow's ArrowInvalid), other columns as is."""
    fields = [field.with_type(pa.int64()) if _is_whole(field.type) else field for field in rows.schema]
    return rows.cast(pa.schema(fields))


def _is_whole(kind: pa.DataType) -> bool:
    return bool(pa.types.is_decimal(kind) and kind.scale == 0)
