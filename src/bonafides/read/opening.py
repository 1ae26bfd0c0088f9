"""Cheap tests of how a file begins, so that of all readers only those are imported whose format it may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.read.table import head_header

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.read.reader import Head

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Each quantifier is anchored to the beginning of the text or of a line, so that the search is linear.
_JSON = re.compile(r"[\ufeff\s]*[\[{]")
_JSON_LINE = re.compile(r"^[\ufeff \t]*\{", re.MULTILINE)
_MARKUP = re.compile(r"[\ufeff\s]*<")
_DATED = re.compile(r"^[^\w\n]*\d{1,4}[^\d\n]{1,9}\d", re.MULTILINE)


def is_picture(head: Head) -> bool:
    """Whether it begins like PNG, JPEG, WebP, HEIC, GIF, TIFF or BMP."""
    raw = head.raw
    return (
        (raw.startswith(_PICTURES) and (not raw.startswith(b"BM") or raw[6:10] == b"\0\0\0\0"))
        or (raw.startswith(b"RIFF") and raw[8:12] == b"WEBP")
        or (raw[4:8] == b"ftyp" and raw[8:12] in _HEIF)
    )


def is_pdf(head: Head) -> bool:
    """Whether it begins like a PDF."""
    return head.raw.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-")


def is_zip(head: Head) -> bool:
    """Whether it begins like a ZIP archive."""
    return head.raw.startswith(_ZIP)


def is_ole(head: Head) -> bool:
    """Whether it begins like Microsoft's compound files: Outlook's messages, and documents before 2007."""
    return head.raw.startswith(b"\xd0\xcf\x11\xe0")


def is_json(head: Head) -> bool:
    """Whether the text begins like a JSON object or list."""
    return _JSON.match(head.text) is not None


def has_json_line(head: Head) -> bool:
    """Whether any line begins like a JSON object, as JSON lines may stand behind others that are broken."""
    return _JSON_LINE.search(head.text) is not None


def is_markup(head: Head) -> bool:
    """Whether the text begins like a web page."""
    return _MARKUP.match(head.text) is not None


def has_dates(head: Head) -> bool:
    """Whether any line begins with two numbers close together, as dates and times do, in the digits of any script."""
    return _DATED.search(head.text) is not None


def has_columns(*columns: str) -> Callable[[Head], bool]:
    """A test whether one of the first lines is a table's header that names all these columns (lower case)."""
    required = frozenset(columns)
    return lambda head: head_header(head, required) is not None
