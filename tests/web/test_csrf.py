"""Whatever changes something needs the token that its own page showed to this browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from bonafides.web import (
    about,
    answer,
    before,
    bring,
    correct,
    exposure,
    handed,
    handing_in,
    kept,
    learn,
    questions,
    sent,
    start,
    still_here,
    together,
    turning,
    vet,
    wipe,
    working,
)
from bonafides.web.app import PERSON
from bonafides.web.config import Config
from bonafides.web.csrf import token
from tests.web.walk import Person

PAGES = (
    about, answer, before, bring, correct, exposure, handed, handing_in, kept, learn, questions, sent, start,
    still_here, together, turning, vet, wipe, working,
)  # fmt: skip
POSTS = sorted(
    route.path.replace("{number}", "0").replace("{id_}", "0" * 32)
    for page in PAGES
    for route in page.router.routes
    if isinstance(route, APIRoute) and "POST" in (route.methods or ())
)


def test_all_pages_are_tried() -> None:
    assert set(PAGES) == set(PERSON)
    assert len(POSTS) >= 12


@pytest.mark.parametrize("place", POSTS)
def test_a_form_without_its_token_changes_nothing(person: Person, place: str) -> None:
    person.answered()
    assert person.place == "/answer"
    before_it = person.client.get("/answer").text
    for data in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "ä"}):
        sent = person.client.post(place, data=data, follow_redirects=False)
        assert sent.status_code == 403
        assert "no longer valid" in sent.text
    assert person.client.get("/answer").text == before_it


def test_another_browser_s_token_is_no_use(person: Person) -> None:
    mine = person.token
    person.client.cookies.clear()
    person.client.get("/")
    assert person.client.post("/again", data={"csrf": mine}).status_code == 403


def test_without_a_cookie_no_token_is_good(person: Person) -> None:
    empty = token(person.config, "")
    person.client.cookies.clear()
    assert person.client.post("/again", data={"csrf": empty}).status_code == 403


def test_a_file_in_the_token_s_place_is_no_token(person: Person) -> None:
    sent = person.client.post("/bring", files=[("csrf", ("t", person.token.encode(), "text/plain"))])
    assert sent.status_code == 403


def test_two_servers_have_two_keys() -> None:
    assert token(Config(home=Path()), "a") != token(Config(home=Path()), "a")


@pytest.mark.parametrize("secure", [False, True])
def test_cookies_are_strict(tmp_path: Path, secure: bool) -> None:
    person = Person(tmp_path, config=Config(home=tmp_path, secure_cookies=secure, cookie="bonafides-1"))
    person.client.cookies.clear()
    cookies = person.client.get("/?lang=fr").headers.get_list("set-cookie")
    assert [each.partition("=")[0] for each in cookies] == ["bonafides-1", "bonafides-1-lang"]
    for each in cookies:
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(each.split("; "))
        assert ("Secure" in each.split("; ")) == secure
        assert "Domain" not in each


@pytest.mark.parametrize("value", ["short", "x" * 44, "<script>", "../../etc", "é" * 43])
def test_a_cookie_that_is_none_of_ours_is_replaced(person: Person, value: str) -> None:
    person.client.cookies.clear()
    answer_ = person.client.get("/", headers={"cookie": f"bonafides={value}".encode()})
    assert answer_.status_code == 200
    assert "set-cookie" in answer_.headers
