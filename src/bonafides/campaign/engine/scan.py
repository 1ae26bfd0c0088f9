"""How an engine is told what lies in a file of a log, so that it reads the file itself, in parallel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bonafides.errors import CampaignError


class Format(StrEnum):
    """The formats of a log that every engine reads by itself."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


class UnreadableError(CampaignError):
    """The files of a scan cannot be read to their end (never: no memory, no disk space)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What must be known of files to read them; all files of one piece have the same."""

    format: Format
    columns: tuple[str, ...] = ()
    """CSV: one name for each column, in order, in place of the header's (the first line is skipped); all are text.
    JSONL: the keys to read, all as text. Parquet: not needed, the files know."""
    delimiter: str = ","
    """Of CSV; fields are quoted with `"`, which is doubled inside of quotes."""
    compression: str = ""
    """Of CSV and JSONL as a whole: empty, `gzip` or `zstd`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Files of one layout and the query over them."""

    paths: tuple[str, ...]
    layout: Layout
    sql: str
    """Reads from `{files}`; every piece of one scan gives the same columns."""
