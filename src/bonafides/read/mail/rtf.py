"""Gets the words out of the RTF body of an Outlook message: unpacks it, and undoes HTML wrapped into RTF."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from bonafides.read.mail.charsets import text_from
from bonafides.read.mail.html import text_of_html

_PRIMED = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" b"\r\n" rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)  # fmt: skip
"""With what the packer's window begins (MS-OXRTFCP)."""
_WINDOW = 4_096
_TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,9})? ?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore listtable "
    b"listoverridetable rsidtbl generator xmlnstbl latentstyles header footer mhtmltag fldinst".split(b" ")
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t", b"lquote": "\u2018", b"rquote": "\u2019",
    b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022", b"endash": "\u2013", b"emdash": "\u2014",
}  # fmt: skip
_DEEPEST = 500


def unpacked(raw: bytes) -> bytes:
    """The RTF in a compressed RTF property; what is there of it where it is cut off. Raises ValueError for another."""
    if len(raw) < 16:
        raise ValueError
    kind, size = raw[8:12], struct.unpack_from("<I", raw, 4)[0]
    if kind == b"MELA":
        return raw[16 : 16 + size]
    if kind != b"LZFu":
        raise ValueError
    return _inflated(raw)[:size]


def _inflated(raw: bytes) -> bytes:
    window = bytearray(_PRIMED.ljust(_WINDOW, b"\0"))
    write, at, out = len(_PRIMED), 16, bytearray()
    while at < len(raw):
        control, at = raw[at], at + 1
        for bit in range(8):
            if not control >> bit & 1:
                piece, at = raw[at : at + 1], at + 1
            else:
                token, at = int.from_bytes(raw[at : at + 2], "big"), at + 2
                if at > len(raw) or token >> 4 == write:
                    return bytes(out)
                piece = _copied(window, token >> 4, (token & 15) + 2, write)
            for byte in piece:
                window[write] = byte
                write = (write + 1) % _WINDOW
            out += piece
    return bytes(out)


def _copied(window: bytearray, start: int, length: int, write: int) -> bytes:
    """A stretch of the window, which may run into what it is itself writing."""
    span = (write - start) % _WINDOW
    piece = bytes(window[(start + place) % _WINDOW] for place in range(min(length, span)))
    return (piece * (length // span + 1))[:length]


def text_of_rtf(rtf: bytes) -> str:
    """The words of an RTF document; where it wraps HTML or plain text, the words of these. Linear; never raises."""
    reading = _Reading()
    for token in _TOKEN.finditer(rtf):
        reading.take(token)
    reading.flush()
    text = "".join(reading.text)
    return text_of_html(text) if reading.html else text.strip("\n")


@dataclass(slots=True)
class _State:
    """What a group of RTF inherits."""

    skipped: bool = False
    unseen: bool = False
    """Inside `\\htmlrtf`, which is for programs that do not know the HTML."""
    tag: bool = False
    """Inside `\\*\\htmltag`, which holds the HTML itself."""
    after_unicode: int = 1
    """Characters that follow a Unicode one for old programs."""


@dataclass(slots=True)
class _Reading:
    state: _State = field(default_factory=_State)
    above: list[_State] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    """Bytes in the document's code page, not yet decoded."""
    codec: str = "cp1252"
    html: bool = False
    star: bool = False
    """Whether `\\*` stood just before."""
    to_skip: int = 0
    deep: int = 0

    def take(self, token: re.Match[bytes]) -> None:
        """Goes one token on."""
        word, value, code, sign, brace, plain = token.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, value)
        elif code:
            self._bytes(bytes((int(code, 16),)))
        elif sign == b"*":
            self.star = True
        elif sign:
            self._sign(sign)
        elif plain:
            self._bytes(plain)

    def flush(self) -> None:
        """Decodes what is waiting."""
        if self.raw:
            self.text.append(text_from(bytes(self.raw), self.codec))
            self.raw.clear()

    def _brace(self, brace: bytes) -> None:
        self.star = False
        self.to_skip = 0
        if brace == b"{" and len(self.above) < _DEEPEST:
            s = self.state
            self.above.append(s)
            self.state = _State(s.skipped, s.unseen, s.tag, s.after_unicode)
        elif brace == b"{":
            self.deep += 1
        elif self.deep:
            self.deep -= 1
        elif self.above:
            self.state = self.above.pop()

    def _word(self, word: bytes, value: bytes | None) -> None:
        starred, self.star = self.star, False
        state = self.state
        if word == b"htmltag":
            state.tag, state.skipped = True, False
        elif starred or word in _SKIPPED:
            state.skipped = True
        elif word == b"fromhtml":
            self.html = True
        elif word == b"htmlrtf":
            state.unseen = value != b"0"
        elif word == b"ansicpg" and value:
            self.codec = "utf-8" if value == b"65001" else f"cp{int(value)}"
        elif word == b"uc" and value:
            state.after_unicode = max(0, min(int(value), 8))
        elif word == b"u" and value:
            self._char(chr(int(value) % 0x10000))
            self.to_skip = state.after_unicode
        elif word in _SIGNS:
            self._char(_SIGNS[word])

    def _sign(self, sign: bytes) -> None:
        if sign in b"\\{}":
            self._bytes(sign)
        elif sign == b"~":
            self._char("\u00a0")
        elif sign == b"_":
            self._char("-")
        elif sign in b"\r\n":
            self._char("\n")

    def _shown(self) -> bool:
        state = self.state
        return not state.skipped and not state.unseen

    def _char(self, char: str) -> None:
        if self._shown():
            self.flush()
            self.text.append(char)

    def _bytes(self, raw: bytes) -> None:
        drop = min(self.to_skip, len(raw))
        self.to_skip -= drop
        if self._shown():
            self.raw += raw[drop:]
