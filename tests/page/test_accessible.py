"""Every screen can be used by everybody: axe, in the light and in the dark, on a phone and on a desk; and targets."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.page.tour import DESKTOP, PHONE, SCREENS, sized, tour, without_engine
from tests.page.walk import do, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Look = tuple[str, Literal["light", "dark"], tuple[int, int]]
LOOKS: tuple[Look, ...] = (("a dark desk", "dark", DESKTOP), ("a light phone", "light", PHONE))
"""Colours do not depend on the width, nor the structure on the colours: these two of the four show all."""
EACH = pytest.mark.parametrize("screen", [*SCREENS, "waiting", "loading", "no script", "verify"])
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, summary, select, textarea, input, .languages a, .jump, .contact a')]
  .filter((each) => each.checkVisibility())
  .map((each) => each.closest('label.choice') ?? each)
  .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width < 44 || box.height < 44)
  .map(([box, text]) => `${box.width} x ${box.height}: ${text}`)"""
"""A link in running text is as high as its line, as everywhere; all else must be hit by a shaking thumb."""
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4')].filter((each) => each.checkVisibility())
  .map((each) => Number(each.tagName[1]))"""
FOCUSED = "() => `${document.activeElement.tagName} ${document.activeElement.closest('.step')?.id}`"


class Seen:
    """What was found on one screen."""

    def __init__(self, page: Page) -> None:
        from axe_playwright_python.sync_playwright import Axe

        self.focus = page.evaluate(FOCUSED)
        self.violations: list[str] = []
        for name, scheme, size in LOOKS:
            page.emulate_media(color_scheme=scheme)
            sized(page, size)
            found = Axe().run(page, options=OPTIONS).response["violations"]
            self.violations += [f"{name}: {_told(each)}" for each in found]
        self.small = page.evaluate(SMALL_TARGETS)
        self.headings = page.evaluate(HEADINGS)


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(f"{node['target'][0]} {node['failureSummary']}" for node in violation["nodes"][:3])
    return f"{violation['impact']} {violation['id']}, {len(violation['nodes'])} times: {places}"


@pytest.fixture(scope="module")
def seen(browser: Browser, site: Path) -> dict[str, Seen]:
    """Every screen, looked at once. Axe is a foreign script, which only a context without the page's policy lets in."""
    found: dict[str, Seen] = {}
    with visitor(browser, site, bypass_csp=True) as (page, host):
        found |= {screen: Seen(page) for screen in tour(page)}
        page.goto(host.url + "verify.html")
        found["verify"] = Seen(page)
    with without_engine(browser, site, "core.zip", bypass_csp=True) as page:
        found["loading"] = Seen(page)
        do(page, "begin")
        page.locator("#text").fill("Ann: Hello")
        do(page, "paste")
        found["waiting"] = Seen(page)
    with without_engine(browser, site, "app.js", bypass_csp=True) as page:
        found["no script"] = Seen(page)
    return found


@EACH
def test_axe_finds_nothing(seen: dict[str, Seen], screen: str) -> None:
    assert seen[screen].violations == []


@EACH
def test_a_thumb_hits_every_button(seen: dict[str, Seen], screen: str) -> None:
    assert seen[screen].small == []


@EACH
def test_headings_form_an_outline(seen: dict[str, Seen], screen: str) -> None:
    headings = seen[screen].headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert [pair for pair in pairwise(headings) if pair[1] - pair[0] > 1] == []


STEPS = {
    "sides": "sides", "about": "about", "told": "answer", "many": "sides", "listed": "answer",
    "keeping": "before", "kept": "answer", "wiping": "wiping", "wiped": "wiped", "waiting": "busy",
}  # fmt: skip


@pytest.mark.parametrize(("screen", "step"), STEPS.items())
def test_focus_goes_to_the_heading_of_each_new_step(seen: dict[str, Seen], screen: str, step: str) -> None:
    assert seen[screen].focus == f"H1 {step}"


def test_a_page_with_faults_is_noticed(browser: Browser, site: Path) -> None:
    """The proof that these tests can fail."""
    with without_engine(browser, site, "app.js", bypass_csp=True) as page:
        page.evaluate(
            """() => { document.querySelector('main').innerHTML = '<h1>A</h1><h3>B</h3><button></button><img src="x">'
              + '<p class="soft">Words that nobody can read</p>';
              document.documentElement.style.setProperty('--soft', '#888'); }"""
        )
        found = Seen(page)
    told = " ".join(found.violations)
    for fault in ("a dark desk: critical button-name", "critical image-alt", "a light phone: serious color-contrast"):
        assert fault in told, told
    assert found.small
    assert found.headings == [1, 3]
