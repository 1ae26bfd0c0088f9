"""The person's way in a real browser: with and without scripts, by keyboard, on a phone, in the dark, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.required import needs_ocr
from tests.usable import DESKTOP, PHONE, Seen
from tests.web.conftest import Served
from tests.web.tour import SCREENS, main, tour, visitor
from tests.web.walk import THREAD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EACH = pytest.mark.parametrize("screen", SCREENS)


@pytest.fixture(scope="module")
def seen(chromium: Browser, served: Served) -> dict[str, Seen]:
    """Every screen, looked at once."""
    needs_ocr()
    with visitor(chromium, PHONE, bypass_csp=True) as page:
        return {screen: Seen(page) for screen in tour(page, served)}


@EACH
def test_axe_finds_nothing(seen: dict[str, Seen], screen: str) -> None:
    assert seen[screen].violations == []


@EACH
def test_a_thumb_hits_everything_and_nothing_is_too_wide(seen: dict[str, Seen], screen: str) -> None:
    assert seen[screen].small == []
    assert seen[screen].too_wide <= 0


@EACH
def test_headings_form_an_outline(seen: dict[str, Seen], screen: str) -> None:
    seen[screen].assert_outlined()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_way_works_with_and_without_scripts_and_asks_nobody_else(
    chromium: Browser, served: Served, scripts: bool
) -> None:
    asked: list[str] = []
    said: list[str] = []
    with visitor(chromium, PHONE, java_script_enabled=scripts) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        assert [*tour(page, served, pictures=False)] == [each for each in SCREENS if each != "picture"]
        cookies = page.context.cookies()
    assert {url[: len(served.url) + 1] for url in asked} == {f"{served.url}/"}
    assert [each for each in said if "status of" not in each] == [], "the policy forbids nothing that a page does"
    assert [each for each in cookies if each["value"]] == [each for each in cookies if each["httpOnly"]]


def test_the_whole_way_by_keyboard(chromium: Browser, served: Served) -> None:
    with visitor(chromium, DESKTOP) as page:
        page.goto(served.address)
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        _to(page, "main button.main")
        page.keyboard.press("Enter")
        page.wait_for_url("**/bring")
        _to(page, "#text")
        page.keyboard.insert_text(THREAD)
        _to(page, "main button.main")
        page.keyboard.press("Enter")
        page.wait_for_url("**/correct")
        _to(page, '[name="mine"][value="0"]')
        page.keyboard.press("Space")
        assert page.is_checked('[name="mine"][value="0"]')
        page.keyboard.press("Space")
        _to(page, 'form[action="/correct/0"] .main')
        page.keyboard.press("Enter")
        page.wait_for_url("**/about")
        _to(page, "#about .main")
        page.keyboard.press("Enter")
        page.wait_for_url("**/answer")
        _to(page, 'a[href="#tools"]')
        page.keyboard.press("Enter")
        _to(page, 'form[action="/answer/keep"] button')
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def _to(page: Page, wanted: str, most: int = 150) -> None:
    """Press Tab until the focus is there."""
    for _ in range(most):
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted) ?? false", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {wanted}")


def test_going_back_and_reloading_send_nothing_twice(chromium: Browser, served: Served) -> None:
    with visitor(chromium, PHONE) as page:
        page.goto(served.address)
        page.goto(f"{served.url}/bring")
        page.fill("#text", THREAD)
        main(page)
        page.wait_for_url("**/correct")
        page.reload()
        assert page.locator('[name="mine"]').count() == 3
        main(page)
        page.wait_for_url("**/about")
        page.go_back()
        assert page.url.endswith("/correct")
        assert page.locator('[name="mine"]').count() == 3


def test_after_a_wipe_going_back_shows_nothing(chromium: Browser, served: Served) -> None:
    with visitor(chromium, PHONE) as page:
        page.goto(served.address)
        page.goto(f"{served.url}/bring")
        page.fill("#text", THREAD)
        main(page)
        page.wait_for_url("**/correct")
        page.goto(f"{served.url}/wipe")
        page.click("main button.danger")
        page.wait_for_url("**/wiped/*")
        page.goto(f"{served.url}/correct")
        assert "USD" not in page.content()
        for _ in range(3):
            page.go_back()
            assert "USD" not in page.content()


def test_a_file_is_saved(chromium: Browser, served: Served) -> None:
    with visitor(chromium, PHONE) as page:
        page.goto(served.address)
        page.goto(f"{served.url}/bring")
        page.fill("#text", THREAD)
        main(page)
        page.wait_for_url("**/correct")
        page.goto(f"{served.url}/about")
        main(page)
        page.wait_for_url("**/answer")
        page.select_option("#form", "text")
        with page.expect_download() as saved:
            page.click(".save button")
        assert saved.value.suggested_filename == "bonafides-answer.txt"
