"""Says what a career needs and nobody has to take out, and what only the owner of a profile can look up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bonafides.model.exposure import CheckKind, KeepKind, Kept, Place, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.model.exposure import Exposed, OwnProfile, ProfileField, ProfileRow

MOST = 12
"""Of one kind that are named; a list of everything would be no help."""
_KEPT: tuple[tuple[KeepKind, Table, str], ...] = (
    (KeepKind.DEGREE, Table.EDUCATION, "degree name"),
    (KeepKind.DEGREE, Table.EDUCATION, "school name"),
    (KeepKind.EMPLOYER, Table.POSITIONS, "company name"),
    (KeepKind.ROLE, Table.POSITIONS, "title"),
    (KeepKind.YEARS, Table.POSITIONS, "started on"),
    (KeepKind.SKILL, Table.SKILLS, "name"),
    (KeepKind.LANGUAGE, Table.LANGUAGES, "name"),
)
_CHECKS: tuple[tuple[CheckKind, Table], ...] = (
    (CheckKind.CONNECTIONS, Table.CONNECTIONS),
    (CheckKind.MAILS, Table.EMAILS),
    (CheckKind.PHONES, Table.PHONES),
    (CheckKind.ANSWERS, Table.ANSWERS),
)


def kept(profile: OwnProfile, found: Sequence[Exposed]) -> Iterator[Kept]:
    """What can stay as it is: fields of these kinds in which nothing was found."""
    told = {(each.place.file, each.place.row, each.place.field) for each in found}
    seen: set[tuple[KeepKind, str]] = set()
    count: Counter[KeepKind] = Counter()
    for kind, table, column in _KEPT:
        for row, field in _fields(profile, table, column):
            text = field.text.strip()
            if (row.file, row.row, column) in told or (kind, text) in seen or count[kind] >= MOST:
                continue
            seen.add((kind, text))
            count[kind] += 1
            place = Place(
                table=table, file=row.file, row=row.row, line=row.line, field=column, label=field.label, start=0,
                end=len(field.text),
            )  # fmt: skip
            yield Kept(kind=kind, place=place, text=_years(row) if kind is KeepKind.YEARS else text)


def _fields(profile: OwnProfile, table: Table, column: str) -> Iterator[tuple[ProfileRow, ProfileField]]:
    for row in profile.rows:
        if row.table is table:
            yield from ((row, field) for field in row.fields if field.name == column)


def _years(row: ProfileRow) -> str:
    return "–".join(filter(None, (row.text("started on").strip(), row.text("finished on").strip()))) or "–"


def checks(profile: OwnProfile) -> tuple[tuple[CheckKind, int], ...]:
    """Settings that an export does not hold, with how many of its entries each is about."""
    count = Counter(row.table for row in profile.rows)
    return tuple((kind, count[table]) for kind, table in _CHECKS if count[table])
