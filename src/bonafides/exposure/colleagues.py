"""Finds where a profile leads to other people with access: named colleagues, recommendations, connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.exposure.lexicon import lexicon, listed, ordinary, surnames
from bonafides.exposure.phrase import is_name
from bonafides.exposure.sign import NAMES, OTHERS_TABLES, PLACES, TECHNICAL, Cell, Range
from bonafides.model.exposure import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.exposure.tokens import Word

_RECOMMENDATIONS = (Table.RECOMMENDATIONS_GIVEN, Table.RECOMMENDATIONS_RECEIVED)
_ACCESS = ("clearance", "unit", "intelligence", "site", "controlled")
_WITHIN = 6
"""Words between the one that says `colleague` and the name."""
_ARTICLES = frozenset("the der die das dem den la le les el los las det".split())
_INITIALS = frozenset({"de", "van", "von", "der", "la", "del", "af", "di", "da", "le", "ter"})


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
        yield from _named(cell)


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
    titles = frozenset(at for start, end in (*relations, *ranks) for at in range(start, end))
    for start, end in _names(words, titles):
        rank = next((each for each in ranks if each[1] == start), None)
        if not rank and start and words[start].near and words[start - 1].plain in _ARTICLES:
            continue  # the Red Cross, la Croix Bleue: a body, not a person
        if rank or (cell.guarded and _related(words, start, relations)) or _playing(words, end, roles):
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


def _names(words: Sequence[Word], titles: frozenset[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """Full names: two to four words in a row that are written as names and are no other proper words.

    `titles` are the places of ranks and of words for colleagues, which belong to no name.
    """
    at = 0
    while at < len(words):
        end = at
        while (
            end < len(words)
            and end not in titles
            and (end == at or _joined(words, end))
            and _may_be_name(words[end], first=end == at)
            and (words[end].plain != "der" or words[end - 1].plain in ("van", "von"))
        ):
            end += 1
        last = end
        while last > at and words[last - 1].plain in _INITIALS:
            last -= 1
        if 2 <= last - at <= 4 and sum(len(word.own) > 1 for word in words[at:last]) >= 1:
            yield at, last
        at = max(end, at + 1)


def _joined(words: Sequence[Word], at: int) -> bool:
    """Whether a word follows the one before it as in a name: after a blank or a hyphen, or the point of an initial."""
    gap = words[at].start - words[at - 1].end
    return gap == 1 or (gap == 2 and len(words[at - 1].own) <= 2 and words[at].near)


def _may_be_name(word: Word, *, first: bool) -> bool:
    if word.plain in _INITIALS:
        return not first
    initial = len(word.own) == 1 and word.is_capital and word.own.isalpha()
    proper = is_name(word, ordinary()) or (len(word.own) == 2 and word.own.istitle() and word.plain not in ordinary())
    surname = not first and word.is_capital and word.plain in surnames()
    return initial or surname or (proper and not word.own.isupper())
