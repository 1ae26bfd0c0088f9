"""Finds where a profile says that its owner looks for work just after, or still in, the service of a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.exposure.lexicon import lexicon
from bonafides.exposure.setting import serves_state, words_of_row
from bonafides.exposure.sign import Cell, Range
from bonafides.model.exposure import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES = (Table.PROFILE, Table.SUMMARY, Table.POSITIONS, Table.SHARES, Table.PREFERENCES)
_COLUMNS = frozenset(
    {"headline", "summary", "profile summary", "title", "description", "share commentary", "introduction statement"}
)
_YES = frozenset("yes true ja oui si sí 1 active all recruiters everyone".split())


def searching(cell: Cell) -> Iterator[Range]:
    """That somebody who serves or has just served a state is to be had."""
    if cell.row.table not in _TABLES:
        return
    text = cell.field.text
    if cell.field.name == "open to recruiters":
        if cell.setting.just_left and text.strip().lower().split(",")[0] in _YES:
            yield len(text) - len(text.lstrip()), len(text.rstrip())
        return
    if cell.field.name not in _COLUMNS:
        return
    found = [cell.range(each) for each in lexicon("job_search").find(cell.words, guarded=False)]
    if found and _after_service(cell):
        yield from found


def _after_service(cell: Cell) -> bool:
    """Whether the service is in the profile's positions or, for lack of any, in the same words."""
    if cell.row.table is Table.POSITIONS:
        return serves_state(words_of_row(cell.row)) and cell.setting.just_left
    if cell.setting.just_left:
        return True
    has_positions = any(row.table is Table.POSITIONS for row in cell.setting.profile.rows)
    return not has_positions and serves_state(cell.words)
