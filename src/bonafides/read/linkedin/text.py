"""Gives a LinkedIn cell back as it was written: HTML undone where it really is HTML, double encoding undone."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5
from itertools import islice

HTML = "LinkedIn's export had put tags or entities (such as <br> or &amp;) into the text; they were undone"
DOUBLED = "The text was doubly encoded (Ã© for é); it was put right"
"""What was undone, in words for the report."""

_BLOCKS = "p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote"
_INLINE = "span|a|b|i|u|em|strong|font|img|td|th|tbody|thead|hr|pre|code|small|sup|sub|section|spinmail-quill-editor"
_TAG = re.compile(rf"<(/?)({_BLOCKS}|{_INLINE})(\s[^<>]{{0,4000}})?/?>", re.IGNORECASE)
_MARKED_UP = re.compile(rf"</(?:{_BLOCKS}|{_INLINE})>|<br\s{{0,3}}/?>", re.IGNORECASE)
_BLOCK = re.compile(_BLOCKS, re.IGNORECASE)
_HREF = re.compile(r"""\shref\s{0,3}=\s{0,3}["']?([^"'\s<>]{1,2000})""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_MOJIBAKE = re.compile("[\u00c2-\u00f4](?:[\u0080-\u00bf]|[\u0152-\u02dc\u2013-\u2122])")
_BACK = {
    ord(bytes((byte,)).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


@dataclass(slots=True)
class Writing:
    """What LinkedIn's export did to the texts of one file: whether it did so at all is seen from all of them together.

    Show it every cell first (`see`), then have each put right (`written`).
    """

    bare: int = 0
    """Cells without tags that hold `&` or `<` as typed: where these are encoded, such cells cannot be."""
    encoded: int = 0
    marked_up: int = 0
    proper: int = 0
    """Cells with letters beyond ASCII that double encoding cannot make."""
    doubled: int = 0
    strong: int = 0
    """Doubly encoded cells with two letters or more that show it."""

    def see(self, cell: str) -> None:
        """Counts what one cell shows."""
        if not cell.isascii():
            broken = repaired(cell) != cell
            self.doubled += broken
            self.proper += not broken
            self.strong += broken and sum(1 for _ in islice(_MOJIBAKE.finditer(cell), 2)) > 1
        if "<" in cell and _MARKED_UP.search(cell):
            self.marked_up += 1
        elif "<" in cell or "&" in cell:
            bare = _is_bare(cell)
            self.bare += bare
            self.encoded += not bare

    def written(self, cell: str) -> tuple[str, frozenset[str]]:
        """The text of a cell as its writer saw it, and what was undone for that.

        Entities (`&amp;`) are resolved where nothing in the cell shows that it was never encoded; tags become line
        breaks or nothing, and a link's address stays, only where the cell holds a closing tag or a line-break tag,
        so that `a < b` and `<name>` in plain text stay. What the rest of the file speaks against is left alone.
        """
        text = cell if self._typed_doubled() else repaired(cell)
        undone = {DOUBLED} if text != cell else set()
        marked = "<" in text and _MARKED_UP.search(text) is not None
        plain = _without_tags(text) if marked else text
        if "&" in plain and (marked or not (_is_bare(plain) or self._typed_entity())):
            plain = _ENTITY.sub(_character, plain)
        return plain, frozenset(undone | ({HTML} if plain != text else set()))

    def _typed_doubled(self) -> bool:
        """Whether the one place with `Ã©` in a file of proper text was typed so."""
        return self.proper > 0 and self.doubled == 1 and not self.strong

    def _typed_entity(self) -> bool:
        """Whether the one cell with `&amp;` was typed so, in a file that elsewhere has `&` or `<` as they are."""
        return self.bare > 0 and self.encoded == 1 and not self.marked_up


def written(cell: str) -> str:
    """The text of a cell that is alone in its file."""
    alone = Writing()
    alone.see(cell)
    return alone.written(cell)[0]


def _is_bare(text: str) -> bool:
    """Whether text without tags has `<`, or an `&` that begins no entity, as only unencoded text does."""
    entities = sum(_character(match) != match[0] for match in _ENTITY.finditer(text))
    return "<" in text or text.count("&") > entities


def _character(match: re.Match[str]) -> str:
    """What an entity stands for; names that HTML does not know stay as they are."""
    return html.unescape(match[0]) if match[0][1] == "#" else html5.get(match[0][1:], match[0])


def repaired(text: str) -> str:
    """`text` with UTF-8 that was once read as Latin-1 or Windows-1252 (`Ã©`) put right; anything else unchanged."""
    for _ in range(2):
        if text.isascii() or not _MOJIBAKE.search(text):
            break
        try:
            text = text.translate(_BACK).encode("latin-1").decode("utf-8")
        except UnicodeError:  # it holds letters that double encoding cannot make: it is proper text
            break
    return text


def _without_tags(text: str) -> str:
    pieces: list[str] = []
    link = ""
    end = 0
    for match in _TAG.finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
        name = match[2].lower()
        if name == "a":
            link = _follow(pieces, link, match)
        elif _BLOCK.fullmatch(name) and (match[1] or name == "br" or _mid_line(pieces)):
            pieces.append("\n")
    pieces.append(text[end:])
    return "".join(pieces).strip("\n")


def _mid_line(pieces: list[str]) -> bool:
    """Whether what was written so far ends inside a line, so that an opening block must break it."""
    last = next((piece for piece in reversed(pieces) if piece), "\n")
    return not last.endswith("\n")


def _follow(pieces: list[str], link: str, match: re.Match[str]) -> str:
    """Keeps a link's address after its words, unless the words are the address. Returns the address still open."""
    if match[1]:
        words = pieces[-1].strip()
        if link and words not in (link, link.partition("://")[2]):
            pieces.append(f" ({link})")
        return ""
    href = _HREF.search(match[3] or "")
    return href[1] if href else ""
