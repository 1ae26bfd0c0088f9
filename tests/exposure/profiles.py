"""Profiles for tests, made of a few fields."""

from __future__ import annotations

from bonafides.model.exposure import OwnProfile, ProfileField, ProfileRow, Table

GUARDED = {"company name": "Ministry of Defence", "title": "Engineer", "started on": "Jan 2020"}


def row(table: str, number: int = 1, /, **cells: str) -> ProfileRow:
    fields = tuple(
        ProfileField(name=name.replace("_", " "), label=name.replace("_", " ").title(), text=text)
        for name, text in cells.items()
    )
    return ProfileRow(table=Table(table), file=f"{table}.csv", row=number, line=number + 1, fields=fields)


def profile(*rows: ProfileRow) -> OwnProfile:
    return OwnProfile(rows=rows)


def guarded(*rows: ProfileRow) -> OwnProfile:
    """With a position in guarded work that goes on."""
    cells = {name.replace(" ", "_"): text for name, text in GUARDED.items()}
    return OwnProfile(rows=(row("positions", 99, **cells), *rows))
