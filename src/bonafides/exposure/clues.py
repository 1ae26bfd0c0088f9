"""Tells by the words of one row whether it is about guarded work; one word that may be a joke never is enough."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bonafides.exposure.grammar.tokens import words_of
from bonafides.exposure.lexicon import lexicon, listed, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.exposure.grammar.tokens import Word
    from bonafides.model.exposure import ProfileRow

_ROWS = 4_096
TELLING = ("setting", "clearance", "intelligence", "unit", "controlled")
"""The lists whose plain words show what a row is about."""
_LOCKED = ("clearance", "controlled")
SILENT = frozenset({"url", "first name", "last name", "maiden name", "email address", "industry"})
"""Columns that say nothing of work."""
_TRADE = ("headline", "title", "company name", "publisher")
"""Columns that name what somebody does, and for whom."""


class Clue(NamedTuple):
    """Words that speak for guarded work."""

    said: str
    sure: bool
    """Whether they do by themselves."""
    cleared: bool
    """Whether they state a clearance, or what is locked away or may not be exported: of no trade but a guarded one."""


@lru_cache(maxsize=_ROWS)
def is_guarded(row: ProfileRow) -> bool:
    """Whether the words of a row are about guarded work."""
    fields = [field for field in row.fields if field.name not in SILENT]
    clues = {(field.name, clue) for field in fields for clue in _clues(words_of(field.text))}
    if is_civil(row):
        employed = not _names_trade(row.text("company name"))
        return any((clue.cleared and clue.sure) or (clue.sure and employed and name == "company name")
                   for name, clue in clues)  # fmt: skip
    if _industry(row) & word_set("setting", "industries"):
        return True
    return any(clue.sure for _, clue in clues) or len({clue.said for _, clue in clues}) > 1


@lru_cache(maxsize=_ROWS)
def is_civil(row: ProfileRow) -> bool:
    """Whether a row is about a trade that may write of arms and brigades and has nothing to do with them."""
    named = any(_names_trade(row.text(name)) for name in _TRADE)
    return named or bool(_industry(row) & word_set("setting", "civil_industries"))


def _names_trade(text: str) -> bool:
    return any(True for _ in listed("setting", "civil").find(words_of(text)))


@lru_cache(maxsize=_ROWS)
def states_clearance(row: ProfileRow) -> bool:
    """Whether a row says that its owner is cleared."""
    return any(clue.cleared and clue.sure for field in row.fields for clue in _clues(words_of(field.text)))


def names_government(text: str) -> bool:
    """Whether a text names a government as an employer."""
    return any(True for _ in listed("setting", "government").find(words_of(text)))


def _industry(row: ProfileRow) -> frozenset[str]:
    """The words of the branch, which the network itself offers for choice."""
    return frozenset(word.plain for word in words_of(row.text("industry")))


def _clues(words: Sequence[Word]) -> Iterator[Clue]:
    weak = tuple(listed("setting", "faint_phrases").find(words))
    faint = word_set("setting", "faint")
    for name in TELLING:
        for start, end in lexicon(name).find(words, guarded=False):
            said = [word.plain for word in words[start:end]]
            joke = faint.issuperset(said) or any(a <= start and end <= b for a, b in weak)
            yield Clue(said[0] if joke else " ".join(said), not joke, name in _LOCKED)
    blocked = tuple(listed("setting", "never").find(words))
    for start, end in listed("setting", "hints").find(words):
        if not any(start < b and a < end for a, b in blocked):
            yield Clue(words[start].plain, sure=False, cleared=False)
