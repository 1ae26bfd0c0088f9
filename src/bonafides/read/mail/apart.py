"""Takes a mail apart for whoever keeps it: its words, the bytes of its files, the mails it carries. Opens no file."""

from __future__ import annotations

import hashlib
from base64 import encodebytes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.read.mail.body import body_of
from bonafides.read.mail.headers import decoded, raw_header
from bonafides.read.mail.msg import _DATA, _DEEPEST, _HEADERS, _MOST_ATTACHMENTS, _headers, _text
from bonafides.read.mail.ole import MAGIC, Storage, opened
from bonafides.read.mail.opening import COUNTED
from bonafides.read.mail.parts import Headers, Part, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ONE_OF_THESE = ("from", "date", "subject", "to", "received", "message-id")
"""Without any of these headers it is no mail."""
_RESULTS = ("authentication-results", "arc-authentication-results", "received-spf")
_HEAD_BYTES = 262_144
_RESULT_LENGTH = 1_000
_MOST_RESULTS = 6
_BROKEN = "No mail could be read in it."
_AGAIN = "Save the mail again as .eml or .mbox."


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file that a mail carries, as it came."""

    name: str
    """As the mail calls it, on one line; says nothing about where it may be stored."""
    media_type: str
    content: bytes


@dataclass(slots=True, kw_only=True)
class Apart:
    """What one mail consists of."""

    headers: Headers
    text: str
    """The words to read, the plain form or the HTML one."""
    files: list[Piece] = field(default_factory=list)
    carried: list[bytes] = field(default_factory=list)
    """Whole mails that it hands on as they came, as `.eml`; those of an Outlook message are written anew."""
    results: tuple[str, ...] = ()
    """What the servers on its way wrote about who sent it (SPF, DKIM, DMARC), the last one first."""
    left_out: int = 0
    """Parts nested too deep, or too many, to be looked into."""
    whole: bool = True
    """False where the file ends before the mail does."""


def taken_apart(raw: bytes, where: str) -> Apart:
    """The parts of a mail (`.eml`, `.emlx`, `.msg`). Raises ReadError for what is no mail."""
    try:
        found = _of_message(raw) if raw.startswith(MAGIC) else _of_mail(raw)
    except Exception as error:  # a stranger wrote it, and the libraries fail in many ways
        raise ReadError(_BROKEN, where=where, next_step=_AGAIN) from error
    if not any(raw_header(found.headers, name) for name in ONE_OF_THESE):
        raise ReadError(_BROKEN, where=where, next_step=_AGAIN)
    return found


def results_of(raw: bytes) -> tuple[str, ...]:
    """What the servers wrote into the head of a mail about who sent it, each on one line and cut to a length."""
    return _results(raw.lstrip(b"\r\n\t \xef\xbb\xbf")[:_HEAD_BYTES].decode("utf-8", "replace"))


def _results(head: str) -> tuple[str, ...]:
    lines: list[str] = []
    for line in head.replace("\r\n", "\n").split("\n"):
        if not line:
            break
        if line[0] in " \t" and lines:
            lines[-1] = f"{lines[-1]} {line.strip()}"[: 2 * _RESULT_LENGTH]
        else:
            lines.append(line[: 2 * _RESULT_LENGTH])
    told = [line for line in lines if line.partition(":")[0].strip().lower() in _RESULTS]
    return tuple(" ".join(line.split())[:_RESULT_LENGTH] for line in told[:_MOST_RESULTS])


def _of_mail(raw: bytes) -> Apart:
    counted = COUNTED.match(raw[:64].decode("ascii", "replace"))
    raw = raw[counted.end() : counted.end() + int(counted[1])] if counted else raw
    mail = parse(raw.lstrip(b"\r\n\t \xef\xbb\xbf"))
    body = body_of(mail)
    apart = Apart(headers=mail.headers, text=body.text, results=results_of(raw))
    apart.left_out, apart.whole = body.left_out, body.whole
    for part in _leaves(mail):
        if part.kind == "message/rfc822":
            apart.carried.append(part.content)
        else:
            name = " ".join(decoded(part.name).split())
            apart.files.append(Piece(name=name, media_type=part.kind, content=part.content))
    return apart


def _leaves(part: Part) -> Iterator[Part]:
    """The files and mails that a mail carries, in order; what is inside a carried mail belongs to that."""
    if part.kind == "message/rfc822":
        yield part
    elif part.children:
        for child in part.children:
            yield from _leaves(child)
    elif not part.kind.startswith("multipart/") and (
        part.attached or part.name or part.kind not in ("text/plain", "text/html")
    ):
        yield part


# --- Outlook


def _of_message(raw: bytes) -> Apart:
    with opened(raw) as root:
        if not root.is_object:
            raise ValueError
        apart = _storage(root, 0)
        apart.left_out += root.skipped
    return apart


def _storage(message: Storage, depth: int) -> Apart:
    apart = Apart(headers=_headers(message), text=_text(message), results=_results(message.text(_HEADERS)))
    for number, part in enumerate(message.children("__attach")):
        inner = part.message(_DATA)
        if number >= _MOST_ATTACHMENTS or (inner is not None and depth >= _DEEPEST):
            apart.left_out += 1
        elif inner is not None:
            apart.carried.append(_written(_storage(inner, depth + 1)))
        else:
            name = part.text(0x3707) or part.text(0x3704) or part.text(0x3001)
            kind = part.text(0x370E).strip().lower()
            apart.files.append(Piece(name=" ".join(name.split()), media_type=kind, content=part.binary(_DATA)))
    return apart


def _written(mail: Apart) -> bytes:
    """An Outlook message as a mail that every program reads; the same message gives the same bytes."""
    head = _head(mail.headers) + "".join(f"{line}\n" for line in mail.results)
    words = mail.text.encode("utf-8", "replace")
    text = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + encodebytes(words)
    carried = [Piece(name="", media_type="message/rfc822", content=each) for each in mail.carried]
    parts = [text, *map(_part, [*mail.files, *carried])]
    if len(parts) == 1:
        return head.encode("utf-8", "replace") + b"MIME-Version: 1.0\n" + text
    mark = f"=_{_digest(parts)}"
    top = f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{mark}"\n\n'
    inner = b"".join(f"--{mark}\n".encode() + part + b"\n" for part in parts)
    return top.encode("utf-8", "replace") + inner + f"--{mark}--\n".encode()


def _head(headers: Mapping[str, Sequence[str]]) -> str:
    own = {name: values for name, values in headers.items() if not name.startswith("content-")}
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, values in own.items() for value in values if value)


def _part(piece: Piece) -> bytes:
    name = "".join(char for char in piece.name if char not in '"\\' and char.isprintable())
    kind = " ".join(piece.media_type.split()) or "application/octet-stream"
    head = f'Content-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\n'
    if kind == "message/rfc822":
        return head.encode("utf-8", "replace") + b"\n" + piece.content
    return head.encode("utf-8", "replace") + b"Content-Transfer-Encoding: base64\n\n" + encodebytes(piece.content)


def _digest(parts: Sequence[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()[:32]
