"""Finds where a profile says that its owner looks for work just after, or still in, the service of a state."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from bonafides.exposure.lexicon import lexicon, listed, merged
from bonafides.exposure.setting import serves_state, words_of_row
from bonafides.exposure.sign import Cell, Range
from bonafides.model.exposure import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.exposure.grammar.tokens import Word

_TABLES = (Table.PROFILE, Table.SUMMARY, Table.POSITIONS, Table.SHARES, Table.PREFERENCES, Table.COMMENTS)
_COLUMNS = frozenset(
    {
        "headline", "summary", "profile summary", "title", "description", "share commentary", "message",
        "introduction statement",
    }
)  # fmt: skip
_YES = frozenset("yes true ja oui si sí 1 active all recruiters everyone".split())
_SELF = frozenset("i i'm my me ich mein meine mich je j mon ma mes moi jeg min mit mig yo mi me".split())
"""Words by which somebody speaks of themselves."""
_BARE = 2
"""Words of `next challenge`, `neue Herausforderung`, `prochain défi`."""
_APART = 18
"""Words between what says that somebody leaves and what says that they want something new."""
_CLOSE = 4
"""Words between the leaving and its date in a headline."""
_LONG = 12
"""Words that either has at most."""


def searching(cell: Cell) -> Iterator[Range]:
    """That somebody who serves or has just served a state is to be had."""
    if cell.row.table not in _TABLES:
        return
    text = cell.field.text
    if cell.field.name == "open to recruiters":
        if cell.setting.just_left and text.strip().lower().split(",")[0] in _YES:
            yield len(text) - len(text.lstrip()), len(text.rstrip())
        return
    if cell.field.name not in _COLUMNS or not _after_service(cell):
        return
    words = cell.words
    sentences = list(accumulate(not word.same for word in words))
    said = [each for each in lexicon("job_search").find(words, guarded=True) if not _is_told(cell, each)]
    # what a position lists is about its work, unless somebody speaks of themselves there
    if cell.field.name != "description" or any(word.plain in _SELF for word in words):
        plainly = tuple(said)
        said += (each for each in _leaving(words, sentences) if not _is_said(each, plainly, sentences))
    if cell.field.name == "headline":
        said += _dated(words, cell.setting.latest // 12)
    others = {sentences[start] for start, _ in listed("job_search", "others").find(words)}
    yield from merged(sorted(cell.range(each) for each in said if sentences[each[0]] not in others))


def _is_said(each: tuple[int, int], plainly: Sequence[tuple[int, int]], sentences: Sequence[int]) -> bool:
    """Whether two sentences would be taken as one although the first says it all: that may swallow a third thing."""
    apart = sentences[each[0]] != sentences[each[1] - 1]
    return apart and any(each[0] < end and start < each[1] for start, end in plainly)


def _is_told(cell: Cell, found: tuple[int, int]) -> bool:
    """Whether it is only said what comes next, and not that it is wanted: `Next challenge: the cello`."""
    bare = found[1] - found[0] == _BARE and cell.field.name != "headline"
    return bare and cell.field.text[cell.words[found[1] - 1].end :].lstrip().startswith(":")


def _leaving(words: Sequence[Word], sentences: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where somebody leaves, and in the same sentence or the one beside it wants or welcomes something new."""
    wanting = list(listed("job_search", "wanting").find(words))
    if not wanting:
        return
    over = {at for start, end in listed("job_search", "past").find(words) for at in range(start, end)}
    wanting = [each for each in wanting if over.isdisjoint(range(*each))]
    for start, end in listed("job_search", "leaving").find(words):
        if not over.isdisjoint(range(start, end)):
            continue
        reach = bisect_left(wanting, (start - _APART - _LONG, 0)), bisect_left(wanting, (end + _APART + 1, 0))
        for first, behind in wanting[slice(*reach)]:
            beside = abs(sentences[first] - sentences[start]) <= 1
            if beside and 0 <= max(first - end, start - behind) <= _APART:
                yield min(start, first), max(end, behind)


def _dated(words: Sequence[Word], now: int) -> Iterator[tuple[int, int]]:
    """Where a headline tells when somebody leaves: who writes it there wants to be asked."""
    times = [each for each in listed("job_search", "times").find(words) if not _is_over(words[each[1] - 1], now)]
    over = {at for start, end in listed("job_search", "past").find(words) for at in range(start, end)}
    for start, end in (each for name in ("leaving", "free") for each in listed("job_search", name).find(words)):
        near = [each for each in times if start - _CLOSE <= each[0] <= end + _CLOSE]
        if near and over.isdisjoint(range(start, end)):
            yield min(start, near[0][0]), max(end, near[0][1])


def _is_over(word: Word, now: int) -> bool:
    return word.own.isdecimal() and int(word.own) < now


def _after_service(cell: Cell) -> bool:
    """Whether the service is in the profile's positions or, for lack of any, in the same words."""
    if cell.row.table is Table.POSITIONS:
        return serves_state(words_of_row(cell.row)) and cell.setting.just_left
    if cell.setting.just_left:
        return True
    if not any(row.table is Table.POSITIONS for row in cell.setting.profile.rows):
        return serves_state(cell.words)
    return cell.setting.tells_of_service
