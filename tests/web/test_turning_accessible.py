"""Where to turn, what to tell and what was sent, in a real browser: axe, sizes, headings, and nobody else asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Served
from tests.web.tour import PATIENCE, Walked, main
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
def walked(chromium: Browser, served: Served) -> Walked:
    return Walked(chromium, served, tour)


@pytest.mark.parametrize("screen", SCREENS)
def test_everybody_can_use_it(walked: Walked, screen: str) -> None:
    walked.seen[screen].assert_usable()


def test_nobody_else_is_asked(walked: Walked) -> None:
    assert set(walked.seen) == set(SCREENS)
    walked.assert_nobody_else_was_asked()
