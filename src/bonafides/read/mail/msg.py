"""Reads Outlook's message file (`.msg`): the same letters as from any mail, out of another box."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.read.decode import TEXT_BYTES, too_large
from bonafides.read.mail.body import Body, attachment, fuller
from bonafides.read.mail.charsets import text_from
from bonafides.read.mail.html import text_of_html
from bonafides.read.mail.letter import letters_of
from bonafides.read.mail.mails import extract
from bonafides.read.mail.ole import BINARY, MAGIC, Storage, codec_of, opened
from bonafides.read.mail.parts import Headers, parse
from bonafides.read.mail.rtf import text_of_rtf, unpacked
from bonafides.read.reader import Extract, Head, Options, Reader, Source

if TYPE_CHECKING:
    from bonafides.read.mail.letter import Letter

_MARK = "__properties_version1.0".encode("utf-16-le")
_DOCUMENTS = (b"\xec\xa5\xc1\x00", b"\x09\x08\x10\x00", b"\x00\x6e\x1e\xf0")
"""With what the first stream of Word, Excel and PowerPoint begins, behind the header of 512 bytes."""
_OTHERS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "PowerPoint Document"))
_DEEPEST = 6
"""Messages inside messages that are looked into."""
_MOST_RECIPIENTS, _MOST_ATTACHMENTS = 100, 1_000
_UNSENT = 0x8
_TO, _CC = 1, 2
_SUBJECT, _BODY, _HTML, _RTF, _HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
_SUBMITTED, _DELIVERED, _FLAGS, _DATA = 0x0039, 0x0E06, 0x0E07, 0x3701
_SENDER = (0x0C1A, (0x5D01, 0x0C1F))
_ON_BEHALF_OF = (0x0042, (0x5D02, 0x0065))
_RECEIVED_BY = (0x0040, (0x5D07, 0x0076))
_RECIPIENT = (0x3001, (0x39FE, 0x3003))
_TEXTS = ((0x1035, "message-id"), (0x1039, "references"), (0x1042, "in-reply-to"))
_BROKEN = "This is no Outlook message, but another kind of document, or it is broken."
_AGAIN = "If it is a message, open it in Outlook and save it again, as .msg or as .eml."


def recognises(head: Head) -> bool:
    """Whether it is an OLE file that holds a message, and not a document: by the names in its directory.

    The directory of a large file may lie behind the beginning; then it is one where nothing of another kind is seen.
    """
    raw = head.raw
    if not raw.startswith(MAGIC) or raw[512:].startswith(_DOCUMENTS) or any(name in raw for name in _OTHERS):
        return False
    if _MARK in raw:
        return True
    at = (int.from_bytes(raw[48:52], "little") + 1) << min(int.from_bytes(raw[30:32], "little"), 12)
    return at >= len(raw)


def read(source: Source, options: Options) -> Extract:
    """The message with those it carries. Raises ReadError where it cannot be read."""
    with source.open() as stream:
        raw = stream.read(TEXT_BYTES + 1)
    if len(raw) > TEXT_BYTES:
        raise too_large(source.name)
    try:
        found = _letters(raw, options)
    except Exception as error:  # a stranger wrote it, and the library fails in many ways
        raise ReadError(_BROKEN, where=source.name, next_step=_AGAIN) from error
    return extract(source.name, [found], options)


def _letters(raw: bytes, options: Options) -> list[Letter]:
    with opened(raw) as root:
        if not root.is_object:
            raise ValueError
        body = _body(root, 0)
        body.left_out += root.skipped
    if not body.headers and not body.text and not body.attachments:
        raise ValueError
    return letters_of(body, options.timezone)


def _body(message: Storage, depth: int) -> Body:
    body = Body(headers=_headers(message), texts=[_text(message)])
    for number, part in enumerate(message.children("__attach")):
        inner = part.message(_DATA)
        if number >= _MOST_ATTACHMENTS or (inner is not None and depth >= _DEEPEST):
            body.left_out += 1
        elif inner is not None:
            body.carried.append(_body(inner, depth + 1))
        else:
            name = part.text(0x3707) or part.text(0x3704) or part.text(0x3001)
            kind = part.text(0x370E).strip().lower() or "application/octet-stream"
            body.attachments.append(attachment(name, kind, part.binary(_DATA)))
    return body


def _text(message: Storage) -> str:
    """The plain words, unless the HTML says far more; the RTF only where there is neither."""
    forms = [message.text(_BODY).replace("\r\n", "\n"), text_of_html(_html(message)).strip("\n")]
    written = [form for form in forms if form.strip()]
    if written:
        return fuller(written)
    packed = message.binary(_RTF)
    try:
        return text_of_rtf(unpacked(packed)) if packed else ""
    except ValueError:
        return ""


def _html(message: Storage) -> str:
    if message.has(_HTML, BINARY):
        raw = message.binary(_HTML)
        return text_from(raw, codec_of(message.number(0x3FDE)) or "utf-8").replace("\r\n", "\n")
    return message.text(_HTML)


def _headers(message: Storage) -> Headers:
    """What the mail servers wrote, where it is kept; what the message says of itself where it is not."""
    wire = message.text(_HEADERS)
    headers = parse(wire.replace("\r\n", "\n").encode("utf-8", "replace")).headers if wire.strip() else {}
    own = _own_headers(message)
    if "from" in headers and "received" not in headers and message.ticks(_DELIVERED):
        own.setdefault("received", [_date(message, _DELIVERED)])
    return {**{name: values for name, values in own.items() if any(values)}, **headers}


def _own_headers(message: Storage) -> Headers:
    unsent = bool((message.number(_FLAGS) or 0) & _UNSENT)
    person = _person(message, *_ON_BEHALF_OF) or _person(message, *_SENDER)
    kept_by = _person(message, *_RECEIVED_BY)
    delivered = _date(message, _DELIVERED)
    own: Headers = {
        "from": [person],
        "subject": [" ".join(message.text(_SUBJECT).split())],
        "date": [_date(message, _SUBMITTED) or delivered],
        "delivered-to": [kept_by.rpartition("<")[2].rstrip(">") if "@" in kept_by else ""],
        "received": [f"by the mailbox; {delivered}" if kept_by and delivered and not unsent else ""],
        "x-unsent": ["1" if unsent else ""],
    }
    own |= {name: [message.text(pid).strip()] for pid, name in _TEXTS}
    return own | _recipients(message)


def _recipients(message: Storage) -> Headers:
    found: Headers = {"to": [], "cc": []}
    for _, recipient in zip(range(_MOST_RECIPIENTS), message.children("__recip"), strict=False):
        kind = recipient.number(0x0C15)
        if kind in (_TO, _CC, None):
            found["cc" if kind == _CC else "to"].append(_person(recipient, *_RECIPIENT))
    return found


def _person(storage: Storage, name: int, addresses: tuple[int, ...]) -> str:
    """`"Amy Lin" <amy@example.com>`; only the name for an address that only Exchange knows."""
    shown = " ".join(storage.text(name).split()).replace("\\", "").replace('"', "'")
    listed = (storage.text(pid).strip() for pid in addresses)
    address = next((each for each in listed if "@" in each), "")
    quoted = f'"{shown}"' if shown else ""
    return f"{quoted} <{address}>".strip() if address else quoted


def _date(storage: Storage, pid: int) -> str:
    """A time of the file as a mail writes it; empty where there is none."""
    ticks = storage.ticks(pid)
    try:
        moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return format_datetime(moment) if ticks else ""


MSG = Reader(name="msg", recognises=recognises, read=read)
