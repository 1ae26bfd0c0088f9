"""The page on which a person holds what they were told against itself, and the three tests, without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.render.phrases import phrases
from bonafides.vetted.sheet import ROOM
from tests.web.walk import LANGUAGES, THREAD, Person

LETTER = b"From: Anna <anna@airbus.com>\nReply-To: a@airbus-careers.net\nReceived: from a by mx.b.test\n\nHello\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_and_what_comes_of_it(tmp_path: Path, lang: str) -> None:
    person, words = Person(tmp_path, lang=lang), phrases(lang, ROOM)
    assert person.open("/").text.count('href="/vet"') == 1
    person.open("/vet")
    assert person.heading == words("form.title")
    person.send("/vet", {"firm": "Airbus", "mails": "a@airbus-careers.net\r\n\r\nb@gmail.com", "country": "DE"})
    assert person.place == "/vet/found"
    assert "airbus-careers.net" in person.text
    assert words("page.limits") in person.text
    assert "handelsregister.de" in person.text
    assert 'value="Airbus"' in person.open("/vet").text


def test_nothing_given_is_said_and_nothing_found_leads_back(person: Person) -> None:
    person.send("/vet", {"firm": " "})
    assert person.page.status_code == 422
    assert phrases("en", ROOM)("page.nothing") in person.text
    person.open("/vet/found")
    assert person.place == "/vet"


def test_a_letter_as_a_file_and_a_pasted_card(person: Person) -> None:
    person.send("/vet", {"firm": "Airbus"}, [("file", ("x.eml", LETTER, "message/rfc822"))])
    assert "a@airbus-careers.net" in person.text
    person.send("/vet", {"card": "Anna Lin\nConsultant at Airbus\nanna@gmail.com"})
    assert "anna@gmail.com" in person.text


def test_a_file_that_cannot_be_read_is_said(person: Person) -> None:
    person.send("/vet", {"firm": "X"}, [("file", ("x.bin", b"\0\0\0", "application/octet-stream"))])
    assert person.page.status_code == 422
    assert phrases("en", ROOM)("form.unreadable") in person.text


def test_with_a_protected_text_nothing_can_be_pasted(person: Person) -> None:
    person.send("/", {"work": "no", "protected": "yes"})
    assert 'name="card"' not in person.open("/vet").text
    person.send("/vet", {"firm": "X", "card": "pasted@all.same"}, [("file", ("x.eml", LETTER, "message/rfc822"))])
    assert person.place == "/vet/found"
    assert "pasted@all.same" not in person.text
    assert "anna@airbus.com" not in person.text


def test_hostile_words_are_shown_as_words(person: Person) -> None:
    person.send(
        "/vet", {"firm": "<script>alert(1)</script>", "mails": '"><img src=x onerror=alert(1)>@x.com\n\u202eevil'}
    )
    assert person.page.status_code == 200
    assert "<script>alert" not in person.page.text
    assert "<img" not in person.page.text
    assert "\u202e" not in person.page.text


def test_the_three_tests_are_judged_with_what_was_read(person: Person) -> None:
    person.answered(THREAD)
    person.open("/vet/tests")
    assert person.page.text.count("<fieldset>") == 9
    person.send("/vet/tests", {"not-known-there": "yes", "keep-it-quiet": "yes"})
    assert person.place == "/answer"
    person.open("/vet/tests")
    assert 'name="not-known-there" value="yes" autocomplete="off" checked' in person.page.text


def test_the_three_tests_alone(person: Person) -> None:
    person.send("/vet/tests", {})
    assert person.place == "/vet/tests"
    person.send("/vet/tests", {"not-known-there": "yes"})
    assert person.place == "/answer"


def test_it_is_forgotten_with_everything_else(person: Person) -> None:
    person.send("/vet", {"firm": "Airbus", "mails": "a@airbus.com"})
    person.send("/wipe")
    person.open("/vet")
    assert "Airbus" not in person.text
