"""Says what a file is that holds no readable conversation, so that the report can tell the user what to do instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.read import table

if TYPE_CHECKING:
    from bonafides.read.reader import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """What a file is instead of a conversation."""

    what: str
    next_step: str
    tabular: bool = False


PICTURE = Foreign(
    what="This is a picture of a kind that is not read.",
    next_step="Save it as PNG or JPEG, or type the words of the message into a text file.",
)
_MEDIA = Foreign(
    what="This is a sound or video recording, which is not read.",
    next_step="Write down what was said and check that text.",
)
_PACKED = Foreign(
    what="This is packed in a way that is not read (only ZIP is).",
    next_step="Unpack it and name the file or folder inside.",
)
_DOCUMENT = Foreign(
    what="This is a document (Word or similar), which is not read.",
    next_step="Copy its text and paste it into standard input.",
)
_BINARY = Foreign(
    what="This is not text, and no known export.",
    next_step="Name the exported file, or paste the message itself into standard input.",
)
_WEB_PAGE = Foreign(
    what="This is a web page, which is not read.",
    next_step="Open it, copy the conversation you see, and paste it into standard input.",
)
_JSON = Foreign(
    what="This is JSON of a kind that is not known; one conversation per line with `messages` is.",
    next_step="See docs/formats.md, or copy the conversation and paste it into standard input.",
)
_CARD = Foreign(
    what="This is a contact or calendar file; it holds no conversation.", next_step="Name the exported chat."
)
_TABLE = Foreign(
    what="This table does not have the columns of a known export (for messages at least FROM, DATE and CONTENT).",
    next_step="Name LinkedIn's messages.csv or the whole export ZIP, unchanged.",
    tabular=True,
)
_MAGIC = (
    (b"RIFF", _MEDIA),
    (b"OggS", _MEDIA),
    (b"ID3", _MEDIA),
    (b"{\\rtf", _DOCUMENT),
    (b"\xd0\xcf\x11\xe0", _DOCUMENT),
    (b"\x1f\x8b", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"Rar!", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ", _PACKED),
)
"""Brands of pictures among the files that are built like films."""
_OPENINGS = (
    ("<!doctype", _WEB_PAGE),
    ("<html", _WEB_PAGE),
    ("<?xml", _WEB_PAGE),
    ("begin:vc", _CARD),
)
OFFICE = _DOCUMENT
"""An office document, which is a ZIP archive inside."""
EMPTY = Foreign(what="The file is empty.", next_step="Export or copy it again.")
UNKNOWN_TEXT = Foreign(what="This is no known export.", next_step="Name it by itself to have it read as plain text.")
_SAMPLE = 2_048


def foreign(head: Head) -> Foreign | None:
    """What `head` begins, if it is something other than text that a person could have pasted."""
    packed = _by_magic(head.raw)
    if packed is not None:
        return packed
    if _is_binary(head.text[:_SAMPLE]):
        return _BINARY
    start = head.text[:_SAMPLE].lstrip()
    for opening, kind in _OPENINGS:
        if start[: len(opening)].lower() == opening:
            return kind
    if _is_json(start):
        return _JSON
    return _TABLE if table.is_table(head) else None


def _by_magic(raw: bytes) -> Foreign | None:
    """What the first bytes say it is."""
    if raw[4:8] == b"ftyp":
        return PICTURE if raw[8:12] in (b"avif", b"avis") else _MEDIA
    return next((kind for magic, kind in _MAGIC if raw.startswith(magic)), None)


def _is_binary(text: str) -> bool:
    odd = sum((char < " " and char not in "\t\n\r\f\v\x1b") or "\x7f" <= char <= "\x9f" for char in text)
    return odd * 20 > len(text)  # noise has one in nine; a text with a few broken bytes stays a text


def _is_json(start: str) -> bool:
    if not start.startswith(("{", "[")):
        return False
    rest = start[1:].lstrip()
    return rest.startswith(('"', "{")) and '":' in rest.replace(" ", "")
