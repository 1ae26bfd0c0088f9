"""Signing in and out on the pages, one's own account, and the staff form with its receipt."""

from __future__ import annotations

import re

import pyotp
import pytest

from bonafides.desk import settings
from bonafides.desk.people import throttle
from bonafides.store import equals
from bonafides.store.records import Attachment, Report
from tests.desk.desks import ADMIN, APPROACH
from tests.web.desk.seats import PASSWORD, Office, Seat, with_password


def _sign_in(seat: Seat, *, name: str = "robin", password: str = PASSWORD, next: str = "") -> int:
    seat.get("/sign-in")
    return seat.post("/sign-in", {"name": name, "password": password, "next": next})


def test_somebody_signs_in_goes_where_they_wanted_and_out_again(office: Office) -> None:
    with_password(office, "robin", "lead")
    seat = office.seat()
    seat.get("/desk/case/1")
    assert seat.place == "/sign-in"
    assert "next=" in str(seat.page.url)
    before = seat.cookie
    assert _sign_in(seat, next="/desk/case/1") == 200
    assert seat.place == "/desk/case/1"
    assert seat.cookie != before, "what somebody may have planted is worth nothing"
    seat.post("/sign-out")
    seat.get("/desk")
    assert seat.place == "/sign-in"


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/a\tb"]
)
def test_it_never_leads_to_another_site(office: Office, place: str) -> None:
    with_password(office, "robin", "officer")
    seat = office.seat()
    _sign_in(seat, next=place)
    assert seat.place == "/desk"


def test_a_wrong_password_says_nothing_and_many_have_to_wait(office: Office) -> None:
    with_password(office, "robin", "officer")
    seat = office.seat()
    told = set()
    for name in ("robin", "sandy"):
        assert _sign_in(seat, name=name, password="wrong password here") == 403
        told.add(re.sub(r'value="[^"]*"|autofocus', "", seat.page.text.partition("<h1>")[2]).replace(name, ""))
    assert len(told) == 1, "an unknown name looks the same"
    for _ in range(6):
        status = _sign_in(seat, password="wrong password here")
    assert status == 429
    assert "Please wait" in seat.text


def test_a_second_factor_is_set_up_and_asked_for(office: Office) -> None:
    with_password(office, "robin", "officer")
    seat = office.seat()
    _sign_in(seat)
    seat.get("/account/second-factor")
    assert "<svg" in seat.page.text
    seed = seat.found(r'name="seed" value="([A-Z2-7]+)"')
    code = pyotp.TOTP(seed).at(office.clock.at)
    assert seat.post("/account/second-factor", {"seed": seed, "code": "000000", "proof": PASSWORD}) == 422
    assert seat.post("/account/second-factor", {"seed": seed, "code": code, "proof": PASSWORD}) == 200
    codes = re.findall(r"<li><code>([^<]+)</code>", seat.page.text)
    assert len(codes) == 10
    assert seat.get("/desk") == 200, "the visit goes on under its new cookie"
    other = office.seat()
    _sign_in(other)
    assert other.place == "/sign-in/code"
    assert other.get("/desk") == 200
    assert other.place != "/desk", "halfway opens nothing"
    other.get("/sign-in/code")
    assert other.post("/sign-in/code", {"code": "123"}) == 403
    assert other.post("/sign-in/code", {"code": codes[0]}) == 200
    assert other.place == "/desk"


def test_a_password_is_changed_and_a_token_made_and_ended(office: Office) -> None:
    with_password(office, "robin", "officer")
    seat = office.seat()
    _sign_in(seat)
    assert seat.post("/account/password", {"old": PASSWORD, "new": "short"}) == 422
    assert seat.post("/account/password", {"old": "wrong password", "new": "eleven quiet mornings"}) == 422
    assert seat.post("/account/password", {"old": PASSWORD, "new": "eleven quiet mornings"}) == 200
    fields = {"name": "ticket system", "scope": ["cases:read"], "days": "30", "proof": "eleven quiet mornings"}
    assert seat.post("/account/tokens", {**fields, "scope": ["accounts:write"]}) == 422
    assert seat.post("/account/tokens", fields) == 200
    secret = seat.found(r"<code class=\"mono\">(bft_[^<]+)</code>")
    seat.get("/account")
    assert secret not in seat.page.text
    assert "ticket system" in seat.text
    seat.post(seat.found(r'action="(/account/tokens/[^"]+)"'))
    assert "ticket system" not in seat.text
    seat.post("/account/sign-out")
    seat.get("/account")
    assert seat.place == "/sign-in"


def test_a_report_is_told_answered_and_added_to_without_an_account(office: Office) -> None:
    seat = office.seat()
    seat.get("/report")
    fields = {"said": "It felt odd.", "conversation": APPROACH, "role": "research",
              "occasion": seat.found(r'name="occasion" value="([^"]+)"')}  # fmt: skip
    assert seat.post("/report", fields, files=[("files", ("a.txt", b"Kim: hello", "text/plain"))]) == 200
    code = seat.found(r"<strong>([a-z0-9]{5}(?:-[a-z0-9]{5}){3})</strong>")
    assert seat.post("/report", fields, files=[("files", ("a.txt", b"Kim: hello", "text/plain"))]) == 200
    assert code not in seat.page.text, "the code is shown once"
    assert "already have exactly this report" in seat.text
    officer = office.seat("officer")
    officer.post("/desk/case/2/answer", {"text": "Thank you for telling us.", "kind": "free", "speak": "en"})
    assert seat.post("/receipt", {"code": code.upper().replace("-", " ")}) == 200
    assert "Thank you for telling us." in seat.text
    file = ("files", ("later.txt", b"Adrian Vale: Please install this program and switch off the antivirus.", ""))
    assert seat.post("/receipt", {"code": code, "text": "They wrote again."}, files=[file]) == 200
    officer.get("/desk/case/2")
    assert "They wrote again." in officer.text
    assert "later.txt" in officer.text
    assert seat.post("/receipt", {"code": code}, files=[("files", ("alone.txt", b"Kim: hello again", ""))]) == 200
    with office.desk.store.reading() as reading:
        kept = {each.name: each.data for each in reading.find(Attachment)}
    assert kept["a.txt"] == b"Kim: hello"
    assert (kept["later.txt"], kept["alone.txt"]) == (file[1][1], b"Kim: hello again")
    assert seat.post("/receipt", {"code": "aaaaa-aaaaa-aaaaa-aaaaa"}) == 422
    assert seat.post("/report", {"said": " "}) == 422


def test_codes_cannot_be_guessed_at_will(office: Office) -> None:
    seat = office.seat()
    statuses = [seat.post("/receipt", {"code": f"aaaaa-aaaaa-aaaaa-aa{number:03}"}) for number in range(25)]
    assert statuses[0] in (403, 422)
    assert statuses[-1] == 429


def test_an_account_finds_its_reports_and_nobody_elses(office: Office) -> None:
    reporter = office.seat("reporter")
    reporter.get("/report")
    reporter.post("/report", {"said": "By name.", "who": "account", "occasion": "1"})
    reporter.get("/mine")
    assert "By name." in reporter.text
    report = reporter.found(r'action="(/mine/[^"]+)"')
    assert reporter.post(report, {"text": "One thing more."}) == 200
    assert "One thing more." in reporter.text
    assert reporter.post(report, {"text": ""}, files=[("files", ("later.txt", b"Kim: hello", "text/plain"))]) == 200
    with office.desk.store.reading() as reading:
        assert [each.data for each in reading.find(Attachment, equals("name", "later.txt"))] == [b"Kim: hello"]
    assert office.seat("officer").post(report, {"text": "x"}) == 404
    officer = office.seat("officer")
    officer.get("/desk/case/2")
    assert "by reporter" not in officer.text, "who it was is for whoever works on the case"
    officer.post("/desk/case/2/take")
    assert "by reporter" in officer.text


def test_a_desk_may_take_no_anonymous_reports(office: Office) -> None:
    settings.change_settings(office.desk, ADMIN, {"anonymous": "no"})
    seat = office.seat()
    seat.get("/report")
    assert seat.place == "/sign-in"
    reporter = office.seat("reporter")
    assert reporter.get("/report") == 200
    assert "Stay anonymous" not in reporter.text


def test_an_answer_with_places_left_to_fill_in_is_not_put_there(office: Office, officer: Seat) -> None:
    settings.change_settings(office.desk, ADMIN, {"contact": ""})
    officer.get("/desk/case/1?draft=be-careful")
    text = officer.found(r'<textarea id="text"[^>]*>\n(.*?)</textarea>')
    fields = {"text": text, "kind": "be-careful", "speak": "en", "verdict": "unclear", "reason": "open"}
    assert officer.post("/desk/case/1/close", fields) == 422
    assert "still to be filled in" in officer.text
    assert "[your phone" in officer.text
    assert officer.post("/desk/case/1/close", {**fields, "as-it-is": "yes"}) == 200
    assert officer.place == "/desk"


@pytest.mark.parametrize("lang", ["da", "de", "en", "es", "fr"])
def test_every_page_can_be_shown_in_every_language(office: Office, lang: str) -> None:
    seat = office.seat("lead")
    for page in ("/desk", "/desk/case/1", "/desk/case/1?draft=closing", "/desk/case/1/handover", "/desk/case/1/purge",
                 "/desk/settings", "/desk/audit", "/account", "/report", "/desk/privacy/index.html"):  # fmt: skip
        joined = "&" if "?" in page else "?"
        assert seat.get(f"{page}{joined}lang={lang}") == 200, (page, lang)
        assert f'<html lang="{lang}"' in seat.page.text


def test_nothing_is_taken_in_before_it_is_said_whose_desk_it_is() -> None:
    office = Office(introduced=False)
    seat, admin = office.seat(), office.seat("admin")
    for somebody in (seat, admin):
        assert somebody.get("/report") == 503
        assert "<form" not in somebody.page.text.partition("<main")[2].partition("</main>")[0]
    assert ("/desk/settings" in admin.page.text, "/desk/settings" in seat.page.text) == (True, False)
    seat.get("/receipt")
    assert seat.post("/report", {"said": "odd"}) == 503
    with office.desk.store.reading() as reading:
        assert reading.count(Report)[()] == 0
    settings.change_settings(office.desk, ADMIN, {"contact": "ext. 12"})
    assert seat.get("/report") == 503
    settings.change_settings(office.desk, ADMIN, {"controller": "Example University"})
    assert seat.get("/report") == 200


def test_one_address_sends_only_so_many_reports_without_a_name(office: Office) -> None:
    desk, place = office.desk, throttle.Tried(kind=throttle.Kind.REPORT, value="testclient")
    seat = office.seat()
    seat.get("/report")
    for _ in range(39):
        throttle.admit(desk, place)
    assert seat.post("/report", {"said": "the fortieth"}) == 200
    seat.get("/report")
    assert seat.post("/report", {"said": "one more"}) == 429
    assert office.seat("reporter").get("/report") == 200
    with desk.store.reading() as reading:
        assert reading.count(Report)[()] == 2, "the first was there before"
