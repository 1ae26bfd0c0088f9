"""Which files an operator means by files, globs and directories, and what kind each is by its first bytes."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote

import pyarrow as pa

from bonafides.campaign.engine.scan import Format
from bonafides.campaign.ingest.sources import InputFile
from bonafides.errors import CampaignError
from bonafides.model.campaign import Dropped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DATA = re.compile(r"\.(parquet|pq|parq|csv|tsv|tab|jsonl|ndjson|json)(\.(gz|gzip|zst|zstd))?$|^part-\d+[^.]*$", re.I)
"""What counts as data within a directory; a file that is named itself is read whatever its name."""
PARTITION = re.compile(r"([^=/\\]+)=([^/\\]*)")
GZIP, ZSTD, PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
COMPRESSED = {GZIP: "gzip", ZSTD: "zstd"}
HEAD = 65_536
FORMATS = {
    **dict.fromkeys(("parquet", "pq", "parq"), Format.PARQUET),
    **dict.fromkeys(("csv", "tsv", "tab"), Format.CSV),
    **dict.fromkeys(("jsonl", "ndjson", "json"), Format.JSONL),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFile:
    """A file of a log."""

    path: Path
    shown: str
    """The name in reports: as given, or as it lies in the directory that was given."""
    fixed: tuple[tuple[str, str], ...] = ()
    """Columns whose value stands in the path, as Hive writes it: `day=2026-03-01/`."""


def expand(sources: Iterable[str]) -> tuple[list[LogFile], list[Dropped]]:
    """The files meant, each once, in the order of their paths. Raises CampaignError where one does not exist."""
    found: dict[str, LogFile] = {}
    dropped: list[Dropped] = []
    for source in sources:
        for file in _meant(source, dropped):
            found.setdefault(os.path.realpath(file.path), file)
    return sorted(found.values(), key=lambda file: str(file.path)), dropped


def _meant(source: str, dropped: list[Dropped]) -> Iterator[LogFile]:
    path = Path(source)
    if path.is_dir():
        yield from _inside(path, dropped)
    elif path.exists():
        yield LogFile(path=path, shown=source, fixed=_partitions(path.parent.parts))
    elif glob.has_magic(source):
        hits = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 (a pattern may be absolute)
        if not hits:
            raise CampaignError("no file has a name like that", where=source, next_step="Look for a typing error.")
        for hit in hits:
            if not Path(hit).name.startswith(("_", ".")):
                yield from _meant(hit, dropped)
    else:
        raise CampaignError("there is no such file", where=source, next_step="Look for a typing error in the path.")


def _inside(folder: Path, dropped: list[Dropped]) -> Iterator[LogFile]:
    def refuse(error: OSError) -> None:
        dropped.append(
            Dropped(what="directory cannot be opened", count=1, where=str(error.filename), why=_why(error), fatal=True)
        )

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith(("_", ".")))
        inner = Path(place).relative_to(folder)
        for name in sorted(names):
            if name.startswith(("_", ".")) or name.endswith(".crc"):
                continue
            path, shown = Path(place, name), str(inner / name)
            if DATA.search(name):
                yield LogFile(path=path, shown=shown, fixed=_partitions((*folder.parts, *inner.parts)))
            else:
                dropped.append(Dropped(what="file has no name of a log", count=1, where=shown, why="it was not opened"))


def _partitions(parts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    pairs = filter(None, map(PARTITION.fullmatch, parts))
    values = ((pair[1], unquote(pair[2])) for pair in pairs)
    return tuple((name, value) for name, value in values if value != "__HIVE_DEFAULT_PARTITION__")


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def compression(path: Path) -> str:
    """How the whole file is packed, by its first bytes: empty, `gzip` or `zstd`. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(4)
    return next((name for magic, name in COMPRESSED.items() if start.startswith(magic)), "")


def unpacked(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked as they are read. Raises OSError; reading raises OSError or EOFError."""
    packed = compression(path)
    stream: IO[bytes] = pa.input_stream(str(path), compression=packed or None, buffer_size=1 << 20)
    return stream


def head(path: Path, size: int = HEAD) -> bytes:
    """The first bytes, unpacked; fewer where the file is cut off. Raises OSError."""
    kept = bytearray()
    with unpacked(path) as stream:
        try:
            while len(kept) < size and (more := stream.read(min(4096, size - len(kept)))):
                kept += more
        except (OSError, EOFError):
            if not kept:
                raise
    return bytes(kept)


def sniff(path: Path, start: bytes) -> Format:
    """The format, by the first unpacked bytes if it is Parquet, else by the name, else by the first letter."""
    if start.startswith(PARQUET):
        return Format.PARQUET
    named = DATA.search(path.name)
    if named and named[1] and named[1].lower() in FORMATS:
        return FORMATS[named[1].lower()]
    return Format.JSONL if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["} else Format.CSV


def facts(file: LogFile) -> InputFile:
    """Size and SHA-256 of a file."""
    try:
        with file.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return InputFile(file=file.shown, bytes=file.path.stat().st_size, sha256=digest)
    except OSError:
        return InputFile(file=file.shown, bytes=0, sha256="")
