"""How pages are made: languages, links, assets, and faults that are told kindly in all of them."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from bonafides.render.phrases import phrases
from bonafides.web.assets import KINDS, assets
from bonafides.web.faults import KNOWN, REASONS
from bonafides.web.page import ROOM, onward
from tests.web.walk import LANGUAGES, Person


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_has_words(lang: str) -> None:
    words = phrases(lang, ROOM)
    for key in (*map(str, KNOWN), *REASONS):
        assert words(f"fault.{key}.heading")
        assert words(f"fault.{key}.what")


@pytest.mark.parametrize("lang", [each for each in LANGUAGES if each != "en"])
def test_every_language_fills_in_the_same_values(lang: str) -> None:
    def values(code: str) -> dict[str, list[str]]:
        raw = tomllib.loads(files(ROOM).joinpath("words", f"{code}.toml").read_text("utf-8"))
        said = {
            f"{part}.{key}": str(text) for part, keys in raw.items() if part != "desk" for key, text in keys.items()
        }
        return {key: sorted(re.findall(r"{\w+}", text)) for key, text in said.items()}

    assert values(lang) == values("en")


def test_all_words_are_used() -> None:
    raw = tomllib.loads(files(ROOM).joinpath("words", "en.toml").read_text("utf-8"))
    room = files(ROOM)
    texts = [
        item.read_text("utf-8")
        for folder in (room, room.joinpath("templates"))
        for item in folder.iterdir()
        if item.name.endswith((".py", ".html"))
    ]
    whole = "\n".join(texts)
    unused = [
        f"{part}.{key}"
        for part, keys in raw.items()
        for key, text in keys.items()
        if part != "desk"  # whose pages are tested in a folder of their own
        and isinstance(text, str)
        and f'"{part}.{key}"' not in whole
        and not (f'"{part}." ~' in whole and f'"{key}"' in whole)
        and part != "save"
    ]
    assert unused == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_page_leads_to_itself_in_the_other_languages(person: Person, lang: str) -> None:
    person.open(f"/kept?failed=1&lang={lang}")
    assert f'<html lang="{lang}"' in person.page.text
    places = re.findall(r'href="(\?[^"]+)" lang="(\w\w)"', person.text)
    assert sorted(code for _, code in places) == sorted(set(LANGUAGES) - {lang})
    assert all("failed=1" in place and f"lang={code}" in place for place, code in places)


@pytest.mark.parametrize("name", sorted(assets()))
def test_assets_are_handed_out_with_their_kind(person: Person, name: str) -> None:
    answer = person.client.get(f"/static/{name}")
    assert answer.content == assets()[name]
    assert answer.headers["content-type"].startswith(KINDS[name[name.rindex(".") :]])


@pytest.mark.parametrize("name", ["none.css", "..%2fwords%2fen.toml", "%2e%2e", "app.py"])
def test_nothing_else_is_handed_out(person: Person, name: str) -> None:
    assert person.client.get(f"/static/{name}").status_code == 404


def test_nothing_foreign_is_loaded_and_nothing_stands_inline(person: Person) -> None:
    for place in ("/", "/bring", "/questions", "/wipe"):
        text = person.open(place).text
        own = re.sub(r'<section id="leaflet".*?</section>', "", text, flags=re.S)  # it links to where to report
        assert re.findall(r'(?:src|href|action)="(?!/|\?|#)([^"]+)"', own) == []
        assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", text) == []


def test_after_a_form_it_goes_on_with_get() -> None:
    assert onward("/x").status_code == 303
