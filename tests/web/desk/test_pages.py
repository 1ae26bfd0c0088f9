"""Every page and every form of the desk: who may see it, what it needs, and what hostile texts do in it."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from bonafides.desk import campaigns, cases, links
from bonafides.desk.intake.received import File
from bonafides.desk.permissions import matrix
from bonafides.store.records import RECORDS, Case, Entry
from bonafides.web.desk.pages import PAGES
from bonafides.web.desk.signed import PLACES
from bonafides.web.guard import SANDBOX
from tests.desk.desks import APPROACH, LEAD, START
from tests.page.hostile import BODIES
from tests.web.desk.seats import ROLES, Office, Seat
from tests.web.test_hostile import Seen

NEEDS = {
    "/desk": "case.list", "/desk?status=all&level=watch": "case.list", "/desk/case/1": "case.read",
    "/desk/case/1?draft=ordinary": "case.read", "/desk/case/1/why": "case.read", "/desk/case/1/handover": "case.export",
    "/desk/case/1/purge": "case.purge", "/desk/campaigns": "campaign.read", "/desk/search": "case.search",
    "/desk/search?words=consultant": "case.search", "/desk/statistics": "statistics.read",
    "/desk/statistics/2025.csv": "statistics.read", "/desk/drills": "statistics.read",
    "/desk/audit": "audit.read", "/desk/retention": "setting.read", "/desk/packs": "pack.make",
    "/desk/access": "access.export", "/desk/accounts": "account.manage", "/desk/settings": "setting.read",
    "/desk/privacy/index.html": "privacy.read", "/desk/privacy/privacy-file.zip": "privacy.read",
}  # fmt: skip
"""Pages, and the permission that each needs."""
ANYBODYS = ("/", "/report", "/receipt", "/sign-in")
EVERYBODYS = ("/account", "/account/second-factor", "/mine")
FORMS = {
    "/desk/case/1/note": ({"text": "x"}, "case.note"),
    "/desk/case/1/task": ({"text": "x"}, "case.task"),
    "/desk/case/1/edit": ({"persona": "other"}, "case.edit"),
    "/desk/case/1/take": ({}, "case.edit"),
    "/desk/case/1/seen": ({}, "case.note"),
    "/desk/case/1/campaign": ({"name": "lure"}, "campaign.edit"),
    "/desk/case/1/hold": ({"reason": "court"}, "case.hold"),
    "/desk/case/1/purge": ({"typed": "1"}, "case.purge"),
    "/desk/case/1/answer": ({"text": "Thank you.", "kind": "free", "speak": "en"}, "case.answer"),
    "/desk/case/1/close": ({"verdict": "scam", "reason": "x"}, "case.judge"),
    "/desk/case/1/handover": ({"tlp": "RED", "speak": "en", "do": "make"}, "case.export"),
    "/desk/audit": ({"head": ""}, "audit.verify"),
    "/desk/access": ({"mentioned": "odd"}, "access.export"),
    "/desk/settings": ({"name": "Desk"}, "setting.change"),
    "/desk/accounts": ({"name": "new", "role": "officer", "email": "new@example.org"}, "account.manage"),
}
"""Forms, what is sent by them, and the permission that each needs."""
UNTOKENED = (*FORMS, "/report", "/receipt", "/sign-in", "/sign-in/code", "/sign-out", "/account/password",
             "/account/second-factor", "/account/tokens", "/account/sign-out", "/account/recovery-codes")  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_the_pages_that_the_permissions_give_it(office: Office, role: str) -> None:
    seat = office.seat(role)
    for page, action in NEEDS.items():
        expected = 200 if role in matrix()[action] else 403
        assert seat.get(page) == expected, (role, page)
        if expected == 403:
            assert "Your role" in seat.text, "it says which rule decides"
    for page in (*EVERYBODYS, *ANYBODYS):
        assert seat.get(page) in (200, 403), page
        assert seat.page.status_code == 200 or not page.startswith("/account")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("form", FORMS)
def test_each_role_can_send_the_forms_that_the_permissions_give_it(office: Office, role: str, form: str) -> None:
    fields, action = FORMS[form]
    may = role in matrix()[action]
    status = office.seat(role).post(form, fields, follow=False)
    assert (status in (200, 303)) if may else status == 403


def test_the_menu_offers_what_the_role_may_see(office: Office) -> None:
    for role in ROLES:
        seat = office.seat(role)
        assert seat.get("/account") == 200
        for place, _, action in PLACES:
            offered = f'<a href="{place}"' in seat.page.text.partition("</nav>\n<main")[0]
            assert offered == (role in matrix()[action]), (role, place)


def test_an_officer_cannot_decide_in_a_colleagues_case(office: Office) -> None:
    cases.assign(office.desk, LEAD, _case(office), LEAD.account)
    officer = office.seat("officer")
    assert officer.get("/desk/case/1") == 200
    assert "Somebody else works on this case" in officer.text
    for form in ("/desk/case/1/close", "/desk/case/1/answer", "/desk/case/1/edit", "/desk/case/1/take"):
        assert officer.post(form, FORMS[form][0], follow=False) == 403, form
    assert officer.post("/desk/case/1/note", {"text": "seen"}, follow=False) == 303


def test_a_case_is_given_away_and_renamed_at_once(office: Office, officer: Seat) -> None:
    fields = {"owner": LEAD.account, "persona": "Northgate", "status": "new"}
    assert officer.post("/desk/case/1/edit", fields, follow=False) == 303
    found = cases.opened(office.desk, LEAD, _case(office)).case
    assert (found.owner, found.persona, found.status) == (LEAD.account, "Northgate", "open")
    with office.desk.store.reading() as reading:
        before = reading.count(Entry)[()]
    lead = office.seat("lead")
    assert lead.post("/desk/case/1/edit", {**fields, "status": "open"}, follow=False) == 303
    with office.desk.store.reading() as reading:
        after = [each.action for each in reading.find(Entry, order="seq")][before:]
    assert "case.edit" not in after, "where nothing differs, nothing is entered"


def test_what_is_due_stands_in_the_inbox(office: Office, officer: Seat) -> None:
    for text, day in (("ring the firm", START.date().isoformat()), ("some day", "")):
        assert officer.post("/desk/case/1/task", {"text": text, "due": day}) == 200
    officer.get("/desk")
    assert "ring the firm" in officer.text
    assert "some day" not in officer.text


@pytest.mark.parametrize("closed", [True, False])
def test_what_a_reporter_adds_is_seen_first(office: Office, officer: Seat, closed: bool) -> None:
    taken = office.report(said="It began with a letter.")
    if closed:
        cases.judge(office.desk, LEAD, taken.case, "ordinary", "no signs")
    else:
        cases.set_status(office.desk, LEAD, taken.case, "waiting")
    seat = office.seat()
    seat.get("/receipt")
    assert seat.post("/receipt", {"code": taken.receipt, "text": "They threaten me now."}) == 200
    for page in ("/desk", f"/desk/case/{taken.number}"):
        officer.get(page)
        assert "The reporter has added something" in officer.text
        assert "of your staff have reported" not in officer.text


def test_an_alert_counts_people_only_where_it_knows_them(office: Office, officer: Seat) -> None:
    taken = office.report(said="again", occasion="2")
    for page in ("/desk", f"/desk/case/{taken.number}"):
        officer.get(page)
        assert "2 cases seem to be about the same contact" in officer.text
    for number, who in enumerate(("r1", "r2")):
        taken = office.report(said=who, reporter=who, occasion=str(number))
    for page in ("/desk", f"/desk/case/{taken.number}"):
        officer.get(page)
        assert "2 of your staff have reported the same contact" in officer.text


@pytest.mark.parametrize("page", [*NEEDS, *EVERYBODYS])
def test_nobody_sees_a_page_without_signing_in(office: Office, page: str) -> None:
    seat = office.seat()
    assert seat.get(page, follow=False) == 303
    assert seat.page.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("form", UNTOKENED)
def test_no_form_is_taken_without_its_token(office: Office, form: str) -> None:
    seat = office.seat("admin" if form in ("/desk/accounts", "/desk/settings") else "lead")
    before = _everything(office)
    for wrong in ("", "0" * 64):
        assert seat.post(form, FORMS.get(form, ({}, ""))[0], form=wrong, follow=False) == 403, form
    assert _everything(office) == before, "nothing was changed"


def test_every_form_that_is_posted_asks_for_the_token() -> None:
    for page in PAGES:
        assert page.router.dependencies, page.__name__


def test_another_site_cannot_send_a_form(office: Office) -> None:
    seat = office.seat("officer")
    seat.client.headers["sec-fetch-site"] = "cross-site"
    assert seat.post("/desk/case/1/note", {"text": "x"}) == 403


@pytest.mark.parametrize("place", ["/desk/case/99", "/desk/case/x", "/desk/campaign/x", "/desk/case/1/file/x",
                                   "/desk/case/99999999999999999999", "/desk/privacy/x", "/desk/nothing"])  # fmt: skip
def test_what_is_not_there_is_said_kindly(office: Office, place: str) -> None:
    seat = office.seat("lead")
    assert seat.get(place) == 404
    assert "<h1>" in seat.page.text


def test_hostile_texts_stay_texts_on_every_page() -> None:
    office = Office()
    for at in range(0, len(BODIES), 30):
        hostile = BODIES[at : at + 30]
        text = "\n".join(f"{body[:40]}: {body}" for body in hostile).replace("HOST", "https://evil.example/")
        files = (File(name="chat.txt", data=text.encode("utf-8", "replace"), media_type="text/plain"),
                 File(name=hostile[0][:80] + ".exe", data=b"MZ", media_type=hostile[0][:30]))  # fmt: skip
        taken = office.report("", said="\n".join(hostile)[:20_000], role=hostile[0][:200], files=files)
        cases.rename(office.desk, LEAD, taken.case, hostile[-1][:500])
        cases.note(office.desk, LEAD, taken.case, "\n".join(hostile)[:20_000])
        cases.task(office.desk, LEAD, taken.case, hostile[1][:2_000])
        campaigns.start(office.desk, LEAD, taken.case, hostile[0][:200])
    seat = office.seat("lead")
    with office.desk.store.reading() as reading:
        found = reading.find(Case)
    pages = [
        "/desk",
        "/desk/campaigns",
        "/desk/audit",
        "/desk/retention",
        "/desk/search?words=pwned",
        "/desk/statistics",
    ]
    for case in found:
        number = f"/desk/case/{case.number}"
        pages += [
            number,
            f"{number}?draft=be-careful",
            f"{number}/handover",
            f"{number}/why",
            f"/desk/campaign/{case.campaign}",
        ]
    for page in pages:
        assert seat.get(page) == 200, page
        _assert_harmless(seat.page.text, page)


def test_what_somebody_types_comes_back_as_text(office: Office) -> None:
    seat = office.seat("lead")
    for body in BODIES[:60]:
        seat.post("/desk/case/1/close", {"text": body, "reason": body, "verdict": body, "kind": body, "speak": body})
        _assert_harmless(seat.page.text, body[:30])
        seat.get("/desk/search?" + urlencode({"words": body}))
        _assert_harmless(seat.page.text, body[:30])


def test_a_file_is_only_ever_handed_out_to_be_saved(office: Office) -> None:
    evil = File(name="<img src=x>.html", data=b"<script>pwned=1</script>", media_type="text/html")
    taken = office.report("", said="see the file", files=(evil,))
    seat = office.seat("officer")
    seat.get(f"/desk/case/{taken.number}")
    assert seat.get(seat.found(rf'href="(/desk/case/{taken.number}/file/[^"]+)"')) == 200
    headers = seat.page.headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment")
    assert headers["content-security-policy"] == SANDBOX
    assert seat.page.content == evil.data


def test_every_page_says_the_same_without_a_script(office: Office) -> None:
    seat = office.seat("lead")
    for page in NEEDS:
        if seat.get(page) == 200 and "html" in seat.page.headers["content-type"]:
            assert not re.search(r"<(button|form|a)[^>]*\bonclick", seat.page.text)
            for button in re.findall(r"<button[^>]*type=\"button\"[^>]*>", seat.page.text):
                assert "hidden" in button or "data-keys-off" in button, "what only a script can do is not offered"


def test_two_of_the_staff_with_one_lure_stand_on_top(office: Office) -> None:
    for who in ("r1", "r2"):
        office.report(APPROACH, occasion=who, reporter=who)
    seat = office.seat("officer")
    seat.get("/desk")
    assert "2 of your staff have reported the same contact." in seat.text
    link = cases.opened(office.desk, LEAD, "2").links[0]
    seat.post(f"/desk/case/2/link/{link.id}", {"state": links.CONFIRMED})
    assert "A person decided" in seat.text or "Confirmed" in seat.text
    for number in (2, 3):
        seat.post(f"/desk/case/{number}/seen", {"from": "inbox"})
        assert seat.place == "/desk"
    assert "have reported the same contact" not in seat.text


def _case(office: Office) -> str:
    with office.desk.store.reading() as reading:
        return reading.find(Case)[0].id


def _everything(office: Office) -> tuple[object, ...]:
    with office.desk.store.reading() as reading:
        return tuple((kind, reading.count(kind)[()]) for kind in RECORDS if kind.__name__ not in ("Visit", "Attempt"))


OWN_ELEMENTS = {"svg", "script", "link", "meta"}


def _assert_harmless(text: str, where: str) -> None:
    seen = Seen(text)
    assert seen.bad == [], where
    for tag, place in seen.active:
        assert tag in OWN_ELEMENTS, (where, tag)
        assert not place or place.startswith("/static/"), (where, place)
    assert text.count("<script") == 2, where
    for sign in ("\u202e", "\u2066", "\x1b", "\x00"):
        assert sign not in text, (where, hex(ord(sign)))


def test_what_was_handed_in_is_written_down_with_the_notes(office: Office) -> None:
    taken = office.report(APPROACH)
    seat = office.seat("lead")
    assert seat.get(f"/desk/case/{taken.number}/handover") == 200
    assert "Handed in to:" in seat.page.text
    seat.post(f"/desk/case/{taken.number}/note", {"text": "Handed in to: the service\nReference: 12-345"})
    seat.get(f"/desk/case/{taken.number}")
    assert "Reference: 12-345" in seat.page.text
