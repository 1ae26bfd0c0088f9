"""Parts what can be looked at from what was only typed: junk is said to be unread, and never speaks against anybody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bonafides.vet.told import Unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.vet.told import Told

DIGITS = 4
"""Digits from which something is taken for a phone number."""
LONGEST = 60
"""Characters of what could not be read that are shown."""


def readable(told: Told) -> Told:
    """What is told, without numbers, mails and pages that are none; each of these is named among what was not read."""
    unread = list(told.unread)
    kept: dict[str, Any] = {name: _kept(name, getattr(told, name), fits, unread) for name, fits in _KINDS.items()}
    return replace(told, **kept, unread=tuple(unread))


def _kept(name: str, values: tuple[str, ...], fits: Callable[[str], bool], unread: list[Unread]) -> tuple[str, ...]:
    unread += [
        Unread(why="field", where=f"{name}: {value[:LONGEST]}") for value in values if value.strip() and not fits(value)
    ]
    return tuple(filter(fits, values))


def _is_phone(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= DIGITS


def _is_place(text: str) -> bool:
    """Whether it can be an address at all: a dot, also one of another script, or the mark of a page."""
    return any(mark in text for mark in (".", "://", "\u3002", "\uff0e", "\uff61"))


_KINDS = {"phones": _is_phone, "mails": _is_place, "urls": _is_place}
