"""The advice that needs no program, taken from the advise room: what a frightened person reads where nothing runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.advise import routes_available
from bonafides.advise.routes import GENERIC, country_named, routes
from bonafides.advise.words import load_words, spoken
from bonafides.model import Kind, Stage, Status
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from bonafides.model import Route

_WAY = tuple(stage for stage in Stage if stage.value not in ("S0", "X1"))
"""The stages of the way itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """Where to report in one country."""

    name: str
    """Empty for every country without a list of its own."""
    emergency: str
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """The advice in one language."""

    tonight: tuple[str, ...]
    involved: tuple[str, ...]
    check: tuple[str, ...]
    stages: tuple[tuple[str, str], ...]
    """Name and meaning."""
    countries: tuple[Country, ...]


def leaflet(lang: str, names: dict[str, str]) -> Leaflet:
    """The leaflet in a language; `names` are those of the countries in it, by code, in the order to show them."""
    words, shown = load_words(lang), phrases(lang)
    office = words.say("office.other")
    return Leaflet(
        tonight=(
            *words.lines("now.firm"),
            *words.lines("keep.many"),
            *words.lines("tell.first", office=office),
            *words.lines("tell.then"),
            *words.lines("device.flagged"),
            *words.lines("tell.non_state"),
        ),
        involved=(
            *words.lines("care.answered"),
            *words.lines("care.took-money"),
            *words.lines("money.took-money"),
            *words.lines("law.first"),
            *words.lines("now.threatened", emergency=words.say("emergency_unknown")),
        ),
        check=(*words.lines("verify.flagged"), *words.lines("verify.calm")),
        stages=tuple((shown(f"stage.{stage}.name"), shown(f"stage.{stage}.meaning")) for stage in _WAY),
        countries=(*(_country(code, name, lang) for code, name in names.items()), _country("", "", lang)),
    )


def codes() -> tuple[str, ...]:
    """The countries that have a list of their own."""
    found = dict.fromkeys(route.country for route in routes_available())
    return tuple(code for code in found if code.lower() != GENERIC)


def _country(code: str, name: str, lang: str) -> Country:
    words, country = load_words(lang), country_named(code)
    desks = {
        route.name: route for kind in (Kind.APPROACH, Kind.SCAM) for route in routes(country, kind, Status.OTHER, words)
    }
    return Country(name=name, emergency=spoken(country.emergencies, words), routes=tuple(desks.values()))
