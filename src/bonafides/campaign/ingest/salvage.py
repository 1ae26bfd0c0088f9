"""The slow, exact way through a file that no engine reads to its end: good rows into Parquet, bad ones counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.engine.scan import Format
from bonafides.campaign.ingest import salvage_csv, salvage_jsonl, salvage_parquet
from bonafides.model.campaign import Dropped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bonafides.campaign.ingest.columns import Column
    from bonafides.campaign.ingest.heads import Described

EXAMPLES = 5


@dataclass(slots=True)
class Losses:
    """What could not be read of one file."""

    where: str
    _counts: dict[tuple[str, bool], int] = field(default_factory=dict)
    _places: dict[tuple[str, bool], list[str]] = field(default_factory=dict)

    def add(self, what: str, place: str, *, fatal: bool = False) -> None:
        """Count one line or row group; never its words."""
        key = (what, fatal)
        self._counts[key] = self._counts.get(key, 0) + 1
        places = self._places.setdefault(key, [])
        if len(places) < EXAMPLES:
            places.append(place)

    def dropped(self) -> tuple[Dropped, ...]:
        """The counts, as everything that is left out is reported."""
        return tuple(
            Dropped(what=what, count=count, where=self.where, examples=tuple(self._places[what, fatal]), fatal=fatal)
            for (what, fatal), count in self._counts.items()
        )


def salvage(described: Described, columns: Sequence[Column], path: Path) -> tuple[Dropped, ...]:
    """Write what can be read of the columns as a Parquet file with the columns s0, s1 ... in their order."""
    losses = Losses(described.file.shown)
    tables: Iterator[pa.Table]
    match described.layout.format:
        case Format.CSV:
            tables = salvage_csv.tables(described, columns, losses)
        case Format.JSONL:
            tables = salvage_jsonl.tables(described, columns, losses)
        case Format.PARQUET:
            tables = salvage_parquet.tables(described, columns, losses)
    _write(tables, path)
    return losses.dropped()


def _write(tables: Iterator[pa.Table], path: Path) -> None:
    renamed = (table.rename_columns([f"s{place}" for place in range(table.num_columns)]) for table in tables)
    first = next(renamed)
    with pq.ParquetWriter(path, first.schema, compression="zstd", compression_level=1) as writer:
        writer.write_table(first)
        for table in renamed:
            writer.write_table(table)
