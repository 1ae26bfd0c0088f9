"""Every screen of the page, one after the other, for the tests that look at each of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.page.conftest import Server
from tests.page.walk import at, bring, choose, do, paste, say
from tests.usable import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LEVELS = {
    "quiet": "Ann: Are you coming to the reading group on Thursday?\nMe: Yes, with the notes.\nAnn: See you at six.",
    "watch": "Victor: Could we continue on WhatsApp?\nMe: Why?",
    "warn": "Victor: We loved your report. Could we continue on Signal and delete these messages?\n"
    "Me: Is it public material?\n"
    "Victor: Please keep it between us, the client stays unnamed. We pay 800 dollars for the next one.",
    "alarm": "Victor: We loved your first report, 2000 dollars are on the way. Could we continue on Signal and delete "
    "these messages?\nMe: Is it public material?\nVictor: Our client wants what is not public: internal papers, and "
    "the names of your colleagues. Tell nobody about this. We pay in cash.\nMe: I am not sure.\n"
    "Victor: Come to our city, the client pays the flight and the hotel. "
    "See https://example.org/a/very/long/address/without/any/place/to/break/it/in/two/0123456789abcdef0123456789",
}
"""A thread for each level. The page reads languages apart from its own too, so that these do for every language."""
SEVERAL = {
    "name": "several.jsonl",
    "mimeType": "application/jsonl",
    "buffer": "\n".join(
        json.dumps({"id": level, "messages": [{"speaker": "them", "text": text.split(": ", 1)[1]}]})
        for level, text in LEVELS.items()
    ).encode(),
}
SCREENS = (
    "before", "hints", "leaflet", "bring", "form", "sides", "about", *LEVELS, "told", "many", "listed", "keeping",
    "kept", "wiping", "wiped",
)  # fmt: skip
"""In the order of the tour."""


def tour(page: Page, levels: Iterable[str] = tuple(LEVELS)) -> Iterator[str]:
    """Go through all screens of a ready page, with answers of these levels; gives the name of each as it is shown."""
    yield "before"
    for question in ("work", "protected"):
        page.locator(f'[name="{question}"][value="yes"]').check()
    yield "hints"
    unfold(page, "#leaflet")
    yield "leaflet"
    page.locator("#leaflet > details > summary").click()
    page.locator('[name="protected"][value="no"]').check()
    do(page, "begin")
    unfold(page, "#bring")
    do(page, "paste")  # says that there is nothing yet
    yield "bring"
    do(page, "form")
    do(page, "form-done")  # the same
    unfold(page, "#form")
    yield "form"
    paste(page, LEVELS["alarm"])
    yield "sides"
    do(page, "sides-done")
    yield "about"
    yield from _answers(page, levels)
    yield from _end(page)


def _answers(page: Page, levels: Iterable[str]) -> Iterator[str]:
    for level in levels:
        paste(page, LEVELS[level])
        do(page, "sides-done")
        say(page, country="GB", situation="answered")
        assert page.locator(f"#report .story.{level}").count() == 1, level
        unfold(page, "#answer")
        yield level
    bring(page)
    do(page, "form")
    for n in range(4):
        page.locator('#form [value="yes"]').nth(n).check()
    do(page, "form-done")
    say(page)
    unfold(page, "#answer")
    yield "told"


def _end(page: Page) -> Iterator[str]:
    choose(page, SEVERAL)
    yield "many"
    do(page, "sides-done")
    say(page)
    yield "listed"
    do(page, "keep")
    page.locator("[data-note=kept]").wait_for()
    do(page, "restart")
    page.locator("#kept li").wait_for()
    yield "keeping"
    do(page, "open-kept")
    at(page, "answer")
    yield "kept"
    do(page, "ask-wipe")
    yield "wiping"
    do(page, "wipe")
    at(page, "wiped")
    yield "wiped"


def unfold(page: Page, within: str) -> None:
    """Open whatever can be opened."""
    page.locator(f"{within} details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")


@contextmanager
def without_engine(browser: Browser, site: Path, missing: str, *, bypass_csp: bool = False) -> Iterator[Page]:
    """The page where a file of it never comes, as on a slow network; without `app.js` it is as without scripts."""
    host = Server(site)
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True, bypass_csp=bypass_csp
    )
    try:
        page = context.new_page()
        if missing == "app.js":
            page.route(f"**/{missing}", lambda route: route.abort())
        else:
            page.route(f"**/{missing}", lambda route: None)  # no answer, ever
        page.goto(host.url)
        yield page
    finally:
        context.close()
        host.close()
