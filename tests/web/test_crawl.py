"""Every address of the desk, as every role, on a desk full of hostile texts: nothing runs, and nothing breaks."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from argon2 import PasswordHasher

from bonafides.desk.people import passwords
from bonafides.store.records import Attempt
from bonafides.store.store import present
from bonafides.web.assets import assets
from bonafides.web.guard import HEADERS, SANDBOX
from tests.desk.desks import desk_at
from tests.web.crawl import Stock, addresses
from tests.web.desk.seats import ROLES, Office, Seat
from tests.web.hostile import BODIES, NAMES, Seen, assert_harmless

CHUNK = 40
CHUNKS = [BODIES[at : at + CHUNK] for at in range(0, len(BODIES), CHUNK)]
WHOLE = ("/desk/case/{number}", "/desk/campaign/{campaign_id}")
"""Pages that are looked at for every text; of the others, one in `SOME`."""
SOME, TURN = 3, 6


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are checked as ever, but with little work: here they are typed by the hundred."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def assert_answered(seat: Seat, place: str) -> None:
    """That an answer is complete, whatever it is: no fault, every header, and nothing in it that could run."""
    answer = seat.page
    assert answer.status_code < 500, place
    boxed = answer.headers["content-security-policy"] == SANDBOX
    wanted = {**HEADERS, **({"content-security-policy": SANDBOX} if boxed else {})}
    assert {name: answer.headers.get(name) for name in wanted} == wanted, place
    assert "pwned" not in f"{[*answer.headers]}{answer.headers.get('set-cookie')}", place
    assert re.match(r"/(?![/\\])[^\x00-\x20\\]*\Z", answer.headers.get("location", "/")), place
    kind = answer.headers.get("content-type", "").partition(";")[0]
    match kind:
        case "text/html":
            assert_harmless(answer.text, place)
        case "text/csv":
            assert_no_formula(answer.content)
        case "application/json":
            json.loads(answer.content)
        case "application/zip":
            assert_bundle(answer.content)
        case "image/svg+xml":
            assert answer.content == assets()["icon.svg"], place
        case _:
            assert boxed or place.startswith("/static/") or not answer.content, (place, kind)
    if kind not in ("text/html", "image/svg+xml") and answer.content and not place.startswith("/static/"):
        assert answer.headers["content-disposition"].startswith("attachment;"), place


def assert_no_formula(raw: bytes) -> None:
    for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))):
        assert not [cell for cell in row if cell.lstrip("\u200b\ufeff \t\r\n").startswith(("=", "+", "-", "@"))]


def assert_bundle(raw: bytes) -> None:
    """That the documents of a bundle do nothing but show; strangers' files in it lie apart, under harmless names."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            assert not name.startswith("/")
            assert not {"..", ""} & set(name.split("/"))
            assert "\\" not in name
            text = archive.read(name).decode("utf-8", "replace")
            if name.endswith(".html") and "/" not in name:
                assert not [each for each in Seen(text).bad if not each.startswith("<style>")], name
            if name.endswith(".csv"):
                assert_no_formula(archive.read(name))


@pytest.mark.parametrize("bodies", CHUNKS, ids=range(len(CHUNKS)))
def test_no_page_and_no_export_runs_what_it_shows(bodies: tuple[str, ...]) -> None:
    stock = Stock(bodies)
    lead, anybody = stock.office.seat("lead"), stock.office.seat()
    for number, body in enumerate(bodies):
        stock.call(body)
        for seat, place in (
            (lead, f"/desk/case/{stock.numbers[2 + number]}?draft=closing"),
            (anybody, "/sign-in"),
        ):
            seat.get(place)
            assert_answered(seat, place)
    for at, address in enumerate(addresses(stock.office.app)):
        if address.method == "GET":
            places = [*address.filled(stock.values)]
            for place in places if address.path in WHOLE else {*places[at % SOME :: SOME], places[0]}:
                lead.get(place, follow=False)
                assert_answered(lead, place)
    assert stock.fits()


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_every_role_sees_every_address_without_a_fault(role: str) -> None:
    stock = Stock(BODIES[7::29])
    stock.call(BODIES[0])
    seat = stock.office.seat(role)
    for address in addresses(stock.office.app):
        if address.method == "GET":
            for place in [*address.filled(stock.values)][-SOME:]:
                seat.get(place, follow=False)
                assert_answered(seat, place)


@pytest.mark.parametrize("bodies", CHUNKS, ids=range(len(CHUNKS)))
def test_what_stands_in_an_address_stays_a_text(bodies: tuple[str, ...]) -> None:
    office = Office()
    office.report()
    lead, auditor, anybody = office.seat("lead"), office.seat("auditor"), office.seat()
    asked = [each for each in addresses(office.app) if each.method == "GET" and (each.query or "{" in each.path)]
    for at, body in enumerate(bodies):
        raw = quote_from_bytes(body.encode("utf-8", "surrogatepass")[:1_500], safe="")
        places = [(lead, f"/desk/search?words={raw}"), (anybody, f"/sign-in?next={raw}")]
        for address in asked[at % TURN :: TURN]:
            path = address.path.partition("{")[0] + ("" if address.query else raw)
            query = "&".join(f"{name}={raw}" for name in address.query)
            places += [(seat, f"{path}?{query}") for seat in (lead, auditor)]
        for seat, place in places:
            seat.get(place, follow=False)
            assert_answered(seat, place)


@pytest.mark.parametrize("bodies", CHUNKS, ids=range(len(CHUNKS)))
def test_what_is_typed_and_shown_again_stays_a_text(bodies: tuple[str, ...]) -> None:
    """Fields that are shown again when something is missing, and those that are shown by nobody but must be read."""
    office = Office()
    office.report()
    lead, admin, anybody = office.seat("lead"), office.seat("admin"), office.seat()
    anybody.get("/sign-in")
    forms = (
        (anybody, "/sign-in", ("name", "password", "next")),
        (anybody, "/receipt", ("code", "text")),
        (anybody, "/report", ("role", "occasion", "who")),
        (lead, "/desk/case/1/close", ("text", "reason", "kind", "verdict", "report", "speak")),
        (lead, "/desk/case/1/answer", ("kind", "speak", "report")),
        (lead, "/desk/access", ("mentioned", "account", "receipt")),
        (lead, "/desk/audit", ("head",)),
        (lead, "/desk/case/1/merge", ("other",)),
        (lead, "/desk/case/1/split", ("report",)),
        (lead, "/desk/case/1/purge", ("typed",)),
        (lead, "/desk/case/1/handover", ("tlp", "speak", "part")),
        (lead, "/desk/case/1/campaign", ("campaign",)),
        (lead, "/desk/case/1/edit", ("owner", "status")),
        (lead, "/account/second-factor", ("seed", "code", "proof")),
        (lead, "/account/tokens", ("name", "scope", "days")),
        (admin, "/desk/settings", ("lang", "timezone", "keep-open", "anonymous")),
        (admin, "/desk/accounts", ("name", "email", "role")),
        (admin, "/desk/accounts/officer-id", ("do", "role", "email")),
    )
    for at, body in enumerate(bodies):
        typed = body.encode("utf-8", "replace").decode()[:20_000]
        for seat, place, fields in forms[at % SOME :: SOME]:
            seat.post(place, dict.fromkeys(fields, typed), follow=False)
            assert_answered(seat, place)
            assert "no longer valid" not in seat.page.text, "it got past the door"
        with office.desk.store.writing() as writing:  # the next one is tried as if it were the first
            writing.remove(Attempt, present("at"))


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://search.gleif.org">',
        '<a href="https://search.gleif.org" rel="noopener">',
        '<a href="https://search.gleif.org" rel="noopener noreferrer" target="_blank">',
        '<a href="https://search.gleif.org.evil.example" rel="noopener noreferrer">',
        '<a href="https://evil.example" rel="noopener noreferrer">',
        '<link rel="prefetch" href="https://search.gleif.org">',
        '<form action="https://search.gleif.org" rel="noopener noreferrer">',
    ],
)
def test_only_registers_are_linked_outside_and_only_apart_from_the_page(link: str) -> None:
    """What the crawl lets pass, and what it would not."""
    assert Seen(link).bad
    assert not Seen('<a href="https://search.gleif.org" rel="noopener noreferrer external">').bad


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_lead_nowhere(name: str) -> None:
    office = Office()
    anybody, lead = office.seat(), office.seat("lead")
    given = name.encode("utf-8", "replace").decode()
    anybody.get("/report")
    anybody.post(
        "/report", {"said": "odd"}, files=[("files", (given, b"Ann: Could we continue on WhatsApp?", "text/html"))]
    )
    assert anybody.page.status_code == 200
    assert_answered(anybody, "/report")
    lead.get("/desk/case/1")
    assert_answered(lead, "/desk/case/1")
    lead.get(lead.found(r'href="(/desk/case/1/file/[^"]+)"'))
    assert_answered(lead, "file")
    assert lead.page.headers["content-type"] == "application/octet-stream"
    assert lead.page.headers["content-security-policy"] == SANDBOX
    kept = lead.page.headers["content-disposition"]
    assert kept.startswith("attachment; filename=\"file.bin\"; filename*=UTF-8''")
    assert not {"/", "\\", "\r", "\n", '"'} & set(kept.rpartition("''")[2])


@pytest.mark.parametrize("number", ["9" * 19, "9" * 400, "-" + "9" * 400, "0", "-1"])
def test_numbers_beyond_all_bounds_are_no_fault(number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a real database, which holds no number as large as Python's."""
    monkeypatch.setattr("tests.web.desk.seats.desk_at", lambda _: desk_at(tmp_path / "desk.sqlite"))
    office = Office()
    office.report()
    lead, admin = office.seat("lead"), office.seat("admin")
    for address in addresses(office.app):
        if address.method == "GET" and address.query:
            for name in address.query:
                place = f"{address.path.replace('{number}', '1').partition('{')[0]}?{name}={number}"
                lead.get(place, follow=False)
                assert_answered(lead, place)
    for name in ("keep-open", "keep-ordinary", "keep-backup"):
        admin.post("/desk/settings", {name: number * 20}, follow=False)
        assert_answered(admin, name)
    office.desk.store.close()
