"""A case's persona and firm: what its marks say, and where else they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bonafides.desk.desk import Desk
from bonafides.desk.intake.carrying import carried_by
from bonafides.desk.intake.received import File
from bonafides.desk.linking import pictures
from bonafides.desk.linking.marks import key_of
from bonafides.desk.reports import take
from bonafides.desk.vetting import vetted
from bonafides.errors import RefusedError
from bonafides.store.records import RECORDS, Mark, new_id
from bonafides.vet import Told
from tests.desk.desks import ANYBODY, AUDITOR, LEAD, OFFICER, report
from tests.vet.lists.world import NAMES
from tests.vet.lists.world import home as with_lists
from tests.web.desk.seats import Office

TALK = (
    "Adrian Vale: I am a consultant at Airbus Consulting. Write to adrian@airbus-careers.net "
    "or call +44 20 7946 0{}\nMe: Why?\n"
)
MAIL = b"""Received: from x.test (x.test [192.0.2.1]) by mx.uni.example; Fri, 20 Nov 2026 10:00:01 +0000
Authentication-Results: mx.uni.example; dmarc=fail header.from=kestrel-hr.com
From: "Anna Lin" <anna@kestrel-hr.com>
Reply-To: anna.lin@desk-24.net
To: someone@uni.example
Subject: Consulting
Date: Fri, 20 Nov 2026 09:59:01 +0000

I am Anna Lin of Kestrel Dynamics. We would like to pay you for a confidential report, number %d.
"""


def mail(number: int = 1, raw: bytes = MAIL, name: str = "mail.eml") -> File:
    return File(name=name, data=raw % number, media_type="message/rfc822")


def test_what_a_case_says_and_where_else_it_stands() -> None:
    office = Office()
    first = office.report(TALK.format("000"))
    second = office.report(TALK.format("001").replace("Adrian Vale", "Bea Lund"))
    found = vetted(office.desk, LEAD, first.case)
    assert [each.key for each in found.vetting.contradicts] == ["address.words"]
    shared = {(each.family, each.value): each.cases for each in found.seen}
    assert shared[("mail", "adrian@airbus-careers.net")] == (second.number,)
    assert not any(family == "phone" for family, _ in shared)
    assert not any(family in ("firm", "persona") for family, _ in shared)


def test_a_picture_that_was_used_before() -> None:
    """Two hashes that differ in three bits are one picture, in twenty they are two; the key is only a part of them."""
    office = Office()
    taken = [office.report(f"{name}: hello there\nMe: hi") for name in ("A", "B", "C")]
    hashes = (0x0F0F_3C3C_AAAA_5555, 0x0F0F_3C3C_AAAA_5552, 0x0F0F_0000_0000_0001)
    with office.desk.store.writing() as writing:
        for case, number in zip(taken, hashes, strict=True):
            shown = pictures.shown("photo.jpg", number)
            keys = [key_of("photo", part) for part in pictures.parts(number)]
            same = {"case": case.case, "report": case.reports[0], "family": "photo", "shown": shown}
            writing.add(*(Mark(id=new_id(), key=key, **same) for key in keys))
    found = vetted(office.desk, OFFICER, taken[0].case)
    assert [(each.family, each.cases) for each in found.seen] == [("photo", (taken[1].number,))]


def test_a_case_without_marks_has_only_open_questions() -> None:
    office = Office()
    found = vetted(office.desk, LEAD, office.report("A: hello\nMe: hi").case)
    assert found.seen == ()
    assert found.vetting.contradicts == found.vetting.agrees == ()
    assert found.vetting.open


def test_the_headers_of_a_mail_that_was_kept_count() -> None:
    office = Office()
    office.report("", files=(mail(1),))
    taken = office.report("", files=(mail(2), mail(2, name="again.eml"), File(name="x.msg", data=b"x", media_type="")))
    found = vetted(office.desk, LEAD, taken.case)
    assert {each.key for each in found.vetting.contradicts} == {"mail.dmarc-fail", "reply.elsewhere"}
    assert found.letters == 1
    assert found.vetting.told.names == ("Anna Lin",)
    assert any(each.value == "anna@kestrel-hr.com" and each.cases == (1,) for each in found.seen)


def test_a_mail_of_whoever_reported_is_never_held_against_the_persona() -> None:
    """Neither the mail that handed something on, nor one from an address by which nobody knows the other side."""
    office = Office()
    own = replace(mail(raw=MAIL.replace(b"kestrel-hr.com", b"uni.example")), read=False)
    whole = replace(mail(2, name="handed.eml"), read=False)
    received = report("Anna: write to anna@kestrel-hr.com\nMe: why?")
    received = replace(received, files=(*received.files, own, whole), facts=(carried_by(whole),))
    found = vetted(office.desk, LEAD, take(office.desk, ANYBODY, received).case)
    assert found.vetting.told.mails == ("anna@kestrel-hr.com",)
    assert (found.letters, found.vetting.told.letters) == (0, ())


def test_what_the_officer_states_stands_first_and_lists_are_asked() -> None:
    office = Office()
    taken = office.report(TALK.format("000"))
    stated = Told(names=(NAMES["latin"],), firms=("Kestrel Dynamics",), own=("kestreldynamics.com",))
    found = vetted(office.desk, LEAD, taken.case, stated, home=with_lists())
    assert found.vetting.told.firms == ("Kestrel Dynamics",)
    assert [each.against for each in found.vetting.contradicts] == ["kestreldynamics.com"]
    assert found.vetting.asked_about
    assert not vetted(office.desk, LEAD, taken.case, stated).vetting.asked_about


def test_who_may_not_read_a_case_may_not_vet_it() -> None:
    office = Office()
    taken = office.report(TALK.format("000"))
    desk: Desk = office.desk
    with pytest.raises(RefusedError):
        vetted(desk, AUDITOR, taken.case)


@pytest.mark.parametrize("lang", ["en", "de", "fr", "da", "es"])
def test_its_page(lang: str) -> None:
    office = Office()
    taken, _ = office.report(TALK.format("000")), office.report(TALK.format("000"))
    seat = office.seat("lead")
    assert seat.get(f"/desk/case/{taken.number}/vet?lang={lang}&country=DE") == 200
    assert "airbus-careers.net" in seat.page.text
    assert "handelsregister.de" in seat.page.text
    assert f'href="/desk/case/{taken.number}/vet"' in seat.client.get(f"/desk/case/{taken.number}").text


def test_what_is_stated_on_the_page_counts_there_and_is_kept_nowhere() -> None:
    office = Office()
    office.report("", files=(mail(1),))
    seat = office.seat("officer")
    seat.get("/desk/case/1/vet")
    for name in ('name="firm"', 'name="own"', 'name="client"', 'value="Anna Lin"', ">Germany</option>"):
        assert name in seat.page.text
    before = _rows(office)
    given = {"firm": "Kestrel <b>Dynamics", "own": "kestreldynamics.com", "client": "Someone", "country": "GB"}
    assert seat.post("/desk/case/1/vet", given) == 200
    for said in ("has nothing in common with kestreldynamics.com", "An answer would go to", "companies-house"):
        assert said in seat.text
    assert "<b>Dynamics" not in seat.page.text
    assert _rows(office) == before
    assert seat.post("/desk/case/1/vet", given, form="wrong") == 403


@pytest.mark.parametrize("country", ["-1", "XX", "9" * 400, "%00", "💥"])
def test_a_country_that_is_not_in_the_list_is_said_kindly(country: str) -> None:
    office = Office()
    office.report(TALK.format("000"))
    seat = office.seat("lead")
    assert seat.get(f"/desk/case/1/vet?country={country}") == 200
    assert "There is no company register for this choice" in seat.text
    assert seat.get("/desk/case/1/vet?country=gb") == 200
    assert "There is no company register for this choice" not in seat.text
    for number in ("-1", "0", "9" * 400):
        assert seat.get(f"/desk/case/{number}/vet?country={country}") == 404


def _rows(office: Office) -> list[object]:
    with office.desk.store.reading() as reading:
        return [row for kind in RECORDS if kind.__name__ != "Visit" for row in reading.find(kind)]
