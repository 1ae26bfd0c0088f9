"""Cuts a mailbox (`.mbox`, in all its dialects) into mails, a piece of the file at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.read.decode import TEXT_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LONGEST = TEXT_BYTES
"""Bytes of one mail that are read."""
_PIECE = 1024**2
_FROM = b"From "
_LINE_LENGTH = 400
_AHEAD = 2 * _LINE_LENGTH
"""Bytes to have behind a `From ` before it can be said whether a mail begins there."""
_DATED = re.compile(rb"From \S.{0,200}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{0,20}\d\d:\d\d.{0,30}\d{4}[ \t]*\r?$")
_HEADER = re.compile(rb">?(?:From |[!-9;-~]{1,76}[ \t]?:)")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]{0,9}(\d{1,10})[ \t]{0,9}\r?$", re.MULTILINE | re.IGNORECASE)
_HEADERS_END = re.compile(rb"\n\r?\n")
_HEADERS_LENGTH = 65_536


def mails(stream: BinaryIO, cut: list[int]) -> Iterator[bytes]:
    """The mails of a mailbox without their `From ` lines, `>From ` undone.

    The numbers of mails beyond LONGEST, of which only the beginning is given, are added to `cut`.
    """
    box = _Box(stream, cut)
    begin = box.start()
    while begin is not None:
        begin = box.behind_line(begin)
        end = box.next_mail(begin)
        box.number += 1
        raw = bytes(box.buffer[begin : len(box.buffer) if end is None else end])
        yield _ESCAPED.sub(rb"\1", raw) if b">From " in raw else raw
        begin = end


@dataclass(slots=True)
class _Box:
    """A window on the file, from the current mail on. Places are in the window."""

    stream: BinaryIO
    cut: list[int]
    buffer: bytearray = field(default_factory=bytearray)
    ended: bool = False
    number: int = 0

    def more(self) -> None:
        """One more piece of the file."""
        piece = self.stream.read(_PIECE)
        self.ended = not piece
        self.buffer += piece

    def start(self) -> int | None:
        """The first `From ` line; what stands above it is no mail."""
        while True:
            at = 0 if self.buffer.lstrip(b"\xef\xbb\xbf\r\n").startswith(_FROM) else self.buffer.find(b"\n" + _FROM)
            if at >= 0 and self.buffer:
                return self.buffer.index(_FROM, at)
            if self.ended:
                return None
            self.buffer = self.buffer[-_LINE_LENGTH:]
            self.more()

    def behind_line(self, at: int) -> int:
        """Where the line that starts at `at` ends. Forgets what is before."""
        del self.buffer[:at]
        while (end := self.buffer.find(b"\n")) < 0 and not self.ended and len(self.buffer) < _PIECE:
            self.more()
        return end + 1 if end >= 0 else len(self.buffer)

    def next_mail(self, begin: int) -> int | None:
        """The `From ` line of the next mail; None at the end of the file."""
        at = self._stated_end(begin)
        beyond = False
        while True:
            at = self.buffer.find(b"\n" + _FROM, at)
            if at >= 0 and (self.ended or len(self.buffer) - at > _AHEAD):
                if self._is_mail(at + 1):
                    return self._given(begin, at + 1) if beyond else at + 1
                at += 1
                continue
            if self.ended:
                return self._given(begin, None) if beyond else None
            at = at if at >= 0 else max(begin - 1, len(self.buffer) - len(_FROM))
            self.more()
            if len(self.buffer) - begin > LONGEST + 2 * _PIECE:
                beyond = True
                at -= len(self.buffer) - begin - LONGEST - _PIECE
                del self.buffer[begin + LONGEST : len(self.buffer) - _PIECE]

    def _given(self, begin: int, end: int | None) -> int | None:
        """Notes that this mail is only given in part, and keeps only that part before `end`."""
        self.cut.append(self.number + 1)
        last = len(self.buffer) if end is None else end
        del self.buffer[min(begin + LONGEST, last) : last]
        return None if end is None else min(begin + LONGEST, last)

    def _is_mail(self, at: int) -> bool:
        """Whether the `From ` line at `at` opens a mail: dated, and below an empty line or above a header."""
        line, _, rest = bytes(self.buffer[at : at + _AHEAD]).partition(b"\n")
        if not _DATED.match(line[:_LINE_LENGTH]):
            return False
        return self.buffer[max(0, at - 3) : at].endswith((b"\n\n", b"\n\r\n")) or bool(_HEADER.match(rest))

    def _stated_end(self, begin: int) -> int:
        """From where to look for the next mail: behind the Content-Length, where a mail does begin there."""
        while not self.ended and len(self.buffer) - begin < _HEADERS_LENGTH:
            self.more()
        head = _HEADERS_END.search(self.buffer, max(0, begin - 1), begin + _HEADERS_LENGTH)
        stated = _LENGTH.search(self.buffer, begin, head.start() + 1) if head else None
        if head is None or stated is None or int(stated[1]) > LONGEST:
            return max(0, begin - 1)
        end = head.end() + int(stated[1])
        while not self.ended and len(self.buffer) < end + _AHEAD:
            self.more()
        after = bytes(self.buffer[end : end + _AHEAD]).lstrip(b"\r\n")
        if after.startswith(_FROM) and _DATED.match(after.partition(b"\n")[0][:_LINE_LENGTH]):
            return max(begin, end - 1)
        return end if end <= len(self.buffer) and not after else max(0, begin - 1)
