"""Reads ZIP archives entry by entry as streams, within stated limits; nothing is ever written to disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from bonafides.errors import ReadError
from bonafides.model import Problem
from bonafides.read import salvage
from bonafides.read.reader import LIMITS, Limits, Source
from bonafides.read.source import shown
from bonafides.read.unzip import LOCAL_BYTES, METHODS, Unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NESTED_BYTES = 256 * 1024**2
"""An archive inside an archive is opened in memory, up to this size."""
DIRECTORY_BYTES = 16 * 1024**2
"""The largest table of contents that is loaded."""
RATIO_FROM_BYTES = 16 * 1024**2
"""Entries (and archives) smaller than this may be as compressible as they like."""
_BUFFER = 65_536
_DAMAGED = (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, struct.error, ValueError)
_AGAIN = "Download or copy the archive again; a download may have been cut short."
_END_BYTES, _END64_BEFORE = 22, 76
_ENCRYPTED, _UTF8 = 0x1, 0x800


@dataclass(slots=True)
class Spent:
    """What an archive, and those inside it, have used of the limits together."""

    unpacked: int = 0
    """Bytes."""
    entries: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """How deep inside archives a file is, and what all of them have used of the limits together."""

    depth: int = 0
    spent: Spent = field(default_factory=Spent)

    def inner(self) -> Within:
        """The same for what is inside one more archive."""
        return Within(depth=self.depth + 1, spent=self.spent)


@contextmanager
def opened(source: Source, limits: Limits = LIMITS, spent: Spent | None = None) -> Iterator[Archive]:
    """The archive in `source`; `spent` is that of the archive around it. Raises ReadError where nothing can be had.

    An archive that is cut off, or whose table of contents is damaged, still gives the entries that are found in it.
    """
    with source.open() as stream:
        spent = spent or Spent()
        damage = ""
        try:
            entries = _listed(stream, source.name)
        except _DAMAGED as error:
            damage = str(error) if isinstance(error, _NoDirectoryError) else "The ZIP archive is damaged"
            entries = _salvaged(stream, limits, spent)
            if not entries:
                what = f"{damage}, so nothing in it could be read."
                raise ReadError(what, where=source.name, next_step=_AGAIN) from error
        yield Archive(
            name=source.name,
            size=source.size,
            stream=stream,
            entries=entries,
            limits=limits,
            spent=spent,
            damage=damage,
        )


@dataclass(slots=True)
class Archive:
    """One open archive: its entries as sources, and how much has been unpacked so far."""

    name: str
    size: int
    """Bytes of the whole archive, packed."""
    stream: BinaryIO
    entries: Sequence[zipfile.ZipInfo]
    limits: Limits
    spent: Spent
    damage: str = ""
    """What is wrong with the archive as a whole, where its entries had to be searched for."""
    unpacked: dict[int, int] = field(default_factory=dict)
    """Per entry (by its place in the file) the bytes unpacked, however often it is opened."""
    total: int = 0
    packed: int = 0
    """Bytes of the archive itself that were unpacked so far."""
    stopped: bool = False

    def has(self, entry: str) -> bool:
        """Whether an entry of exactly this name exists."""
        return any(info.filename == entry for info in self.entries)

    def sources(self) -> Iterator[Source | Problem]:
        """Every readable entry in archive order, then what was left out and why."""
        links = encrypted = again = 0
        alone = _apart(self.entries)
        for info in self.entries:
            if self.stopped or self.spent.stopped:  # said by the entry that went beyond the limits
                break
            self.spent.entries += 1
            if self.spent.entries > self.limits.archive_entries:
                yield self._too_many()
                break
            if info.filename.endswith("/") or info.filename.startswith("__MACOSX/"):
                continue
            if _is_link(info):
                links += 1
            elif info.flag_bits & _ENCRYPTED:
                encrypted += 1
            elif id(info) not in alone:
                again += 1
            else:
                yield self._source(info)
        yield from self._left_out(links, encrypted, again)

    def _too_many(self) -> Problem:
        self.spent.stopped = True
        return Problem(
            what=f"The archive holds more than {self.limits.archive_entries} entries; the rest was not read.",
            where=self.name,
            next_step="Unpack it and name the files with conversations.",
            fatal=True,
        )

    def _left_out(self, links: int, encrypted: int, again: int) -> Iterator[Problem]:
        if self.damage:
            yield Problem(
                what=f"{self.damage}; {len(self.entries)} file(s) were found in it, others may be missing.",
                where=self.name,
                next_step=_AGAIN,
                fatal=True,
            )
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
        if info.compress_type not in METHODS:
            raise ReadError(
                "This entry is packed with a method that is not read.",
                where=name,
                next_step="Unpack it yourself and name the file inside.",
            )
        try:
            stream = Unpacked(self.stream, info)
        except ReadError as error:
            what = f"{error.what}; nothing of it was used."
            raise ReadError(what, where=name, next_step=error.next_step) from error
        return io.BufferedReader(_Counted(self, info, stream, name), _BUFFER)

    def count(self, info: zipfile.ZipInfo, position: int, name: str) -> None:
        """Notes that `info` was unpacked up to `position`. Raises ReadError where that is beyond the limits."""
        place = info.header_offset
        before = self.unpacked.get(place, 0)
        if position <= before:
            return
        self.packed += 0 if before else info.compress_size
        self.unpacked[place] = position
        self.total += position - before
        self.spent.unpacked += position - before
        if self._is_bomb(position, info.compress_size):
            self.total -= position  # one bomb must not take the others with it
            self.packed -= info.compress_size
            raise ReadError(
                f"This entry unpacks to more than {self.limits.compression_ratio} times its size, "
                "as archives do that are made to choke a computer; it was not read further.",
                where=name,
                next_step="If you trust it, unpack it yourself and name the file inside.",
            )
        beyond = self.spent.unpacked > self.limits.archive_bytes
        if beyond or self._is_bomb(self.total, self.packed):
            self.stopped = True
            self.spent.stopped = self.spent.stopped or beyond
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

    def __init__(self, archive: Archive, info: zipfile.ZipInfo, stream: Unpacked, name: str) -> None:
        super().__init__()
        self._archive, self._info, self._stream, self._name = archive, info, stream, name
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        size = self._stream.readinto(buffer)
        self._position += size
        self._archive.count(self._info, self._position, self._name)
        return size


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


def _apart(entries: Sequence[zipfile.ZipInfo]) -> set[int]:
    """The `id` of each entry whose bytes are its own, or that is the first of those which share them."""
    found: set[int] = set()
    ordered = sorted(entries, key=lambda info: info.header_offset)
    last = -1
    for info, following in zip(ordered, [*ordered[1:], None], strict=False):
        end = info.header_offset + LOCAL_BYTES + info.compress_size
        reaches = following is not None and info.header_offset < following.header_offset < end
        if info.header_offset != last and not reaches:
            found.add(id(info))
        last = info.header_offset
    return found


class _NoDirectoryError(ValueError):
    """The table of contents is not there."""


def _listed(stream: BinaryIO, where: str) -> list[zipfile.ZipInfo]:
    """The table of contents. Raises one of _DAMAGED where it cannot be had, ReadError where it is too large to load."""
    _check_directory(stream, where)
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
    for info in entries:
        if not info.flag_bits & _UTF8 and not info.filename.isascii():
            info.filename = _renamed(info.filename)
    return entries


def _renamed(name: str) -> str:
    """A name that was taken for old DOS letters, as the UTF-8 that many programs write without saying so."""
    try:
        return salvage.decoded(name.encode("cp437"))
    except UnicodeEncodeError:
        return name


def _salvaged(stream: BinaryIO, limits: Limits, spent: Spent) -> list[zipfile.ZipInfo]:
    left = max(0, limits.archive_bytes - spent.unpacked)
    try:
        return salvage.entries(stream, most=limits.archive_entries + 1, unpack=left)
    except _DAMAGED:
        return []


def _check_directory(stream: BinaryIO, where: str) -> None:
    """Raises _NoDirectoryError where the table of contents is missing, ReadError where it is too large to load."""
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - 66_000))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_BYTES:
        raise _NoDirectoryError(
            "The ZIP archive is cut off: its table of contents, which stands at the end, is missing"
        )
    size = struct.unpack_from("<L", tail, at + 12)[0]
    large = at - _END64_BEFORE
    if large >= 0 and tail.startswith(b"PK\x06\x06", large):  # of archives above 4 GiB; it overrules the short record
        size = struct.unpack_from("<Q", tail, large + 40)[0]
    if size > DIRECTORY_BYTES:
        raise ReadError(
            f"The archive's table of contents is larger than {DIRECTORY_BYTES // 1024**2} MiB; it was not opened.",
            where=where,
            next_step="Unpack it and name the files with conversations.",
        )
