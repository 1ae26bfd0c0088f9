"""Reads the form file (YAML, TOML or JSON) that a user fills in; its JSON Schema is `docs/persona.schema.json`."""

from __future__ import annotations

import json
import tomllib
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from bonafides.errors import VetError
from bonafides.vet.told import Link, Span, Told, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCHEMA = "bonafides.persona/1"
LARGEST = 64 * 1024
"""Bytes of a form."""
_DEEPEST = 20
"""Brackets inside brackets: YAML's parser takes quadratic time on them."""
_DOTS = 100
"""Dots in a line beyond which it is not tried as TOML, whose parser takes quadratic time on the parts of a key."""
_EARLIEST = 1000
"""A year has four digits; what has fewer is no year."""
_LISTS = {
    "names": "names", "firms": "firms", "own_domains": "own", "domains": "mails", "mails": "mails", "phones": "phones",
    "urls": "urls",
}  # fmt: skip
_SINGLE = {
    "name": "names", "firm": "firms", "own_domain": "own", "domain": "mails", "mail": "mails", "phone": "phones",
    "url": "urls",
}  # fmt: skip
_KNOWN = {*_LISTS, *_SINGLE, "schema", "client", "founded", "links", "posts", "studies", "profile"}


def told_by_form(raw: bytes, *, where: str = "form") -> Told:
    """What a form tells. Raises VetError for what is no form; a field that cannot be read is told as a problem."""
    table = _table(raw, where)
    schema = table.get("schema", SCHEMA)
    if schema != SCHEMA:
        raise VetError(
            "this form is of another version than this program reads", where=where,
            next_step=f"Write schema: {SCHEMA}, or get a newer Bonafides.",
        )  # fmt: skip
    unread = [_field(f"{where}, {key!s:.60}") for key in table if key not in _KNOWN]
    values: dict[str, tuple[str, ...]] = {}
    for key, field in (*_SINGLE.items(), *_LISTS.items()):
        values[field] = tuple(
            dict.fromkeys((*values.get(field, ()), *_texts(table.get(key), f"{where}, {key}", unread)))
        )
    profile = table.get("profile")
    if profile is not None and not isinstance(profile, dict):
        unread.append(_field(f"{where}, profile"))
    profile = profile if isinstance(profile, dict) else {}
    return Told(
        names=values["names"], firms=values["firms"], own=values["own"], mails=values["mails"], phones=values["phones"],
        urls=values["urls"],
        client=next(iter(_texts(table.get("client"), f"{where}, client", unread)), ""),
        founded=_year(table.get("founded"), f"{where}, founded", unread),
        links=tuple(_links(table.get("links"), f"{where}, links", unread)),
        posts=tuple(_spans(table.get("posts"), "firm", f"{where}, posts", unread)),
        studies=tuple(_spans(table.get("studies"), "school", f"{where}, studies", unread)),
        profile_created=_day(profile.get("created"), f"{where}, profile", unread),
        profile_claimed=_day(profile.get("claimed"), f"{where}, profile", unread),
        unread=tuple(unread),
    )  # fmt: skip


def _table(raw: bytes, where: str) -> Mapping[str, object]:
    """The mapping in a file, by trying what it can be."""
    if len(raw) > LARGEST:
        raise VetError(f"a form has at most {LARGEST:,} bytes", where=where, next_step="Give its fields only.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise VetError("this form is not written in UTF-8", where=where, next_step="Save it as UTF-8.") from error
    if _depth(text) > _DEEPEST:
        raise _broken(where, "YAML, TOML or JSON")
    found = _parsed(text, where)
    if not isinstance(found, dict) or not found:
        raise VetError(
            "this form holds no fields", where=where, next_step="Write lines such as `firm: Kestrel Dynamics`."
        )
    return found


def _depth(text: str) -> int:
    """How deep brackets, or the dashes of YAML's lists on one line, stand inside each other at most."""
    deep = deepest = 0
    for char in text:
        if char in "[{":
            deep += 1
            deepest = max(deepest, deep)
        elif char in "]}":
            deep = max(0, deep - 1)
    dashes = max((line.count("- ") + line.count("? ") for line in text.splitlines()), default=0)
    return max(deepest, dashes)


def _parsed(text: str, where: str) -> object:
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise _broken(where, "JSON") from error
    if max((line.count(".") for line in text.splitlines()), default=0) <= _DOTS:
        with suppress(ValueError, RecursionError):
            return tomllib.loads(text)
    return _yaml(text, where)


def _yaml(text: str, where: str) -> object:
    """YAML's safe subset, without the references by which a few lines can stand for billions."""
    try:
        import yaml
    except ImportError as error:
        raise VetError(
            "YAML forms need a library that is not installed", where=where,
            next_step="Install bonafides[vet], or write the form in TOML or JSON.",
        ) from error  # fmt: skip
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise VetError("a form must not refer to itself (& and *)", where=where, next_step="Write it out.")
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _broken(where, "YAML, TOML or JSON") from error


def _broken(where: str, kind: str) -> VetError:
    return VetError(
        f"this form cannot be read as {kind}", where=where, next_step="Compare it with the example in docs/vet.md."
    )


def _field(where: str) -> Unread:
    return Unread(why="field", where=where)


def _texts(value: object, where: str, unread: list[Unread]) -> tuple[str, ...]:
    """One text or a list of them; numbers are taken as they are written."""
    if value is None:
        return ()
    listed = value if isinstance(value, list) else [value]
    found = []
    for each in listed:
        if isinstance(each, str | int | float) and not isinstance(each, bool):
            found.append(str(each).strip()[:4_096])
        else:
            unread.append(_field(where))
    return tuple(filter(None, found))


def _rows(value: object, where: str, unread: list[Unread]) -> Iterable[Mapping[str, object]]:
    for each in value if isinstance(value, list) else [value] if value is not None else []:
        if isinstance(each, dict):
            yield each
        else:
            unread.append(_field(where))


def _links(value: object, where: str, unread: list[Unread]) -> Iterable[Link]:
    for row in _rows(value, where, unread):
        text, target = (str(row.get(key) or "")[:4_096] for key in ("text", "target"))
        if target:
            yield Link(text=text, target=target)
        else:
            unread.append(_field(where))


def _spans(value: object, name: str, where: str, unread: list[Unread]) -> Iterable[Span]:
    for row in _rows(value, where, unread):
        yield Span(
            what=str(row.get(name) or "?")[:4_096],
            since=_day(row.get("since"), where, unread),
            until=_day(row.get("until"), where, unread),
            founded=_year(row.get("founded"), where, unread),
            degree=str(row.get("degree") or "").strip().lower()[:40],
        )


def _day(value: object, where: str, unread: list[Unread]) -> date | None:
    """A day, a month (`2019-05`) or a year, as YAML, TOML, JSON or a person writes it."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        parts = [int(part) for part in text[:10].split("-")]
        found: date | None = date(*(*parts, 1, 1)[:3])
    except (ValueError, OverflowError, TypeError):
        found = None
    if found is None or found.year < _EARLIEST:
        unread.append(_field(where))
        return None
    return found


def _year(value: object, where: str, unread: list[Unread]) -> int | None:
    found = _day(value, where, unread)
    return found.year if found else None
