"""A drill handed to staff: the officer's link, ten people without a name, and totals that show none of them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bonafides.learn.handout import Handouts
from bonafides.learn.shelf import shipped
from bonafides.learn_terminal import ROOM
from bonafides.render.phrases import phrases
from bonafides.web.app import app
from bonafides.web.desk import drilling, drills
from tests.web.desk.seats import Office, Seat

WORDS = phrases("en", ROOM)
CHOSEN = tuple(each.id for each in shipped("en")[:3])


@pytest.fixture
def training(office: Office, tmp_path: Path) -> Office:
    """A desk whose files go to a folder of the test's own."""
    office.config = replace(office.config, home=tmp_path / "home")
    office.app = app(office.config)
    return office


def make(training: Office, *, name: str = "Spring") -> str:
    """Hand out three drills; their address."""
    officer = training.seat("officer")
    assert officer.post("/desk/drills", {"spoken": "en", "name": name, "drill": CHOSEN}) == 200
    found = re.search(r"<code>http://127\.0\.0\.1:8731(/drills/[\w-]{22})</code>", officer.page.text)
    assert found, "the page shows the link"
    return found[1]


def take(training: Office, link: str, *choices: str, give: bool = True) -> Seat:
    """Somebody without an account follows the link, to the end."""
    seat = training.seat()
    assert seat.get(link) == 200
    seat.post(f"{link}/begin")
    turn = 0
    while seat.place != f"{link}/score":
        if "/thread/" in seat.place:
            seat.get(link)
            continue
        at = re.search(r'name="at" value="([\d.]+)"', seat.page.text)
        assert at, seat.place
        seat.post(f"{link}/decide", {"choice": choices[turn % len(choices)], "at": at[1]})
        turn += 1
    if give:
        seat.post(f"{link}/give")
    return seat


def test_totals_are_seen_from_ten_people_on_and_only_by_tens(training: Office) -> None:
    link = make(training)
    officer = training.seat("officer")
    for number in range(11):
        take(training, link, "report")
        officer.get("/desk/drills")
        assert (WORDS("sum.people", n="10") in officer.text) is (number >= 9), number
        assert WORDS("sum.people", n="11") not in officer.text
    assert Handouts(training.config.home).listed()[0].all.people == 11


def test_answers_are_added_once_and_only_when_given(training: Office) -> None:
    link = make(training)
    seat = take(training, link, "answer", give=False)
    assert Handouts(training.config.home).listed()[0].all.people == 0
    assert WORDS("web.give_note") in seat.text
    for _ in range(3):
        seat.post(f"{link}/give")
        assert WORDS("web.given") in seat.text
    assert Handouts(training.config.home).listed()[0].all.people == 1


def test_a_form_sent_many_times_at_once_adds_once(training: Office) -> None:
    link = make(training)
    seat = take(training, link, "answer", give=False)
    token = re.search(r'name="csrf" value="(\w+)"', seat.page.text)
    assert token
    with ThreadPoolExecutor(8) as threads:
        sent = [threads.submit(seat.client.post, f"{link}/give", data={"csrf": token[1]}) for _ in range(16)]
        assert {each.result().status_code for each in sent} == {200}
    assert Handouts(training.config.home).listed()[0].all.people == 1


def test_somebody_signed_in_is_nobody_there(training: Office) -> None:
    link = make(training)
    reporter = training.seat("reporter")
    reporter.get(link)
    assert WORDS("web.staff") in reporter.text
    assert "reporter" not in reporter.text.partition("<main")[2]
    assert "/sign-out" not in reporter.text


def test_nothing_can_be_added_before_the_end(training: Office) -> None:
    link = make(training)
    seat = training.seat()
    seat.get(link)
    seat.post(f"{link}/give")
    seat.post(f"{link}/begin")
    seat.post(f"{link}/give")
    assert seat.place == link
    assert seat.get(f"{link}/thread/1") == 404
    assert Handouts(training.config.home).listed()[0].all.people == 0


def test_beginning_twice_begins_once(training: Office) -> None:
    link, seat = make(training), training.seat()
    seat.get(link)
    seat.post(f"{link}/begin")
    first = seat.page.text
    seat.post(f"{link}/begin")
    assert seat.page.text == first


@pytest.mark.parametrize("wrong", ["/drills/" + "x" * 22, "/drills/x", "/drills/..%2f..%2fetc"])
def test_a_link_that_is_none_leads_nowhere(training: Office, wrong: str) -> None:
    make(training)
    for below in ("", "/score", "/thread/1"):
        assert training.seat().get(wrong + below) == 404


def test_a_link_that_was_taken_back_leads_nowhere(training: Office) -> None:
    link = make(training)
    seat = take(training, link, "answer", give=False)
    officer = training.seat("officer")
    officer.post(f"/desk/drills/{link.rpartition('/')[2]}/delete")
    assert WORDS("desk.none") in officer.text
    assert seat.post(f"{link}/give") == 404
    assert seat.get(link) == 404


@pytest.mark.parametrize("fields", [{}, {"drill": "none"}, {"spoken": "xx", "drill": CHOSEN[0]}])
def test_without_a_drill_no_link_is_made(training: Office, fields: dict[str, str]) -> None:
    officer = training.seat("officer")
    assert officer.post("/desk/drills", fields) == 422
    assert 'role="alert"' in officer.page.text
    assert Handouts(training.config.home).listed() == []


def test_who_may_not_see_figures_hands_out_nothing(training: Office) -> None:
    reporter = training.seat("reporter")
    assert reporter.get("/desk/drills") == 403
    assert reporter.post("/desk/drills", {"spoken": "en", "drill": CHOSEN}) == 403
    assert Handouts(training.config.home).listed() == []


def test_a_hostile_name_is_a_name(training: Office) -> None:
    make(training, name='"><script>alert(1)</script>\u202e=cmd')
    officer = training.seat("officer")
    officer.get("/desk/drills")
    assert "<script>alert" not in officer.page.text
    assert "\u202e" not in officer.page.text


@pytest.mark.parametrize("lang", ["da", "de", "es", "fr"])
def test_the_pages_speak_every_language(training: Office, lang: str) -> None:
    link, officer = make(training), training.seat("officer")
    officer.get(f"/desk/drills?lang={lang}")
    assert phrases(lang, ROOM)("desk.lead") in officer.text
    seat = training.seat()
    seat.get(f"{link}?lang={lang}")
    assert phrases(lang, ROOM)("intro.how") in seat.text
    assert drilling.router is not drills.router
