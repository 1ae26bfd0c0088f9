"""Finds the entries of a ZIP archive that has lost its table of contents, by walking from entry to entry."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from bonafides.read.unzip import LOCAL, LOCAL_BYTES, UNKNOWN

_DESCRIPTOR = b"PK\x07\x08"
_SIZES_FOLLOW = 0x8
"""Flag of entries that were written as a stream: their sizes and checksum stand behind them."""
_BEGINS = re.compile(rb"PK(?:\x03\x04|\x01\x02)")
"""An entry, or the table of contents."""
_ENDS = re.compile(rb"PK(?:\x07\x08|\x03\x04|\x01\x02)")
_CHUNK = 65_536
_SEARCHED = 1024**3
"""Bytes after which no other entry is expected any more."""
_FULL = 0xFFFFFFFF
_ZIP64 = 1


@dataclass(slots=True, kw_only=True)
class _Walk:
    """A walk through one archive."""

    stream: BinaryIO
    end: int
    """Bytes of the archive."""
    left: int
    """Bytes that may still be unpacked on the way, where an entry's end is not known otherwise."""


def entries(stream: BinaryIO, *, most: int, unpack: int) -> list[zipfile.ZipInfo]:
    """At most `most` entries from the beginning on; to find them, at most `unpack` bytes are unpacked.

    The last one may be cut off. What is not known of an entry is 0, its checksum UNKNOWN.
    """
    walk = _Walk(stream=stream, end=stream.seek(0, io.SEEK_END), left=unpack)
    found: list[zipfile.ZipInfo] = []
    place = _next(walk, 0)
    for _ in range(most):  # of headers looked at, so that a file full of broken ones takes no more time
        if place is None:
            break
        info = _entry(walk, place)
        if info is not None:
            found.append(info)
        place = _next(walk, place + 1 if info is None else _measured(walk, info)) if walk.left > 0 else None
    return found


def decoded(raw: bytes, *, utf8: bool = False) -> str:
    """The name of an entry: UTF-8 where it says so or looks so, else the alphabet of old DOS."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if utf8 else raw.decode("cp437")


def _entry(walk: _Walk, place: int) -> zipfile.ZipInfo | None:
    """The entry whose header stands at `place`, as far as the header tells; None where it is cut off."""
    walk.stream.seek(place)
    header = walk.stream.read(LOCAL_BYTES)
    if len(header) < LOCAL_BYTES:
        return None
    _, flags, method, _, crc, packed, size, name, extra = struct.unpack_from("<HHHLLLLHH", header, 4)
    raw = walk.stream.read(name)
    more = walk.stream.read(extra)
    if len(raw) < name or len(more) < extra or not name:
        return None
    info = zipfile.ZipInfo("entry")
    info.filename = decoded(raw, utf8=bool(flags & 0x800)).partition("\0")[0]
    info.header_offset, info.flag_bits, info.compress_type = place, flags, method
    info.CRC, info.compress_size, info.file_size = crc, packed, size
    if _FULL in (packed, size):
        info.file_size, info.compress_size = _long_sizes(more) or (size, packed)
    return info


def _long_sizes(extra: bytes) -> tuple[int, int] | None:
    """(unpacked, packed) from the field for entries above 4 GiB."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _ZIP64 and length >= 16 and at + 20 <= len(extra):
            size, packed = struct.unpack_from("<QQ", extra, at + 4)
            return int(size), int(packed)
        at += 4 + length
    return None


def _measured(walk: _Walk, info: zipfile.ZipInfo) -> int:
    """Where the entry ends; fills in its sizes where only its end tells them."""
    walk.stream.seek(info.header_offset + 26)
    name, extra = struct.unpack("<HH", walk.stream.read(4))
    data = info.header_offset + LOCAL_BYTES + int(name) + int(extra)
    if not info.flag_bits & _SIZES_FOLLOW or info.compress_size:
        return min(data + info.compress_size, walk.end)
    end = _deflate_end(walk, data) if info.compress_type == zipfile.ZIP_DEFLATED else _next_mark(walk, data)
    info.compress_size, info.CRC = end - data, _checksum(walk, end)
    return end


def _deflate_end(walk: _Walk, data: int) -> int:
    """Where packed data that begins at `data` ends; the end of the archive where it is cut off or damaged."""
    inflater = zlib.decompressobj(-15)
    walk.stream.seek(data)
    place = data
    pending = b""
    while not inflater.eof and walk.left > 0:
        if not pending:
            pending = walk.stream.read(_CHUNK)
            place += len(pending)
        if not pending:
            return walk.end
        try:
            walk.left -= len(inflater.decompress(pending, _CHUNK * 16))
        except zlib.error:
            return _next_mark(walk, data)
        pending = inflater.unconsumed_tail
    return place - len(inflater.unused_data) if inflater.eof else walk.end


def _checksum(walk: _Walk, end: int) -> int:
    """The checksum behind the data of an entry, where it can be told for certain."""
    walk.stream.seek(end)
    raw = walk.stream.read(8)
    return int(struct.unpack_from("<L", raw, 4)[0]) if len(raw) == 8 and raw.startswith(_DESCRIPTOR) else UNKNOWN


def _next(walk: _Walk, place: int) -> int | None:
    """Where the next entry begins; None at the table of contents or the end."""
    at = _found(walk, place, _BEGINS)
    if at is None:
        return None
    walk.stream.seek(at)
    return at if walk.stream.read(4) == LOCAL else None


def _next_mark(walk: _Walk, place: int) -> int:
    at = _found(walk, place, _ENDS)
    return walk.end if at is None else at


def _found(walk: _Walk, place: int, mark: re.Pattern[bytes]) -> int | None:
    """The first place from `place` on at which a mark stands."""
    kept = b""
    last = place + _SEARCHED
    walk.stream.seek(place)
    while place < last and (chunk := walk.stream.read(_CHUNK)):
        window = kept + chunk
        hit = mark.search(window)
        if hit:
            return place - len(kept) + hit.start()
        place += len(chunk)
        kept = window[-3:]
    return None
