"""What a browser can tell of whether everybody can use a screen: axe, in two looks, targets, headings, and width."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

Size = tuple[int, int]
PHONE: Size = (390, 844)
DESKTOP: Size = (1280, 900)
SMALL: Size = (320, 640)
LOOKS: tuple[tuple[str, Literal["light", "dark"], Size], ...] = (
    ("a dark desk", "dark", DESKTOP),
    ("a light phone", "light", PHONE),
)
"""Colours do not depend on the width, nor the structure on the colours: these two of the four show all."""
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, summary, select, textarea, input, .languages a, .button, .jump, .contact a')]
  .filter((each) => each.checkVisibility() && each.type !== 'hidden')
  .map((each) => each.closest('label.choice') ?? each)
  .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width < 44 || box.height < 44)
  .map(([box, text]) => `${box.width} x ${box.height}: ${text}`)"""
"""A link in running text is as high as its line, as everywhere; all else must be hit by a shaking thumb."""
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4')].filter((each) => each.checkVisibility())
  .map((each) => Number(each.tagName[1]))"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def sized(page: Page, size: Size) -> None:
    """Make the window this wide and high."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


class Seen:
    """What was found on one screen. Axe is a foreign script, which only a context without the page's policy lets in."""

    def __init__(self, page: Page) -> None:
        from axe_playwright_python.sync_playwright import Axe

        self.violations: list[str] = []
        for name, scheme, size in LOOKS:
            page.emulate_media(color_scheme=scheme)
            sized(page, size)
            found = Axe().run(page, options=OPTIONS).response["violations"]
            self.violations += [f"{name}: {_told(each)}" for each in found]
        self.small: list[str] = page.evaluate(SMALL_TARGETS)
        self.headings: list[int] = page.evaluate(HEADINGS)
        sized(page, SMALL)
        self.too_wide: int = page.evaluate(TOO_WIDE)

    def assert_usable(self) -> None:
        """All of it at once."""
        assert self.violations == []
        assert self.small == []
        assert self.too_wide <= 0
        self.assert_outlined()

    def assert_outlined(self) -> None:
        """One heading of the first rank, which comes first, and no rank left out."""
        assert self.headings[0] == 1
        assert self.headings.count(1) == 1
        assert [pair for pair in pairwise(self.headings) if pair[1] - pair[0] > 1] == []


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(f"{node['target'][0]} {node['failureSummary']}" for node in violation["nodes"][:3])
    return f"{violation['impact']} {violation['id']}, {len(violation['nodes'])} times: {places}"
