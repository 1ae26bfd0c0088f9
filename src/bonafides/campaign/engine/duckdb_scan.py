"""How DuckDB says "the rows of these files", and how it says that they cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from bonafides.campaign.engine.scan import Format

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.campaign.engine.scan import Layout, Piece


def files(piece: Piece) -> str:
    """The table function that reads the files of a piece, refusing what is not exactly as the layout says."""
    paths = "[" + ", ".join(map(_literal, piece.paths)) + "]"
    match piece.layout.format:
        case Format.PARQUET:
            return f"read_parquet({paths}, binary_as_string = true, hive_partitioning = false)"
        case Format.CSV:
            return f"read_csv({paths}, {_csv(piece.layout)})"
        case Format.JSONL:
            return f"read_json({paths}, {_jsonl(piece.layout)})"


def lies_with_the_files(error: BaseException | None) -> bool:
    """Whether an error means that a file is not as it should be, rather than that memory, disk or our SQL is."""
    if isinstance(error, duckdb.OutOfMemoryException | duckdb.BinderException | duckdb.CatalogException):
        return False
    if isinstance(error, duckdb.IOException):
        return not any(word in str(error) for word in ("No space left", "write", "temp_directory"))
    return isinstance(error, duckdb.DataError | duckdb.ProgrammingError | duckdb.SerializationException)


def _csv(layout: Layout) -> str:
    return (
        f"auto_detect = false, header = true, strict_mode = true, hive_partitioning = false, quote = '\"', "
        f"escape = '\"', delim = {_literal(layout.delimiter)}, {_texts(layout.columns)}, {_compression(layout)}"
    )


def _jsonl(layout: Layout) -> str:
    return (
        f"auto_detect = false, format = 'newline_delimited', hive_partitioning = false, {_texts(layout.columns)}, "
        f"{_compression(layout)}"
    )


def _texts(columns: Iterable[str]) -> str:
    return "columns = {" + ", ".join(f"{_literal(column)}: 'VARCHAR'" for column in columns) + "}"


def _compression(layout: Layout) -> str:
    return f"compression = {_literal(layout.compression or 'uncompressed')}"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
