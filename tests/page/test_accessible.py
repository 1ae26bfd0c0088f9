"""Every screen can be used by everybody: axe, in the light and in the dark, on a phone and on a desk; and targets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.page.tour import SCREENS, tour, without_engine
from tests.page.walk import do, visitor
from tests.usable import Seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EACH = pytest.mark.parametrize("screen", [*SCREENS, "waiting", "loading", "no script", "verify"])
FOCUSED = "() => `${document.activeElement.tagName} ${document.activeElement.closest('.step')?.id}`"


class Screen(Seen):
    """And where the focus was when it came."""

    def __init__(self, page: Page) -> None:
        self.focus = page.evaluate(FOCUSED)
        super().__init__(page)


@pytest.fixture(scope="module")
def seen(browser: Browser, site: Path) -> dict[str, Screen]:
    """Every screen, looked at once."""
    found: dict[str, Screen] = {}
    with visitor(browser, site, bypass_csp=True) as (page, host):
        found |= {screen: Screen(page) for screen in tour(page)}
        page.goto(host.url + "verify.html")
        found["verify"] = Screen(page)
    with without_engine(browser, site, "core.zip", bypass_csp=True) as page:
        found["loading"] = Screen(page)
        do(page, "begin")
        page.locator("#text").fill("Ann: Hello")
        do(page, "paste")
        found["waiting"] = Screen(page)
    with without_engine(browser, site, "app.js", bypass_csp=True) as page:
        found["no script"] = Screen(page)
    return found


@EACH
def test_axe_finds_nothing(seen: dict[str, Screen], screen: str) -> None:
    assert seen[screen].violations == []


@EACH
def test_a_thumb_hits_every_button(seen: dict[str, Screen], screen: str) -> None:
    assert seen[screen].small == []


@EACH
def test_headings_form_an_outline(seen: dict[str, Screen], screen: str) -> None:
    seen[screen].assert_outlined()


STEPS = {
    "sides": "sides", "about": "about", "told": "answer", "many": "sides", "listed": "answer",
    "keeping": "before", "kept": "answer", "wiping": "wiping", "wiped": "wiped", "waiting": "busy",
}  # fmt: skip


@pytest.mark.parametrize(("screen", "step"), STEPS.items())
def test_focus_goes_to_the_heading_of_each_new_step(seen: dict[str, Screen], screen: str, step: str) -> None:
    assert seen[screen].focus == f"H1 {step}"


def test_a_page_with_faults_is_noticed(browser: Browser, site: Path) -> None:
    """The proof that these tests can fail."""
    with without_engine(browser, site, "app.js", bypass_csp=True) as page:
        page.evaluate(
            """() => { document.querySelector('main').innerHTML = '<h1>A</h1><h3>B</h3><button></button><img src="x">'
              + '<p class="soft">Words that nobody can read</p>';
              document.documentElement.style.setProperty('--soft', '#888'); }"""
        )
        found = Screen(page)
    told = " ".join(found.violations)
    for fault in ("a dark desk: critical button-name", "critical image-alt", "a light phone: serious color-contrast"):
        assert fault in told, told
    assert found.small
    assert found.headings == [1, 3]
