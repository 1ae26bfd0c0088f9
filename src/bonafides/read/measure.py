"""Takes the SHA-256 and the size of a source while it is being read, and notices where reading stops or it changes."""

from __future__ import annotations

import hashlib
import io
import os
from typing import TYPE_CHECKING, BinaryIO

from bonafides.errors import ReadError
from bonafides.model import Problem
from bonafides.read.reader import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from hashlib import _Hash

    Progress = Callable[[str, int, int], None]

_CHUNK = 1024 * 1024
_BUFFER = 65_536
_AGAIN = "Copy or export the file again."


class StoppedError(ReadError):
    """Reading cannot go on, but what was read before is good. `what` says why, without a full stop."""


class Measured:
    """A source under measurement: give `source` to a reader, then ask for `result` and `problems`."""

    def __init__(self, source: Source, progress: Progress | None = None) -> None:
        self.original = source
        self._progress = progress
        self._result: tuple[str, int] | None = None
        self._stopped: StoppedError | None = None
        self._states: set[tuple[int, ...]] = set()
        self.failed = False
        """Whether its bytes, or a part of them, could not be had."""
        self.source = Source(name=source.name, size=source.size, open=self._open)

    def result(self) -> tuple[str, int]:
        """SHA-256 (hex) and size in bytes of what was read; reads the source where nobody has read it to its end."""
        if self._result is None:
            with self._open() as stream:
                while stream.read(_CHUNK):
                    pass
        return self._result or (hashlib.sha256().hexdigest(), 0)

    def problems(self) -> Iterator[Problem]:
        """What went wrong with the bytes themselves: reading stopped before the end, or the file changed meanwhile."""
        self._look()
        where = self.original.name
        if self._stopped is not None:
            what = f"{self._stopped.what}; what stands before that place was read."
            yield Problem(what=what, where=where, next_step=self._stopped.next_step or _AGAIN, fatal=True)
        if len(self._states) > 1:
            yield Problem(
                what="The file changed while it was read; what was read may be of two different states.",
                where=where,
                next_step="Close the program that writes it, copy the file and check the copy.",
                fatal=True,
            )

    def _look(self) -> None:
        """Notes the state that a file on disk has now; one that is gone was read, which is enough."""
        if not self._states:
            return
        try:
            stream = self.original.open()
        except ReadError:
            return
        with stream:
            self._note(stream)

    def _open(self) -> BinaryIO:
        stream = self._opened()
        self._note(stream)
        return io.BufferedReader(_Hashing(stream, self), _BUFFER)

    def _opened(self) -> BinaryIO:
        try:
            return self.original.open()
        except ReadError:
            self.failed = True
            raise

    def _note(self, stream: BinaryIO) -> None:
        state = _state(stream)
        if state is not None:
            self._states.add(state)

    def came(self, size: int) -> None:
        """Called by a stream that has given `size` bytes so far."""
        if self._progress:
            self._progress(self.original.name, size, self.original.size)

    def finished(self, digest: _Hash, size: int) -> None:
        """Called by a stream that reached its end."""
        self._result = (digest.hexdigest(), size)

    def stopped(self, error: Exception, size: int) -> None:
        """Called by a stream that cannot be read further than `size` bytes. Raises ReadError where that is nothing."""
        self.failed = True
        if isinstance(error, ReadError) and not isinstance(error, StoppedError):
            raise error
        stop = error if isinstance(error, StoppedError) else StoppedError("The file can be read only to some place")
        if size == 0:
            what = stop.what if isinstance(error, StoppedError) else "The file cannot be read"
            raise ReadError(f"{what}; nothing of it was used.", where=self.original.name, next_step=stop.next_step)
        self._stopped = stop

    def closed(self, stream: BinaryIO) -> None:
        """Called before a stream is closed."""
        self._note(stream)


class _Hashing(io.RawIOBase):
    """Passes bytes on, front to back only, and hashes them; an error further in is the end, which the owner notes."""

    def __init__(self, stream: BinaryIO, owner: Measured) -> None:
        super().__init__()
        self._stream, self._owner = stream, owner
        self._digest, self._size, self._ended = hashlib.sha256(), 0, False
        self._once = getattr(stream, "read1", stream.read)
        """Reads from the disk once at most, so that a failure cannot take what came just before it along."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        chunk = self._read(len(view))
        self._digest.update(chunk)
        self._size += len(chunk)
        self._owner.came(self._size)
        if not chunk and view:
            self._ended = True
            self._owner.finished(self._digest, self._size)
        view[: len(chunk)] = chunk
        return len(chunk)

    def _read(self, most: int) -> bytes:
        if self._ended:
            return b""
        try:
            chunk: bytes = self._once(most)
            return chunk
        except (ReadError, OSError, ValueError) as error:
            self._owner.stopped(error, self._size)
            return b""

    def close(self) -> None:
        if not self.closed:
            self._owner.closed(self._stream)
            self._stream.close()
        super().close()


def _state(stream: BinaryIO) -> tuple[int, ...] | None:
    """Which file it is, its size and when it was last written; None for what is no file on disk."""
    try:
        found = os.fstat(stream.fileno())
    except (AttributeError, OSError, ValueError):  # AttributeError: a stand-in; ValueError: closed
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
