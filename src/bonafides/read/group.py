"""Keeps a group a group, however few of its members said something: nobody in it is taken for the user, or joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model import Party

if TYPE_CHECKING:
    from collections.abc import Iterable

_OTHERS = 2
"""People beside the user from which on a thread is seen to be a group."""


def of_group(parties: Iterable[Party], title: str) -> tuple[Party, ...]:
    """The parties of a group, with the group itself where those who spoke would pass for a talk between two."""
    listed = tuple(parties)
    others = sum(not party.mine for party in listed)
    least = _OTHERS if others < len(listed) else _OTHERS + 1  # without the user known, one of two could be
    name = title or "group"
    if others >= least or any(party.name == name for party in listed):
        return listed
    return (*listed, Party(name=name))
