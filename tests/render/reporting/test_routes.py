"""The list of routes as text, page and data: each with source, day, languages, and to look it up oneself."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from bonafides.advise.listing import all_routes, country_routes, platform_steps
from bonafides.errors import RenderError
from bonafides.render.phrases import phrases
from bonafides.render.reporting import ROOM
from bonafides.render.reporting.routes import ROUTES_SCHEMA, known, route_list
from bonafides.render.view import View

LANGUAGES = ("da", "de", "en", "es", "fr")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["text", "html"])
def test_all_of_it_in_every_language(lang: str, form: str) -> None:
    countries = all_routes(lang=lang)
    said = route_list(countries, platform_steps(lang=lang), form, View(lang=lang, width=100))
    flat = " ".join(re.sub(r"<[^>]+>", " ", said).split())
    words = phrases(lang, ROOM)
    assert words("turn.look") in flat.replace("&#39;", "'")
    for country in countries:
        assert all(route.contacts[0].split()[0] in flat.replace("&#39;", "'") for route in country.routes)
    assert flat.count("2024-02-25") == 1


def test_each_says_how_well_it_is_known() -> None:
    words = phrases("en", ROOM)
    (canada, *_), (estonia, *_) = country_routes("ca").routes, country_routes("ee").routes
    assert (
        known(canada, words) == "seen on the service's own page, read on 2024-02, more than a year ago: check it first"
    )
    assert known(estonia, words) == "not seen by us; only the official home page is given"
    assert known(country_routes("nl").routes[0], words) == "seen where others quote the service, day not noted"
    assert known(country_routes().routes[0], words) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_of_an_office_has_a_name(lang: str) -> None:
    words = phrases(lang, ROOM)
    named = {code for country in all_routes() for code in country.languages}
    assert {code for code in named if not words.get(f"turn.language.{code}", "")} == set()


def test_steps_stand_in_their_order() -> None:
    said = route_list((), platform_steps("linkedin"), "text", View())
    at = [said.index(f"{step}:") for step in ("Keep", "Tell", "Report", "Block")]
    assert at == sorted(at)


def test_data_for_programs() -> None:
    whole = json.loads(route_list(all_routes(), platform_steps(), "json", View()))
    assert whole["schema"] == ROUTES_SCHEMA
    assert {"verified_on", "source", "languages", "seen", "outdated"} <= set(whole["countries"][0]["routes"][0])
    rows = [json.loads(line) for line in route_list(all_routes(), platform_steps(), "jsonl", View()).splitlines()]
    assert {row["type"] for row in rows} == {"country", "platform"}
    assert len(rows) == len(whole["countries"]) + len(whole["platforms"])


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(RenderError):
        route_list((), (), "pdf", View())


def test_no_word_is_left_over_and_none_is_missing() -> None:
    room = files(ROOM)
    sources = [item.read_text("utf-8") for item in room.iterdir() if item.name.endswith(".py")]
    sources += [item.read_text("utf-8") for item in room.joinpath("templates").iterdir()]
    asked = {key for text in sources for key in re.findall(r"""words\(f?["']([\w.-]+)["'{]""", text)}
    built = ("handing.filling.", "turn.language.", "turn.seen.", "turn.step.", "turn.status.")
    own = {key for key in phrases("en", ROOM).table if not key.startswith("mark.")}
    plain = {key for key in own if not key.startswith(built)}
    assert plain - asked - {f"turn.{key}" for key in ("first", "look", "abroad")} == set()
    assert {key for key in asked if not key.endswith(".")} - own == set()
