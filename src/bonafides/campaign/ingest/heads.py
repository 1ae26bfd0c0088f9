"""What a file holds, by its beginning (CSV, JSONL) or its footer (Parquet): layout and columns."""

from __future__ import annotations

import codecs
import csv
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.engine.scan import Format, Layout
from bonafides.campaign.ingest.columns import ACCOUNTS, EVENTS, TARGETS, TEXTS, Column, Kind
from bonafides.campaign.ingest.files import compression, head, sniff, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from bonafides.campaign.ingest.files import LogFile

DELIMITERS = ",;\t|"
LONGEST_LINE = 1 << 26
"""Bytes of a first line that are looked through for names: 64 MiB."""
HEAD = 4096
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd]")
WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
KINDS: tuple[tuple[Callable[[pa.DataType], bool], Kind], ...] = (
    *((test, Kind.TEXT) for test in TEXTS),
    (pa.types.is_date, Kind.NAIVE),
    (pa.types.is_integer, Kind.INTEGER),
    (pa.types.is_null, Kind.INTEGER),
    (lambda kind: pa.types.is_decimal(kind) and kind.scale == 0, Kind.INTEGER),
    (pa.types.is_decimal, Kind.FLOAT),
    (pa.types.is_floating, Kind.FLOAT),
)
KNOWN = frozenset(field.name for field in (*EVENTS, *ACCOUNTS, *TARGETS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A file with what is known of it before it is read."""

    file: LogFile
    layout: Layout
    columns: tuple[Column, ...]
    encoding: str = "utf-8"
    """Of CSV and JSONL: `utf-8` is what the engines read, with `utf-8-sig` for CSV only."""


class EmptyError(Exception):
    """A file without a byte in it."""


class UndescribedError(Exception):
    """A file of which not even the beginning makes sense; the words say why."""


def describe(file: LogFile, renamed: Mapping[str, str], work: Path) -> Described:
    """Layout and columns of a file; one of Parquet packed as a whole is unpacked into the folder `work` first.

    Raises EmptyError, UndescribedError, and OSError where the file cannot be opened.
    """
    start = _start(file.path)
    match sniff(file.path, start):
        case Format.PARQUET:
            file = _unpacked(file, work)
            found = Described(file=file, layout=Layout(format=Format.PARQUET), columns=_of_parquet(file.path))
        case Format.JSONL:
            found = _of_jsonl(file, start, renamed)
        case Format.CSV:
            found = _of_csv(file, start, {*KNOWN, *renamed})
    named = {column.name for column in found.columns if column.seen}
    fixed = (Column(name=name, kind=Kind.TEXT, fixed=value) for name, value in file.fixed if name not in named)
    return replace(found, columns=(*found.columns, *fixed))


def _start(path: Path) -> bytes:
    try:
        start = head(path)
    except (PermissionError, FileNotFoundError, IsADirectoryError):
        raise
    except (OSError, EOFError, pa.ArrowException) as error:
        raise UndescribedError("it is damaged from its beginning") from error
    if not start.removeprefix(codecs.BOM_UTF8).strip():
        raise EmptyError
    return start


def _unpacked(file: LogFile, work: Path) -> LogFile:
    if not compression(file.path):
        return file
    path = work / f"unpacked-{len(list(work.iterdir()))}.parquet"
    try:
        with unpacked(file.path) as packed, path.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
    except (OSError, EOFError) as error:
        raise UndescribedError("the packed file is cut off or damaged") from error
    return replace(file, path=path)


def _of_parquet(path: Path) -> tuple[Column, ...]:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UndescribedError("it is no whole Parquet file (its end is missing or damaged)") from error
    if len(set(schema.names)) < len(schema.names):
        raise UndescribedError("two of its columns have the same name")
    return tuple(Column(name=field.name, kind=kind_of(field.type)) for field in schema)


def kind_of(kind: pa.DataType) -> Kind:
    """What an Arrow type is to us."""
    if pa.types.is_dictionary(kind):
        return kind_of(kind.value_type)
    if pa.types.is_timestamp(kind):
        return Kind.ZONED if kind.tz else Kind.NAIVE
    return next((ours for test, ours in KINDS if test(kind)), Kind.OTHER)


def _of_csv(file: LogFile, start: bytes, known: Iterable[str]) -> Described:
    encoding = next((name for mark, name in WIDE.items() if start.startswith(mark)), "utf-8-sig")
    text = (start if _has_line(start) else head(file.path, LONGEST_LINE)).decode(encoding, errors="replace")
    plain = {name.casefold() for name in known}
    names, delimiter = _header(text, plain)
    noise = len(UNPRINTABLE.findall(text[:HEAD])) * 20 > len(text[:HEAD])
    if noise and not any(name.casefold() in plain for name in names):
        raise UndescribedError("it is neither Parquet, CSV nor JSONL")
    columns = tuple(Column(name=name, kind=Kind.TEXT, reference=f"c{place}") for place, name in enumerate(names))
    layout = Layout(
        format=Format.CSV,
        columns=tuple(column.reference for column in columns),
        delimiter=delimiter,
        compression=compression(file.path),
    )
    return Described(file=file, layout=layout, columns=columns, encoding=encoding)


def _has_line(start: bytes) -> bool:
    return b"\n" in start or b"\r" in start


def _header(text: str, known: set[str]) -> tuple[list[str], str]:
    """The names in the first line, by the delimiter that gives most known names, then most names."""
    rows = []
    for delimiter in DELIMITERS:
        try:
            row = next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [])
        except csv.Error:
            continue
        names = [name.strip() for name in row]
        rows.append((sum(name.casefold() in known for name in names), len(names), names, delimiter))
    if not rows:
        raise UndescribedError("its first line is no header of a CSV file")
    _, _, names, delimiter = max(rows, key=lambda row: row[:2])
    return names, delimiter


def _of_jsonl(file: LogFile, start: bytes, renamed: Mapping[str, str]) -> Described:
    if start.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"[":
        raise UndescribedError("it is a JSON list; one JSON object per line is needed")
    if not _has_line(start):
        start = head(file.path, LONGEST_LINE)
    seen = dict.fromkeys(key for line in start.splitlines() for key in _keys(line))
    if not seen:
        raise UndescribedError("no JSON object in any of its first lines")
    plain = {key.casefold() for key in seen}
    unseen = sorted(key for key in {*KNOWN, *renamed} if key.casefold() not in plain)
    columns = (
        *(Column(name=key, kind=Kind.TEXT) for key in seen),
        *(Column(name=key, kind=Kind.TEXT, seen=False) for key in unseen),
    )
    layout = Layout(format=Format.JSONL, compression=compression(file.path))
    # The engines refuse a byte order mark before JSON.
    marked = "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"
    return Described(file=file, layout=layout, columns=columns, encoding=marked)


def _keys(line: bytes) -> list[str]:
    try:
        value = json.loads(line.decode("utf-8-sig", errors="replace"))
    except (ValueError, RecursionError):
        return []
    return list(value) if isinstance(value, dict) else []
