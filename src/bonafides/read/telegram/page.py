"""Takes a page of Telegram's HTML export apart into entries: who, when, which words, which files; fetches nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(["br", "img", "meta", "link", "hr", "input", "source", "wbr", "area", "base", "col", "embed"])
_UNSEEN = frozenset({"script", "style"})
_DEEPEST = 40
"""Elements inside each other; pages have a dozen."""
_GIVES_UP = (AssertionError, ValueError)
"""What the standard library's parser raises on some declarations, and on numbers of thousands of digits."""
_DETAILS = 2_000
_UNPARSED = 262_144
"""Characters of one unfinished tag, far more than any page has: only damage or malice writes such."""


@dataclass(slots=True)
class Entry:
    """One message, or one line of the platform, as the page has it."""

    service: bool
    joined: bool
    """Whether it stands under the name of the one before."""
    number: str
    """`message42`; the headings between days have a minus sign."""
    speaker: str = ""
    stamp: str = ""
    """Date and time as the page writes them."""
    words: list[str] = field(default_factory=list)
    """Its texts; a page has one for each message."""
    files: list[File] = field(default_factory=list)


@dataclass(slots=True)
class File:
    """A file, call, contact, place or poll that came with a message."""

    kind: str
    """The page's own class for it: `media_file`, `media_call`, `photo_wrap`, ..."""
    path: str = ""
    title: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is not closed yet."""

    tag: str
    classes: frozenset[str]
    into: str = ""
    """Where its words go: `title`, `speaker`, `words`, `file-title`, `file-details`; empty for what its parent has."""


class Page(HTMLParser):
    """The entries of one page; `feed` it the text, then `close` it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        """What the chat is called."""
        self.entries: list[Entry] = []
        self._stack: list[_Open] = []
        self._heard: dict[str, list[str]] = {}
        self._failed = False

    @property
    def is_stuck(self) -> bool:
        """Whether the parser gave up, or a tag never ends, so that feeding it more would only take ever longer."""
        return self._failed or len(self.rawdata) > _UNPARSED

    def feed(self, data: str) -> None:
        """Takes the next part of the page."""
        try:
            super().feed(data)
        except _GIVES_UP:
            self._failed = True

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Passes over `<![...]>`, on which the parser would give up; returns where it ends, -1 where it does not."""
        del report
        return self.rawdata.find(">", i) + 1 or -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element, and an entry or a file with it."""
        if tag == "br":
            self._hear("\n")
        if tag in _VOID or len(self._stack) >= _DEEPEST:
            return
        given = {name: value or "" for name, value in attrs}
        classes = frozenset(given.get("class", "").split())
        if tag == "div" and "message" in classes and classes & {"default", "service"}:
            self._begin(classes, given.get("id", ""))
        elif self.entries:
            self._note(classes, given)
        into = self._into(tag, classes)
        if into in self._kept():
            into = ""  # inside one of its kind: the words go there
        elif into:
            self._heard[into] = []
        self._stack.append(_Open(tag, classes, into))

    def handle_endtag(self, tag: str) -> None:
        """Closes the element, with what was left open inside it."""
        if not any(element.tag == tag for element in self._stack):
            return
        while self._stack and self._pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Words between the tags."""
        self._hear(data)

    def close(self) -> None:
        """Ends the page; what a cut-off page left open is kept."""
        self._failed = self.is_stuck
        if self._failed:
            self.rawdata = ""
        try:
            super().close()
        except _GIVES_UP:
            self._failed = True
        while self._stack:
            self._pop()

    def _pop(self) -> _Open:
        element = self._stack.pop()
        if element.into:
            self._keep(element.into)
        return element

    def _begin(self, classes: frozenset[str], number: str) -> None:
        while self._within("message"):
            self._pop()  # a page never nests them: the one before was not closed
        self.entries.append(Entry(service="service" in classes, joined="joined" in classes, number=number))

    def _note(self, classes: frozenset[str], given: dict[str, str]) -> None:
        """Takes what stands in attributes: the time of a message, and the path of a file."""
        entry = self.entries[-1]
        if {"date", "details"} <= classes and not self._within("forwarded") and not entry.stamp:
            entry.stamp = given.get("title", "")
        kinds = sorted(each for each in classes if each.endswith("_wrap") or each.startswith("media_"))
        if kinds and self._within("media_wrap"):
            entry.files.append(File(kind=kinds[0], path=given.get("href", "")))

    def _into(self, tag: str, classes: frozenset[str]) -> str:
        """Where the words of an element go."""
        if not self.entries or not self._within("message"):
            return "title" if {"text", "bold"} <= classes else ""
        if self._within("media_wrap"):
            if not self.entries[-1].files:
                return ""
            title = bool(classes & {"title", "question"})
            return "file-title" if title else "file-details" if classes & {"status", "answer", "description"} else ""
        if "from_name" in classes:
            return "skipped" if self._within("forwarded") else "speaker"
        if "speaker" in self._kept() and tag == "span":
            return "skipped"
        service = self.entries[-1].service and {"body", "details"} <= classes
        return "words" if (service or classes == {"text"}) and tag == "div" else ""

    def _within(self, name: str) -> bool:
        return any(name in element.classes for element in self._stack)

    def _kept(self) -> list[str]:
        return [element.into for element in self._stack if element.into]

    def _hear(self, data: str) -> None:
        kept = self._kept()
        if kept and not any(element.tag in _UNSEEN for element in self._stack):
            self._heard[kept[-1]].append(data)

    def _keep(self, into: str) -> None:
        """Puts the words of an element that closes where they belong."""
        heard = "".join(self._heard.pop(into, ())).strip("\n\r\t ")
        if into == "title":
            self.title = self.title or heard
        if not self.entries:
            return
        entry = self.entries[-1]
        match into:
            case "speaker":
                entry.speaker = entry.speaker or heard
            case "words":
                entry.words.extend([heard] if heard else ())
            case "file-title":
                entry.files[-1].title = heard
            case "file-details":
                if len(entry.files[-1].details) < _DETAILS:
                    entry.files[-1].details = " / ".join(filter(None, (entry.files[-1].details, heard)))
