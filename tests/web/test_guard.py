"""What stands before every page: names, sites, sizes, headers, and silence about texts."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bonafides.web.config import Config
from bonafides.web.guard import FORM_LIMIT, HEADERS, POLICY
from tests.web.walk import HERE, Person

ASKED = (
    ("GET", "/", 200),
    ("GET", "/static/site.css", 200),
    ("GET", "/no-such-page", 404),
    ("POST", "/bring", 403),
    ("DELETE", "/", 405),
    ("GET", "/correct/x", 422),
    ("GET", "/kept/0123", 404),
    ("GET", "/broken", 500),
)


@pytest.fixture
def visitor(person: Person) -> Person:
    """Somebody at a server with a page that has a fault."""

    @person.app.get("/broken")
    def broken() -> None:
        raise RuntimeError("a secret text")

    return person


@pytest.mark.parametrize(("method", "place", "status"), ASKED)
def test_every_answer_forbids_the_browser_what_it_need_not_do(
    visitor: Person, method: str, place: str, status: int
) -> None:
    answer = visitor.client.request(method, place)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_nothing_inline_is_allowed() -> None:
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8731", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8731", 200),
        ("localhost.:8731", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8731", 421),
        ("localhost:8731@evil.example", 421),
        ("evil.example:127.0.0.1", 421),
        ("0.0.0.0:8731", 421),
        ("", 400),
    ],
)
def test_only_names_of_its_own_lead_here(person: Person, host: str, status: int) -> None:
    answer = person.client.get("/", headers={"host": host})
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_a_name_that_was_allowed_leads_here(tmp_path: Path) -> None:
    person = Person(tmp_path, config=Config(hosts=("127.0.0.1", "desk.example"), home=tmp_path))
    assert person.client.get("/", headers={"host": "desk.example:80"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 303),  # as browsers send it where no referrer is sent
        ({"sec-fetch-site": "none"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),  # another port of this machine
        ({"origin": HERE}, 303),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 303),  # then the token decides
    ],
)
def test_no_other_site_changes_anything(person: Person, headers: dict[str, str], status: int) -> None:
    sent = person.client.post("/again", data={"csrf": person.token}, headers=headers, follow_redirects=False)
    assert sent.status_code == status


def test_another_site_may_lead_here_but_learns_nothing(person: Person) -> None:
    answer = person.client.get("/", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers


@pytest.fixture
def narrow(tmp_path: Path) -> Person:
    """Somebody at a server that takes little."""
    return Person(tmp_path, config=Config(home=tmp_path, upload_limit=20_000))


def test_too_much_is_refused_kindly(narrow: Person) -> None:
    files = [("files", ("a.txt", b"x" * 30_000, "text/plain"))]
    narrow.bring(files=files)
    assert narrow.page.status_code == 413
    assert narrow.heading == "That was too large"


def test_too_much_is_noticed_while_it_comes(narrow: Person) -> None:
    token = narrow.token
    seen = []

    def stream() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + token.encode()
        yield b'\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            seen.append(1)
            yield b"x" * 1_000

    sent = narrow.client.post("/bring", content=stream(), headers={"content-type": "multipart/form-data; boundary=b"})
    assert sent.status_code == 413
    assert narrow.open("/bring").status_code == 200
    assert seen


def test_a_form_without_files_has_a_limit_of_its_own(person: Person) -> None:
    sent = person.client.post("/about", data={"csrf": person.token, "situation": "x" * FORM_LIMIT})
    assert sent.status_code == 413


def test_a_fault_of_our_own_is_told_kindly_and_logged_without_texts(
    visitor: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        visitor.open("/broken")
    assert visitor.page.status_code == 500
    assert visitor.heading == "Something went wrong inside the program"
    assert "secret" not in visitor.page.text + caplog.text
    assert "Traceback" not in visitor.page.text + caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"--b\r\nbroken", b""])
def test_a_broken_form_is_refused(person: Person, raw: bytes) -> None:
    sent = person.client.post("/bring", content=raw, headers={"content-type": "multipart/form-data; boundary=b"})
    assert sent.status_code in {400, 403}
    assert "<h1" in sent.text
