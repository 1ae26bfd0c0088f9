"""The desk in a real browser: the officer's whole way counted, by keyboard, on a phone, in the dark, and by axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bonafides.desk import settings
from bonafides.store.records import Case
from tests.desk.desks import ADMIN, APPROACH, LEAD
from tests.web.conftest import Served
from tests.web.desk.seats import PASSWORD, Office, with_password

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 60_000
RULES = {
    "light": {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]},
}
"""In the dark only the colours are others."""
COLOURED = ("/report", "/sign-in", "/desk", "/desk/case/1?draft=be-careful", "/desk/campaign/{campaign}", "/account")
"""Screens on which every colour of the desk is seen."""
PHONE = {"width": 360, "height": 740}
SCREENS = (
    "/", "/report", "/receipt", "/sign-in", "/desk", "/desk/case/1", "/desk/case/1?draft=be-careful",
    "/desk/case/1/why", "/desk/case/1/handover", "/desk/case/1/purge", "/desk/campaigns", "/desk/campaign/{campaign}",
    "/desk/search?words=consultant", "/desk/statistics", "/desk/drills", "/desk/audit", "/desk/retention",
    "/desk/access", "/desk/settings", "/desk/privacy/index.html", "/mine", "/account", "/account/second-factor",
)  # fmt: skip


class House:
    """A desk behind a real server."""

    def __init__(self) -> None:
        from bonafides.desk import campaigns

        self.office = Office()
        with_password(self.office, "robin", "lead")
        settings.change_settings(
            self.office.desk, ADMIN, {"name": "Research Security", "contact": "room 12, phone 5555"}
        )
        self.office.report(said="This felt odd.")
        taken = self.office.report(APPROACH, occasion="again")
        self.campaign = campaigns.start(self.office.desk, LEAD, taken.case, "Paid reports").id
        for number in range(4):
            self.office.report(f"Kim: Lunch on day {number}?", occasion=str(number))
        self.served = Served(self.office.config)

    def status(self, number: int) -> tuple[str, str]:
        """Status and verdict of a case."""
        with self.office.desk.store.reading() as reading:
            case = next(case for case in reading.find(Case) if case.number == number)
        return case.status, case.verdict


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    found = House()
    yield found
    found.served.close()


def _sign_in(context: BrowserContext, house: House) -> Page:
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(house.served.url + "/sign-in?next=%2Fdesk")
    page.fill("#name", "robin")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")
    return page


def test_an_ordinary_case_is_answered_and_closed_in_six_interactions(chromium: Browser, house: House) -> None:
    context = chromium.new_context()
    page = _sign_in(context, house)
    steps = 0
    page.click("tr[data-row] a >> nth=0")
    steps += 1
    number = int(page.url.rpartition("/")[2])
    page.click("button[name=draft][value=ordinary]")
    steps += 1
    page.locator("#text").press("Control+End")
    page.keyboard.type("PS: My door is open.")
    steps += 1
    assert page.locator("input[name=verdict][value=ordinary]").is_checked(), "the draft that was chosen says it"
    page.fill("#reason", "A colleague from another institute; checked by phone.")
    steps += 1
    page.click("text=Answer and close")
    steps += 1
    page.wait_for_url("**/desk?closed=*")
    assert page.locator("[role=status]").inner_text() == f"Case {number} is closed."
    assert house.status(number) == ("closed", "ordinary")
    assert steps <= 6
    context.close()


def test_the_same_by_keyboard_alone(chromium: Browser, house: House) -> None:
    context = chromium.new_context()
    page = _sign_in(context, house)
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/case/*")
    number = int(page.url.rpartition("/")[2])
    page.keyboard.press("2")
    page.wait_for_url("**draft=be-careful*")
    assert page.evaluate("document.activeElement.id") == "text", "one can write at once"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "verdict":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("r")
    page.keyboard.type("Three signs, and the firm does not exist.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk?closed=*")
    assert house.status(number) == ("closed", "approach")
    context.close()


def test_the_keys_can_be_turned_off(chromium: Browser, house: House) -> None:
    context = chromium.new_context()
    page = _sign_in(context, house)
    page.keyboard.press("?")
    page.click("[data-keys-off]")
    page.reload()
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is None
    context.close()


def test_it_works_without_scripts(chromium: Browser, house: House) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(house.served.url + "/report")
    page.fill("#said", "Somebody offers money for a talk.")
    page.click("text=Send the report")
    code = page.locator(".code strong").inner_text()
    page.goto(house.served.url + "/receipt")
    page.fill("#code", code)
    page.click("text=Open")
    assert page.locator("text=There is no answer yet.").is_visible()
    page.fill("#text", "They wrote again.")
    page.click("text=Send")
    assert page.locator("text=They wrote again.").is_visible()
    page = _sign_in(context, house)
    page.click("tr[data-row] a >> nth=0")
    page.click("button[name=draft][value=ordinary]")
    page.click("text=Answer only")
    assert page.locator("#answers").is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off_on_a_phone(chromium: Browser, house: House, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(viewport=PHONE if scheme == "dark" else None, color_scheme=scheme)  # type: ignore[arg-type]
    refused: list[str] = []
    page = _sign_in(context, house)
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    for screen in SCREENS:
        page.goto(house.served.url + screen.format(campaign=house.campaign))
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        if scheme == "light" or screen in COLOURED:
            found = Axe().run(page, options=RULES[scheme]).response["violations"]
            bad = [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found
                   if each["impact"] in ("serious", "critical")]  # fmt: skip
            assert bad == [], screen
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{screen} is wider than the screen"
    assert refused == [], "the policy of the pages refused nothing of ours"
    context.close()
