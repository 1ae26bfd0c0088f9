"""Splits the bytes of a mail into headers and parts, without copying them and without trusting what they say.

The parser of the standard library reads line by line and keeps every line: a mailbox would take an hour, and an
attachment ten times its size. This one looks for the few places that matter.
"""

from __future__ import annotations

import binascii
import itertools
import re
from dataclasses import dataclass, field
from email.message import Message
from functools import lru_cache
from typing import TYPE_CHECKING

from bonafides.read.decode import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 30
"""Parts inside parts that are looked into."""
_MOST_PARTS = 10_000
"""Parts of one mail that are looked into."""
_MOST_HEADERS = 2_000
_HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_KEPT = {
    name.encode(): name
    for name in (
        "from to cc sender reply-to return-path date subject message-id references in-reply-to received delivered-to "
        "x-original-to envelope-to x-unsent x-mozilla-draft-info x-gmail-labels content-type content-disposition "
        "content-transfer-encoding"
    ).split(" ")
}
"""The headers that this room looks at; a mail may have a hundred others."""
_FROM_LINE = re.compile(rb">?From [^\n]*\n")
_MARK_END = re.compile(rb"(--)?[ \t]*\r?(?:\n|\Z)")
_EMPTY_LINE = re.compile(rb"\r?(?:\n|\Z)")
_LONGEST = 100_000
"""Bytes of one header that are read."""
_LONGEST_FIELD = 4_000
"""Characters of a header with parameters that are read; the standard library takes quadratic time on them."""
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")

Headers = dict[str, list[str]]
"""Lower-case names of headers to their values, unfolded but not decoded, in the order of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a Content-Type or Content-Disposition header says."""

    kind: str
    charset: str = ""
    boundary: str = ""
    name: str = ""
    """Name of a file, not yet decoded."""


@dataclass(slots=True, kw_only=True)
class Part:
    """One part of a mail, or the mail itself."""

    raw: bytes
    """Everything of which this is a part."""
    start: int
    """Where the content begins in `raw`, behind the headers."""
    end: int
    headers: Headers
    kind: str
    """Media type, such as `text/plain`."""
    charset: str
    name: str
    attached: bool
    """Said to be a file, not words to read."""
    children: list[Part] = field(default_factory=list)
    open_ended: bool = False
    """True for a mail of several parts that ends before it says so."""
    left_out: int = 0
    """Parts in it that are nested too deep, or too many, to be looked into."""

    @property
    def content(self) -> bytes:
        """The content with its transfer encoding undone; what is broken in it is passed over."""
        raw = self.raw[self.start : self.end]
        coding = next(iter(self.headers.get("content-transfer-encoding", ())), "").strip().lower()
        if coding == "base64":
            return _from_base64(raw)
        if coding == "quoted-printable":
            return binascii.a2b_qp(raw)
        if coding in ("x-uuencode", "uuencode", "uue", "x-uue"):
            return b"".join(_from_uuencode(raw))
        return raw


def parse(raw: bytes) -> Part:
    """The mail in `raw`; text without headers gives a part without headers. Raises nothing."""
    if b"\n" not in raw[:100_000] and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    return _Splitter(raw, itertools.count()).part(0, len(raw), 0, "text/plain")


@dataclass(frozen=True, slots=True)
class _Splitter:
    """Parts of one block of bytes."""

    raw: bytes
    numbers: Iterator[int]
    """Counts the parts of the whole mail."""

    def part(self, start: int, end: int, depth: int, usual: str) -> Part:
        headers, at = _headers(self.raw, start, end)
        kind = _first(headers, "content-type")
        told = parameters(kind) if kind else Field(kind=usual)
        where = parameters(disposition) if (disposition := _first(headers, "content-disposition")) else Field(kind="")
        part = Part(
            raw=self.raw, start=at, end=end, headers=headers, kind=told.kind, charset=told.charset,
            name=where.name or told.name, attached=where.kind == "attachment",
        )  # fmt: skip
        if told.kind.startswith("multipart/") and told.boundary:
            self._divide(part, told.boundary, depth)
        elif told.kind == "message/rfc822":
            self._unfold(part, depth)
        return part

    def _divide(self, part: Part, boundary: str, depth: int) -> None:
        """Finds the parts between the boundary's lines; a part that nobody closes ends with what it is in."""
        usual = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
        since, closed = -1, False
        for start, end, closed in _marks(self.raw, b"--" + boundary.encode("utf-8", "replace"), part.start, part.end):
            if since >= 0:
                self._add(part, since, _before(self.raw, since, start), depth, usual)
            since = end
            if closed:
                break
        part.open_ended = not closed
        if since >= 0 and not closed:
            self._add(part, since, part.end, depth, usual)

    def _add(self, part: Part, start: int, end: int, depth: int, usual: str) -> None:
        if depth >= DEEPEST or next(self.numbers) > _MOST_PARTS:
            part.left_out += 1
        else:
            part.children.append(self.part(start, end, depth + 1, usual))

    def _unfold(self, part: Part, depth: int) -> None:
        """The mail that a part carries, also where it is wrongly encoded for transfer."""
        if _first(part.headers, "content-transfer-encoding").strip().lower() in ("base64", "quoted-printable"):
            inner = part.content
            _Splitter(inner, self.numbers)._add(part, 0, len(inner), depth, "text/plain")
        else:
            self._add(part, part.start, part.end, depth, "text/plain")


def _first(headers: Headers, name: str) -> str:
    return next(iter(headers.get(name, ())), "")


def _headers(raw: bytes, at: int, end: int) -> tuple[Headers, int]:
    """The headers from `at` on, and where the content begins: behind an empty line, or at what is no header."""
    found: Headers = {}
    if (odd := _FROM_LINE.match(raw, at, end)) is not None:
        at = odd.end()
    for number in itertools.count():
        header = _HEADER.match(raw, at, end)
        if header is None:
            break
        name = _KEPT.get(header[1].lower())
        if name and number < _MOST_HEADERS:
            found.setdefault(name, []).append(_value(header[2][:_LONGEST]))
        at = header.end()
    empty = _EMPTY_LINE.match(raw, at, end)
    return found, empty.end() if empty else at


def _value(raw: bytes) -> str:
    text = raw.decode("ascii") if raw.isascii() else decode(raw)
    return " ".join(text.split()) if "\n" in text else text.strip()


@lru_cache(maxsize=2_048)
def parameters(value: str) -> Field:
    """What a header with parameters says, by RFC 2045 and RFC 2231; what is broken in it is left out."""
    mail = Message()
    mail.set_raw("Content-Type", value[:_LONGEST_FIELD])
    kind = value.partition(";")[0].strip().lower()
    return Field(
        kind=kind if kind == "attachment" or kind.count("/") == 1 else "inline" if "/" not in kind else "text/plain",
        charset=_parameter(mail, "charset"),
        boundary=_parameter(mail, "boundary").rstrip(),
        name=_parameter(mail, "filename") or _parameter(mail, "name"),
    )


def _parameter(mail: Message, name: str) -> str:
    try:
        value = mail.get_param(name, "", unquote=True)
        if isinstance(value, tuple):
            charset, _, text = value
            return str(text).encode("latin-1", "replace").decode(charset or "utf-8", "replace")
        return str(value)
    except Exception:  # broken parameters fail in many ways in the standard library
        return ""


def _marks(raw: bytes, mark: bytes, at: int, until: int) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each line that is a boundary, and whether it closes."""
    while (at := raw.find(mark, at, until)) >= 0:
        end = _MARK_END.match(raw, at + len(mark), until)
        if end and (at == 0 or raw[at - 1 : at] == b"\n"):
            yield at, end.end(), bool(end[1])
        at += len(mark)


def _before(raw: bytes, since: int, mark: int) -> int:
    """Where a part ends whose boundary stands at `mark`: the line end before it belongs to the boundary."""
    end = mark - 1 if mark > since and raw[mark - 1 : mark] == b"\n" else mark
    return end - 1 if end > since and raw[end - 1 : end] == b"\r" else end


def _from_base64(raw: bytes) -> bytes:
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:  # cut off, or with garbage in it
        clean = _NOT_BASE64.sub(b"", raw).rstrip(b"=")
        clean = clean[: len(clean) - (len(clean) % 4 == 1)]
        try:
            return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
        except binascii.Error:
            return raw


def _from_uuencode(raw: bytes) -> Iterator[bytes]:
    lines = iter(raw.split(b"\n"))
    for line in lines:
        if line.startswith(b"begin "):
            break
    for line in lines:
        if line.strip() == b"end":
            break
        try:
            yield binascii.a2b_uu(line.rstrip(b"\r"))
        except binascii.Error:
            continue
