"""Takes the messages out of the web pages of Meta's exports in one pass; runs nothing and fetches nothing.

The standard library's `html.parser` takes quadratic time on broken tags, so this reads on from where it stands.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9]{0,30})(?![A-Za-z0-9])")
_ATTRIBUTE = re.compile(r"""(class|href|src)\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNSHOWN = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
_LINES = frozenset("div p li tr section".split())


class Role(Enum):
    """What an element of a page is for."""

    BLOCK = "block"
    SENDER = "sender"
    CONTENT = "content"
    TIME = "time"
    TITLE = "title"
    REACTIONS = "reactions"
    NONE = ""


_ROLES = {
    "_a6-g": Role.BLOCK, "_2lej": Role.BLOCK, "pam": Role.BLOCK,
    "_a6-h": Role.SENDER, "_2lel": Role.SENDER, "_2lek": Role.SENDER,
    "_a6-p": Role.CONTENT, "_2let": Role.CONTENT,
    "_a6-o": Role.TIME, "_2lem": Role.TIME,
    "_a6-q": Role.REACTIONS, "_tqp": Role.REACTIONS,
}  # fmt: skip
"""Classes that Meta's pages have had since 2018; the names mean nothing, and the others only look after colours."""


@dataclass(slots=True)
class Post:
    """One block of a page, as far as it was found."""

    sender: str = ""
    time: str = ""
    slots: dict[int, list[str]] = field(default_factory=dict)
    """Pieces of text by the part of the content that they stand in."""
    links: list[tuple[int, str]] = field(default_factory=list)
    """Part of the content, and the address that a link in it leads to."""
    files: dict[str, None] = field(default_factory=dict)
    """Paths of pictures, recordings and other files that lie beside the page."""

    @property
    def text(self) -> str:
        """What was written: the second part of the content, where the page is made as Meta makes it; else all of it."""
        found = {slot: "".join(pieces).strip() for slot, pieces in self.slots.items()}
        if -1 not in found or not found[-1]:
            if not found.get(0) and 1 in found:
                return found[1]
            addresses = {address for _, address in self.links}
            return "\n".join(text for text in found.values() if text and text not in addresses)
        return "\n".join(filter(None, found.values()))


@dataclass(slots=True)
class Page:
    """A page of messages."""

    title: str = ""
    posts: list[Post] = field(default_factory=list)
    """Blocks with a time, in the order of the page."""


@dataclass(slots=True)
class _Open:
    """An element that has not ended yet."""

    name: str
    role: Role


@dataclass(slots=True)
class _Reading:
    """The page so far, and where in it the parser stands."""

    page: Page = field(default_factory=Page)
    path: list[_Open] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    """How many elements of each name are open, so that a stray end tag costs nothing."""
    within: Counter[Role] = field(default_factory=Counter)
    post: Post | None = None
    title: list[str] = field(default_factory=list)
    sender: list[str] = field(default_factory=list)
    time: list[str] = field(default_factory=list)
    base: int = 0
    """How deep the content of the current block begins."""
    slot: int = -1

    def start(self, name: str, attributes: str) -> None:
        """An element begins."""
        given = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in _ATTRIBUTE.finditer(attributes)}
        role = self._role(name, given.get("class", ""))
        if role is Role.BLOCK and not (self.within[Role.CONTENT] or self.within[Role.SENDER]):
            self.finish()
            self.post = Post()
        if self.post is not None and self.within[Role.CONTENT]:
            self._inside(name, given, self.post)
        if name in _VOID:
            return
        self.path.append(_Open(name, role))
        self.opened[name] += 1
        self.within[role] += 1
        if role is Role.CONTENT and self.within[role] == 1:
            self.base, self.slot = len(self.path), -1

    def _role(self, name: str, classes: str) -> Role:
        if name == "title":
            return Role.TITLE
        roles = (_ROLES[each] for each in classes.split() if each in _ROLES)
        role = next(roles, Role.NONE)
        return Role.NONE if role is Role.REACTIONS and name != "ul" else role

    def _inside(self, name: str, given: dict[str, str], post: Post) -> None:
        """An element inside the content of a block."""
        if name == "br":
            self._put("\n")
        elif name in _LINES:
            depth = len(self.path) - self.base
            if depth == 1:
                self.slot += 1
                post.slots.setdefault(self.slot, [])
            elif depth > 1 and "".join(post.slots.get(self.slot, [])[-1:]).strip():
                self._put("\n")
        address = _unescaped(given.get("href") or given.get("src") or "")
        if not address or self.within[Role.REACTIONS]:
            return
        if address.lower().startswith(("http://", "https://", "mailto:", "tel:")):
            if name == "a":
                post.links.append((self.slot, address))
        else:
            post.files[address] = None

    def end(self, name: str) -> None:
        """An element ends, and with it what was left open inside."""
        if not self.opened[name]:
            return
        while self.path:
            last = self.path.pop()
            self.opened[last.name] -= 1
            self.within[last.role] -= 1
            if last.name == name:
                break

    def data(self, text: str) -> None:
        """Text between tags."""
        if self.within[Role.TITLE]:
            self.title.append(text)
        elif self.post is None or self.within[Role.REACTIONS]:
            return
        elif self.within[Role.CONTENT]:
            self._put(text)
        elif self.within[Role.SENDER]:
            self.sender.append(text)
        elif self.within[Role.TIME]:
            self.time.append(text)

    def _put(self, text: str) -> None:
        if self.post is not None and not self.within[Role.REACTIONS]:
            self.post.slots.setdefault(self.slot, []).append(text)

    def finish(self, *, last: bool = False) -> None:
        """Closes the block that was being read. One without a time only lists people, unless the page ends in it."""
        post, self.post = self.post, None
        sender, time = " ".join("".join(self.sender).split()), "".join(self.time).strip()
        self.sender, self.time = [], []
        if post is None:
            return
        post.sender, post.time = sender, time
        if time or (last and sender and (post.text or post.files)):
            self.page.posts.append(post)


def page_of(markup: str) -> Page:
    """The messages of a page. Whatever it is given, it takes time in step with its length and raises nothing."""
    reading = _Reading()
    at = 0
    while (tag := markup.find("<", at)) >= 0:
        if tag > at:
            reading.data(_unescaped(markup[at:tag]))
        at = _tag(markup, tag, reading)
    reading.data(_unescaped(markup[at:]))
    reading.finish(last=True)
    reading.page.title = " ".join("".join(reading.title).split())
    return reading.page


def _tag(markup: str, at: int, reading: _Reading) -> int:
    """Reads what starts with `<` at `at`, and returns where to read on."""
    if markup.startswith("<!--", at):
        return _behind(markup, "-->", at + 4)
    found = _TAG.match(markup, at + 1)
    if not found:
        if markup.startswith(("!", "?"), at + 1):
            return _behind(markup, ">", at)
        reading.data("<")
        return at + 1
    end = _behind(markup, ">", found.end())
    name = found[2].lower()
    if found[1]:
        reading.end(name)
        return end
    reading.start(name, markup[found.end() : end])
    if name in _UNSHOWN:
        closed = _UNSHOWN[name].search(markup, end)
        return closed.start() if closed else len(markup)
    return end


def _behind(markup: str, mark: str, at: int) -> int:
    found = markup.find(mark, at)
    return found + len(mark) if found >= 0 else len(markup)


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a character number of thousands of digits
        return text
