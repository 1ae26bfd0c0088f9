"""What is wrong with a drill's file: which key, which line, and by which name the words for it are found."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

_HEAD = re.compile(r"\[\[?\s*([A-Za-z_.]{1,40})\s*\]\]?\s*(?:#.*)?\Z")
_KEY = re.compile(r"([A-Za-z_-]{1,40})\s*=")
_OPENS = ('"""', "'''")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of one file. Its sentence is `fault.<code>` in `words/<lang>.toml`, filled with `detail`."""

    code: str
    key: str = ""
    """Where in the file, such as `message[3].sign[1].quote`, counted from 1; empty for the whole file."""
    line: int = 0
    """Number of the line, from 1; 0 where it is not known."""
    detail: str = ""
    """What was found there or is missing, as short foreign text."""


@dataclass(slots=True)
class _Scan:
    """Where in a TOML file one is."""

    found: dict[str, int] = field(default_factory=dict)
    place: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    within: str = ""
    """The quotes that end a text of several lines; empty outside of one."""


def lines_of(text: str) -> dict[str, int]:
    """The number of the line on which each key and table of a drill's file stands, by its path (`message[2].text`)."""
    scan = _Scan()
    for number, raw in enumerate(text.splitlines(), 1):
        _look(scan, raw.strip(), number)
    return scan.found


def _look(scan: _Scan, line: str, number: int) -> None:
    if scan.within:
        scan.within = "" if line.count(scan.within) % 2 else scan.within
        return
    if head := _HEAD.match(line):
        scan.place = _entered(scan, head[1], many=line.startswith("[["))
        scan.found.setdefault(scan.place, number)
    elif key := _KEY.match(line):
        scan.found.setdefault(f"{scan.place}.{key[1]}" if scan.place else key[1], number)
    scan.within = next((each for each in _OPENS if line.count(each) % 2), "")


def _entered(scan: _Scan, name: str, *, many: bool) -> str:
    """The path of a table: `message.sign` is one of the signs of the message before it."""
    if not many:
        return name
    outer, _, inner = name.partition(".")
    if not inner:
        scan.counts[outer] += 1
        return f"{outer}[{scan.counts[outer]}]"
    above = f"{outer}[{scan.counts[outer]}].{inner}"
    scan.counts[above] += 1
    return f"{above}[{scan.counts[above]}]"
