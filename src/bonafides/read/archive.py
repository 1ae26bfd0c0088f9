"""Reads ZIP archives entry by entry as streams, within stated limits; nothing is ever written to disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, BinaryIO

from bonafides.errors import ReadError
from bonafides.model import Problem
from bonafides.read.reader import LIMITS, Limits, Source
from bonafides.read.source import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

NESTED_BYTES = 256 * 1024**2
"""An archive inside an archive is opened in memory, up to this size."""
DIRECTORY_BYTES = 16 * 1024**2
"""The largest table of contents that is loaded."""
RATIO_FROM_BYTES = 16 * 1024**2
"""Entries (and archives) smaller than this may be as compressible as they like."""
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, struct.error)
_AGAIN = "Download or copy the archive again; a download may have been cut short."
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others cannot be unpacked in bounded steps."""


def is_zip(raw: bytes) -> bool:
    """Whether bytes begin like a ZIP archive."""
    return raw.startswith(_MAGIC)


@contextmanager
def opened(source: Source, limits: Limits = LIMITS) -> Iterator[Archive]:
    """The archive in `source`. Raises ReadError where it is truncated, damaged or beyond the limits."""
    with source.open() as stream:
        _check_directory(stream, source.name)
        try:
            archive = zipfile.ZipFile(stream)
        except (*_DAMAGED, ValueError) as error:
            raise ReadError("The ZIP archive is damaged.", where=source.name, next_step=_AGAIN) from error
        with archive:
            yield Archive(name=source.name, size=source.size, file=archive, limits=limits)


@dataclass(slots=True)
class Archive:
    """One open archive: its entries as sources, and how much has been unpacked so far."""

    name: str
    size: int
    """Bytes of the whole archive, packed."""
    file: zipfile.ZipFile
    limits: Limits
    unpacked: dict[int, int] = field(default_factory=dict)
    """Per entry (by its place in the file) the bytes unpacked, however often it is opened."""
    total: int = 0
    packed: int = 0
    """Bytes of the archive itself that were unpacked so far."""
    stopped: bool = False

    def has(self, entry: str) -> bool:
        """Whether an entry of exactly this name exists."""
        return entry in self.file.NameToInfo

    def sources(self) -> Iterator[Source | Problem]:
        """Every readable entry in archive order, then what was left out and why."""
        links = encrypted = again = 0
        places: set[int] = set()
        for count, info in enumerate(self.file.infolist()):
            if self.stopped:  # said by the entry that went beyond the limits
                break
            if count >= self.limits.archive_entries:
                yield Problem(
                    what=f"The archive holds more than {self.limits.archive_entries} entries; the rest was not read.",
                    where=self.name,
                    next_step="Unpack it and name the files with conversations.",
                )
                break
            if _is_link(info):
                links += 1
            elif info.flag_bits & _ENCRYPTED and not info.filename.endswith("/"):
                encrypted += 1
            elif info.header_offset in places:
                again += 1
            elif not info.filename.endswith("/") and not info.filename.startswith("__MACOSX/"):
                places.add(info.header_offset)
                yield self._source(info)
        yield from self._left_out(links, encrypted, again)

    def _left_out(self, links: int, encrypted: int, again: int) -> Iterator[Problem]:
        if again:
            yield Problem(
                what=f"{again} entries of the archive share their content with another entry, as in archives that are "
                "made to choke a computer; each content was read once.",
                where=self.name,
            )
        if encrypted:
            yield Problem(
                what=f"{encrypted} file(s) in the archive are protected by a password and were not read.",
                where=self.name,
                next_step="Unpack the archive with its password and check the folder.",
            )
        if links:
            yield Problem(what=f"{links} link(s) in the archive were not followed.", where=self.name)

    def _source(self, info: zipfile.ZipInfo) -> Source:
        name = f"{self.name}/{shown(info.filename) or 'entry'}"
        return Source(name=name, size=info.file_size, open=lambda: self._open(info, name))

    def _open(self, info: zipfile.ZipInfo, name: str) -> BinaryIO:
        if info.compress_type not in _METHODS:
            raise ReadError(
                "This entry is packed with a method that is not read.",
                where=name,
                next_step="Unpack it yourself and name the file inside.",
            )
        try:
            stream = self.file.open(info)
        except (*_DAMAGED, ValueError) as error:
            raise ReadError("This entry of the archive is damaged.", where=name, next_step=_AGAIN) from error
        return io.BufferedReader(_Counted(self, info, stream, name))

    def count(self, info: zipfile.ZipInfo, position: int, name: str) -> None:
        """Notes that `info` was unpacked up to `position`. Raises ReadError where that is beyond the limits."""
        place = info.header_offset
        before = self.unpacked.get(place, 0)
        if position <= before:
            return
        self.packed += 0 if before else info.compress_size
        self.unpacked[place] = position
        self.total += position - before
        if self._is_bomb(position, info.compress_size):
            raise ReadError(
                f"This entry unpacks to more than {self.limits.compression_ratio} times its size, "
                "as archives do that are made to choke a computer; it was not read further.",
                where=name,
                next_step="If you trust it, unpack it yourself and name the file inside.",
            )
        if self.total > self.limits.archive_bytes or self._is_bomb(self.total, self.packed):
            self.stopped = True
            raise ReadError(
                f"The archive unpacks to more than {self.limits.archive_bytes // 1024**2} MiB, or to more than "
                f"{self.limits.compression_ratio} times its size; it was not read further.",
                where=self.name,
                next_step="Unpack it and name the files with conversations.",
            )

    def _is_bomb(self, unpacked: int, packed: int) -> bool:
        """Whether so much came out of `packed` bytes, which an archive may overstate, but not beyond its own size."""
        real = max(1, min(packed, self.size))
        return unpacked > RATIO_FROM_BYTES and unpacked > self.limits.compression_ratio * real


class _Counted(io.RawIOBase):
    """An entry's stream that counts what really comes out, whatever the archive claims."""

    def __init__(self, archive: Archive, info: zipfile.ZipInfo, stream: IO[bytes], name: str) -> None:
        super().__init__()
        self._archive, self._info, self._stream, self._name = archive, info, stream, name
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            chunk = self._stream.read(len(view))
        except (*_DAMAGED, ValueError) as error:
            raise ReadError(
                "This entry of the archive is damaged; nothing of it was used.", where=self._name, next_step=_AGAIN
            ) from error
        self._position += len(chunk)
        self._archive.count(self._info, self._position, self._name)
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


def in_memory(source: Source) -> Source:
    """An entry that is itself an archive, loaded so that it can be opened. Raises ReadError above the limit."""
    with source.open() as stream:
        data = stream.read(NESTED_BYTES + 1)
    if len(data) > NESTED_BYTES:
        raise ReadError(
            f"This archive inside an archive is larger than {NESTED_BYTES // 1024**2} MiB; it was not opened.",
            where=source.name,
            next_step="Take it out of the outer archive and name it by itself.",
        )
    return Source(name=source.name, size=len(data), open=lambda: io.BytesIO(data))


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _check_directory(stream: BinaryIO, where: str) -> None:
    """Raises ReadError where the table of contents is missing (a cut-off archive) or too large to load."""
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - 66_000))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise ReadError(
            "The ZIP archive is cut off: its table of contents, which stands at the end, is missing, "
            "so nothing in it could be read.",
            where=where,
            next_step=_AGAIN,
        )
    size = struct.unpack_from("<L", tail, at + 12)[0]
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if large >= 0:  # the record of archives above 4 GiB, which overrules the short one
        size = struct.unpack_from("<Q", tail, large + 40)[0] if len(tail) - large >= 48 else size
    if size > DIRECTORY_BYTES:
        raise ReadError(
            f"The archive's table of contents is larger than {DIRECTORY_BYTES // 1024**2} MiB; it was not opened.",
            where=where,
            next_step="Unpack it and name the files with conversations.",
        )
