"""A case's persona and firm: what its marks say, and where else they stand."""

from __future__ import annotations

import pytest

from bonafides.desk.desk import Desk
from bonafides.desk.linking import pictures
from bonafides.desk.linking.marks import key_of
from bonafides.desk.vetting import vetted
from bonafides.errors import RefusedError
from bonafides.store.records import Mark, new_id
from tests.desk.desks import AUDITOR, LEAD, OFFICER
from tests.web.desk.seats import Office

TALK = (
    "Adrian Vale: I am a consultant at Airbus Consulting. Write to adrian@airbus-careers.net "
    "or call +44 20 7946 0{}\nMe: Why?\n"
)


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
