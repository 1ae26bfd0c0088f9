"""The report to hand in as a PDF that screen readers can read, set by typst from the prepared sheet.

What people wrote reaches typst as data, never as markup, and the template reads no file.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.errors import RenderError
from bonafides.render.handed.glyphs import is_strange, numbered, refused, shown_as_numbers
from bonafides.render.handed.preparing import sheet
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from types import ModuleType

    import typst

    from bonafides.model import Report
    from bonafides.render.view import View

STANDARD = "ua-1"
"""PDF/UA: tagged, with a title and a language; typst refuses to write it where a character has no glyph."""
_ATTEMPTS = 3


def pdf(report: Report, view: View) -> bytes:
    """The report to hand in as PDF/UA: the same bytes for the same report, fonts and version of typst.

    Raises RenderError where typst is not installed, and for a language without words.
    """
    return typeset(json.dumps(asdict(sheet(report, view)), ensure_ascii=False), view.lang)


def typeset(data: str, lang: str) -> bytes:
    """A sheet, as JSON, set in the fonts that come with typst, or in those of this machine where these lack a glyph.

    A character that no font has is shown by its number, and a note says so.
    """
    made: bytes | None
    missing: tuple[str, ...]
    made, missing = (None, ()) if is_strange(data) else _compiled(data, system=False)
    if made is None:
        made, missing = _compiled(data, system=True)
    replaced: dict[str, None] = {}
    for _ in range(_ATTEMPTS):
        if made is not None:
            return made
        replaced |= dict.fromkeys(missing)
        made, missing = _compiled(_told(numbered(data, replaced), replaced, lang), system=True)
    if made is None:
        raise RenderError("the PDF cannot be set in the fonts of this machine", next_step="Ask for --format html.")
    return made


def _told(data: str, replaced: dict[str, None], lang: str) -> str:
    """The sheet with a note of what is shown by its number."""
    whole = json.loads(data)
    whole["notes"] = [*whole["notes"], phrases(lang)("handed.missing_note", shown=shown_as_numbers(replaced))]
    return json.dumps(whole, ensure_ascii=False)


def _compiled(data: str, *, system: bool) -> tuple[bytes | None, tuple[str, ...]]:
    """The PDF, or None and the characters that have no glyph. Raises RenderError for any other fault."""
    library = _typst()
    template = files("bonafides.render").joinpath("templates", "handed.typ").read_bytes()
    try:
        made = library.compile(
            template,
            font_paths=_fonts(system=system),
            sys_inputs={
                "sheet": data.encode("utf-8", "replace").decode(),
                "fonts": "system" if system else "own",
            },
            pdf_standards=[STANDARD],
        )
    except library.TypstError as error:
        missing = refused(error.diagnostic)
        if missing:
            return None, missing
        raise RenderError("the PDF cannot be made", next_step="Ask for --format html.") from error
    return made, ()


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    """The fonts that come with typst, which are the same everywhere, and where asked for those of this machine."""
    found: typst.Fonts = _typst().Fonts(include_system_fonts=system)
    return found


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError as error:
        raise RenderError(
            "PDF needs the library typst, which is not installed",
            where="--format pdf",
            next_step='Say: pip install "bonafides[pdf]". The form html needs nothing, and a browser prints it.',
        ) from error
    return typst
