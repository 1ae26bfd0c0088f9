"""Where to turn, on the page: the chooser, five languages, and nothing stored by looking."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.walk import LANGUAGES, Person


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_country_a_status_and_a_platform_are_shown(tmp_path: Path, lang: str) -> None:
    person = Person(tmp_path, lang=lang)
    assert person.open("/routes").status_code == 200
    assert person.heading
    assert person.open("/routes?country=AU&status=cleared&platform=linkedin").status_code == 200
    assert "NITRO" in person.text
    assert "LinkedIn" in person.text
    assert 'value="AU" selected' in person.text
    assert not list(tmp_path.iterdir())


def test_all_countries_and_none(person: Person) -> None:
    assert "Suojelupoliisi" in (person.open("/routes?country=all").text, person.text)[1]
    person.open("/routes")
    assert "lawyer" in person.text
    assert "Suojelupoliisi" not in person.text


@pytest.mark.parametrize("asked", ["country=ZZ", "country=<script>", "status=spy", "platform=x", "country=../DE"])
def test_what_is_not_offered_is_refused(person: Person, asked: str) -> None:
    assert person.open(f"/routes?{asked}").status_code == 422


def test_the_first_page_and_the_answer_lead_there(person: Person) -> None:
    assert 'href="/routes"' in person.open("/").text
    person.answered()
    assert 'href="/answer/report"' in person.page.text
    assert 'href="/routes"' in person.page.text
