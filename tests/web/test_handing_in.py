"""After the answer: a report to copy, without the person in it, saved as a file where they want it, and never sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.page.hostile import BODIES
from tests.web.test_hostile import assert_harmless
from tests.web.walk import LANGUAGES, THREAD, Person


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_without_an_answer_there_is_nothing_to_prepare(person: Person) -> None:
    person.open("/answer/report")
    assert person.place != "/answer/report"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_is_prepared_for_a_country(tmp_path: Path, lang: str) -> None:
    person = Person(tmp_path, lang=lang)
    person.answered()
    assert "<textarea" not in person.open("/answer/report").text
    person.open("/answer/report?country=DE")
    assert "Soziale_Netzwerke@bfv.bund.de" in person.text
    assert "Please keep this between us" in person.text
    assert "mailto:" not in person.page.text
    assert not list(tmp_path.iterdir()), "nothing is stored unless it is asked for"


def test_the_country_that_was_told_is_the_first_choice(person: Person) -> None:
    person.answered(country="CA", status="contractor")
    person.open("/answer/report")
    assert "Nationalities" in person.text
    assert "Left empty on purpose" in person.text


def test_it_is_saved_as_a_file(person: Person) -> None:
    person.answered()
    text = person.open("/answer/report/file?country=NZ&form=text")
    assert text.headers["content-disposition"] == 'attachment; filename="bonafides-report.txt"'
    assert "New Zealand" in text.text
    assert json.loads(person.open("/answer/report/file?country=NZ&form=json").text)["country"] == "NZ"


@pytest.mark.parametrize(
    "asked", ["country=QQ", "country=DE&only=7", "country=DE&only=-1", "country=DE&only=x", "country=DE&own=maybe"]
)
def test_what_is_not_offered_is_refused(person: Person, asked: str) -> None:
    person.answered()
    assert person.open(f"/answer/report?{asked}").status_code == 422


def test_a_file_of_another_form_is_refused(person: Person) -> None:
    person.answered()
    assert person.open("/answer/report/file?country=DE&form=exe").status_code == 422


@pytest.mark.parametrize("body", BODIES[::12])
def test_hostile_texts_stay_texts(person: Person, body: str) -> None:
    person.answered(f"Ann: {body}\n{THREAD}")
    assert_harmless(person.open("/answer/report?country=DE&own=1").text)
