"""What a backup is made of: a ZIP with a part for each table, a line of JSON for each row, and a manifest of all."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from dataclasses import dataclass, fields
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from bonafides.errors import DeskError
from bonafides.store.records import RECORDS, Attempt, Record, Token, Visit, elements, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bonafides.store.records import Element

FORMAT = "bonafides.desk-backup/1"
MANIFEST = "manifest.json"
LEFT_OUT: tuple[type[Record], ...] = (Visit, Token, Attempt)
"""Nobody is signed in by a backup, and no token that was taken back comes alive again."""
KEPT: tuple[type[Record], ...] = tuple(kind for kind in RECORDS if kind not in LEFT_OUT)
_LONGEST_LINE = 1024**3
"""Bytes of one row; the largest file that a report may bring is far below it."""
_LONGEST_MANIFEST = 1024**2
_EMPTY = {str: "", int: 0, float: 0.0, bool: False, tuple: []}
"""What a field holds that an older version did not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself."""

    schema: str
    """The version of the tables."""
    taken_at: datetime
    expires_at: datetime
    """From then on it is deleted and not taken any more."""
    head: str
    """The digest of the last entry of the chain."""
    parts: Mapping[str, Part]

    def text(self) -> str:
        """As JSON."""
        parts = {
            name: {each.name: getattr(part, each.name) for each in fields(Part)} for name, part in self.parts.items()
        }
        times = {"taken_at": self.taken_at.isoformat(), "expires_at": self.expires_at.isoformat()}
        told = {"format": FORMAT, "schema": self.schema, "head": self.head, **times, "parts": parts}
        return json.dumps(told, indent=1, sort_keys=True)


def damaged(what: str) -> DeskError:
    """What is said of a backup that cannot be trusted."""
    return DeskError(
        f"the backup is damaged or was changed ({what})",
        where="backup",
        next_step="Take another one; nothing was restored.",
    )


def part_name(kind: type[Record]) -> str:
    """The name of a table's part."""
    return f"{name_of(kind)}.jsonl"


def write_part(archive: zipfile.ZipFile, kind: type[Record], rows: Iterable[Record]) -> Part:
    """Write the rows of a table as they come."""
    count = size = 0
    told = hashlib.sha256()
    with archive.open(part_name(kind), "w", force_zip64=True) as stream:
        for row in rows:
            line = _line(row)
            stream.write(line)
            told.update(line)
            count, size = count + 1, size + len(line)
    return Part(rows=count, bytes=size, sha256=told.hexdigest())


def read_manifest(archive: zipfile.ZipFile, known: Iterable[str]) -> Manifest:
    """The manifest, and that nothing is there but what it names. `known`: versions of the tables that we can read."""
    names = archive.namelist()
    if MANIFEST not in names:
        raise damaged("no manifest")
    with archive.open(MANIFEST) as stream:
        text = stream.read(_LONGEST_MANIFEST)
    try:
        told = json.loads(text)
        told_format, schema = told["format"], str(told["schema"])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged("manifest") from error
    if told_format != FORMAT or schema not in set(known):
        raise DeskError(
            "this backup was written by a newer version of Bonafides, or by another program",
            where="backup",
            next_step="Install that version or a later one; nothing was restored.",
        )
    manifest = _manifest(told)
    if sorted(names) != sorted([MANIFEST, *manifest.parts]) or not set(manifest.parts) <= set(map(part_name, KEPT)):
        raise damaged("parts")
    return manifest


def _manifest(told: dict[str, Any]) -> Manifest:
    try:
        manifest = Manifest(
            schema=str(told["schema"]),
            taken_at=datetime.fromisoformat(told["taken_at"]),
            expires_at=datetime.fromisoformat(told["expires_at"]),
            head=str(told["head"]),
            parts={name: Part(**part) for name, part in told["parts"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged("manifest") from error
    if manifest.taken_at.tzinfo is None or manifest.expires_at.tzinfo is None:
        raise damaged("manifest")
    return manifest


def read_part(archive: zipfile.ZipFile, kind: type[Record], part: Part) -> Iterator[Record]:
    """The rows of a table, one by one; raises DeskError at the first that is not what the manifest says."""
    count = size = 0
    told = hashlib.sha256()
    with archive.open(part_name(kind)) as stream:
        for line in _lines(stream):
            told.update(line)
            count, size = count + 1, size + len(line)
            if count > part.rows or size > part.bytes:
                raise damaged(part_name(kind))
            yield _row(kind, line)
    if (count, size, told.hexdigest()) != (part.rows, part.bytes, part.sha256):
        raise damaged(part_name(kind))


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    while line := stream.readline(_LONGEST_LINE):
        yield line


def _line(row: Record) -> bytes:
    told = {each.name: _told(getattr(row, each.name)) for each in fields(row)}
    return json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _told(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
    return value


def _row(kind: type[Record], line: bytes) -> Record:
    try:
        told = json.loads(line)
        values = {each.field: _value(each, told.pop(each.field, None)) for each in elements(kind)}
    except (ValueError, TypeError, AttributeError) as error:
        raise damaged(part_name(kind)) from error
    if told:
        raise damaged(part_name(kind))
    return kind(**values)


def _value(element: Element, told: Any) -> Any:
    """A field from its JSON. What an older version did not have is empty."""
    if told is None:
        if not element.optional and element.type not in _EMPTY:
            raise ValueError(element.field)
        told = None if element.optional else _EMPTY[element.type]
    if told is None:
        return None
    if element.type is datetime:
        return datetime.fromisoformat(told)
    if element.type is bytes:
        return base64.b64decode(told, validate=True)
    if element.type is tuple:
        return tuple(told)
    if not isinstance(told, element.type):
        raise TypeError(element.field)
    return told
