"""Nothing is cut off: in a narrow window, with large text, from right to left, on paper; in all languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.page.tour import LEVELS, SCREENS, tour, unfold
from tests.page.walk import LANGUAGES, do, paste, say, visitor
from tests.usable import PHONE, SMALL, sized

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOOKS = {"narrow": (SMALL, 100), "text twice as large": (PHONE, 200), "text three times as large": (PHONE, 300)}
SPILT = """() => {
  const [wide, whole] = [document.documentElement.clientWidth, document.documentElement.scrollWidth];
  const found = whole > wide ? [`the page is ${whole} wide`] : [];
  for (const each of document.querySelectorAll('body *')) {
    if (!each.checkVisibility() || each.closest('.wide, pre, .heard, .skip, option, mark')) continue;
    const box = each.getBoundingClientRect();
    const out = box.width > 0 && (box.right > wide + 1 || box.left < -1);
    const holds = each.matches('button, summary, legend, label, li, dt, dd, h1, h2, h3, h4, p, th, td, .story');
    const more = holds ? each.scrollWidth - each.clientWidth : 0;
    const cut = more > 1 && more > parseFloat(getComputedStyle(each).fontSize) / 3; // the padding of marked words
    if (out || cut) found.push(`${each.tagName} ${each.className || each.id}: ${each.textContent.trim().slice(0, 40)}`);
  }
  return found.slice(0, 5);
}"""
"""What runs out of the window or of its own box."""


def text(page: Page, percent: int) -> None:
    """The size of text as a person sets it in the browser."""
    size = 16 * percent // 100
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
    assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == f"{size}px"


def spilt(page: Page) -> list[str]:
    """What does not fit, in any of the looks."""
    found = []
    for name, (size, percent) in LOOKS.items():
        sized(page, size)
        text(page, percent)
        found += [f"{name}: {each}" for each in page.evaluate(SPILT)]
    text(page, 100)
    sized(page, PHONE)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_runs_out_of_a_narrow_window_or_with_large_text(browser: Browser, site: Path, lang: str) -> None:
    with visitor(browser, site, at=LANGUAGES[lang]) as (page, host):
        found = {screen: spilt(page) for screen in tour(page, LEVELS if lang == "en" else ("alarm",))}
        assert set(SCREENS) - set(found) <= {"quiet", "watch", "warn"}
        page.goto(f"{host.url}{LANGUAGES[lang]}verify.html")
        found["verify"] = spilt(page)
    assert {screen: what for screen, what in found.items() if what} == {}


def answered(page: Page) -> None:
    """Bring the page to an answer with all that an answer may have."""
    paste(page, LEVELS["alarm"])
    do(page, "sides-done")
    say(page, country="GB", situation="answered")


EDGES = """(selector) => {
  const place = document.querySelector(selector);
  const [box, style] = [place.getBoundingClientRect(), getComputedStyle(place)];
  return { edges: [box.left, document.documentElement.clientWidth - box.right],
    border: [style.borderLeftWidth, style.borderRightWidth], padding: [style.paddingLeft, style.paddingRight] };
}"""


def turned(page: Page, direction: str) -> None:
    """Have the page run this way."""
    page.evaluate("(dir) => { document.documentElement.dir = dir; }", direction)


def test_it_fits_where_people_write_from_right_to_left(browser: Browser, site: Path) -> None:
    """No language of the page does yet; its style is ready for one that does."""
    with visitor(browser, site) as (page, _):
        page.evaluate("() => { document.documentElement.lang = 'ar'; }")
        turned(page, "rtl")
        found = {screen: spilt(page) for screen in tour(page)}
    assert {screen: what for screen, what in found.items() if what} == {}


def test_everything_is_mirrored_where_people_write_from_right_to_left(ready: Page) -> None:
    unfold(ready, "#answer")
    places = (
        ".site .brand", ".now", ".now ol", "blockquote", ".stages li", ".routes", "#report .bubble.mine", ".dots",
        "#report table th", "#tools button", "#more .choice input", "footer.site",
    )  # fmt: skip
    found = {}
    for direction in ("ltr", "rtl"):
        turned(ready, direction)
        found[direction] = {place: ready.evaluate(EDGES, place) for place in places}
    for place in places:
        one, other = found["ltr"][place], found["rtl"][place]
        assert other["border"] == one["border"][::-1], place
        assert other["padding"] == one["padding"][::-1], place
        assert other["edges"] == pytest.approx(one["edges"][::-1], abs=2), place


BACKGROUND = "() => getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def ready(browser: Browser, site: Path) -> Iterator[Page]:
    """A page with an answer."""
    with visitor(browser, site) as (page, _):
        answered(page)
        yield page


def test_the_dark_is_dark_and_nothing_moves_for_those_who_ask(ready: Page) -> None:
    def look() -> tuple[str, str]:
        return ready.evaluate(BACKGROUND), ready.evaluate(
            "() => getComputedStyle(document.documentElement).scrollBehavior"
        )

    ready.emulate_media(color_scheme="light", reduced_motion="no-preference")
    assert look() == ("rgb(247, 245, 240)", "smooth")
    ready.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert look() == ("rgb(21, 24, 27)", "auto")
    assert ready.evaluate("() => document.getAnimations().length") == 0


SHOWN = """() => {
  const report = document.querySelector('#report');
  return [...document.querySelectorAll('body *')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height > 0)
    .filter((each) => !report.contains(each) && !each.contains(report)).map((each) => each.outerHTML.slice(0, 80));
}"""
A4 = (210, 297)
MARGINS = (16, 18)


def test_paper_gets_the_report_alone_and_whole(ready: Page) -> None:
    pdf = ready.pdf(format="A4", prefer_css_page_size=True)
    assert ready.locator("#report details:not([open])").count() == 0  # printing opens them, as the browser's menu does
    ready.emulate_media(media="print", color_scheme="dark")
    sized(ready, (int((A4[0] - 2 * MARGINS[0]) / 25.4 * 96), int((A4[1] - 2 * MARGINS[1]) / 25.4 * 96)))
    assert ready.evaluate(SHOWN) == []
    assert ready.evaluate(SPILT) == []
    assert ready.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    pdfium = pytest.importorskip("pypdfium2")
    pages = [*pdfium.PdfDocument(pdf)]
    assert {tuple(round(points / 72 * 25.4) for points in page.get_size()) for page in pages} == {A4}
    text = re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))
    for wanted in ("Alarm", "What to do, in this order", "How far it went", "Come to our city", "SHA-256", "Score"):
        assert wanted in text, wanted
    for unwanted in ("Wipe everything", "Keep on this device", "Français", "The advice, without any program"):
        assert unwanted not in text, unwanted
    assert 2 <= len(pages) <= 12
