"""What came of it: statements that agree, contradict or leave open, each with the value that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.vet.told import Told, Unread


class Stance(StrEnum):
    """How something that was told stands to what the person says of themselves."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNCHECKED = "unchecked"
    """Says nothing either way; somebody has to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing found; worded in `words/<lang>.toml` under `say.<key>`."""

    check: str
    """Id of the check that found it."""
    key: str
    stance: Stance
    value: str
    """What it rests on, as told: an address, a number, a date."""
    against: str = ""
    """What that was held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A question that nobody has answered, and which ways lead to an answer; worded under `open.<id>`."""

    id: str
    about: str
    """The name, firm or client in question, as told; may be empty."""
    ways: tuple[str, ...]


class AskAbout(Protocol):
    """Something to ask about, such as an entry of a watch list that the user loaded."""

    def said(self, lang: str) -> tuple[str, ...]:
        """What is shown of it, worded in that language: a heading and lines below it."""

    def row(self) -> Mapping[str, object]:
        """The same for machines, as JSON has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetting:
    """The whole. There is no verdict in it and no score: nobody is found genuine or false by a list."""

    told: Told
    agrees: tuple[Statement, ...]
    contradicts: tuple[Statement, ...]
    unchecked: tuple[Statement, ...]
    open: tuple[Open, ...]
    """What no program can know; always there."""
    asked_about: tuple[AskAbout, ...] = ()
    """Entries of the user's own watch lists with a name like this one: to ask about, never part of a judgement."""
    unread: tuple[Unread, ...] = ()
