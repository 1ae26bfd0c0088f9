"""The record of what was sent, on the page: kept only where it is asked for, and gone after a wipe."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from bonafides.advise.record import FILE
from tests.web.test_hostile import assert_harmless
from tests.web.walk import LANGUAGES, Person

SAID = {"country": "DE", "service": "BfV", "on": "2026-03-01", "reference": "AZ 1", "note": "by phone"}


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_it_is_written_answered_and_deleted(person: Person, tmp_path: Path) -> None:
    person.open("/sent?service=BfV&country=DE")
    assert "Nothing is written down." in person.text
    assert not list(tmp_path.iterdir())
    person.send("/sent", SAID)
    assert "1. 2026-03-01, BfV" in person.text
    person.send("/sent/1/answer", {"on": "2026-03-02", "text": "They will call."})
    assert "They will call." in person.text
    person.send("/sent/1/delete")
    assert "Nothing is written down." in person.text
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("place", "fields"),
    [("/sent", {**SAID, "on": "2999-01-01"}), ("/sent", {**SAID, "on": ""}), ("/sent/7/delete", {}),
     ("/sent/7/answer", {"on": "2026-03-02", "text": "x"})],
)  # fmt: skip
def test_what_cannot_be_written_is_told(person: Person, place: str, fields: dict[str, str]) -> None:
    person.send(place, fields)
    assert "could not be written down" in person.text


@pytest.mark.parametrize("place", ["/sent", "/sent/1/answer", "/sent/1/delete", "/sent/forget"])
def test_no_form_is_taken_without_its_token(person: Person, tmp_path: Path, place: str) -> None:
    person.send("/sent", SAID)
    before = (tmp_path / FILE).read_bytes()
    assert person.client.post(place, data=SAID).status_code == 403
    assert (tmp_path / FILE).read_bytes() == before


def test_an_unknown_country_is_refused(person: Person) -> None:
    assert person.send("/sent", {**SAID, "country": "ZZ"}).status_code == 422


def test_a_damaged_file_is_told_left_alone_and_can_be_deleted(person: Person, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{")
    assert "cannot be read" in (person.open("/sent").text, person.text)[1]
    person.send("/sent", SAID)
    assert (tmp_path / FILE).read_text() == "{"
    person.send("/sent/forget")
    assert not (tmp_path / FILE).exists()


def test_a_wipe_takes_it_too(person: Person, tmp_path: Path) -> None:
    person.send("/sent", SAID)
    person.send("/wipe")
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_texts_stay_texts_in_every_language(tmp_path: Path, lang: str) -> None:
    person = Person(tmp_path, lang=lang)
    bad = "<script>alert(1)</script>\u202e\x1b[2J"
    person.send("/sent", {**SAID, "service": bad, "reference": bad, "note": bad})
    person.send("/sent/1/answer", {"on": "2026-03-02", "text": bad})
    assert_harmless(person.page.text)
    assert "\u202e" not in person.page.text
    assert_harmless(person.open(f"/sent?service={quote(bad)}&country={quote(bad)}").text)
