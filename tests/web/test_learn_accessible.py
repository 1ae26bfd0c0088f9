"""The pages of the drills in a real browser: axe, sizes, headings, keys alone, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bonafides.learn.handout import Handouts
from bonafides.learn.shelf import shipped
from bonafides.learn.totals import Part
from tests.usable import DESKTOP, PHONE, Seen
from tests.web.conftest import Served
from tests.web.desk.seats import Office
from tests.web.tour import PATIENCE, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENS = ("beginning", "thread", "later", "debrief", "score")
LOOKED_AT = ("beginning", "later", "debrief", "score")
"""A thread looks the same later, with more in it."""


def tour(page: Page, served: Served) -> Iterator[str]:
    """Every kind of page, from the first page on."""
    page.set_default_timeout(PATIENCE)
    page.goto(served.address)
    page.click('a[href="/learn"]')
    yield "beginning"
    page.check('[name="count"][value="3"]')
    page.click('form[action="/learn/begin"] button')
    yield "thread"
    page.click('button[value="verify"]')
    page.locator("#new").wait_for()
    yield "later"
    page.click('button[value="report"]')
    page.wait_for_url("**/learn/thread/1")
    page.click("main summary")
    yield "debrief"
    for _ in range(2):
        page.goto(f"{served.url}/learn")
        page.click('button[value="report"]')
    page.goto(f"{served.url}/learn/score")
    yield "score"


@pytest.fixture(scope="module")
def seen(chromium: Browser, served: Served) -> dict[str, Seen]:
    with visitor(chromium, PHONE, bypass_csp=True) as page:
        return {screen: Seen(page) for screen in tour(page, served) if screen in LOOKED_AT}


@pytest.mark.parametrize("screen", LOOKED_AT)
def test_everybody_can_use_it(seen: dict[str, Seen], screen: str) -> None:
    seen[screen].assert_usable()


def test_it_works_without_scripts_and_asks_nobody_else(chromium: Browser, served: Served) -> None:
    asked: list[str] = []
    said: list[str] = []
    with visitor(chromium, PHONE, java_script_enabled=False) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        assert tuple(tour(page, served)) == SCREENS
    assert {url[: len(served.url) + 1] for url in asked} == {f"{served.url}/"}
    assert said == []


def test_a_decision_by_keys_alone_comes_to_the_new_message(chromium: Browser, served: Served) -> None:
    said: list[str] = []
    with visitor(chromium, DESKTOP) as page:
        page.on("console", lambda message: said.append(message.text))
        page.goto(served.address)
        page.goto(f"{served.url}/learn")
        page.click('form[action="/learn/begin"] button')
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.value") == "answer":
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/learn#new")
        assert page.locator("#new").is_visible()
    assert said == [], "the policy forbids nothing that a page does"


def test_everybody_can_use_the_desks_pages(chromium: Browser, tmp_path: Path) -> None:
    """The officer's page with a link and its totals, and the page of staff who follow it."""
    office = Office()
    home = tmp_path / "home"
    held = Handouts(home)
    made = held.make(name="Spring", lang="en", drills=(shipped("en")[0].id,), made_on="2026-05-01")
    for number in range(10):
        held.add(made.id, Part(nonce=f"{number:032x}", answers={made.drills[0]: (False, True)}))
    served = Served(replace(office.config, home=home, person=False))
    try:
        cookie = {"name": office.config.cookie, "value": office.seat("officer").cookie, "url": served.url}
        with visitor(chromium, PHONE, bypass_csp=True) as page:
            page.context.add_cookies([cookie])  # type: ignore[list-item]
            page.goto(f"{served.url}/desk/drills")
            assert f"/drills/{made.id}" in page.inner_text("main")
            Seen(page).assert_usable()
            page.goto(f"{served.url}/drills/{made.id}")
            page.click("button.main")
            Seen(page).assert_usable()
    finally:
        served.close()
