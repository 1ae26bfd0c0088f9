"""Reads a drill's file: every fault of its form is found and told, and a drill comes of it where there is none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from bonafides.learn.drill import Choice, Drill, Innocent, Line, Sign
from bonafides.learn.fault import Fault, lines_of
from bonafides.model import Kind

SCHEMA = "bonafides.drill/1"
LANGUAGES = ("da", "de", "en", "es", "fr")
CHANNELS = (
    "linkedin", "email", "whatsapp", "telegram", "signal", "sms", "wechat", "forum", "social", "video", "phone",
    "in-person", "facebook", "instagram", "xing", "discord", "slack", "teams",
)  # fmt: skip
KINDS = (Kind.APPROACH, Kind.SCAM, Kind.DEVICE_LURE, Kind.ORDINARY)
LARGEST = 256 * 1024
"""Bytes of a file."""
FEWEST, MOST = 3, 40
"""Messages of a thread."""
LONGEST = {"text": 4_000, "quote": 1_000, "why": 1_000, "said": 1_500, "finds": 1_000, "setting": 1_000, "title": 120}
"""Characters."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NEWER = re.compile(r"bonafides\.drill/(\d{1,4})\Z")
_TOP = frozenset(
    {"schema", "id", "lang", "kind", "based_on", "channel", "title", "setting", "message", "check", "end"}
)  # fmt: skip
Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What came of a file: a drill, or the faults that prevent it."""

    drill: Drill | None
    faults: tuple[Fault, ...]
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where each key and table stands."""


def parse(raw: bytes) -> Parsed:
    """The drill in a file, or every fault of its form; never raises, whatever is in it."""
    if len(raw) > LARGEST:
        return Parsed(drill=None, faults=(Fault(code="too-large", detail=str(LARGEST // 1024)),))
    try:
        text = raw.decode("utf-8")
        table = tomllib.loads(text)
    except UnicodeDecodeError:
        return Parsed(drill=None, faults=(Fault(code="not-utf8"),))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Parsed(drill=None, faults=(_not_toml(error, text),))
    reading = _Reading(lines=lines_of(text))
    found = reading.drill(table)
    return Parsed(drill=None if reading.faults else found, faults=tuple(reading.faults), lines=reading.lines)


def _not_toml(error: Exception, text: str) -> Fault:
    at = re.search(r"line (\d{1,9})", str(error))
    last = len(text.splitlines()) if "end of document" in str(error) else 0
    return Fault(code="not-toml", line=int(at[1]) if at else last, detail=str(error)[:120])


@dataclass(slots=True)
class _Reading:
    """One file as it is read."""

    lines: dict[str, int]
    faults: list[Fault] = field(default_factory=list)

    def drill(self, table: dict[str, Any]) -> Drill:
        self._schema(table)
        self._known(table, _TOP, "")
        end = self._table(table, "end", "")
        self._known(end, {"best", "from_message", "said"}, "end")
        check = self._table(table, "check", "")
        self._known(check, {"finds"}, "check")
        channel = self._one_of(table, "channel", "", CHANNELS)
        return Drill(
            id=self._id(table),
            lang=self._one_of(table, "lang", "", LANGUAGES),
            kind=Kind(self._one_of(table, "kind", "", KINDS) or Kind.ORDINARY),
            based_on=self._ids(table, "based_on"),
            channel=channel,
            title=self._text(table, "title", ""),
            setting=self._text(table, "setting", ""),
            lines=self._lines(table, channel),
            best=Choice(self._one_of(end, "best", "end", tuple(Choice)) or Choice.ANSWER),
            from_message=self._number(end, "from_message", "end"),
            finds=self._text(check, "finds", "check"),
            said=self._text(end, "said", "end"),
        )

    def _schema(self, table: dict[str, Any]) -> None:
        stated = table.get("schema")
        if stated == SCHEMA:
            return
        newer = isinstance(stated, str) and (match := _NEWER.match(stated)) and int(match[1]) > 1
        self._fault("newer" if newer else "schema", "schema", SCHEMA)

    def _id(self, table: dict[str, Any]) -> str:
        found = self._text(table, "id", "", longest=60)
        if found and not _ID.match(found):
            self._fault("id", "id", found)
        return found

    def _lines(self, table: dict[str, Any], channel: str) -> tuple[Line, ...]:
        rows = self._rows(table, "message", "")
        if not FEWEST <= len(rows) <= MOST:
            self._fault("messages", "message", f"{FEWEST}-{MOST}")
        found = []
        for number, row in enumerate(rows[: MOST + 1], 1):
            line = self._line(row, f"message[{number}]", channel)
            found.append(line)
            channel = line.channel
        return tuple(found)

    def _line(self, row: dict[str, Any], place: str, channel: str) -> Line:
        self._known(row, {"from", "text", "channel", "sign", "innocent"}, place)
        if "channel" in row:
            channel = self._one_of(row, "channel", place, CHANNELS)
        return Line(
            mine=self._one_of(row, "from", place, ("them", "me")) == "me",
            text=self._text(row, "text", place),
            channel=channel,
            signs=tuple(self._sign(each, at) for at, each in self._placed(row, "sign", place)),
            innocent=tuple(self._innocent(each, at) for at, each in self._placed(row, "innocent", place)),
        )

    def _sign(self, row: dict[str, Any], place: str) -> Sign:
        self._known(row, {"indicator", "quote", "why"}, place)
        text = self._text
        return Sign(
            indicator=text(row, "indicator", place, longest=60), quote=text(row, "quote", place),
            why=text(row, "why", place),
        )  # fmt: skip

    def _innocent(self, row: dict[str, Any], place: str) -> Innocent:
        self._known(row, {"quote", "why"}, place)
        return Innocent(quote=self._text(row, "quote", place), why=self._text(row, "why", place))

    def _placed(self, row: dict[str, Any], key: str, place: str) -> list[tuple[str, dict[str, Any]]]:
        found = self._rows(row, key, place)[:MOST]
        return [(f"{place}.{key}[{number}]", each) for number, each in enumerate(found, 1)]

    # --- single values

    def _text(self, row: dict[str, Any], key: str, place: str, *, longest: int = 0) -> str:
        value, limit = row.get(key), longest or LONGEST[key]
        if not isinstance(value, str) or not value.strip():
            self._fault("missing", _at(place, key), key)
            return ""
        if len(value) > limit:
            self._fault("too-long", _at(place, key), str(limit))
        return value.strip()

    def _one_of(self, row: dict[str, Any], key: str, place: str, allowed: tuple[str, ...]) -> str:
        value = row.get(key)
        if isinstance(value, str) and value in tuple(map(str, allowed)):
            return value
        self._fault("missing" if value is None else "one-of", _at(place, key), key if value is None else _all(allowed))
        return ""

    def _number(self, row: dict[str, Any], key: str, place: str) -> int:
        value = row.get(key, 0)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST:
            return value
        self._fault("number", _at(place, key), str(MOST))
        return 0

    def _ids(self, row: dict[str, Any], key: str) -> tuple[str, ...]:
        value = row.get(key, [])
        if isinstance(value, list) and len(value) <= MOST and all(isinstance(each, str) for each in value):
            return tuple(value)
        self._fault("list", key, key)
        return ()

    def _table(self, row: dict[str, Any], key: str, place: str) -> dict[str, Any]:
        value = row.get(key)
        if isinstance(value, dict):
            return value
        self._fault("missing", _at(place, key), f"[{key}]")
        return {}

    def _rows(self, row: dict[str, Any], key: str, place: str) -> list[dict[str, Any]]:
        value = row.get(key, [])
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            return value
        self._fault("tables", _at(place, key), key)
        return []

    def _known(self, row: dict[str, Any], known: set[str] | frozenset[str], place: str) -> None:
        for key in row:
            if key not in known:
                self._fault("unknown-key", _at(place, key), key[:40])

    def _fault(self, code: str, key: str, detail: str = "") -> None:
        table = key.rpartition(".")[0]
        line = self.lines.get(key) or self.lines.get(table) or 0
        self.faults.append(Fault(code=code, key=key, line=line, detail=detail))


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _all(allowed: tuple[str, ...]) -> str:
    return ", ".join(map(str, allowed))
