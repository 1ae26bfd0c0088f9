"""Where to turn, what to tell and what was sent, in a real browser: axe, sizes, headings, and nobody else asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Served
from tests.web.test_browser import Seen, visitor
from tests.web.tour import PATIENCE, PHONE, main
from tests.web.walk import THREAD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENS = ("routes", "handing", "nothing sent", "sent")


def tour(page: Page, served: Served) -> Iterator[str]:
    """The pages with most on them."""
    page.set_default_timeout(PATIENCE)
    page.goto(served.address)
    page.click('a[href="/routes"]')
    page.select_option("#country", "AU")
    page.select_option("#platform", "linkedin")
    main(page)
    page.locator("#routes h3").first.wait_for()
    yield "routes"
    page.goto(f"{served.url}/bring")
    page.fill("#text", THREAD)
    main(page)
    page.wait_for_url("**/correct")
    main(page)
    page.wait_for_url("**/about")
    main(page)
    page.wait_for_url("**/answer")
    page.click('a[href="/answer/report"]')
    page.select_option("#country", "CA")
    main(page)
    page.locator("#prepared textarea").first.wait_for()
    yield "handing"
    page.click('form[action="/sent"] button')
    page.wait_for_url("**/sent?*")
    yield "nothing sent"
    main(page)
    page.locator("#sent-1").wait_for()
    for each in page.locator("main summary").all():
        each.click()
    yield "sent"
    page.click('form[action="/sent/forget"] button')


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Every address that the browser asked for."""
    return []


@pytest.fixture(scope="module")
def seen(chromium: Browser, served: Served, asked: list[str]) -> dict[str, Seen]:
    with visitor(chromium, PHONE, bypass_csp=True) as page:
        page.on("request", lambda request: asked.append(request.url))
        return {screen: Seen(page) for screen in tour(page, served)}


@pytest.mark.parametrize("screen", SCREENS)
def test_everybody_can_use_it(seen: dict[str, Seen], screen: str) -> None:
    found = seen[screen]
    assert found.violations == []
    assert found.small == []
    assert found.too_wide <= 0
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert [pair for pair in pairwise(found.headings) if pair[1] - pair[0] > 1] == []


def test_nobody_else_is_asked(seen: dict[str, Seen], asked: list[str], served: Served) -> None:
    assert set(seen) == set(SCREENS)
    assert {url[: len(served.url) + 1] for url in asked} == {f"{served.url}/"}
