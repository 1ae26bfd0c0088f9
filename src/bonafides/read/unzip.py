"""Unpacks one entry of a ZIP archive as a stream that gives every byte before a damaged place."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from bonafides.read.measure import StoppedError

if TYPE_CHECKING:
    from zipfile import ZipInfo

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others cannot be unpacked in bounded steps."""
LOCAL = b"PK\x03\x04"
LOCAL_BYTES = 30
UNKNOWN = -1
"""The checksum of an entry whose record of it is lost."""
_FED = 16_384
_AGAIN = "Download or copy the archive again; a download may have been cut short."
_CUT = "This entry of the archive is cut off"
_DAMAGED = "This entry of the archive is damaged"


class Unpacked(io.RawIOBase):
    """The content of `info` in the archive `stream`, which it seeks in.

    Reading raises StoppedError at a damaged place, after everything before it was given.
    """

    def __init__(self, stream: BinaryIO, info: ZipInfo) -> None:
        super().__init__()
        self._stream, self._info = stream, info
        self._place = _data_place(stream, info)
        self._left = info.compress_size
        self._inflater = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
        self._crc = 0
        self._ready = b""
        self._stop = ""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fills `buffer` as far as one step goes. Returns how many bytes, 0 at the end."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        if not view:
            return 0
        chunk = self._take(len(view)) if self._inflater is None else self._inflated(len(view))
        if self._stop and not chunk:
            raise StoppedError(self._stop, next_step=_AGAIN)
        self._crc = zlib.crc32(chunk, self._crc)
        if not chunk and self._info.CRC not in (UNKNOWN, self._crc):
            self._stop = "The checksum of this entry of the archive does not match, so some of it is altered or missing"
            raise StoppedError(self._stop, next_step=_AGAIN)
        view[: len(chunk)] = chunk
        return len(chunk)

    def _take(self, most: int) -> bytes:
        """The next packed bytes."""
        try:
            self._stream.seek(self._place)
            raw = self._stream.read(min(most, self._left))
        except (OSError, ValueError):
            raw = b""
        if not raw and self._left:
            self._stop = _CUT
        self._place += len(raw)
        self._left -= len(raw)
        return raw

    def _inflated(self, most: int) -> bytes:
        while not self._ready and not self._stop and self._inflater and not self._inflater.eof:
            data = self._inflater.unconsumed_tail or self._take(_FED)
            before = self._inflater.copy()
            try:
                self._ready = self._inflater.decompress(data, most)
            except zlib.error:
                self._ready, self._stop = _up_to_damage(before, data), _DAMAGED
            if not data and not self._ready:
                self._stop = self._stop or _CUT
        chunk, self._ready = self._ready[:most], self._ready[most:]
        return chunk


def _data_place(stream: BinaryIO, info: ZipInfo) -> int:
    """Where the packed bytes begin. Raises StoppedError where the entry's own header is not there."""
    try:
        stream.seek(info.header_offset)
        header = stream.read(LOCAL_BYTES)
    except (OSError, ValueError) as error:
        raise StoppedError(_DAMAGED, next_step=_AGAIN) from error
    if len(header) < LOCAL_BYTES or not header.startswith(LOCAL):
        raise StoppedError(_DAMAGED, next_step=_AGAIN)
    name, extra = struct.unpack_from("<HH", header, 26)
    return info.header_offset + LOCAL_BYTES + int(name) + int(extra)


def _up_to_damage(inflater: zlib._Decompress, data: bytes) -> bytes:
    """What the bytes before the damaged one give."""
    found = bytearray()
    try:
        for place in range(len(data)):
            found += inflater.decompress(data[place : place + 1])
    except zlib.error:
        pass
    return bytes(found)
