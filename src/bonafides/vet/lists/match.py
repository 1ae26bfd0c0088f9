"""The values of a look into watch lists: what was found, by which parts of the name, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a name is the name of, as the user has it."""

    PERSON = "person"
    FIRM = "firm"


class Way(StrEnum):
    """How a part of the asked name meets a part of the listed one; worded under `way.<way>`."""

    SAME = "same"
    SPELLING = "spelling"
    """The letters differ a little."""
    READING = "reading"
    """Known as forms of one name: another script, a short form."""
    SOUND = "sound"
    """Alike only when both are written in Latin letters without vowels."""
    ONLY_ASKED = "only-asked"
    ONLY_LISTED = "only-listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of both names, or of one."""

    asked: str
    listed: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the list says of an entry, in the list's own words."""

    id: str
    schema: str
    caption: str
    datasets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    changed: str = ""
    """When the list last changed the entry, as it writes that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A list as it lies on this machine."""

    name: str
    entries: int
    names: int
    unread: int
    """Lines of the file that could not be read."""
    added: str
    """The day on which it was loaded, as ISO 8601 has it."""
    newest: str
    """The latest date of an entry: how old the list is; empty where the list has no dates."""
    sha256: str
    """Of the file that it was made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry with a name like the asked one: somebody to ask about, and perhaps somebody else."""

    asked: str
    name: str
    """The name that is alike, as the list writes it."""
    alias: bool
    """Whether the list has that name as a further one."""
    likeness: float
    """Of the two names, 0 to 1; says nothing about who anybody is. For order only, never shown to people."""
    parts: tuple[Part, ...]
    turned: bool
    """Whether the parts stand in another order."""
    script: str
    """The script of the listed name, by which errors are measured."""
    about: About
    list: Loaded
    born: str = ""
    """`same` or `other` where the user told a birth date and the list has one. Never moves anything."""
