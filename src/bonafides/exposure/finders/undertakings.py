"""Finds named programmes, systems and operations: what is listed, what is written as names are, and later mentions."""

from __future__ import annotations

from collections.abc import Iterator

from bonafides.exposure.clues import is_civil, is_guarded, names_government
from bonafides.exposure.finders.mentions import mentions
from bonafides.exposure.finders.serials import Serials
from bonafides.exposure.lexicon import lexicon, listed, sentences_with
from bonafides.exposure.sign import NAMES, OTHERS_TABLES, PLACES, TECHNICAL, Cell, Range, is_others
from bonafides.model.exposure import Table

_BARE = frozenset(
    {Table.PROFILE, Table.SUMMARY, Table.POSITIONS, Table.PROJECTS, Table.VOLUNTEERING,
     Table.RECOMMENDATIONS_GIVEN, Table.RECOMMENDATIONS_RECEIVED}
)  # fmt: skip
"""Tables in which a shouted word is a name; in posts it is emphasis, among skills and certificates an abbreviation."""
_POSTS = (Table.SHARES, Table.COMMENTS)
"""Tables in which people joke: there a name that is not shouted counts beside words for such work only."""
_FREE = frozenset({"summary", "description", "headline", "title", "text", "notes", "name", "role"})


def undertakings(cell: Cell) -> Iterator[Range]:
    """Every such name in a field."""
    column = cell.field.name
    if cell.row.table in OTHERS_TABLES or column in TECHNICAL | NAMES | PLACES or is_others(cell):
        return
    naming = cell.setting.naming(cell.field)
    about = cell.setting.tells_of_work(cell.row)
    says = about and (cell.row.table not in _POSTS or is_guarded(cell.row) or _tells_deeds(cell))
    listed_ones = [each for each in lexicon("programme").find(cell.words, guarded=says) if not naming.is_known(*each)]
    found = {*listed_ones, *mentions(cell.words, cell.setting.introduced)}
    if names_government(cell.row.text("company name")) and not is_civil(cell.row):
        found.update(listed("programme", "state").find(cell.words))
    if about:
        never = listed("programme", "never").find(cell.words)
        blocked = (*never, *sentences_with(lexicon("programme").unless, cell.words))
        told = cell.row.table is Table.HONORS and column == "description"
        bare = told or (cell.row.table in _BARE and column in _FREE)
        for start, end in naming.names(bare=bare, written=says):
            if not any(start < b and a < end for a, b in blocked):
                found.add((start, end))
        if bare:
            found.update(Serials(naming, doing=column in _FREE and cell.row.table is not Table.VOLUNTEERING).found())
    for each in sorted(found):
        yield cell.range(each)


def _tells_deeds(cell: Cell) -> bool:
    """Whether a post speaks of what only the police or soldiers do, so that an operation in it is no joke."""
    return any(True for _ in listed("programme", "deeds").find(cell.words))
