"""The vetting in a real browser: axe, sizes, headings, and nobody else asked, whatever links are shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Served
from tests.web.tour import PATIENCE, Walked, main

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENS = ("nothing", "found")


def tour(page: Page, served: Served) -> Iterator[str]:
    """The form with an alert on it, and what came of it; the three tests look as other questions do."""
    page.set_default_timeout(PATIENCE)
    page.goto(served.address)
    page.click('a[href="/vet"]')
    page.locator("#firm").wait_for()
    main(page)
    page.locator("[role=alert]").wait_for()
    yield "nothing"
    page.fill("#firm", "Airbus")
    page.fill("#mails", f"anna@airbus-careers.net\n{'long' * 12}@gmail.com\nanna@airbus.com")
    page.fill("#phones", "+44 20 7946 0000")
    page.select_option("#country", "DE")
    main(page)
    page.locator("#vetting a").first.wait_for()
    yield "found"


@pytest.fixture(scope="module")
def walked(chromium: Browser, served: Served) -> Walked:
    return Walked(chromium, served, tour)


@pytest.mark.parametrize("screen", SCREENS)
def test_everybody_can_use_it(walked: Walked, screen: str) -> None:
    walked.seen[screen].assert_usable()


def test_nobody_else_is_asked(walked: Walked) -> None:
    assert set(walked.seen) == set(SCREENS)
    walked.assert_nobody_else_was_asked()
