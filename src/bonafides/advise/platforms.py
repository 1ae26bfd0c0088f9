"""How to keep evidence, report and block on the platform that a conversation used: data, one file per platform."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bonafides.advise.routes import lookup
from bonafides.advise.tables import broken, names, table
from bonafides.advise.words import ENGLISH, by_language, spoken
from bonafides.model import Route, Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bonafides.advise.words import Words

GENERIC = "generic"
SHOWN = 2
"""At most so many platforms: the one where it began and the one where it is now. A frightened reader has one screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What one platform lets its user do, in the order to do it: keep, tell, report, block."""

    names: Mapping[str, str]
    """By language, as each contact is."""
    channels: tuple[str, ...]
    """What a conversation may call it, lower case."""
    contacts: tuple[Mapping[str, str], ...]
    source: str
    verified_on: str
    texts: Mapping[str, Mapping[str, str]]
    """By language: `keep`, `tell`, `report`, `block`."""
    seen: Seen
    """How much of its own help was read, by whoever wrote this down."""

    @property
    def name(self) -> str:
        """What it is called in English."""
        return self.names[ENGLISH]

    def called(self, words: Words) -> str:
        """What it is called; `your e-mail provider` differs by language."""
        return spoken(self.names, words)

    def say(self, step: str, words: Words) -> str:
        """The sentence for one step, in English where the language lacks it."""
        return self.texts.get(words.lang, {}).get(step) or self.texts[ENGLISH][step]


def platforms_of(channels: Iterable[str]) -> tuple[Platform, ...]:
    """The platforms known by these channels: first and last where there are more; the generic one where none is."""
    known = {channel: platform for platform in _all() for channel in platform.channels}
    found = [known[name] for name in (channel.strip().casefold() for channel in channels) if name in known]
    distinct = tuple({platform.name: platform for platform in found}.values())
    if len(distinct) > SHOWN:
        return distinct[0], distinct[-1]
    return distinct or (_load(GENERIC),)


def platform_routes(platforms: Iterable[Platform], words: Words) -> tuple[Route, ...]:
    """The platforms' own report desks, where they have one."""
    return tuple(
        Route(
            name=platform.called(words),
            contacts=tuple(spoken(contact, words) for contact in platform.contacts),
            note=lookup("", platform.source, platform.verified_on, words),
            source=platform.source,
            verified_on=platform.verified_on,
        )
        for platform in platforms
        if platform.contacts
    )


def all_platforms() -> dict[str, Platform]:
    """Every platform by the name of its file; the generic one last."""
    return {stem: _load(stem) for stem in sorted(names("platforms"), key=lambda stem: (stem == GENERIC, stem))}


@cache
def _all() -> tuple[Platform, ...]:
    return tuple(_load(name) for name in names("platforms"))


@cache
def _load(stem: str) -> Platform:
    name = f"platforms/{stem}.toml"
    data: dict[str, Any] = table(name) or {}
    try:
        return Platform(
            names=by_language(data["name"]),
            channels=tuple(data["channels"]),
            contacts=tuple(map(by_language, data["contacts"])),
            source=data["source"],
            verified_on=data["verified_on"],
            texts=data["text"],
            seen=Seen(data.get("seen", Seen.PAGE if data["verified_on"] else Seen.NO)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise broken(name, f"a field is missing or wrong: {error}") from error
