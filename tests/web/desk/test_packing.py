"""The page on which a lead confirms a list for others: every line in plain, and nothing ticked beforehand."""

from __future__ import annotations

import re

import pytest

from bonafides.desk import cases
from bonafides.packs import Confirmed, confirmed_lines
from bonafides.render.phrases import languages, phrases
from bonafides.web.page import ROOM as WEB
from tests.desk.desks import LEAD
from tests.packs.shop import LURE
from tests.web.desk.seats import Office, Seat


@pytest.fixture
def lead() -> Seat:
    office = Office()
    for name in ("ann", "bo", "cy"):
        text = f"Adrian Vale: {LURE}\nMe: I am {name}.\nAdrian Vale: My Telegram is @amy_lin\n"
        taken = office.report(text, reporter=f"{name}@staff.example")
        cases.judge(office.desk, LEAD, taken.case, "approach", "as it shows")
    return office.seat("lead")


def _fields(lead: Seat, **more: object) -> dict[str, str | list[str]]:
    fields: dict[str, str | list[str]] = {
        name: lead.found(rf'name="{name}" value="(\w+)"') for name in ("seen", "listed")
    }
    return {**fields, **more}  # type: ignore[dict-item]


def test_every_line_is_shown_and_none_is_ticked(lead: Seat) -> None:
    assert lead.get("/desk/packs") == 200
    assert "telegram/amy_lin" in lead.text
    assert "maritime" in lead.text
    assert not re.search(r'name="line"[^>]*checked', lead.text)
    assert not re.search(r'name="read"[^>]*checked', lead.text)


def test_what_is_ticked_and_confirmed_is_the_file(lead: Seat) -> None:
    lead.get("/desk/packs")
    assert lead.post("/desk/packs", _fields(lead, line=["1"], read="yes", do="make", **{"note-1": "A paper."})) == 200
    assert "confirmed.jsonl" in lead.page.headers["content-disposition"]
    (found,) = confirmed_lines(lead.page.text.splitlines())
    assert isinstance(found, Confirmed)
    assert (found.identifiers, found.note, found.reports) == (("handle:telegram/amy_lin",), "A paper.", 3)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"line": ["1"], "do": "make"}, 422),
        ({"line": [], "read": "yes", "do": "make"}, 422),
        ({"line": ["1"], "read": "yes", "do": "make", "seen": "0"}, 409),
        ({"line": ["1"], "read": "yes", "do": "make", "seen": "", "listed": "9" * 30}, 409),
        ({"do": "show", "impersonated": ["999"]}, 422),
        ({"do": "show", "impersonated": ["x"]}, 200),
    ],
)
def test_without_reading_or_after_a_change_nothing_goes_out(lead: Seat, change: dict[str, object], status: int) -> None:
    lead.get("/desk/packs")
    assert lead.post("/desk/packs", _fields(lead, **change)) == status
    assert "content-disposition" not in lead.page.headers


def test_marking_a_case_leaves_only_its_texts(lead: Seat) -> None:
    lead.get("/desk/packs")
    lead.post("/desk/packs", _fields(lead, impersonated=["1"], do="show"))
    assert "telegram/amy_lin" not in lead.text
    assert "maritime" in lead.text
    assert re.search(r'name="impersonated" value="1" checked', lead.text)


@pytest.mark.parametrize("role", ["reporter", "officer", "auditor", "admin"])
def test_others_are_told_whom_to_ask(lead: Seat, role: str) -> None:
    seat = lead.office.seat(role)
    assert seat.get("/desk/packs") == 403
    assert "amy_lin" not in seat.text
    assert "/desk/packs" not in seat.text


@pytest.mark.parametrize("lang", languages("bonafides.packs"))
def test_the_page_is_in_the_readers_language(lead: Seat, lang: str) -> None:
    lead.client.cookies.set("bonafides-lang", lang)
    lead.client.headers["accept-language"] = lang
    lead.get("/desk/packs")
    words = phrases(lang, "bonafides.packs")
    assert words("make.confirm") in lead.text
    assert phrases(lang, WEB)("desk.place.packs") in lead.text
