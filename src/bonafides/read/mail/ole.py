"""Looks into an OLE compound file (Outlook's `.msg`) without believing what it says of its own size."""

from __future__ import annotations

import io
import struct
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bonafides.read.mail.charsets import text_from

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_ENTRIES = 20_000
_STREAM, _STORAGE = 2, 1
_PROPERTIES = "__properties_version1.0"
_STRING, _STRING8, BINARY, OBJECT = 0x1F, 0x1E, 0x102, 0x0D
_CODEPAGES = {65001: "utf-8", 65000: "utf-7", 20127: "ascii", 1200: "utf-16-le", 936: "gb18030", 54936: "gb18030",
              20866: "koi8-r", 21866: "koi8-u", 50220: "iso2022_jp", 51932: "euc_jp", 51949: "euc_kr",
              10000: "mac_roman", 50225: "iso2022_kr", 52936: "hz"}  # fmt: skip


@dataclass(slots=True)
class _File:
    """The compound file, and how many bytes may still be taken from it."""

    ole: Any
    size: int
    left: int
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Storage:
    """One object of a message file: the message itself, a recipient, an attachment."""

    _file: _File
    _path: tuple[str, ...]
    _entries: dict[str, Any]
    """Lower-case name to the directory entry."""
    _fixed: dict[int, bytes] = field(default_factory=dict)
    """Property id to the eight bytes of its value."""
    codec: str = "cp1252"
    """Of strings that are not Unicode."""

    @property
    def skipped(self) -> int:
        """Streams of the whole file that were not read, because together they claim to be longer than the file."""
        return self._file.skipped

    @property
    def is_object(self) -> bool:
        """Whether it has properties at all, as everything in a message file has."""
        return _PROPERTIES in self._entries

    def children(self, prefix: str) -> Iterator[Storage]:
        """The objects inside whose name begins with `prefix`, in the order of their numbers."""
        for name in sorted(self._entries):
            if name.startswith(prefix) and self._entries[name].entry_type == _STORAGE:
                yield _storage(self._file, (*self._path, name), self._entries[name], 8, self.codec)

    def message(self, pid: int) -> Storage | None:
        """The message that is inside as an object."""
        entry = self._entries.get(_stream_name(pid, OBJECT))
        if entry is None or entry.entry_type != _STORAGE:
            return None
        return _storage(self._file, (*self._path, _stream_name(pid, OBJECT)), entry, 24, self.codec)

    def has(self, pid: int, kind: int) -> bool:
        """Whether a property of variable length is there."""
        return _stream_name(pid, kind) in self._entries

    def binary(self, pid: int) -> bytes:
        """The bytes of a property; empty where it is not there."""
        return self._read(_stream_name(pid, BINARY))

    def text(self, pid: int) -> str:
        """A string, Unicode or not; empty where it is not there."""
        raw = self._read(_stream_name(pid, _STRING))
        if raw:
            return raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace").rstrip("\0")
        return text_from(self._read(_stream_name(pid, _STRING8)), self.codec).rstrip("\0")

    def number(self, pid: int) -> int | None:
        """A whole number; None where it is not there."""
        value = self._fixed.get(pid)
        return None if value is None else int.from_bytes(value[:4], "little")

    def ticks(self, pid: int) -> int:
        """A time in units of 100 ns since 1601; 0 where it is not there."""
        return int.from_bytes(self._fixed.get(pid, b""), "little")

    def _read(self, name: str) -> bytes:
        entry = self._entries.get(name)
        if entry is None or entry.entry_type != _STREAM:
            return b""
        if entry.size > min(self._file.size, self._file.left):
            self._file.skipped += 1
            return b""
        self._file.left -= entry.size
        content: bytes = self._file.ole.openstream([*self._path, name]).read()
        return content


def codec_of(codepage: int | None) -> str:
    """Python's name for a code page of Windows; empty where there is none stated."""
    return "" if codepage is None else _CODEPAGES.get(codepage) or f"cp{codepage}"


@contextmanager
def opened(raw: bytes) -> Iterator[Storage]:
    """The message in the compound file `raw`. May raise anything on what is none."""
    import olefile  # type: ignore[import-untyped, unused-ignore]

    _check(raw)
    with olefile.OleFileIO(io.BytesIO(raw)) as ole:
        if len(ole.direntries) > _MOST_ENTRIES or ole.root.size > len(raw):
            raise ValueError
        yield _storage(_File(ole, len(raw), 2 * len(raw)), (), ole.root, 32, "")


def _check(raw: bytes) -> None:
    """Sector counts of the header, against the size of the file: the library would loop as often as they say."""
    if len(raw) < 1_536 or not raw.startswith(MAGIC):
        raise ValueError
    shift = struct.unpack_from("<H", raw, 30)[0]
    counts = [struct.unpack_from("<I", raw, place)[0] for place in (40, 44, 64, 72)]
    if shift not in (9, 12) or any(count > (len(raw) >> shift) + 1 for count in counts):
        raise ValueError


def _storage(file: _File, path: tuple[str, ...], node: Any, header: int, codec: str) -> Storage:
    entries = {str(kid.name).lower(): kid for kid in node.kids}
    bare = Storage(file, path, entries, {}, codec)
    stream = bare._read(_PROPERTIES)[header:]
    fixed = {
        struct.unpack_from("<H", stream, at + 2)[0]: stream[at + 8 : at + 16] for at in range(0, len(stream) - 15, 16)
    }
    found = Storage(file, path, entries, fixed, codec)
    stated = codec_of(found.number(0x3FFD)) or codec_of(found.number(0x3FDE))
    return Storage(file, path, entries, fixed, stated or codec or "cp1252")


def _stream_name(pid: int, kind: int) -> str:
    return f"__substg1.0_{pid:04x}{kind:04x}"
