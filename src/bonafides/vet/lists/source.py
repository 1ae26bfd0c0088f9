"""The lines of a list's file, plain, .gz or .zip, one at a time, whatever their number and length."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from bonafides.errors import VetError

if TYPE_CHECKING:
    from collections.abc import Generator

LONGEST = 64 * 1024**2
"""Bytes of a line; a longer one is passed over and counted."""
_BROKEN = (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error)


@contextmanager
def opened(path: Path) -> Generator[IO[bytes]]:
    """The file's bytes, unpacked. Raises VetError where it cannot be opened."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as stream:
                yield stream
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as packed:
                yield cast("IO[bytes]", packed)
        else:
            with path.open("rb") as plain:
                yield plain
    except _BROKEN as error:
        raise VetError(
            "the file is damaged or cut off", where=path.name, next_step="Fetch it again; what was loaded before stays."
        ) from error
    except (OSError, NotImplementedError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "it is packed in a way that is not known, or with a password"
        raise VetError(f"the file cannot be read ({why})", where=path.name) from error


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    names = [info.filename for info in archive.infolist() if not info.is_dir()]
    if len(names) != 1:
        raise VetError(
            f"there are {len(names)} files in it", where=path.name, next_step="Unpack it and give the list itself."
        )
    return names[0]


def lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """(number from 1, line) for every line that is not empty; None in place of one that is too long."""
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        if len(line) == LONGEST and not line.endswith(b"\n"):
            _pass_over(stream)
            yield number, None
        elif line.strip():
            yield number, line


def _pass_over(stream: IO[bytes]) -> None:
    while (rest := stream.readline(LONGEST)) and not rest.endswith(b"\n"):
        pass


def fingerprint(path: Path) -> str:
    """SHA-256 of the file as it lies there. Raises VetError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise VetError(f"the file cannot be read ({error.strerror})", where=path.name) from error
