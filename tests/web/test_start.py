"""The page opens by the address in the terminal alone: once, for one browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.web.app import app
from bonafides.web.config import Config
from bonafides.web.gate import Gate
from tests.web.walk import HERE, Person, TestClient

PLACES = ("/", "/bring", "/answer", "/kept", "/kept/0123", "/wipe", "/answer/file", "/together", "/working", "/mind")


@pytest.fixture
def told() -> list[str]:
    """What the terminal shows after the first address."""
    return []


@pytest.fixture
def gate(told: list[str]) -> Gate:
    return Gate(announce=told.append)


@pytest.fixture
def person(tmp_path: Path, gate: Gate) -> Person:
    return Person(tmp_path / "home", config=Config(home=tmp_path / "home", gate=gate))


@pytest.mark.parametrize("place", PLACES)
def test_without_the_address_nothing_is_shown(person: Person, place: str) -> None:
    answer = person.client.get(place)
    assert answer.status_code == 403
    assert "address in the terminal" in answer.text
    assert "<form" not in answer.text


def test_the_address_lets_one_browser_in_once(person: Person, gate: Gate, told: list[str]) -> None:
    address = f"/start/{gate.token}"
    assert person.open(address).status_code == 200
    assert person.place == "/"
    assert len(told) == 1
    assert person.open(address).status_code == 200, "who is in may use it again, as with a reload"
    assert told == [gate.token]
    other = TestClient(person.app, base_url=HERE)
    assert other.get(address).status_code == 403
    assert other.get(f"/start/{told[0]}").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 43, "%00", "..%2f.."])
def test_no_other_address_does(person: Person, gate: Gate, told: list[str], token: str) -> None:
    assert person.client.get(f"/start/{token}").status_code in {403, 404}
    assert told == []


def test_letting_in_gives_a_new_cookie(person: Person, gate: Gate) -> None:
    """So that nobody can plant a cookie that they know."""
    planted = "A" * 43
    person.client.cookies.set("bonafides", planted, domain="127.0.0.1", path="/")
    person.open(f"/start/{gate.token}")
    assert planted not in [each.value for each in person.client.cookies.jar]
    assert person.client.get("/", headers={"cookie": f"bonafides={planted}"}).status_code == 403


def test_a_link_from_elsewhere_goes_on_by_itself(person: Person, gate: Gate) -> None:
    """A redirect would lose the strict cookie there."""
    answer = person.client.get(f"/start/{gate.token}", headers={"sec-fetch-site": "cross-site"}, follow_redirects=False)
    assert answer.status_code == 200
    assert 'href="/"' in answer.text
    assert "set-cookie" in answer.headers
    assert person.open("/").status_code == 200


def test_after_a_wipe_the_page_itself_offers_the_next_address(person: Person, gate: Gate) -> None:
    person.open(f"/start/{gate.token}")
    person.send("/wipe")
    assert f"/start/{gate.token}" in person.page.text
    assert person.client.get("/").status_code == 403
    assert person.open(f"/start/{gate.token}").status_code == 200


def test_without_the_person_s_pages_there_is_no_way_in(tmp_path: Path) -> None:
    client = TestClient(app(Config(home=tmp_path, person=False)), base_url=HERE)
    assert client.get("/").status_code == 404
    assert client.get("/start/x").status_code == 404
