"""Finds clearances: by their own names anywhere, and by plainer words where somebody serves a state."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from bonafides.exposure.grammar.phrase import Phrases
from bonafides.exposure.lexicon import Lexicon, lexicon, listed
from bonafides.exposure.sign import NAMES, OTHERS_TABLES, PLACES, TECHNICAL, is_others, listed_words
from bonafides.model.exposure import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.exposure.sign import Cell, Range

_OF_TEXTS = (Table.PUBLICATIONS, Table.PATENTS)
"""Tables whose words are titles: a book on official secrets says of nobody that they see any."""
_ANYWHERE = listed_words("clearance")


def clearances(cell: Cell) -> Iterator[Range]:
    """What a field says of a clearance. A level in two letters means little outside the service of a state."""
    if cell.row.table in _OF_TEXTS:
        return
    found = list(_ANYWHERE(cell))
    yield from found
    if cell.setting.serving and _own_words(cell):
        for each in _of_servants().find(cell.words, guarded=True):
            start, end = cell.range(each)
            if not any(start < b and a < end for a, b in found):
                yield start, end


@cache
def _of_servants() -> Lexicon:
    """The words that need no guarded row, if only their writer serves a state."""
    own = lexicon("clearance")
    return replace(own, always=listed("clearance", "serving"), within=Phrases())


def _own_words(cell: Cell) -> bool:
    return not (cell.row.table in OTHERS_TABLES or cell.field.name in TECHNICAL | NAMES | PLACES or is_others(cell))
