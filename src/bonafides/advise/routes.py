"""Where to report, by country: dated data files, a generic way for every other country, and who to tell at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from bonafides.advise.countries import country_code
from bonafides.advise.tables import broken, names, table
from bonafides.advise.words import ENGLISH, by_language, load_words, spoken
from bonafides.model import Kind, Route, Seen, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.advise.words import Words

GENERIC = "generic"
ESPIONAGE = (Kind.APPROACH, Kind.UNCLEAR, Kind.DEVICE_LURE)
"""What a route is for where its file does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One place to report to, as its country's file has it."""

    name: Mapping[str, str]
    """By language, as the note and each contact are."""
    contacts: tuple[Mapping[str, str], ...]
    note: Mapping[str, str]
    source: str
    verified_on: str
    """ISO date, possibly only `2024-02` or `2020`, of the reading; empty where none is known."""
    kinds: tuple[Kind, ...]
    statuses: tuple[Status, ...]
    """Whom it serves; empty for everybody."""
    seen: Seen
    """How much of it was read, by whoever wrote it down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What one file says: numbers, desks, and what the security office is called there."""

    code: str
    emergencies: Mapping[str, str]
    """The number to call, by language, since it may name the police; empty where it is not known."""
    non_state_first: bool
    languages: tuple[str, ...]
    offices: Mapping[str, Mapping[str, str]]
    """By language and status: whom to tell first, where the country has its own word for it."""
    desks: tuple[Desk, ...]

    @property
    def emergency(self) -> str:
        """The emergency number as English has it."""
        return self.emergencies[ENGLISH]


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableRoute:
    """A line of the list of routes that come with the program."""

    country: str
    """Upper-case code; `generic` for the way that serves every other country."""
    name: str
    verified_on: str
    source: str
    """Empty for help that no single body gives, such as a lawyer of one's own."""
    languages: tuple[str, ...]
    seen: Seen


def country_named(code: str) -> Country:
    """The country for an ISO 3166-1 alpha-2 code in any case (`GB` or `UK`; `EU` for its institutions).

    Empty, or a country without a file, gives the generic one. Raises AdviseError for a code that no country has.
    """
    given = country_code(code)
    return _load(given.lower()) if given and given.lower() in names("routes") else _load(GENERIC)


def countries_with_routes() -> tuple[str, ...]:
    """Upper-case codes of the countries that have a list of their own."""
    return tuple(code.upper() for code in names("routes") if code != GENERIC)


def office(country: Country, status: Status, words: Words) -> str:
    """Whom the user should tell first, as a phrase: the country's own word for it, else the general one."""
    own = country.offices.get(words.lang) or country.offices.get(ENGLISH, {})
    return own.get(status) or words.say(f"office.{status}")


def emergency(country: Country, words: Words) -> str:
    """The number to call in danger, with what belongs to it in words; a phrase where it is not known."""
    return spoken(country.emergencies, words) or words.say("emergency_unknown")


def routes(country: Country, kind: Kind, status: Status, words: Words) -> tuple[Route, ...]:
    """The desks for this kind and status, each saying when it was verified and to look it up oneself."""
    return tuple(
        _route(desk, words)
        for desk in country.desks
        if kind in desk.kinds and (not desk.statuses or status in desk.statuses)
    )


def routes_available(lang: str = ENGLISH) -> tuple[AvailableRoute, ...]:
    """Every route that comes with the program, by country; the generic ones last."""
    words = load_words(lang)
    codes = sorted(names("routes"), key=lambda code: (code == GENERIC, code))
    return tuple(
        AvailableRoute(
            country=country.code,
            name=spoken(desk.name, words),
            verified_on=desk.verified_on,
            source=desk.source,
            languages=country.languages,
            seen=desk.seen,
        )
        for country in map(_load, codes)
        for desk in country.desks
    )


def outdated(verified_on: str, today: date) -> bool:
    """Whether a reading is more than a year older than `today`; a bare year or month counts from its first day."""
    if not verified_on:
        return False
    year, month, day = (*map(int, verified_on.split("-")), 1, 1)[:3]
    return (today - date(year, month, day)).days > 365


def lookup(note: str, source: str, verified_on: str, words: Words) -> str:
    """`note`, then when it was last verified, whether that is long ago, and to look the number up oneself."""
    if not source:
        return note
    key = "unseen" if not verified_on else "old" if outdated(verified_on, date.today()) else "seen"
    return f"{note} {words.say(f'route.{key}', date=verified_on)}".strip()


def _route(desk: Desk, words: Words) -> Route:
    return Route(
        name=spoken(desk.name, words),
        contacts=tuple(spoken(contact, words) for contact in desk.contacts),
        note=lookup(spoken(desk.note, words), desk.source, desk.verified_on, words),
        source=desk.source,
        verified_on=desk.verified_on,
    )


@cache
def _load(code: str) -> Country:
    name = f"routes/{code}.toml"
    data = table(name)
    if data is None:
        raise broken(name, "it is not there")
    try:
        return Country(
            code=code if code == GENERIC else code.upper(),
            emergencies=by_language(data["emergency"]),
            non_state_first=data["non_state_first"],
            languages=tuple(data["languages"]),
            offices=data.get("office", {}),
            desks=tuple(_desk(entry) for entry in data["route"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise broken(name, f"a field is missing or wrong: {error}") from error


def _desk(entry: Mapping[str, Any]) -> Desk:
    return Desk(
        name=by_language(entry["name"]),
        contacts=tuple(map(by_language, entry["contacts"])),
        note=by_language(entry["note"]),
        source=entry["source"],
        verified_on=entry["verified_on"],
        kinds=tuple(Kind(kind) for kind in entry.get("kinds", ESPIONAGE)),
        statuses=tuple(Status(status) for status in entry.get("status", ())),
        seen=Seen(entry.get("seen", Seen.PAGE if entry["verified_on"] else Seen.NO)),
    )
