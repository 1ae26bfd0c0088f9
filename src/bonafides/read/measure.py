"""Takes the SHA-256 and the size of a source while it is being read, so that large files are read once."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO

from bonafides.read.reader import Source

if TYPE_CHECKING:
    from hashlib import _Hash

_CHUNK = 1024 * 1024


class Measured:
    """A source under measurement: give `source` to a reader, then ask for `result`."""

    def __init__(self, source: Source) -> None:
        self._original = source
        self._result: tuple[str, int] | None = None
        self.source = Source(name=source.name, size=source.size, open=self._open)

    def result(self) -> tuple[str, int]:
        """SHA-256 (hex) and size in bytes; reads the source itself where nobody has read it to its end."""
        if self._result is None:
            with self._open() as stream:
                while stream.read(_CHUNK):
                    pass
        return self._result or (hashlib.sha256().hexdigest(), 0)

    def _open(self) -> BinaryIO:
        return io.BufferedReader(_Hashing(self._original.open(), self))

    def finished(self, digest: _Hash, size: int) -> None:
        """Called by a stream that reached its end."""
        self._result = (digest.hexdigest(), size)


class _Hashing(io.RawIOBase):
    """Passes bytes on, front to back only, and hashes them."""

    def __init__(self, stream: BinaryIO, owner: Measured) -> None:
        super().__init__()
        self._stream, self._owner = stream, owner
        self._digest, self._size = hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        chunk = self._stream.read(len(view))
        self._digest.update(chunk)
        self._size += len(chunk)
        if not chunk and view:
            self._owner.finished(self._digest, self._size)
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()
