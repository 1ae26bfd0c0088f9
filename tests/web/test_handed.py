"""A report to hand in from the pages: nothing of the person's own unless ticked, shown before it is saved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bonafides.render.phrases import phrases
from bonafides.web.page import ROOM
from tests.required import needs_typst
from tests.web.walk import LANGUAGES, Person

HAND_IN = "/answer/hand-in"
ASKED = "Why there?"
"""What the person wrote in the thread."""


@pytest.fixture
def at_answer(person: Person) -> Person:
    person.bring(
        "Ann: We pay 800 USD for a short report on your colleagues, Bob Lee.\nBob Lee: Why there?\nAnn: Keep it secret."
    )
    person.send("/correct/0", {"mine": ["1"]})
    person.send("/about", {"situation": "took-money", "status": "cleared", "country": "US"})
    assert person.place == "/answer"
    return person


def saved(person: Person, **chosen: str) -> str:
    answer = person.client.get(f"{HAND_IN}/file", params={"form": "html", **chosen})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="report.html"'
    text: str = answer.text
    return text


def test_the_answer_leads_there_and_by_default_nothing_of_ones_own_is_in_it(at_answer: Person) -> None:
    assert f'href="{HAND_IN}"' in at_answer.page.text
    at_answer.open(HAND_IN)
    assert phrases("en")("handed.about.heading") in at_answer.text
    text = saved(at_answer)
    for own in ("Bob", "Lee", ASKED, "took money", "clearance"):
        assert own not in text
    assert "[the person reporting]" in text


def test_each_box_puts_in_what_it_says(at_answer: Person) -> None:
    assert ASKED in saved(at_answer, own_words="1")
    assert "Bob Lee" in saved(at_answer, own_name="1")
    told = saved(at_answer, own_situation="1")
    assert "took money" in told
    assert "clearance" in told


def test_what_is_ticked_is_shown_first_and_goes_along_to_the_file(at_answer: Person) -> None:
    page = at_answer.open(f"{HAND_IN}?to=de&own_words=1&redact=1").text
    assert f'<li dir="auto">{ASKED}</li>' in page
    file = re.search(rf'action="{HAND_IN}/file".*?</form>', page, re.S)
    assert file
    assert set(re.findall(r'hidden" name="(\w+)"', file[0])) == {"to", "own_words", "redact"}
    assert 'lang="de"' in saved(at_answer, to="de")


def test_a_pdf_can_be_saved(at_answer: Person) -> None:
    needs_typst()
    answer = at_answer.client.get(f"{HAND_IN}/file", params={"form": "pdf", "to": "fr"})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_there_in_every_language(tmp_path: Path, lang: str) -> None:
    person = Person(tmp_path / "home", lang=lang)
    person.answered()
    person.open(HAND_IN)
    assert person.heading == phrases(lang, ROOM)("handed.heading")
    assert f'value="{lang}" lang="{lang}" selected' in person.page.text


def test_without_an_answer_there_is_nothing_to_hand_in(person: Person) -> None:
    assert person.open(HAND_IN).status_code == 200
    assert person.place != HAND_IN
    assert person.client.get(f"{HAND_IN}/file", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("form", ["json", "../pdf", ""])
def test_no_other_form_is_made(at_answer: Person, form: str) -> None:
    assert at_answer.client.get(f"{HAND_IN}/file", params={"form": form}).status_code == 422
