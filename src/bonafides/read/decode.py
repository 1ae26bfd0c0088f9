"""Turns the bytes of a file into text, line by line, without ever failing on a wrong byte."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from bonafides.read.reader import Source

TEXT_BYTES = 128 * 1024**2
"""The largest mail that is read by itself."""
CHAT_BYTES = 64 * 1024**2
"""The most that is held as one text: a WhatsApp chat, a pasted text."""
STREAMED_BYTES = 4 * 1024**3
"""The most that is read of a file which is taken line by line or value by value."""
LINE_CHARACTERS = 32 * 1024**2
"""The most that is kept of one line."""
_BUFFER = 65_536
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
    long: int = 0
    """Lines of which only the beginning was kept."""
    lost: list[str] = field(default_factory=list)
    """What was not read, in words; whoever takes the lines may add to it."""

    def __iter__(self) -> Iterator[str]:
        """Each line as text; NUL characters stay in it."""
        while line := self.stream.readline(LINE_CHARACTERS):
            if len(line) >= LINE_CHARACTERS and line[-1] not in "\r\n":
                line = self._without_rest(line)
            if "\0" in line:
                self.zeros += 1
            if not line.isascii() and _ESCAPED.search(line):
                self.guessed += 1
                yield _ESCAPED.sub(_as_windows, line)
            else:
                yield line

    def _without_rest(self, line: str) -> str:
        """A line that is too long, as far as it is kept; the rest of it is passed over."""
        more = self.stream.readline(_BUFFER)
        if more.strip("\r\n") == "":
            return line + more
        self.long += 1
        while more and more[-1] not in "\r\n":
            more = self.stream.readline(_BUFFER)
        return f"{line}\n"

    def chunk(self, characters: int) -> str:
        """The next characters, at most so many; empty at the end."""
        text = self.stream.read(characters)
        return text if text.isascii() else _ESCAPED.sub(_as_windows, text)

    def rest(self) -> str:
        """All lines from here on in one text, which takes far less memory than one by one."""
        text = self.stream.read()
        self.zeros += _lines_with(_NUL, text)
        self.guessed += _lines_with(_ESCAPED, text)
        return _ESCAPED.sub(_as_windows, text)

    def problems(self, where: str) -> tuple[Problem, ...]:
        """What the reader of the report should know about the characters; call it after reading."""
        found = [Problem(what=what, where=where, next_step=_PART, fatal=True) for what in self.lost]
        if self.long:
            what = f"{self.long} line(s) are longer than {LINE_CHARACTERS:,} characters; only their beginning was read."
            found.append(Problem(what=what, where=where, next_step=_PART, fatal=True))
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
def open_lines(source: Source, most: int = STREAMED_BYTES) -> Iterator[Lines]:
    """The lines of `source` as text, of its first `most` bytes. Raises ReadError where it cannot be opened or read."""
    with source.open() as raw:
        start = raw.read(_SNIFF_BYTES)
        encoding = encoding_of(start)
        lost: list[str] = []
        buffered = io.BufferedReader(_Rejoined(start, raw, most, lost), _BUFFER)
        text = io.TextIOWrapper(buffered, encoding=encoding, errors=_errors(encoding), newline="")
        with text:
            yield Lines(text, encoding, lost=lost)


def text_of(source: Source) -> tuple[str, tuple[Problem, ...]]:
    """The whole of `source` as text, up to CHAT_BYTES, with what had to be guessed and what was not read."""
    with open_lines(source, CHAT_BYTES) as lines:
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
    """A stream whose first bytes were already taken for recognition, up to the most that is read."""

    def __init__(self, start: bytes, rest: BinaryIO, most: int, lost: list[str]) -> None:
        super().__init__()
        self._start = start
        self._rest = rest
        self._most, self._left = most, most
        self._lost = lost
        """Gets a sentence where there is more than that."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        chunk = self._start[: len(view)] if self._start else self._rest.read(len(view))
        self._start = self._start[len(chunk) :] if self._start else b""
        if len(chunk) > self._left:
            chunk = chunk[: self._left]
            self._say_once()
        self._left -= len(chunk)
        view[: len(chunk)] = chunk
        return len(chunk)

    def _say_once(self) -> None:
        said = f"It holds more than {self._most // 1024**2:,} MiB of text; only the beginning was read."
        if said not in self._lost:
            self._lost.append(said)


def too_large(where: str) -> ReadError:
    """What to say of one mail that is longer than TEXT_BYTES."""
    return ReadError(
        f"It holds more than {TEXT_BYTES // 1024**2} MiB of text; nothing of it was used.",
        where=where,
        next_step=_PART,
    )


_PART = "Name the part of it that matters, in a file of its own."
