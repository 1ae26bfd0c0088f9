"""Which of their columns is which of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import pyarrow as pa

from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Role(Enum):
    """What a column holds, hence how it is read."""

    ID = "an account or a target"
    TIME = "a time"
    TEXT = "text"


class Kind(Enum):
    """What type a column has in a file."""

    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    NAIVE = "timestamp without zone"
    ZONED = "timestamp with zone"
    OTHER = "another type"


TEXTS = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_binary_view,
)
"""Arrow types that hold text: bytes too, as some writers leave out the mark that tells them apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One of our columns."""

    name: str
    role: Role = Role.TEXT
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as it lies in a file."""

    name: str
    """As people see it."""
    kind: Kind
    reference: str = ""
    """How a query calls it, where that is not its name."""
    fixed: str | None = None
    """The value of all rows, where it stands in the path (`day=2026-03-01/`) and not in the file."""
    seen: bool = True
    """False: no line of the beginning of a JSONL file has it, a later one may."""


EVENTS = (
    Field(name="account", role=Role.ID, needed=True),
    Field(name="target", role=Role.ID, needed=True),
    Field(name="sent_at", role=Role.TIME, needed=True),
    *(Field(name=name) for name in ("kind", "text", "text_hash", "url", "handle", "content_basis")),
)
ACCOUNTS = (
    Field(name="account", role=Role.ID, needed=True),
    Field(name="created_at", role=Role.TIME),
    *(Field(name=name) for name in ("employer", "headline", "bio", "photo_hash", "network")),
)
TARGETS = (
    Field(name="target", role=Role.ID, needed=True),
    *(Field(name=name) for name in ("sector", "employer")),
)
LOOKS_LIKE_A_NAME = re.compile(r"\w[\w.-]{0,30}( [\w.-]{1,20}){0,2}")
"""What a first line must be to be shown as names of columns: a file without a header would show somebody's words."""
SHOWN = 20


def check_renames(renamed: Mapping[str, str]) -> None:
    """Refuse `--map A=B` where B is none of ours."""
    ours = sorted({field.name for field in (*EVENTS, *ACCOUNTS, *TARGETS)})
    for theirs, name in renamed.items():
        if name not in ours:
            raise CampaignError(
                f"--map {theirs}={name}: there is no column {name} to map to",
                next_step=f"Write --map THEIRS=OURS, where OURS is one of {', '.join(ours)}.",
            )


def match(
    columns: Sequence[Column], fields: Iterable[Field], renamed: Mapping[str, str], *, where: str
) -> dict[str, Column]:
    """Our names to their columns: renamed ones first, then the same name, then the same name in other letters.

    Raises CampaignError where one that is needed is missing, or cannot hold what it should.
    """
    found: dict[str, Column] = {}
    for field in fields:
        column = _of(field, columns, renamed)
        if field.needed and (column is None or not column.seen):
            raise _missing(field, columns, where)
        if column is not None:
            _check_kind(field, column, where)
            found[field.name] = column
    return found


def _of(field: Field, columns: Sequence[Column], renamed: Mapping[str, str]) -> Column | None:
    for theirs in (theirs for theirs, ours in renamed.items() if ours == field.name):
        for column in columns:
            if column.name in {theirs, theirs.strip()}:
                return column
    free = [column for column in columns if renamed.get(column.name, field.name) == field.name]
    exact = (column for column in free if column.name == field.name)
    return next(exact, next((column for column in free if _plain(column.name) == field.name), None))


def _plain(name: str) -> str:
    return name.strip().strip("\"'`").strip().casefold()


def _missing(field: Field, columns: Sequence[Column], where: str) -> CampaignError:
    seen = [column.name for column in columns if column.seen]
    names = [name for name in seen if LOOKS_LIKE_A_NAME.fullmatch(name)]
    more = len(seen) - len(names[:SHOWN])
    listed = ", ".join(names[:SHOWN]) + (f" and {more} more" if more else "")
    return CampaignError(
        f"there is no column {field.name} ({field.role.value}); found: {listed or 'none'}",
        where=where,
        next_step=f"If it has another name there, say --map THEIRS={field.name}.",
    )


def _check_kind(field: Field, column: Column, where: str) -> None:
    timely = column.kind in {Kind.NAIVE, Kind.ZONED}
    if column.kind is Kind.OTHER or (field.role is Role.ID and timely):
        raise CampaignError(
            f"the column {column.name} cannot be read as {field.name} ({field.role.value}): it is {column.kind.value}",
            where=where,
            next_step=f"Write it as text or a number, or name another column with --map THEIRS={field.name}.",
        )
