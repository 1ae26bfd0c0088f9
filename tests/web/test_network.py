"""What others on the network, the machine, or in another tab can try: names, sites, cookies, sizes, sockets."""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path

import pytest

from bonafides.store.records import Visit
from bonafides.web.app import app
from bonafides.web.config import Config
from bonafides.web.csrf import token
from bonafides.web.guard import FORM_LIMIT
from bonafides.web.sitting import Sitting
from tests.web.crawl import addresses
from tests.web.desk.seats import PASSWORD, Office, with_password
from tests.web.walk import HERE, PATIENCE, THREAD, Person, TestClient

ROOT = Path(__file__).parents[2]
VALUES = {
    "number": ["1"],
    "report": ["x"],
    "file_id": ["x"],
    "account": ["officer-id"],
    "year": ["2025"],
    "name": ["index.html"],
    "task_id": ["x"],
    "link_id": ["x"],
    "merge_id": ["x"],
    "campaign_id": ["x"],
    "token_id": ["x"],
    "handout": ["h" * 22],
}


# --- another site: DNS rebinding, and forms that another page sends


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8731", "desk.local", "0.0.0.0", "127.1"]
)
def test_no_address_answers_to_a_name_that_is_not_its_own(host: str) -> None:
    office = Office()
    lead = office.seat("lead")
    for address in addresses(office.app):
        for place in address.filled(VALUES):
            headers = {"host": host, "cookie": f"{office.config.cookie}={lead.cookie}"}
            answer = lead.client.request(address.method, place, headers=headers, follow_redirects=False)
            assert answer.status_code == 421, place
            assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "x"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://127.0.0.1:8731.evil.example"},
        {"origin": f"{HERE}@evil.example"},
        {"origin": "file://"},
        {"sec-fetch-site": "cross-site", "origin": HERE},
    ],
    ids=str,
)
def test_no_form_is_taken_from_another_site_even_with_its_token(headers: dict[str, str]) -> None:
    office = Office()
    lead = office.seat("lead")
    for address in addresses(office.app):
        if address.method == "POST":
            for place in address.filled(VALUES):
                data = {"csrf": token(office.config, lead.cookie)}
                answer = lead.client.post(place, data=data, headers=headers, follow_redirects=False)
                if headers != {"sec-fetch-site": ""}:  # an empty one says nothing; then the token alone decides
                    assert answer.status_code == 403, place


PLACES = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "/\t/evil.example",
    "/%0d%0aset-cookie:x=1",
    "\\\\evil.example",
    "javascript:alert(1)",
    "///evil.example",
    "/\r\nlocation: //evil.example",
    "/.//evil.example",
    " //evil.example",
    "/\u2028/evil.example",
    "",
]


@pytest.mark.parametrize("place", PLACES, ids=ascii)
def test_after_a_sign_in_one_stays_on_this_site(place: str) -> None:
    office = Office()
    with_password(office, "nora", "officer")
    anybody = office.seat()
    anybody.get("/sign-in")
    anybody.post("/sign-in", {"name": "nora", "password": PASSWORD, "next": place}, follow=False)
    assert anybody.page.status_code == 303
    to = anybody.page.headers["location"]
    assert to.startswith("/")
    assert not to.startswith(("//", "/\\"))
    assert "evil" not in to.partition("/")[0]
    assert not set(to) & set("\r\n\t\\ ")


# --- cookies


@pytest.mark.parametrize("secure", [False, True])
def test_every_cookie_is_closed_to_scripts_and_other_sites(secure: bool) -> None:
    office = Office()
    with_password(office, "nora", "officer")
    config = replace(office.config, secure_cookies=secure)
    client = TestClient(app(config), base_url=HERE.replace("http:", "https:") if secure else HERE)
    asked = client.get("/sign-in?lang=fr")
    data = {"name": "nora", "password": PASSWORD, "csrf": token(config, client.cookies[config.cookie])}
    answers = [asked, client.post("/sign-in", data=data, follow_redirects=False)]
    answers.append(
        client.post("/sign-out", data={"csrf": token(config, client.cookies[config.cookie])}, follow_redirects=False)
    )
    told = [each for answer in answers for each in answer.headers.get_list("set-cookie")]
    assert len(told) >= 5
    for line in told:
        cookie = next(iter(SimpleCookie(line).values()))
        assert cookie["httponly"]
        assert cookie["samesite"] == "strict"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert bool(cookie["secure"]) is secure


def test_a_cookie_that_somebody_planted_is_worth_nothing_after_the_sign_in() -> None:
    office = Office()
    with_password(office, "nora", "officer")
    planted = "p" * 43
    victim, other = office.seat(), office.seat()
    victim.client.cookies.set(office.config.cookie, planted, domain="127.0.0.1", path="/")
    victim.post("/sign-in", {"name": "nora", "password": PASSWORD}, follow=False)
    assert victim.page.status_code == 303
    other.client.cookies.set(office.config.cookie, planted, domain="127.0.0.1", path="/")
    assert other.get("/desk", follow=False) == 303
    mine = victim.page.headers["set-cookie"]
    assert planted not in mine
    with office.desk.store.reading() as reading:
        assert all(each.id not in mine for each in reading.find(Visit)), "only a digest is kept"


def test_a_cookie_opens_nothing_after_signing_out() -> None:
    office = Office()
    officer = office.seat("officer")
    kept = officer.cookie
    assert officer.get("/desk") == 200
    officer.post("/sign-out")
    officer.client.cookies.set(office.config.cookie, kept, domain="127.0.0.1", path="/")
    assert officer.get("/desk", follow=False) == 303


# --- sizes


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "APPLICATION/X-WWW-FORM-URLENCODED",
        " application/x-www-form-urlencoded; charset=utf-8",
        "Application/X-Www-Form-Urlencoded;x=1",
        "",
    ],
)
def test_a_form_without_files_is_small_however_it_is_called(kind: str) -> None:
    office = Office()
    anybody = office.seat()
    anybody.get("/report")
    raw = b"csrf=" + token(office.config, anybody.cookie).encode() + b"&said=" + b"x" * FORM_LIMIT
    assert anybody.client.post("/report", content=raw, headers={"content-type": kind}).status_code == 413


def test_of_an_endless_upload_only_so_much_is_read() -> None:
    limit, piece = 50_000, 1_000
    office = Office(upload_limit=limit)
    anybody = office.seat()
    anybody.get("/report")
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        while read < 100 * limit:
            read += piece
            yield b"x" * piece

    kind = {"content-type": "multipart/form-data; boundary=b"}
    assert anybody.client.post("/report", content=endless(), headers=kind).status_code == 413
    assert office.seat().get("/report") == 200


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "undefined", "idna", "punycode", "utf-7", "rot13", "hex", "utf-16", "zip", "x" * 300]
)
def test_a_form_chooses_none_of_python_s_codecs(charset: str) -> None:
    office = Office()
    anybody = office.seat()
    anybody.get("/report")
    sent = token(office.config, anybody.cookie)
    fields = {"csrf": sent, "said": "\\ud800"}
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n' for name in fields]
    raw = "".join((*parts, "--b--\r\n"))
    for kind in (
        f"multipart/form-data; boundary=b; charset={charset}",
        f'multipart/form-data; CharSet="{charset}"; boundary=b',
    ):
        assert anybody.client.post("/report", content=raw.encode(), headers={"content-type": kind}).status_code == 400


# --- this machine


def test_a_wipe_leaves_neither_memory_nor_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    person = Person(tmp_path / "home")
    person.bring(THREAD, files=[("files", ("other.txt", THREAD.replace("Ann", "Eve").encode(), "text/plain"))])
    person.send("/about")
    person.send("/answer/keep")
    assert person.place == "/answer"
    assert any(isinstance(each, Sitting) and each.report for each in gc.get_objects()), "it was there"
    person.send("/wipe")
    until = time.monotonic() + PATIENCE
    while _held() and time.monotonic() < until:
        time.sleep(0.05)
    assert not _held()
    assert [*(tmp_path / "temp").rglob("*")] == []
    assert [each for each in (tmp_path / "home").rglob("*") if each.is_file()] == []


def _held() -> bool:
    gc.collect()
    return any(isinstance(each, Sitting) and (each.report or each.reading or each.body) for each in gc.get_objects())


_IN_SILENCE = """
import os, sys
WATCHED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto",
           "socket.bind", "urllib.Request", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}
from tests.web.crawl import Stock, addresses
from tests.web.walk import Person
from pathlib import Path
import tempfile
import urllib3  # stix2 brings it; loading it asks the system if ::1 can be bound, and no more than that
def listen(event, args):
    if event in WATCHED:
        sys.stderr.write("opened: " + event)
        sys.stderr.flush()
        os._exit(9)
sys.addaudithook(listen)
if sys.argv[1:]:
    import socket
    socket.create_connection(("127.0.0.1", 9))
with tempfile.TemporaryDirectory() as home:
    person = Person(Path(home))
    person.answered("Ann: see https://evil.example/x.png and http://127.0.0.1:1/\\nMe: //evil.example")
    assert person.place == "/answer"
    person.send("/answer/keep")
    for place in ("/", "/bring", "/correct", "/about", "/answer", "/kept", "/wipe"):
        person.open(place)
stock = Stock(("<img src=http://127.0.0.1:1/x>", "see https://evil.example/ and ![x](http://127.0.0.1:1/)"))
for role in ("lead", "admin"):
    seat = stock.office.seat(role)
    for address in addresses(stock.office.app):
        if address.method == "GET":
            for place in address.filled(stock.values):
                assert seat.get(place) < 500, place
    seat.post("/desk/case/1/handover", {"tlp": "RED", "do": "make"})
"""


@pytest.mark.parametrize(("arguments", "code"), [((), 0), (("connect",), 9)])
def test_serving_every_page_opens_no_connection_and_starts_no_program(arguments: tuple[str, ...], code: int) -> None:
    """Not what the code says but what it does; the second run proves that the watch can see one."""
    command = [sys.executable, "-W", "ignore", "-c", _IN_SILENCE, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert done.returncode == code, done.stderr[-600:]


def test_a_page_that_was_shown_to_one_browser_is_for_that_browser_alone(tmp_path: Path) -> None:
    """Another user of the machine reaches the port, and has no cookie: the person's pages start anew for them."""
    person = Person(tmp_path, config=Config(home=tmp_path))
    person.answered()
    assert person.place == "/answer"
    other = TestClient(person.app, base_url=HERE)
    assert other.get("/answer", follow_redirects=False).status_code == 303
    assert "client prefers" not in other.get("/answer").text
