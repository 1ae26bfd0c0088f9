"""The list of routes: every country's desks and every platform's steps, with how well each is known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bonafides.advise.countries import country_name
from bonafides.advise.forms import forms_available
from bonafides.advise.platforms import all_platforms
from bonafides.advise.routes import GENERIC, countries_with_routes, country_named, emergency, office, outdated
from bonafides.advise.words import load_words, spoken
from bonafides.errors import AdviseError
from bonafides.model import CountryRoutes, ListedRoute, PlatformSteps, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.advise.platforms import Platform
    from bonafides.advise.routes import Country, Desk
    from bonafides.advise.words import Words


def country_routes(given: str = "", *, lang: str = "en", status: Status | None = None) -> CountryRoutes:
    """Where to turn in a country (its code in any case), or the general way; with `status` only what serves that.

    A country without a list of its own gets the general way under its own name. Raises AdviseError for an unknown code.
    """
    country, words = country_named(given), load_words(lang)
    code = given.strip().upper()
    own = country.code != GENERIC
    return CountryRoutes(
        code=country.code if own or not code else code,
        name=country_name(country.code if own else code, words.lang) if code else "",
        own=own,
        office=office(country, status or Status.OTHER, words),
        emergency=emergency(country, words),
        languages=country.languages,
        routes=tuple(
            _listed(desk, country, words)
            for desk in country.desks
            if status is None or not desk.statuses or status in desk.statuses
        ),
    )


def all_routes(*, lang: str = "en", status: Status | None = None) -> tuple[CountryRoutes, ...]:
    """Every country with a list of its own, by its name, then the general way."""
    found = [country_routes(code, lang=lang, status=status) for code in countries_with_routes()]
    return (*sorted(found, key=lambda each: each.name.casefold()), country_routes(lang=lang, status=status))


def platform_steps(named: str = "", *, lang: str = "en") -> tuple[PlatformSteps, ...]:
    """What to do on the platform of that name, or on each: keep, tell, report, block; AdviseError for no such one."""
    words, known = load_words(lang), all_platforms()
    wanted = named.strip().casefold()
    if wanted and not any(_is_called(wanted, key, each) for key, each in known.items()):
        raise AdviseError(
            "there are no steps for this platform.",
            where=named.strip()[:30],
            next_step=f"Known ones: {', '.join(known)}. For every other one, use generic.",
        )
    return tuple(_steps(key, each, words) for key, each in known.items() if not wanted or _is_called(wanted, key, each))


def out_of_date() -> Iterator[str]:
    """What was read, or gone over, more than a year ago: `DE: Bundesamt für Verfassungsschutz (BfV), 2020`."""
    today = date.today()
    for country in all_routes():
        for route in country.routes:
            if route.outdated:
                yield f"{country.code}: {route.name}, {route.verified_on}"
    for steps in platform_steps():
        if steps.outdated:
            yield f"{steps.key}: {steps.name}, {steps.verified_on}"
    for form in forms_available():
        if outdated(form.verified_on or form.written_on, today):
            yield f"{form.country}: {form.service}, {form.verified_on or form.written_on}"


def never_read() -> int:
    """How many routes name an official page that nobody has read at a known date."""
    return sum(bool(route.source) and not route.verified_on for each in all_routes() for route in each.routes)


def _listed(desk: Desk, country: Country, words: Words) -> ListedRoute:
    return ListedRoute(
        name=spoken(desk.name, words),
        contacts=tuple(spoken(contact, words) for contact in desk.contacts),
        note=spoken(desk.note, words),
        source=desk.source,
        verified_on=desk.verified_on,
        seen=desk.seen,
        outdated=outdated(desk.verified_on, date.today()),
        languages=country.languages,
        kinds=desk.kinds,
        statuses=desk.statuses,
    )


def _is_called(wanted: str, key: str, platform: Platform) -> bool:
    return wanted in (key, *platform.channels, *(name.casefold() for name in platform.names.values()))


def _steps(key: str, platform: Platform, words: Words) -> PlatformSteps:
    return PlatformSteps(
        key=key,
        name=platform.called(words),
        keep=platform.say("keep", words),
        tell=platform.say("tell", words),
        report=platform.say("report", words),
        block=platform.say("block", words),
        contacts=tuple(spoken(contact, words) for contact in platform.contacts),
        source=platform.source,
        verified_on=platform.verified_on,
        seen=platform.seen,
        outdated=outdated(platform.verified_on, date.today()),
    )
