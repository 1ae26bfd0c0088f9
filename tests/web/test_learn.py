"""Drills on the person's pages: taken without scripts, in every language, and nothing stored unless asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bonafides.learn.progress import Place
from bonafides.learn_terminal import ROOM
from bonafides.render.phrases import phrases
from bonafides.web import lessons
from bonafides.web.lesson import place_of
from bonafides.web.lessons import Lessons
from tests.learn.samples import ORDINARY, drill
from tests.web.walk import LANGUAGES, Person

ENGLISH_ONLY = re.compile(r"\b(the|you|this|what|with)\b", re.I)


def at(person: Person) -> str:
    found = re.search(r'name="at" value="([\d.]+)"', person.page.text)
    assert found, person.place
    return found[1]


def take(person: Person, *choices: str) -> None:
    """Decide again and again until the end, going on from each debrief."""
    for turn in range(400):
        if person.place == "/learn/score":
            return
        if "/thread/" in person.place:
            person.open("/learn")
        else:
            person.send("/learn/decide", {"choice": choices[turn % len(choices)], "at": at(person)})
    raise AssertionError("it has no end")


def shown(person: Person) -> str:
    """The words of the page, without those in the language of the drill."""
    text = re.sub(
        r'<(p|h2|q|span)[^>]* lang="\w\w".*?</\1>|<nav.*?</nav>|<head>.*?</head>', " ", person.text, flags=re.S
    )
    return re.sub(r"<[^>]+>", " ", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_exercise_from_its_beginning_to_its_end(tmp_path: Path, lang: str) -> None:
    person, words = Person(tmp_path, lang=lang), phrases(lang, ROOM)
    person.open("/learn")
    assert person.heading == words("intro.heading")
    person.send("/learn/begin", {"count": "3"})
    assert person.heading == words("thread.number", n=1, count=3)
    assert words("intro.invented") in person.text
    pages = [shown(person)]
    while person.place != "/learn/score":
        if "/thread/" in person.place:
            pages.append(shown(person))
            assert words("debrief.check") in person.text
            person.open("/learn")
        else:
            person.send("/learn/decide", {"choice": "verify", "at": at(person)})
            pages.append(shown(person))
            told = words("choice.finds", finds="").strip()
            assert "/thread/" in person.place or person.place == "/learn/score" or told in person.text
    assert person.heading == words("score.heading")
    pages.append(shown(person))
    assert lang == "en" or [found for page in pages if (found := ENGLISH_ONLY.findall(page))] == []
    assert list(tmp_path.iterdir()) == [], "nothing is stored unless they ask for it"


def test_a_form_of_an_earlier_page_decides_nothing_more(person: Person) -> None:
    person.send("/learn/begin", {"count": "3"})
    old = at(person)
    person.send("/learn/decide", {"choice": "answer", "at": old})
    now = at(person)
    person.send("/learn/decide", {"choice": "report", "at": old})
    assert (person.place, at(person)) == ("/learn", now)


@pytest.mark.parametrize("choice", ["", "send money", "ANSWER", "answer\x00"])
def test_only_a_choice_is_taken(person: Person, choice: str) -> None:
    person.send("/learn/begin", {"count": "3"})
    person.send("/learn/decide", {"choice": choice, "at": at(person)})
    assert person.page.status_code == 422


@pytest.mark.parametrize("count", ["", "-1", "1e9", "3; drop", "6"])
def test_an_impossible_count_is_the_usual_one(person: Person, count: str) -> None:
    person.send("/learn/begin", {"count": count})
    assert person.heading.endswith("6")


def test_the_truth_of_a_thread_is_told_only_at_its_end(person: Person) -> None:
    person.send("/learn/begin", {"count": "3"})
    for number in ("1", "2", "3", "4", "0", "-1", "99999"):
        assert person.client.get(f"/learn/thread/{number}").status_code == 404
    text = person.text
    assert not [kind for kind in ("approach", "scam", "device-lure", "ordinary") if f'"{kind}"' in text]
    person.send("/learn/decide", {"choice": "report", "at": at(person)})
    assert person.place == "/learn/thread/1"
    assert person.client.get("/learn/thread/2").status_code == 404


def test_a_place_is_kept_when_asked_and_gone_on_with_and_wiped(tmp_path: Path) -> None:
    home = tmp_path / "home"
    person = Person(home)
    person.send("/learn/begin", {"count": "3"})
    person.send("/learn/decide", {"choice": "report", "at": at(person)})
    person.send("/learn/keep")
    assert phrases("en", ROOM)("web.kept") in person.text
    again = Person(home)
    again.open("/learn")
    assert phrases("en", ROOM)("web.resume") in again.text
    again.send("/learn/resume")
    assert again.heading == phrases("en", ROOM)("thread.number", n=2, count=3)
    again.send("/wipe")
    assert not Place(home).path.exists()
    assert Person(home).open("/learn").text.count("/learn/resume") == 0


def test_a_damaged_place_hinders_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.path.parent.mkdir(parents=True)
    place.path.write_bytes(b"\xff{")
    person = Person(tmp_path)
    assert person.open("/learn").status_code == 200
    person.send("/learn/begin", {"count": "3"})
    person.send("/learn/keep")
    assert place.load().drills
    person.send("/learn/forget")
    assert not place.path.exists()


def test_the_blurred_answers_are_given_once(person: Person) -> None:
    person.send("/learn/begin", {"count": "3"})
    take(person, "answer", "report")
    token = {"csrf": person.token}
    first = person.client.post("/learn/totals", data=token)
    assert first.headers["content-disposition"].startswith("attachment;")
    assert set(first.json()) == {"schema", "nonce", "answers"}
    assert person.client.post("/learn/totals", data=token).status_code == 409
    assert phrases("en", ROOM)("web.saved") in person.open("/learn/score").text


@pytest.mark.parametrize("place", ["decide", "keep", "end", "resume", "forget", "totals"])
def test_without_an_exercise_every_form_leads_to_the_beginning(person: Person, place: str) -> None:
    person.send(f"/learn/{place}", {"choice": "answer"})
    assert (person.page.status_code, person.place) == (200, "/learn")


def test_two_browsers_know_nothing_of_each_other(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.send("/learn/begin", {"count": "3"})
    other = Person(tmp_path, config=person.config)
    other.app = person.app
    assert other.open("/learn/score").url.path == "/learn"


def test_lessons_are_bounded_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    from bonafides.learn import begun

    now = [0.0]
    monkeypatch.setattr(lessons, "MOST", 3)
    held = Lessons(clock=lambda: now[0])
    exercise = begun([drill(ORDINARY)], seed=1, lang="en")
    assert place_of(exercise.threads[0]) == "0.0"
    for cookie in "abc":
        held.keep(cookie, exercise)
    assert held.find("a") is exercise
    held.keep("d", exercise)
    assert [bool(held.find(cookie)) for cookie in "abcd"] == [True, False, True, True]
    assert held.find("a", "elsewhere") is None
    held.end("a")
    assert held.find("a") is None
    now[0] = lessons.IDLE + 1
    assert held.find("c") is None
