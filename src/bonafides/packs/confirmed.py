"""What a publisher has confirmed, one lure a line: the file from which a pack is made, in plain and never published."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bonafides.packs.form import FEWEST_REPORTS, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCHEMA = "bonafides.confirmed/1"
LONGEST_LINE = 1024**2
"""Characters of a line."""
_MOST = 1_000
"""Identifiers or texts of one lure."""
_AHEAD = timedelta(days=1)
"""Where it is already tomorrow."""
_NEXT = "The other lines were read. docs/packs.md says what a line holds."


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """One lure that people have reported and the publisher has judged."""

    kind: str
    """approach, scam or device-lure."""
    since: str
    """Month of the first report."""
    reports: int
    """Independent confirmed reports: of different people who do not only repeat each other."""
    identifiers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Texts of which only the content words are left, in order, one message a line: names were taken out before."""
    note: str = ""
    """What everybody who finds it may read; at most 500 characters."""

    def line(self) -> str:
        """It as a line of the file."""
        table = {
            "schema": SCHEMA, "kind": self.kind, "since": self.since, "reports": self.reports,
            "identifiers": list(self.identifiers), "texts": list(self.texts), "words": list(self.words),
            "note": self.note,
        }  # fmt: skip
        return json.dumps(table, ensure_ascii=False, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A line from which nothing is packed, for the publisher to mend; never quotes it."""

    what: str
    where: str
    next_step: str = _NEXT


def confirmed_lines(lines: Iterable[str], name: str = "") -> Iterator[Confirmed | Unusable]:
    """What a file holds, line by line; a line that is none is an Unusable that says why, and hides no other."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            where = f"{name}, line {number}" if name else f"line {number}"
            yield _read(line, where)


def _read(line: str, where: str) -> Confirmed | Unusable:
    if len(line) > LONGEST_LINE:
        return Unusable(what="the line is too long.", where=where)
    try:
        return _confirmed(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        known = str(error) if type(error) is _UnfitError else "the line is no confirmed lure."
        return Unusable(what=known, where=where)


class _UnfitError(ValueError):
    """A line that can be read and may not be packed; says why without quoting it."""


def _confirmed(row: Mapping[str, Any]) -> Confirmed:
    if row.get("schema", SCHEMA) != SCHEMA:
        raise _UnfitError("the line is of another form or a newer version.")
    if row["kind"] not in VERDICTS:
        raise _UnfitError(f"its kind is none of: {', '.join(VERDICTS)}.")
    reports = row["reports"]
    if not isinstance(reports, int) or isinstance(reports, bool) or reports < FEWEST_REPORTS:
        raise _UnfitError(f"it has fewer than {FEWEST_REPORTS} independent reports: it is not packed.")
    if not is_month(row["since"]):
        raise _UnfitError("`since` is no month such as 2026-03.")
    if row["since"] > f"{datetime.now(UTC) + _AHEAD:%Y-%m}":
        raise _UnfitError("`since` is a month that has not come yet.")
    note = row.get("note", "")
    if not isinstance(note, str) or len(note) > 500:
        raise _UnfitError("its note is longer than 500 characters.")
    if not note.isprintable():
        raise _UnfitError("its note has a line break or a control character in it; it may be one plain line.")
    return Confirmed(
        kind=row["kind"], since=row["since"], reports=reports, note=note.strip(),
        identifiers=_texts(row.get("identifiers", [])), texts=_texts(row.get("texts", [])),
        words=_texts(row.get("words", [])),
    )  # fmt: skip


def is_month(value: object) -> bool:
    """Whether it is a month from 2000 on, `2026-03`."""
    if not isinstance(value, str) or len(value) != 7 or value[4] != "-" or not value.isascii():
        return False
    year, month = value[:4], value[5:]
    return year.isdecimal() and month.isdecimal() and 2000 <= int(year) <= 2999 and 1 <= int(month) <= 12


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _MOST or not all(isinstance(each, str) for each in value):
        raise _UnfitError(f"its identifiers and texts are lists of at most {_MOST} texts each.")
    return tuple(value)
