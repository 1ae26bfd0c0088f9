"""The list of routes as text, page or data: whom to tell where, from which source, and how well that is known."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from bonafides.errors import RenderError
from bonafides.render.clean import visible
from bonafides.render.html import style
from bonafides.render.machine import dumped
from bonafides.render.phrases import phrases
from bonafides.render.reporting import ROOM
from bonafides.render.templating import template
from bonafides.render.terminal import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.model import CountryRoutes, ListedRoute, PlatformSteps
    from bonafides.render.phrases import Phrases
    from bonafides.render.terminal import Page
    from bonafides.render.view import View

ROUTES_SCHEMA = "bonafides.routes/1"
FORMS = ("text", "html", "json", "jsonl")
STEPS = ("keep", "tell", "report", "block")


def route_list(countries: Sequence[CountryRoutes], platforms: Sequence[PlatformSteps], form: str, view: View) -> str:
    """The list in the form of that name (`text`, `html`, `json`, `jsonl`); RenderError for any other."""
    match form:
        case "text":
            return _text(countries, platforms, view)
        case "html":
            return _page("routes.html", countries, platforms, view)
        case "json":
            whole = {
                "schema": ROUTES_SCHEMA,
                "countries": [asdict(each) for each in countries],
                "platforms": [asdict(each) for each in platforms],
            }
            return dumped(whole, indent=2) + "\n"
        case "jsonl":
            rows = [("country", asdict(each)) for each in countries] + [
                ("platform", asdict(each)) for each in platforms
            ]
            return "".join(dumped({"schema": ROUTES_SCHEMA, "type": type_, **row}) + "\n" for type_, row in rows)
    raise RenderError(f"routes cannot be written as “{form}”", next_step=f"Use one of: {', '.join(FORMS)}.")


def route_list_body(countries: Sequence[CountryRoutes], platforms: Sequence[PlatformSteps], view: View) -> str:
    """What stands in the body of the page, for one that has a head of its own."""
    return _page("routes_body.html", countries, platforms, view)


def heading(country: CountryRoutes, words: Phrases) -> str:
    """The country's name with its code; the general way where there is none."""
    return f"{country.name} ({country.code})" if country.name else words("turn.general")


def known(route: ListedRoute | PlatformSteps, words: Phrases) -> str:
    """How much of it was read, when, and whether that is long ago; empty for help that no single body gives."""
    if not route.source:
        return ""
    parts = [words(f"turn.seen.{route.seen}")]
    if route.verified_on:
        parts.append(words("turn.date", date=route.verified_on))
    elif route.seen != "no":
        parts.append(words("turn.undated"))
    if route.outdated:
        parts.append(words("turn.old"))
    return ", ".join(parts)


def spoken(country: CountryRoutes, words: Phrases) -> str:
    """The languages in which the offices can be written to, by name where there is one; empty where none is known."""
    return ", ".join(words.get(f"turn.language.{code}", code) for code in country.languages)


def served(route: ListedRoute, words: Phrases) -> str:
    """Whom it is for; empty for everybody."""
    return ", ".join(words(f"turn.status.{status}") for status in route.statuses)


def _row(type_: str, found: CountryRoutes | PlatformSteps) -> str:
    return dumped({"schema": ROUTES_SCHEMA, "type": type_, **asdict(found)}) + "\n"


def _text(countries: Sequence[CountryRoutes], platforms: Sequence[PlatformSteps], view: View) -> str:
    words = phrases(view.lang, ROOM)
    out = page(view, words)
    out.put(words("turn.title"), style="bold")
    for key in ("first", "look", "abroad"):
        out.put(words(f"turn.{key}"))
    for country in countries:
        _country(out, country, words)
    if platforms:
        out.head(words("turn.platforms"))
    for steps in platforms:
        _steps(out, steps, words)
    return out.done()


def _country(out: Page, country: CountryRoutes, words: Phrases) -> None:
    out.head(heading(country, words))
    if country.name and not country.own:
        out.put(words("turn.no_list", country=country.name))
    out.put_labelled(words("turn.office"), country.office)
    out.put_labelled(words("turn.emergency"), country.emergency)
    if country.languages:
        out.put_labelled(words("turn.languages"), spoken(country, words))
    for route in country.routes:
        out.gap()
        out.put(route.name, lead="- ", style="bold")
        for contact in route.contacts:
            out.put(contact, indent=2)
        if route.note:
            out.put(route.note, indent=2)
        if route.statuses:
            out.put_labelled(words("turn.for"), served(route, words), indent=2)
        _source(out, route, words)


def _source(out: Page, route: ListedRoute | PlatformSteps, words: Phrases) -> None:
    if route.source:
        out.put_labelled(words("turn.source"), f"{route.source} ({known(route, words)})", indent=2, style="dim")


def _steps(out: Page, steps: PlatformSteps, words: Phrases) -> None:
    out.gap()
    out.put(steps.name, lead="- ", style="bold")
    for step in STEPS:
        out.put_labelled(words(f"turn.step.{step}"), str(getattr(steps, step)), indent=2)
    for contact in steps.contacts:
        out.put(contact, indent=2, style="dim")
    _source(out, steps, words)


def _page(file: str, countries: Sequence[CountryRoutes], platforms: Sequence[PlatformSteps], view: View) -> str:
    words = phrases(view.lang, ROOM)
    return template(file, ROOM).render(
        countries=countries,
        platforms=platforms,
        words=words,
        style=style(),
        heading=heading,
        known=known,
        served=served,
        spoken=spoken,
        steps=STEPS,
        clean=visible,
    )
