"""Turns the bytes of a file into text, line by line, without ever failing on a wrong byte."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from bonafides.read.reader import Source

TEXT_BYTES = 512 * 1024**2
"""The largest file that is read as text; a longer one would not fit into the memory of an ordinary computer."""
_SNIFF_BYTES = 4_096
_BOMS = (  # the four-byte marks first: UTF-32's begins with UTF-16's
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NUL = re.compile("\0")
_ESCAPED = re.compile("[\udc80-\udcff]+")


def encoding_of(raw: bytes) -> str:
    """The codec for bytes that begin like `raw`: by its mark, by the zeros of unmarked UTF-16, else UTF-8."""
    for mark, codec in _BOMS:
        if raw.startswith(mark):
            return codec
    sample = raw[:_SNIFF_BYTES]
    pairs = len(sample) // 2
    if pairs >= 2:
        low, high = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
        if high * 10 >= pairs * 4 and low * 20 <= pairs:
            return "utf-16-le"
        if low * 10 >= pairs * 4 and high * 20 <= pairs:
            return "utf-16-be"
    return "utf-8"


def _errors(encoding: str) -> str:
    return "surrogateescape" if encoding.startswith("utf-8") else "replace"


def _as_windows(match: re.Match[str]) -> str:
    raw = bytes(ord(char) - 0xDC00 for char in match.group())
    return "".join(_windows_char(byte) for byte in raw)


def _windows_char(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:  # five bytes that Windows-1252 leaves open
        return chr(byte)


def decode(raw: bytes) -> str:
    """All of `raw` as text, without the byte-order mark; single bytes that are not UTF-8 are read as Windows-1252."""
    encoding = encoding_of(raw)
    return _ESCAPED.sub(_as_windows, raw.decode(encoding, _errors(encoding)))


@dataclass(slots=True)
class Lines:
    """The lines of one text stream, line ends kept, counting what had to be guessed on the way."""

    stream: io.TextIOWrapper
    encoding: str
    guessed: int = 0
    """Lines with bytes that were not UTF-8."""
    zeros: int = 0
    """Lines with NUL characters."""

    def __iter__(self) -> Iterator[str]:
        """Each line as text; NUL characters stay in it."""
        for line in self.stream:
            if "\0" in line:
                self.zeros += 1
            if not line.isascii() and _ESCAPED.search(line):
                self.guessed += 1
                yield _ESCAPED.sub(_as_windows, line)
            else:
                yield line

    def rest(self) -> str:
        """All lines from here on in one text, which takes far less memory than one by one."""
        text = self.stream.read()
        self.zeros += _lines_with(_NUL, text)
        self.guessed += _lines_with(_ESCAPED, text)
        return _ESCAPED.sub(_as_windows, text)

    def problems(self, where: str) -> tuple[Problem, ...]:
        """What the reader of the report should know about the characters; call it after reading."""
        found = []
        if self.guessed:
            found.append(
                Problem(
                    what=f"{self.guessed} line(s) are not UTF-8 text; their odd characters were read as Windows-1252.",
                    where=where,
                    next_step="If letters look wrong, save the file as UTF-8 and check it again.",
                )
            )
        if self.zeros:
            found.append(
                Problem(
                    what=f"{self.zeros} line(s) hold zero characters (NUL), which text does not have; "
                    "the file may be damaged.",
                    where=where,
                    next_step="Export the file again if you can.",
                )
            )
        return tuple(found)


@contextmanager
def open_lines(source: Source) -> Iterator[Lines]:
    """The lines of `source` as text. Raises ReadError where it cannot be opened or read, or is above 512 MiB."""
    with source.open() as raw:
        start = raw.read(_SNIFF_BYTES)
        encoding = encoding_of(start)
        buffered = io.BufferedReader(_Rejoined(start, raw, source.name))
        text = io.TextIOWrapper(buffered, encoding=encoding, errors=_errors(encoding), newline="")
        with text:
            yield Lines(text, encoding)


def text_of(source: Source) -> tuple[str, tuple[Problem, ...]]:
    """The whole of `source` as text, with what had to be guessed."""
    with open_lines(source) as lines:
        text = lines.rest()
        return text, lines.problems(source.name)


def _lines_with(pattern: re.Pattern[str], text: str) -> int:
    count = 0
    found = pattern.search(text)
    while found:
        count += 1
        line_end = text.find("\n", found.end())
        found = pattern.search(text, line_end) if line_end >= 0 else None
    return count


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were already taken for recognition, up to the largest size that is read."""

    def __init__(self, start: bytes, rest: BinaryIO, name: str) -> None:
        super().__init__()
        self._start = start
        self._rest = rest
        self._name = name
        self._left = TEXT_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        chunk = self._start[: len(view)] if self._start else self._rest.read(len(view))
        self._start = self._start[len(chunk) :] if self._start else b""
        self._left -= len(chunk)
        if self._left < 0:
            raise too_large(self._name)
        view[: len(chunk)] = chunk
        return len(chunk)


def too_large(where: str) -> ReadError:
    """What to say of a file, or of one mail, that is longer than TEXT_BYTES."""
    return ReadError(
        f"It holds more than {TEXT_BYTES // 1024**2} MiB of text; nothing of it was used.",
        where=where,
        next_step="Name the part of it that matters.",
    )
