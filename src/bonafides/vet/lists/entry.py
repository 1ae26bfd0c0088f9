"""One entry of a list, read from a line of FollowTheMoney JSON or of OpenSanctions' simple table."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO, Any

from bonafides.vet.lists.source import lines
from bonafides.vet.lists.spelt import shown

MOST_NAMES = 400
MOST_VALUES = 20
_MAIN = "name"
_COLUMNS = ("id", "schema", "name")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A person or firm of a list, as far as it is kept."""

    id: str
    schema: str
    person: bool
    firm: bool
    names: tuple[tuple[str, bool], ...]
    """(name, whether it is a further one), each once."""
    caption: str
    details: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """`datasets`, `topics`, `urls`, `born`, `changed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A line that says nothing that could be kept; worded under `unread.<why>`."""

    line: int
    why: str
    """`json`, `not-ftm`, `schema`, `id`, `nameless`, `long`, `text` or `columns`."""


def entries(stream: IO[bytes]) -> Iterator[tuple[int, Entry | Unread | None]]:
    """(line, entry) for everything in a list; None for what is no person or firm (an address, a sanction)."""
    numbered = lines(stream)
    first = next(numbered, None)
    if first is None:
        return
    if first[1] is not None and _is_table(first[1]):
        yield from _table(first, numbered)
        return
    for number, line in (first, *()):
        yield number, _from_line(number, line)
    for number, line in numbered:
        yield number, _from_line(number, line)


def _is_table(line: bytes) -> bool:
    text = line.removeprefix(_BOM).decode("utf-8", "replace").strip().lower()
    return not text.startswith(("{", "[")) and "," in text and "id" in text.replace('"', "").split(",")


def _from_line(number: int, line: bytes | None) -> Entry | Unread | None:
    import orjson

    if line is None:
        return Unread(line=number, why="long")
    try:
        raw = orjson.loads(line.removeprefix(_BOM) if number == 1 else line)
    except orjson.JSONDecodeError:
        return Unread(line=number, why="json")
    return _from_json(number, raw)


def _from_json(number: int, raw: object) -> Entry | Unread | None:
    if not isinstance(raw, dict) or not isinstance(raw.get("properties"), dict) or "schema" not in raw:
        return Unread(line=number, why="not-ftm")
    kinds = _kinds(raw["schema"]) if isinstance(raw["schema"], str) else None
    if kinds is None:
        return Unread(line=number, why="schema")
    if not any(kinds):
        return None
    if not isinstance(raw.get("id"), str) or not raw["id"].strip():
        return Unread(line=number, why="id")
    return _entry(number, raw, kinds)


@lru_cache(maxsize=512)
def _kinds(schema: str) -> tuple[bool, bool] | None:
    """(may be a person, may be a firm), or None for a schema that FollowTheMoney does not know."""
    from followthemoney import model

    found = model.get(schema)
    if found is None:
        return None
    either = found.name == "LegalEntity"
    return found.is_a("Person") or either, found.is_a("Organization") or either


@lru_cache(maxsize=512)
def _name_properties(schema: str) -> tuple[str, ...]:
    """The properties that hold names, the main one first; abbreviations fit too many to be looked for."""
    from followthemoney import model
    from followthemoney.types import registry

    found = model.get(schema)
    held = [] if found is None else [prop.name for prop in found.properties.values() if prop.type == registry.name]
    return tuple(sorted({*held} - {"abbreviation"}, key=lambda name: (name != _MAIN, name)))


def _entry(number: int, raw: Mapping[str, Any], kinds: tuple[bool, bool]) -> Entry | Unread:
    held: Mapping[str, object] = raw["properties"]
    schema = str(raw["schema"])
    named = {text: prop != _MAIN for prop in reversed(_name_properties(schema)) for text in _texts(held.get(prop))}
    named |= dict.fromkeys(_texts(held.get(_MAIN)), False)
    caption = shown(str(raw.get("caption") or "")) or next(iter(sorted(named, key=lambda text: named[text])), "")
    if not named:
        return Unread(line=number, why="nameless")
    details = {
        "datasets": _texts(raw.get("datasets")), "topics": _texts(held.get("topics")),
        "urls": _texts(held.get("sourceUrl")), "born": _texts(held.get("birthDate")),
        "changed": _texts(raw.get("last_change") or raw.get("last_seen") or held.get("modifiedAt")),
    }  # fmt: skip
    return Entry(
        id=shown(str(raw["id"])), schema=schema, person=kinds[0], firm=kinds[1], caption=caption,
        names=tuple(named.items())[-MOST_NAMES:], details={key: value[:MOST_VALUES] for key, value in details.items()},
    )  # fmt: skip


def _texts(value: object) -> tuple[str, ...]:
    """The texts in a property, cleaned; what is nested or no text is left out."""
    given = value if isinstance(value, list) else [value]
    return tuple(filter(None, (shown(each) for each in given[:MOST_NAMES] if isinstance(each, str))))


# --- the simple table


def _table(
    first: tuple[int, bytes | None], rest: Iterator[tuple[int, bytes | None]]
) -> Iterator[tuple[int, Entry | Unread | None]]:
    """Rows of `targets.simple.csv`. A row is one line, as OpenSanctions writes it."""
    header = _cells(first[1] or b"")
    columns = [name.strip().lower() for name in header or ()]
    if missing := [name for name in _COLUMNS if name not in columns]:
        yield 1, Unread(line=1, why="columns") if missing else None
        return
    for number, line in rest:
        cells = None if line is None else _cells(line)
        if cells is None or len(cells) != len(columns):
            yield number, Unread(line=number, why="long" if line is None else "columns")
        else:
            yield number, _from_row(number, dict(zip(columns, cells, strict=True)))


def _cells(line: bytes) -> list[str] | None:
    try:
        return next(csv.reader([line.removeprefix(_BOM).decode("utf-8")], strict=True), None)
    except (UnicodeDecodeError, csv.Error):
        return None


def _from_row(number: int, row: Mapping[str, str]) -> Entry | Unread | None:
    def several(column: str) -> list[str]:
        return [part for part in row.get(column, "").split(";") if part.strip()]

    properties = {"name": [row["name"]], "alias": several("aliases"), "birthDate": several("birth_date")}
    raw = {
        "id": row["id"], "schema": row["schema"], "properties": properties, "caption": row["name"],
        "datasets": several("dataset"), "last_change": row.get("last_change") or row.get("last_seen"),
    }  # fmt: skip
    return _from_json(number, raw)
