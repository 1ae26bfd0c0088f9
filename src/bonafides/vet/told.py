"""What the user knows of somebody who presents themselves: values only, as they were told, never looked up."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 200
"""Entries of one kind that are looked at; what is beyond is counted and said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that was given and not looked at; worded in `words/<lang>.toml` under `unread.<why>`."""

    why: str
    """`field`, `beginning` or `more`."""
    where: str
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a life as somebody tells it; years, or days where they are told. None: not told."""

    what: str
    """The firm or the school."""
    since: date | None = None
    until: date | None = None
    founded: int | None = None
    """The year in which that firm began, where the user knows it."""
    degree: str = ""
    """For studies: `bachelor`, `master`, `doctorate` or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as it is shown, and where it leads."""

    text: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result of a mail's authentication (RFC 8601)."""

    server: str
    """Who says so (authserv-id); empty where the header does not tell."""
    method: str
    """`spf`, `dkim`, `dmarc`, `arc`."""
    outcome: str
    """`pass`, `fail`, `softfail`, `none` ..."""
    domain: str
    """Whose mail it is by this method; empty where it is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The headers of one mail, as far as they tell where it came from."""

    name: str = ""
    """The name that From shows."""
    sender: str = ""
    """The address in From."""
    reply_to: str = ""
    return_path: str = ""
    message_id: str = ""
    """The part behind the `@`."""
    sent: datetime | None = None
    received: tuple[datetime, ...] = ()
    """When servers took it, the first first."""
    keepers: tuple[str, ...] = ()
    """The hosts that took it, the last first: the user's own mail service."""
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that the user knows. Every field may be empty; of names and firms the first counts."""

    names: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    """Whom they say they are from."""
    client: str = ""
    """Whom they say they work for in this matter."""
    own: tuple[str, ...] = ()
    """Domains of the firm that the user found themself."""
    founded: int | None = None
    """The year in which the firm began."""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    posts: tuple[Span, ...] = ()
    studies: tuple[Span, ...] = ()
    profile_created: date | None = None
    profile_claimed: date | None = None
    """Since when they say that they are on that network."""
    letters: tuple[Letter, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def firm(self) -> str:
        """The firm that they name first; empty where they name none."""
        return self.firms[0] if self.firms else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known that could be looked at."""
        return not any(getattr(self, each.name) for each in fields(self) if each.name not in ("unread", "own"))


def together(parts: Iterable[Told]) -> Told:
    """All that is known, from several sources: lists joined without doubles, of single facts the first that is told."""
    whole = Told()
    for part in parts:
        values: dict[str, Any] = {}
        for each in fields(Told):
            one, other = getattr(whole, each.name), getattr(part, each.name)
            values[each.name] = tuple(dict.fromkeys((*one, *other))) if isinstance(one, tuple) else one or other
        whole = Told(**values)
    return _bounded(whole)


def _bounded(told: Told) -> Told:
    """No more of one kind than anybody has; the rest is said to be left out."""
    cut: dict[str, Any] = {}
    unread = list(told.unread[:MOST])
    for each in fields(Told):
        value = getattr(told, each.name)
        if isinstance(value, tuple) and len(value) > MOST and each.name != "unread":
            cut[each.name] = value[:MOST]
            unread.append(Unread(why="more", where=each.name, count=len(value) - MOST))
    return replace(told, **cut, unread=tuple(unread))
