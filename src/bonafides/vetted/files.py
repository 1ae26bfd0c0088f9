"""Reads whatever the user has of somebody, by what is in it: a form, a visiting card, a letter, a pasted profile."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.errors import VetError
from bonafides.vet.forms import told_by_card, told_by_form, told_by_letter, told_by_vcard
from bonafides.vet.told import Told, together

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST = 64 * 1024 * 1024
"""Bytes of one file; a letter may carry attachments, which are not looked at."""
_FORMS = (".yaml", ".yml", ".toml", ".json")
_HEADERS = ("from:", "received:", "return-path:", "delivered-to:", "authentication-results:", "message-id:", "x-")
_HTML = 4 * 1024 * 1024
"""Bytes of a letter in which its page is looked for."""


def told_in(paths: Iterable[str]) -> Told:
    """What the files tell together, `-` for standard input; VetError for a file that cannot be opened or read."""
    return together(told_by(_bytes(path), path) for path in paths)


def told_by(raw: bytes, name: str) -> Told:
    """What one file tells; its name only helps to know a form from a pasted text. Raises VetError."""
    where = Path(name).name if name != "-" else "-"
    start = raw[:4_096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise VetError("this file is empty", where=where, next_step="Give one that holds something.")
    if start[:11].upper() == b"BEGIN:VCARD":
        return told_by_vcard(raw, where=where)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _by_message_file(raw, where)
    if Path(name).suffix.lower() in _FORMS or start.startswith(b"{"):
        return told_by_form(raw, where=where)
    if Path(name).suffix.lower() in (".eml", ".emlx") or _is_letter(start):
        return told_by_letter(_from_first_header(raw), page=_page(raw))
    return told_by_card(_text(raw, where))


def _bytes(path: str) -> bytes:
    try:
        if path == "-":
            raw = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(path).open("rb") as stream:
                raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise VetError(
            f"it cannot be opened ({error.strerror})", where=path, next_step="Check its name and place."
        ) from error
    if len(raw) > LARGEST:
        raise VetError(
            f"it is larger than {LARGEST // 1024**2} MB", where=path, next_step="Give the letter or card alone."
        )
    return raw


def _is_letter(start: bytes) -> bool:
    """Whether at least two headers of mail stand at its beginning."""
    head = start.decode("latin-1").replace("\r\n", "\n").partition("\n\n")[0]
    lines = head.lower().split("\n")
    if lines[0].startswith("from "):  # a mailbox
        lines = lines[1:]
    known = {mark for line in lines for mark in _HEADERS if line.startswith(mark)}
    return len(known) >= 2


def _from_first_header(raw: bytes) -> bytes:
    """Without what Apple Mail writes above: the length of the letter, on a line of its own."""
    first, _, rest = raw.lstrip().partition(b"\n")
    return rest if first.strip().isdigit() else raw.lstrip(b"\xef\xbb\xbf\r\n")


def _page(raw: bytes) -> str:
    """The HTML in a letter, decoded; empty where there is none."""
    from bonafides.read.mail.charsets import text_from
    from bonafides.read.mail.parts import Part, parse

    def pages(part: Part) -> Iterable[Part]:
        if part.kind == "text/html" and not part.attached:
            yield part
        for child in part.children:
            yield from pages(child)

    found = next(iter(pages(parse(_from_first_header(raw)[:_HTML]))), None)
    return text_from(found.content, found.charset or "utf-8") if found else ""


def _by_message_file(raw: bytes, where: str) -> Told:
    """Outlook's file: the headers that servers wrote, where it kept them, and the HTML."""
    from bonafides.errors import ReadError
    from bonafides.read.mail.charsets import text_from
    from bonafides.read.mail.ole import opened

    try:
        with opened(raw) as message:
            wire, page = message.text(0x007D), message.text(0x1013) or text_from(message.binary(0x1013), "utf-8")
            name, address = message.text(0x0042) or message.text(0x0C1A), message.text(0x5D02) or message.text(0x5D01)
    except (ReadError, ValueError, OSError) as error:
        raise VetError(
            "this is no Outlook message, or it is broken", where=where, next_step="Save it again, as .msg or .eml."
        ) from error
    if wire.strip():
        return told_by_letter(wire.encode("utf-8", "replace"), page=page)
    bare = f'From: "{_one_line(name)}" <{_one_line(address)}>\n\n' if "@" in address else "\n\n"
    return told_by_letter(bare.encode("utf-8", "replace"), page=page)


def _one_line(text: str) -> str:
    return " ".join(text.replace('"', "'").split())


def _text(raw: bytes, where: str) -> str:
    if b"\0" in raw[:4_096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise VetError(
            "this is neither a form, a card, a letter nor a text", where=where,
            next_step="Give one of these, or paste its words into a text file.",
        )  # fmt: skip
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
