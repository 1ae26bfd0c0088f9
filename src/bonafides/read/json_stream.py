"""Reads JSON exports value by value, so that neither their size nor a cut-off end loses what stands before."""

from __future__ import annotations

import io
import re
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from bonafides.model import Problem
from bonafides.read.decode import Lines, open_lines

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from bonafides.read.reader import Source

_CHUNK = 65_536
_DEEPEST = 100
_MOST = 1_000_000
"""Values inside one value; no message of any export comes near."""
_SILENT = 64 * 1024**2
"""Characters of which the parser makes nothing, because one string does not end."""
_AGAIN = "Export or copy it again."


_DIGITS = re.compile("[0-9]{2000}")
"""Half of what the interpreter takes for a number, so that one cut in two by a chunk is seen in one of them."""


class _ManyDigitsError(Exception):
    """A row of digits, in a number or in a text, that only the parser in Python can be given."""


class _ChokingError(ValueError):
    """Nested or drawn out as no export is, only to choke its reader."""


def values(source: Source, *paths: str, torn: list[Problem]) -> Iterator[tuple[str, Any]]:
    """Every complete value at one of the dotted `paths`, with its path, in file order and in one pass.

    `item` stands for the members of a list: `chats.list.item.name`, `chats.list.item.messages.item`; `a.*` for every
    member of an object. A value inside a value that is itself asked for is not given again. Where the file is cut off,
    or is not JSON from some place on, the values before it are given and what is lost is added to `torn`. Raises
    ReadError where the file cannot be opened or read.
    """
    finder = _Finder(frozenset(paths))
    with closing(_events(source)) as events:
        try:
            for event, value in events:
                if finder.take(event, value):
                    yield finder.path, finder.value
        except _broken() as error:
            torn.append(_problem(source, error))


def opening(source: Source, until: frozenset[str]) -> dict[str, Any]:
    """The members of the root object that stand before the first one named in `until`; what is broken is left out.

    Cheap where a long list comes last, as exports have it. Raises ReadError where the file cannot be opened or read.
    """
    found: dict[str, Any] = {}
    finder = _Finder(frozenset({"*"}))
    with closing(_events(source)) as events:
        try:
            for event, value in events:
                if event == "map_key" and value in until and finder.depth == 1:
                    break
                if finder.take(event, value):
                    found[finder.path] = finder.value
        except _broken():
            pass
    return found


def _events(source: Source) -> Generator[tuple[str, Any], None, None]:
    """The parser's events. Its compiled form crashes on numbers of thousands of digits: the other one takes over."""
    import ijson

    given = 0
    try:
        with _utf8(source, digits=_DIGITS) as stream:
            for event in ijson.basic_parse(io.BufferedReader(stream, _CHUNK)):
                given += 1
                stream.silent = 0
                yield event
    except _ManyDigitsError:
        with _utf8(source) as stream:
            for event in islice(
                ijson.get_backend("python").basic_parse(io.BufferedReader(stream, _CHUNK)), given, None
            ):
                stream.silent = 0
                yield event


@dataclass(slots=True)
class _Finder:
    """Follows the parser's events and builds the values that stand at the wanted paths."""

    wanted: frozenset[str]
    path: str = ""
    """Of the value that `take` completed last."""
    value: Any = None
    _keys: list[str] = field(default_factory=list)
    """The path to where the parser is; the last one is `item` inside a list."""
    _open: list[dict[str, Any] | list[Any]] = field(default_factory=list)
    """The containers of the value being built, the outermost first."""
    _size: int = 0
    """Values inside the one that is being built."""
    _key: str = ""
    """The key at which the next value goes into the innermost of them."""

    @property
    def depth(self) -> int:
        """How many containers are open around the place where the parser is."""
        return len(self._keys)

    def take(self, event: str, value: Any) -> bool:
        """Takes one event; True where it completes a wanted value. Raises ValueError for absurd nesting."""
        match event:
            case "map_key":
                if self._open:
                    self._key = value
                else:
                    self._keys[-1] = value
                return False
            case "start_map" | "start_array":
                return self._begin(event)
            case "end_map" | "end_array":
                return self._end()
        return self._put(value)

    def _begin(self, event: str) -> bool:
        if len(self._keys) + len(self._open) >= _DEEPEST:
            raise _ChokingError
        made: dict[str, Any] | list[Any] = {} if event == "start_map" else []
        if self._open:
            self._into(made)
            self._open.append(made)
        elif self._is_wanted():
            self._size = 0
            self._open.append(made)
        else:
            self._keys.append("" if event == "start_map" else "item")
        return False

    def _end(self) -> bool:
        if not self._open:
            self._keys.pop()
            return False
        self.value = self._open.pop()
        return not self._open

    def _put(self, value: Any) -> bool:
        if self._open:
            self._into(value)
            return False
        self.value = value
        return self._is_wanted()

    def _into(self, value: Any) -> None:
        self._size += 1
        if self._size > _MOST:
            raise _ChokingError
        inner = self._open[-1]
        if isinstance(inner, dict):
            inner[self._key] = value
        else:
            inner.append(value)

    def _is_wanted(self) -> bool:
        path = ".".join(self._keys)
        if path in self.wanted:
            self.path = path
            return True
        if self._keys and ".".join((*self._keys[:-1], "*")) in self.wanted:
            self.path = path
            return True
        return False


def _broken() -> tuple[type[Exception], ...]:
    import ijson

    return (ijson.JSONError, ValueError, ArithmeticError)


def _problem(source: Source, error: Exception) -> Problem:
    import ijson

    if isinstance(error, _ChokingError):
        what = "The file is nested or drawn out as no export is; it was not read further."
        return Problem(what=what, where=source.name, next_step=_AGAIN, fatal=True)
    cut = isinstance(error, ijson.IncompleteJSONError)
    what = "The file is cut off or damaged" if cut else "The file is not JSON to its end"
    return Problem(
        what=f"{what}; what stands before that place was read.", where=source.name, next_step=_AGAIN, fatal=True
    )


@contextmanager
def _utf8(source: Source, *, digits: re.Pattern[str] | None = None) -> Iterator[_Encoded]:
    """The bytes of `source` in UTF-8 without a mark, whatever encoding the file is in.

    Reading raises _ManyDigitsError where the text has `digits`.
    """
    with open_lines(source) as lines:
        yield _Encoded(lines, digits)


class _Encoded(io.RawIOBase):
    """The text of a file, encoded anew, half surrogate pairs (`\\ud83d` alone) replaced: the parser stops at them."""

    def __init__(self, lines: Lines, digits: re.Pattern[str] | None) -> None:
        super().__init__()
        self._lines = lines
        self._digits = digits
        self.silent = 0
        """Characters since the parser last made something of them."""
        self._held = ""
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if not self._ready:
            self._ready = self._next().encode("utf-8", "replace")
        chunk = self._ready[: len(view)]
        self._ready = self._ready[len(chunk) :]
        view[: len(chunk)] = chunk
        return len(chunk)

    def _next(self) -> str:
        fresh = self._lines.chunk(_CHUNK)
        self.silent += len(fresh)
        if self.silent > _SILENT:
            raise _ChokingError
        if self._digits and self._digits.search(fresh):
            raise _ManyDigitsError
        text = self._held + fresh
        cut = _cut(text) if fresh else len(text)
        self._held = text[cut:]
        text = text[:cut]
        return _ESCAPE.sub(_whole, text) if "\\ud" in text or "\\uD" in text else text


_ESCAPE = re.compile(
    r"\\(?:(?P<pair>u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_HIGH = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}")
_LONGEST_ESCAPE = 12


def _whole(match: re.Match[str]) -> str:
    return "\\ufffd" if match["half"] else match[0]


def _cut(text: str) -> int:
    """Where to cut `text` so that no escape, and no pair of them, is cut in two."""
    for at in range(max(0, len(text) - _LONGEST_ESCAPE), len(text)):
        before = text[:at] if text[at] == "\\" else ""
        if text[at] == "\\" and (len(before) - len(before.rstrip("\\"))) % 2 == 0:
            return at - 6 if at >= 6 and _HIGH.fullmatch(text, at - 6, at) else at
    return len(text)
