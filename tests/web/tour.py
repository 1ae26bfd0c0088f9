"""Every screen of the person's way in a browser, one after the other, for the tests that look at each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.read.picture.drawing import Said, Screen, drawn, encoded
from tests.usable import PHONE, Seen, Size
from tests.web.conftest import Served
from tests.web.test_correct import TWO
from tests.web.walk import THREAD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

PATIENCE = 180_000
"""Milliseconds; no test measures time."""
SCREENS = (
    "start", "before", "mind", "bring", "empty", "correct", "about", "answer", "handed", "more", "kept", "overview",
    "together", "picture", "questions", "wipe", "wiped", "fault",
)  # fmt: skip
"""In the order of the tour."""
_CHATS: list[FilePayload] = [{"name": name, "mimeType": kind, "buffer": raw} for _, (name, raw, kind) in TWO]


@contextmanager
def visitor(chromium: Browser, size: Size, **how: Any) -> Iterator[Page]:
    """A fresh browser, and whatever it complained of."""
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **how)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    yield page
    context.close()


class Walked:
    """What a tour on a phone showed, and which addresses the browser asked for on the way."""

    def __init__(self, chromium: Browser, served: Served, tour: Callable[[Page, Served], Iterator[str]]) -> None:
        self.served = served
        self.asked: list[str] = []
        with visitor(chromium, PHONE, bypass_csp=True) as page:
            page.on("request", lambda request: self.asked.append(request.url))
            self.seen = {screen: Seen(page) for screen in tour(page, served)}

    def assert_nobody_else_was_asked(self) -> None:
        """Than the program itself."""
        assert {url[: len(self.served.url) + 1] for url in self.asked} == {f"{self.served.url}/"}


def picture() -> FilePayload:
    """A screenshot of a chat."""
    said = (
        Said(lines=("We loved your profile.", "Could we continue on WhatsApp?"), clock="09:12"),
        Said(lines=("Why there?",), mine=True, clock="09:13"),
    )
    return {
        "name": "Screenshot.png",
        "mimeType": "image/png",
        "buffer": encoded(drawn(Screen(title="Amy Lin", items=said))),
    }


def main(page: Page, within: str = "main") -> None:
    """Press the main button."""
    page.locator(f"{within} .main").click()


def tour(page: Page, served: Served, *, pictures: bool = True) -> Iterator[str]:
    """Go through all screens; gives the name of each as it is shown."""
    page.set_default_timeout(PATIENCE)
    yield from _to_the_answer(page, served)
    yield from _several(page, served)
    if pictures:
        page.goto(f"{served.url}/bring")
        page.set_input_files("#files", [picture()])
        main(page)
        page.wait_for_url("**/correct")
        page.click("#added summary")
        yield "picture"
    yield from _to_the_end(page, served)


def _to_the_answer(page: Page, served: Served) -> Iterator[str]:
    page.goto(served.url)
    yield "start"
    page.goto(served.address)
    page.locator("#leaflet summary").first.wait_for()
    yield "before"
    page.check('[name="work"][value="yes"]')
    page.check('[name="protected"][value="no"]')
    main(page)
    yield "mind"
    main(page)
    for each in page.locator("main summary").all():
        each.click()
    yield "bring"
    main(page)
    page.locator("[role=alert]").wait_for()
    yield "empty"
    page.fill("#text", THREAD)
    main(page)
    page.wait_for_url("**/correct")
    yield "correct"
    main(page)
    page.wait_for_url("**/about")
    yield "about"
    main(page)
    page.wait_for_url("**/answer")
    yield "answer"
    page.goto(f"{served.url}/answer/hand-in?own_words=1")
    yield "handed"
    page.goto(f"{served.url}/more")
    yield "more"
    page.goto(f"{served.url}/answer")
    page.click('form[action="/answer/keep"] button')
    page.click("#tools [role=status] a")
    page.wait_for_url("**/kept")
    yield "kept"


def _several(page: Page, served: Served) -> Iterator[str]:
    page.goto(f"{served.url}/bring")
    page.set_input_files("#files", _CHATS)
    main(page)
    page.wait_for_url("**/correct")
    yield "overview"
    page.click('a[href="/together"]')
    yield "together"


def _to_the_end(page: Page, served: Served) -> Iterator[str]:
    page.goto(f"{served.url}/bring")
    page.click('form[action="/told"] button')
    page.wait_for_url("**/questions")
    yield "questions"
    page.click('a[href="/wipe"]')
    yield "wipe"
    page.click("main button.danger")
    page.wait_for_url("**/wiped/*")
    yield "wiped"
    page.goto(f"{served.url}/nowhere")
    yield "fault"
