"""Turns the HTML of a mail into plain text in one pass; runs nothing and fetches nothing.

The standard library's `html.parser` takes quadratic time on broken tags (minutes for a megabyte), so this is a
scanner of its own: it reads on from where it stands and never looks at a character twice.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9:-]{0,30}")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_UNSHOWN = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "title", "template")}
_HIDDEN = re.compile(r"(?:display:none|visibility:hidden|font-size:0(?![.1-9])|max-height:0(?![.1-9]))")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HIDDEN_ATTRIBUTE = re.compile(r"\shidden(?=[\s=/>]|\Z)")
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr html body".split(" "))
"""Tags that hold nothing, or everything."""
_LINES = frozenset(
    "address article blockquote body br center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr html li main "
    "ol p pre section table tr ul".split(" ")
)
_DEEPEST_QUOTE = 20


@dataclass(slots=True)
class _Text:
    """The text so far, line by line."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    depth: int = 0
    """How many quoted replies deep the current place is."""
    link: str = ""
    """Where the open link leads."""
    link_at: int = 0
    """Where in `line` its words start."""
    unclosed: set[str] = field(default_factory=set)
    """Tags that are not closed from some place on: hidden or not, they are not looked for again."""

    def end_line(self) -> None:
        words = _BLANKS.sub(" ", "".join(self.line)).strip()
        quote = "> " * min(self.depth, _DEEPEST_QUOTE)
        if words or (self.lines and self.lines[-1]):
            self.lines.append(quote + words if words else "")
        self.line = []


def text_of_html(markup: str) -> str:
    """What a reader would see, a line per block; quoted replies start with `> `, links end with their address."""
    text = _Text()
    at = 0
    while at < len(markup):
        tag = markup.find("<", at)
        text.line.append(_unescape(markup[at : tag if tag >= 0 else len(markup)]))
        if tag < 0:
            break
        at = _tag(markup, tag, text)
    text.end_line()
    return "\n".join(text.lines).strip("\n")


def _tag(markup: str, at: int, text: _Text) -> int:
    """Reads what starts with `<` at `at`, and returns where to read on."""
    if markup.startswith("<!--", at):
        return _behind(markup, "-->", at + 4)
    closing = markup.startswith("/", at + 1)
    name = _NAME.match(markup, at + 1 + closing)
    if not name:
        if markup.startswith(("!", "?"), at + 1):
            return _behind(markup, ">", at)
        text.line.append("<")
        return at + 1
    end = _behind(markup, ">", name.end())
    if not closing and _is_hidden(name[0].lower(), markup[name.end() : end]):
        return _behind_hidden(markup, name[0].lower(), end, text)
    _apply(name[0].lower(), markup[name.end() : end], text, closing=closing)
    unshown = None if closing else _UNSHOWN.get(name[0].lower())
    if unshown:
        closed = unshown.search(markup, end)
        return closed.start() if closed else len(markup)
    return end


def _behind(markup: str, mark: str, at: int) -> int:
    found = markup.find(mark, at)
    return found + len(mark) if found >= 0 else len(markup)


def _is_hidden(name: str, attributes: str) -> bool:
    """Whether a reader would not see what is in it: hidden words may be there for programs that judge the mail."""
    if name in _EMPTY or not attributes or attributes.endswith("/>"):
        return False
    folded = attributes.lower()
    _, styled, style = folded.partition("style")
    hidden = styled and _HIDDEN.search("".join(style.split()))
    return bool(hidden) or _HIDDEN_ATTRIBUTE.search(_QUOTED.sub("", folded)) is not None


def _behind_hidden(markup: str, name: str, at: int, text: _Text) -> int:
    """Behind the tag that closes a hidden one; where none does, the words are better read than lost."""
    if name in text.unclosed:
        return at
    depth = 1
    for tag in re.compile(f"<(/?){name}(?![a-z0-9:-])", re.IGNORECASE).finditer(markup, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return _behind(markup, ">", tag.end())
    text.unclosed.add(name)
    return at


def _apply(name: str, attributes: str, text: _Text, *, closing: bool) -> None:
    if name in _LINES:
        text.end_line()
        if name == "blockquote":
            text.depth = max(0, text.depth + (-1 if closing else 1))
    elif name in ("td", "th"):
        text.line.append(" ")
    elif name == "a":
        _anchor(attributes, text, closing=closing)


def _anchor(attributes: str, text: _Text, *, closing: bool) -> None:
    """Shows where a link leads, when its words do not say so."""
    if not closing:
        text.link, text.link_at = _address(attributes), len(text.line)
    elif text.link:
        if text.link not in "".join(text.line[text.link_at :]):
            text.line.append(f" <{text.link}>")
        text.link = ""


def _address(attributes: str) -> str:
    _, found, rest = attributes.partition("href")
    value = rest.lstrip(" \t\r\n=")
    if not found or not value:
        return ""
    address = value[1:].partition(value[0])[0] if value[0] in "\"'" else value.split()[0].rstrip(">")
    address = _unescape(address)
    return address if address.lower().startswith(("http://", "https://")) and len(address) < 2_000 else ""


def _unescape(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a character number of thousands of digits
        return text
