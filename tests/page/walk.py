"""How a person goes through the page, for the tests that go with them: read, correct, say more, be answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, cast

from tests.page.conftest import PATIENCE, READY, Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
LANGUAGES = {"en": "", "da": "da/", "de": "de/", "es": "es/", "fr": "fr/"}
THREAD = (
    "Ann: We pay 800 USD for a short report on your colleagues. Could we continue on WhatsApp?\n"
    "Bob: Why there?\n"
    "Ann: The client prefers not to be named. Please keep this between us and delete our chat."
)
FLAGGED = {"Warn", "Alarm"}


@contextmanager
def visitor(browser: Browser, site: Path, *, at: str = "", **options: Any) -> Iterator[tuple[Page, Server]]:
    """A fresh visitor of a fresh host, with the page ready."""
    host = Server(site)
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, **options)
    context.set_default_timeout(PATIENCE)
    try:
        page = context.new_page()
        page.goto(host.url + at)
        page.locator(READY).wait_for()
        yield page, host
    finally:
        context.close()
        host.close()


def do(page: Page, name: str) -> None:
    """Press the button that does this, where it can be seen."""
    page.locator(f'[data-do="{name}"]:visible').first.click()


def at(page: Page, step: str) -> None:
    """Wait until this step is the one that is shown."""
    page.locator(f"#{step}:visible").wait_for()


def step(page: Page) -> str:
    """The one step that is shown."""
    (shown,) = page.locator(".step:visible").evaluate_all("(found) => found.map((each) => each.id)")
    return str(shown)


def bring(page: Page) -> None:
    """From wherever it is, to the step where something is brought; nothing is loaded again."""
    while step(page) not in ("bring", "before"):
        back(page)
    if step(page) == "before":
        do(page, "begin")


def back(page: Page) -> None:
    """The browser's own Back; a step of the page is no load, so there is none to wait for."""
    page.evaluate(
        "() => new Promise((done) => { addEventListener('popstate', done, { once: true }); history.back(); })"
    )


def paste(page: Page, text: str) -> None:
    """Paste a text and have it read."""
    bring(page)
    page.locator("#text").evaluate("(field, text) => { field.value = text; }", text)
    do(page, "paste")
    ended(page)


def choose(page: Page, *files: Path | dict[str, Any]) -> None:
    """Pick files and have them read."""
    bring(page)
    page.locator("#files").set_input_files(cast("Any", list(files)))
    do(page, "files")
    ended(page)


def ended(page: Page) -> None:
    """Wait until the work that is shown has come to its end."""
    page.locator(".step:visible:not(#busy)").wait_for()


def judge(page: Page, **about: str) -> str:
    """From the sides to the answer; `about` names a choice by the id of its field. Gives the level's word."""
    do(page, "sides-done")
    return say(page, **about)


def say(page: Page, **about: str) -> str:
    """From what the person says about themselves to the answer."""
    for field in ("situation", "standing", "country"):
        page.locator(f"#{field}").select_option(about.get(field, "other" if field == "standing" else ""))
    do(page, "judge")
    ended(page)
    at(page, "answer")
    return level(page)


def level(page: Page) -> str:
    """The level's word in the answer, of the first that is told in full; none where none is."""
    return next(iter(page.locator("#report .verdict .word").all_inner_texts()), "")


def marked(page: Page) -> list[str]:
    """The quotes that are highlighted in the answer's reasons, each once."""
    return sorted(set(page.locator("#report .reason mark").all_text_contents()))


def until(holds: Callable[[], object], what: str) -> None:
    """Wait for something that no locator can see."""
    end = monotonic() + PATIENCE / 1000
    while not holds():
        assert monotonic() < end, what
        sleep(0.05)


def stored(context: BrowserContext) -> dict[str, Any]:
    """All that the browser keeps of the page."""
    return dict(context.pages[-1].evaluate(
        """async () => ({
          local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
          databases: (await indexedDB.databases()).map((each) => each.name),
          cached: (await Promise.all((await caches.keys()).map(async (name) =>
            (await (await caches.open(name)).keys()).map((each) => each.url)))).flat(),
          workers: (await navigator.serviceWorker.getRegistrations()).length,
        })"""
    ))  # fmt: skip


class Held:
    """One file of the site that comes only when it is let go."""

    def __init__(self, phone: BrowserContext, pattern: str) -> None:
        self._held: list[Route] = []
        self._phone, self._pattern = phone, pattern
        phone.route(pattern, self._hold)

    def _hold(self, route: Route) -> None:
        self._held.append(route)

    def arrive(self, page: Page) -> None:
        """Wait until it is asked for."""
        while not self._held:
            page.wait_for_timeout(50)

    def let_go(self, page: Page) -> None:
        """Have it come."""
        self.arrive(page)
        for route in self._held:
            route.continue_()
        self._phone.unroute(self._pattern)

    def fail(self, page: Page) -> None:
        """Have it not come, as where the network goes."""
        self.arrive(page)
        for route in self._held:
            route.abort()
        self._phone.unroute(self._pattern)
