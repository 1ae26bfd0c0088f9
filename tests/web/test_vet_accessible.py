"""The vetting in a real browser: axe, sizes, headings, and nobody else asked, whatever links are shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Served
from tests.web.test_browser import Seen, visitor
from tests.web.tour import PATIENCE, PHONE, main

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
