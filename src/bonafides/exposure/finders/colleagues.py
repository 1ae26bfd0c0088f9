"""Finds where a profile leads to other people with access: named colleagues, recommendations, connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.exposure.finders.insiders import insiders
from bonafides.exposure.finders.people import full_names
from bonafides.exposure.lexicon import lexicon, listed, sentences_with
from bonafides.exposure.sign import NAMES, OTHERS_TABLES, PLACES, TECHNICAL, Cell, Range
from bonafides.model.exposure import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.exposure.grammar.tokens import Word

_RECOMMENDATIONS = (Table.RECOMMENDATIONS_GIVEN, Table.RECOMMENDATIONS_RECEIVED)
_ACCESS = ("clearance", "unit", "intelligence", "site", "controlled")
_WITHIN = 6
"""Words between the one that says `colleague` and the name."""
_ARTICLES = frozenset("the der die das dem den la le les el los las det".split())


def colleagues(cell: Cell) -> Iterator[Range]:
    """Other people whose access the profile tells of."""
    table, column = cell.row.table, cell.field.name
    if table is Table.CONNECTIONS or (table in _RECOMMENDATIONS and column != "text"):
        if column in ("position", "job title", "company name", "title"):
            yield from _title(cell)
        return
    if table in OTHERS_TABLES or column in TECHNICAL | PLACES | NAMES | {"title", "name", "headline"}:
        return
    if cell.guarded or cell.setting.guarded:
        named = list(_named(cell))
        yield from named
    else:
        named = []
    yield from (each for each in insiders(cell) if not any(each[0] < b and a < each[1] for a, b in named))


def _title(cell: Cell) -> Iterator[Range]:
    """What another person's own title or employer says of access, as one place."""
    found = sorted(
        cell.range(each) for kind in _ACCESS for each in lexicon(kind).find(cell.words, guarded=_works_there(cell))
    )
    if found:
        yield found[0][0], max(end for _, end in found)


def _works_there(cell: Cell) -> bool:
    return cell.setting.of(cell.row) and cell.row.table is not Table.CONNECTIONS


def _named(cell: Cell) -> Iterator[Range]:
    words = cell.words
    relations = tuple(listed("colleagues", "relations").find(words))
    ranks = tuple(listed("colleagues", "ranks").find(words))
    roles = tuple(listed("colleagues", "roles").find(words))
    over = tuple(sentences_with(listed("colleagues", "unless"), words))
    owner = cell.setting.first_names
    called = tuple(listed("colleagues", "titles").find(words))
    titles = frozenset(at for start, end in (*relations, *ranks, *called) for at in range(start, end))
    for start, end in full_names(words, titles):
        rank = next((each for each in ranks if each[1] == start), None)
        if not rank and start and words[start].near and words[start - 1].plain in _ARTICLES:
            continue  # the Red Cross, la Croix Bleue: a body, not a person
        if not rank and words[start].plain in owner:
            continue  # of whom a recommendation speaks
        elsewhere = any(a <= start < b for a, b in over)
        if (
            (rank and not elsewhere)
            or (cell.guarded and not elsewhere and _related(words, start, relations))
            or _playing(words, end, roles)
        ):
            yield words[rank[0] if rank else start].start, words[end - 1].end


def _related(words: Sequence[Word], name: int, relations: Sequence[tuple[int, int]]) -> bool:
    """Whether a word for a colleague stands shortly before a name."""
    return any(end <= name <= end + _WITHIN and _same(words, end, name) for _, end in relations)


def _playing(words: Sequence[Word], end: int, roles: Sequence[tuple[int, int]]) -> bool:
    """Whether a guarded task stands right behind a name."""
    return any(end <= start <= end + 2 and _same(words, end, start) for start, _ in roles)


def _same(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the words lie in one sentence."""
    return all(words[at].same for at in range(start, min(end + 1, len(words))))
