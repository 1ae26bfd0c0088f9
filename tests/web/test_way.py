"""The person's whole way, in every language, without a browser and without scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bonafides.page.sheet import ROOM as PAGE
from bonafides.render.phrases import phrases
from bonafides.web.page import ROOM
from tests.web.walk import LANGUAGES, THREAD, Person

ENGLISH_ONLY = re.compile(r"\b(the|you|this|what|with)\b", re.I)


def test_there_are_words_for_each_language() -> None:
    from bonafides.render.phrases import languages

    assert languages(ROOM) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_way(tmp_path: Path, lang: str) -> None:
    person = Person(tmp_path / "home", lang=lang)
    page, words = phrases(lang, PAGE), phrases(lang, ROOM)
    assert person.heading == page("before.heading")
    person.send("/", {"work": "yes", "protected": "no"})
    assert (person.place, person.heading) == ("/mind", words("mind.heading"))
    assert words("mind.work") in person.text
    person.bring()
    assert person.page.status_code == 422
    assert words("bring.empty") in person.text
    person.bring(THREAD)
    assert (person.place, person.heading) == ("/correct", page("sides.heading"))
    person.send("/correct/0", {"mine": ["1"]})
    assert (person.place, person.heading) == ("/about", page("about.heading"))
    person.send("/about", {"situation": "answered", "status": "academic", "country": "DK"})
    assert person.place == "/answer"
    assert phrases(lang)("level.alarm.name") in person.text
    person.open("/more")
    asked = re.findall(r'name="([a-z-]+)" value="yes"', person.page.text)
    person.send("/more", {asked[0]: "no", asked[1]: "unsure"})
    assert person.place == "/answer"
    person.send("/answer/keep")
    assert words("kept.done") in person.text
    person.open("/kept")
    [kept] = set(re.findall(r"/kept/[0-9a-f]{32}(?=\")", person.page.text))
    assert phrases(lang)("level.alarm.name") in person.open(kept).text
    person.send("/wipe")
    assert person.heading == page("wipe.done_heading")
    assert f'<html lang="{lang}"' in person.page.text


@pytest.mark.parametrize("lang", [each for each in LANGUAGES if each != "en"])
@pytest.mark.parametrize("place", ["/", "/bring", "/questions", "/wipe", "/kept", "/nowhere"])
def test_no_page_falls_back_to_english(tmp_path: Path, lang: str, place: str) -> None:
    person = Person(tmp_path, lang=lang)
    person.open(place)
    shown = re.sub(r"<code>.*?</code>|<details.*?</details>|<nav.*?</nav>|<[^>]+>", " ", person.text, flags=re.S)
    assert ENGLISH_ONLY.findall(shown) == []


def test_the_language_can_be_changed_on_the_way_and_stays(person: Person) -> None:
    person.answered()
    person.open("/answer?lang=de")
    assert '<html lang="de"' in person.page.text
    saved = json.loads(person.client.get("/answer/file", params={"form": "json"}).text)
    assert saved["entries"][0]["advice"]["lang"] == "de"
    person.open("/bring")
    assert person.heading == phrases("de", PAGE)("bring.heading")


def test_a_language_that_is_none_changes_nothing(person: Person) -> None:
    assert '<html lang="en"' in person.open("/?lang=xx").text


def test_a_protected_text_is_described_and_never_put_in(person: Person) -> None:
    person.send("/", {"protected": "yes"})
    assert person.place == "/mind"
    assert "<textarea" not in person.open("/bring").text
    person.bring(THREAD)
    assert person.place == "/questions"
    assert "USD" not in person.page.text


def test_questions_alone_give_an_answer(person: Person) -> None:
    person.send("/told")
    assert person.place == "/questions"
    person.send("/questions")
    assert person.page.status_code == 422
    person.send(
        "/questions", {"paid-report": "yes", "client-unnamed": "yes", "other-channel": "unsure", "foreign": "yes"}
    )
    assert person.place == "/about"
    person.send("/about")
    assert person.place == "/answer"
    assert "I was offered money for a report" in person.text
    checked = re.findall(r'name="([a-z-]+)" value="(\w*)" autocomplete="off" checked', person.open("/questions").text)
    assert dict(checked)["paid-report"] == "yes"
    assert dict(checked)["good-pay"] == ""


def test_an_answer_changes_the_result(person: Person) -> None:
    person.answered("Ann: Could you write a short paid report for our client?")
    first = person.client.get("/answer/file", params={"form": "jsonl"}).json()
    asked = re.findall(r'name="([a-z-]+)" value="yes"', person.open("/more").text)
    person.send("/more", dict.fromkeys(asked, "yes"))
    second = person.client.get("/answer/file", params={"form": "jsonl"}).json()
    assert second["score"] != first["score"]
    person.send("/more", dict.fromkeys(asked, ""))
    assert person.client.get("/answer/file", params={"form": "jsonl"}).json()["score"] == first["score"]


def test_what_the_person_says_of_themselves_changes_the_advice_alone(person: Person) -> None:
    person.answered()
    first = json.loads(person.client.get("/answer/file", params={"form": "json"}).text)
    person.send("/about", {"situation": "took-money", "status": "serving", "country": "FR"})
    second = json.loads(person.client.get("/answer/file", params={"form": "json"}).text)
    assert [each["score"] for each in first["entries"]] == [each["score"] for each in second["entries"]]
    assert first["entries"][0]["advice"] != second["entries"][0]["advice"]


@pytest.mark.parametrize("bad", [{"situation": "rich"}, {"status": "king"}, {"country": "XX"}, {"country": "../.."}])
def test_a_value_that_was_not_offered_is_refused(person: Person, bad: dict[str, str]) -> None:
    person.bring(THREAD)
    person.send("/about", bad)
    assert person.page.status_code == 422


FILES = {"html": "text/html", "text": "text/plain", "json": "application/json", "jsonl": "application/x-ndjson"}


@pytest.mark.parametrize("redact", [False, True])
@pytest.mark.parametrize(("form", "kind"), FILES.items())
def test_the_answer_can_be_saved(person: Person, form: str, kind: str, redact: bool) -> None:
    person.answered("Ann Meyer: We pay 800 USD. Write to ann@firm.example, keep this between us.\nMe: Why?")
    saved = person.client.get("/answer/file", params={"form": form, **({"redact": "1"} if redact else {})})
    assert saved.headers["content-type"].startswith(kind)
    assert saved.headers["content-disposition"].startswith("attachment; filename=")
    if form != "jsonl":  # which names nobody
        assert ("Ann Meyer" in saved.text) is not redact


def test_no_other_form_is_given(person: Person) -> None:
    person.answered()
    assert person.client.get("/answer/file", params={"form": "../x"}).status_code == 422


@pytest.mark.parametrize("place", ["/answer", "/correct", "/correct/0", "/about", "/more", "/together", "/working"])
def test_who_has_brought_nothing_is_led_to_where_it_is_brought(person: Person, place: str) -> None:
    person.open(place)
    assert person.place == "/bring"
    assert person.page.status_code == 200


@pytest.mark.parametrize("place", ["/about", "/correct", "/more", "/answer/keep", "/together", "/working"])
def test_nothing_can_be_done_with_nothing(person: Person, place: str) -> None:
    person.send(place)
    assert person.page.status_code == 200
    assert person.place == "/bring"


def test_starting_again_forgets(person: Person) -> None:
    person.answered()
    person.send("/again")
    assert person.place == "/"
    person.open("/answer")
    assert person.place == "/bring"
