"""Holds sources against each other: a card, a letter and a form that name different firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.vet.check import Check
from bonafides.vet.domains.names import is_latin, words_of
from bonafides.vet.told import Told
from bonafides.vet.vetting import Stance, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "story"


def _find(told: Told) -> Iterator[Statement]:
    """Every further firm that is not the first one in other words; names of people are left alone."""
    for other in told.firms[1:]:
        if not _may_be_one(told.firm, other):
            yield Statement(check=ID, key="story.firms", stance=Stance.CONTRADICTS, value=other, against=told.firm)


def _may_be_one(one: str, other: str) -> bool:
    """Whether two names share a word, or one is the other's initials; of two scripts nobody can tell."""
    if is_latin(one) != is_latin(other):
        return True
    words = [words_of(each, forms=False) for each in (one, other)]
    if set(words[0]) & set(words[1]):
        return True
    initials = ["".join(word[0] for word in each) for each in words]
    joined = ["".join(each) for each in words]
    return initials[0] == joined[1] or initials[1] == joined[0] or joined[0] == joined[1]


STORIES = Check(
    id=ID,
    sources=("docs/vet.md",),
    ways=("call", "person"),
    find=_find,
    catches=(Told(firms=("Kestrel Dynamics", "Harrier Advisory")),),
    spares=(Told(firms=("Kestrel Dynamics", "Kestrel Ltd", "KD")), Told(firms=("腾讯", "Tencent")), Told(firms=("X",))),
)
