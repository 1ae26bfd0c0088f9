"""How Spark says "the rows of these files", as strictly as DuckDB: what is not as the layout says is refused."""

from __future__ import annotations

import errno
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.engine.scan import Format, UnreadableError
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyspark.sql import DataFrame, DataFrameReader, SparkSession

    from bonafides.campaign.engine.scan import Layout, Piece

ENDINGS = {"": "", "gzip": ".gz"}
"""Compressions that Spark reads by itself, by the file's ending. zstd needs a library that few installations have."""

GLOB = frozenset("*?[]{}\\")
"""Marks with which Hadoop takes a name for a pattern, here and there even where it is told not to."""


@dataclass(slots=True)
class Files:
    """Files as Spark can read them: unpacked, renamed, or sent along where workers would not see them."""

    session: SparkSession
    folder: Path
    """For copies on their way; here."""
    send: Callable[[Path], str]
    """Moves a file from here to where all workers see it, and gives its place there."""
    remote: bool = False
    """Whether there are workers elsewhere: they do not see this machine's temporary files."""

    def rows(self, piece: Piece) -> DataFrame:
        """The rows of a piece's files, not read yet. Raises UnreadableError."""
        paths = [self._seen(Path(path), piece.layout) for path in piece.paths]
        reader = self.session.read.option("__globPaths__", "false")  # a star in a file's name is a star
        match piece.layout.format:
            case Format.PARQUET:
                return _timed(reader.parquet(*paths), piece.paths)
            case Format.CSV:
                return self._csv(reader, piece.layout, paths)
            case Format.JSONL:
                return self._jsonl(reader, piece.layout, paths)

    def _seen(self, path: Path, layout: Layout) -> str:
        path = path.absolute()
        packed = path.suffix in {".gz", ".bz2", ".deflate", ".lz4", ".snappy", ".zst"}
        told = path.suffix == ENDINGS.get(layout.compression) if layout.compression else not packed
        hidden = path.name.startswith(("_", ".")) or bool(GLOB.intersection(str(path)))
        hidden = hidden or (self.remote and path.is_relative_to(tempfile.gettempdir()))
        # Hadoop does not unquote: the path is written as it is.
        return f"file://{path}" if told and not hidden else self.send(self._copied(path, layout))

    def _copied(self, path: Path, layout: Layout) -> Path:
        """A plain copy under a name that Spark reads as what it is."""
        copy = self.folder / f"input{'.parquet' if layout.format is Format.PARQUET else ''}"
        try:
            with pa.input_stream(path, compression=layout.compression or None) as packed, copy.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked, 1 << 20)
        except (pa.ArrowException, OSError) as error:
            if getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT}:
                raise CampaignError("there is no disk space left to unpack a file", where=path.name) from error
            raise UnreadableError("the file cannot be read to its end") from error
        return copy

    def _csv(self, reader: DataFrameReader, layout: Layout, paths: list[str]) -> DataFrame:
        self._check_text(paths)
        options = {
            "mode": "FAILFAST",
            "header": "true",
            "enforceSchema": "true",
            "sep": layout.delimiter,
            "quote": '"',
            "escape": '"',
            "multiLine": "true",  # a text may have line breaks
            "unescapedQuoteHandling": "RAISE_ERROR",
            "maxCharsPerColumn": "-1",
        }
        schema = ", ".join(f"`{column}` STRING" for column in layout.columns)
        return reader.options(**options).schema(schema).csv(paths)

    def _jsonl(self, reader: DataFrameReader, layout: Layout, paths: list[str]) -> DataFrame:
        schema = ", ".join(f"`{column.replace('`', '``')}` STRING" for column in layout.columns)
        return reader.options(mode="FAILFAST").schema(schema).json(paths)

    def _check_text(self, paths: list[str]) -> None:
        """Refuse bytes that are no UTF-8: Spark would put another character in their place, and say nothing."""
        lines = self.session.read.option("__globPaths__", "false").text(paths)
        if lines.where("NOT is_valid_utf8(value)").limit(1).count():
            raise UnreadableError("the file is not UTF-8 to its end")


def _timed(rows: DataFrame, paths: Sequence[str]) -> DataFrame:
    """The rows with times in nanoseconds (which Spark hands out as numbers) as times."""
    from pyspark.sql import functions

    fine = {tuple(field.name for field in pq.read_schema(path) if _is_fine(field.type)) for path in paths}
    if len(fine) > 1:  # one query reads them in one way only; the caller parts them
        raise UnreadableError("the files have times of different precision")
    for name in fine.pop():
        quoted = "`" + name.replace("`", "``") + "`"
        rows = rows.withColumn(name, functions.expr(f"timestamp_micros({quoted} div 1000)"))
    return rows


def _is_fine(kind: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(kind) and kind.unit == "ns")
