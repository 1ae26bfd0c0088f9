"""Reads the pages of a PDF: their text where they have some, else as pictures of a chat."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from bonafides.errors import ReadError
from bonafides.model import Problem
from bonafides.read.opening import is_pdf
from bonafides.read.paste.pasted import PASTE
from bonafides.read.picture.ocr import lines_of, readable
from bonafides.read.picture.screenshot import extract
from bonafides.read.reader import Extract, Options, Reader, Source
from bonafides.read.source import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.read.picture.ocr import Pixels

FILE_BYTES = 256 * 1024**2
"""The largest PDF file that is opened."""
PAGES = 200
"""Pages of one file that are read."""
_LEAST = 40
"""Characters on all pages from which on a PDF has a text of its own, and is no mere picture."""
_WIDTH = 1_200
"""Pixels across a page that is looked at as a picture."""
_TALLEST = 30_000
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""What the library gives for a hyphen at the end of a line."""
_AGAIN = "Save its pages as pictures, or copy its text and paste it into standard input."


def read(source: Source, options: Options) -> Extract:
    """The text of all pages as a pasted text, or each page as a picture. Raises ReadError where it cannot be opened."""
    with source.open() as stream:
        raw = stream.read(FILE_BYTES + 1)
    if len(raw) > FILE_BYTES:
        what = f"The PDF is larger than {FILE_BYTES // 1024**2} MiB; it was not opened."
        raise ReadError(what, where=source.name, next_step=_AGAIN)
    try:
        from pypdfium2 import PdfDocument
    except ImportError as error:
        raise ReadError(
            "This is a PDF; the part of the program that reads it is not installed.",
            where=source.name,
            next_step="Install it with: python3 -m pip install 'bonafides[ocr]', or copy its text and paste it.",
        ) from error
    try:
        with closing(PdfDocument(raw)) as document:
            return _read(document, source.name, options)
    except ReadError:
        raise
    except Exception as error:  # the decoder fails in many ways on damaged and hostile files
        what = "The PDF is damaged, protected by a password, or of a kind that is not read."
        raise ReadError(what, where=source.name, next_step=_AGAIN) from error


def _read(document: Any, where: str, options: Options) -> Extract:
    count = min(len(document), PAGES)
    more = () if len(document) <= PAGES else (_too_many(where, len(document)),)
    text = "\n".join(_text(document[number]) for number in range(count))
    if sum(char.isalnum() for char in text) >= _LEAST:
        found = PASTE.read(from_bytes(where, text.encode("utf-8", "replace")), options)
        return Extract(threads=found.threads, problems=(*found.problems, *more), date_order=found.date_order)
    pages = list(_pictures(document, count, where, options))
    return Extract(
        threads=tuple(thread for page in pages for thread in page.threads),
        problems=(*(problem for page in pages for problem in page.problems), *more),
    )


def _text(page: Any) -> str:
    with closing(page.get_textpage()) as text:
        return str(text.get_text_bounded()).replace("\r\n", "\n").replace("\r", "\n").translate(_HYPHENS)


def _pictures(document: Any, count: int, where: str, options: Options) -> Iterator[Extract]:
    for number in range(count):
        pixels = _drawn(document[number])
        yield extract(f"{where}, page {number + 1}", pixels, readable(lines_of(pixels)), options)


def _drawn(page: Any) -> Pixels:
    """The page as red, green and blue; bounded, whatever size it claims."""
    import numpy as np

    width, height = page.get_size()
    scale = min(_WIDTH / max(width, 1), _TALLEST / max(height, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])


def _too_many(where: str, pages: int) -> Problem:
    return Problem(what=f"The PDF has {pages} pages; the first {PAGES} were read.", where=where, next_step=_AGAIN)


PDF = Reader(name="pdf", recognises=is_pdf, read=read, slow=True)
