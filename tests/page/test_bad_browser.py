"""Browsers that cannot run the program, hosts that should not be trusted: plain words, and the advice stays open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.page.conftest import PATIENCE, READY, Server
from tests.page.walk import THREAD, Held, at, do, judge, paste, step

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NO_PROGRAM = {
    "old": "delete globalThis.WebAssembly;",
    "insecure": "Object.defineProperty(globalThis, 'isSecureContext', { value: false });",
}
"""What stands in for such a browser or address, by what the page calls it."""
FORBIDDEN = {
    "nothing there": """
      for (const name of ["indexedDB", "caches"]) Object.defineProperty(globalThis, name, { value: undefined });
      Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined });""",
    "refused when asked": """
      const refuse = () => { throw new DOMException("forbidden", "SecurityError"); };
      IDBFactory.prototype.open = IDBFactory.prototype.deleteDatabase = refuse;
      for (const name of ["open", "match", "keys", "delete"]) {
        CacheStorage.prototype[name] = () => Promise.reject(new DOMException("forbidden", "SecurityError"));
      }
      const refused = () => Promise.reject(new DOMException("forbidden", "SecurityError"));
      ServiceWorkerContainer.prototype.register = refused;""",
    "refused when touched": """
      const get = () => { throw new DOMException("forbidden", "SecurityError"); };
      for (const name of ["indexedDB", "caches"]) Object.defineProperty(globalThis, name, { get });
      Object.defineProperty(Navigator.prototype, "serviceWorker", { get });""",
}
"""What browsers do where storage is forbidden, as in private windows."""


@contextmanager
def opened(browser: Browser, host: Server, *, script: str = "", **options: Any) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(viewport={"width": 390, "height": 844}, **options)
    context.set_default_timeout(PATIENCE)
    if script:
        context.add_init_script(script)
    try:
        page = context.new_page()
        page.goto(host.url)
        yield page
    finally:
        context.close()


def no_program(page: Page, status: str) -> None:
    """It is said why, nothing can be begun, and the advice is open and whole."""
    page.locator(f"html[data-engine={status}]").wait_for()
    (shown,) = page.locator("[data-status]:visible").all()
    assert shown.get_attribute("data-status") == status
    assert shown.inner_text()
    assert not page.locator('[data-do="begin"]').is_visible()
    advice(page)


def advice(page: Page) -> None:
    assert page.locator("#leaflet > details").get_attribute("open") is not None
    text = page.locator("#leaflet").inner_text()
    for heading in ("What to do tonight", "How to check who they are", "Where to report it"):
        assert heading in text
    assert page.locator("#leaflet li:visible").count() > 20
    page.locator("#leaflet summary", has_text="United Kingdom").click()
    assert "MI5" in page.locator("#leaflet").inner_text()


@pytest.mark.parametrize("name", ["pyodide.asm.wasm", "bonafides-*.whl", "worker.js"])
def test_a_changed_byte_stops_it(browser: Browser, site: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    (path,) = copy.glob(f"v*/{name}")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    host = Server(copy)
    try:
        with opened(browser, host) as page:
            no_program(page, "changed")
            assert page.workers == []
    finally:
        host.close()


def test_a_host_that_is_gone_half_way_is_no_network(browser: Browser, site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    (path,) = copy.glob("v*/pyodide.asm.wasm")
    path.unlink()
    host = Server(copy)
    try:
        with opened(browser, host) as page:
            no_program(page, "no_network")
    finally:
        host.close()


def test_what_was_begun_before_the_network_went_is_answered(phone: BrowserContext, server: Server) -> None:
    wasm = Held(phone, "**/*.wasm")
    page = phone.new_page()
    page.goto(server.url)
    do(page, "begin")
    page.locator("#text").fill(THREAD)
    do(page, "paste")
    wasm.fail(page)
    at(page, "bring")
    assert "no network" in page.locator('[data-said="bring"]').inner_text()
    assert page.locator("#text").input_value() == THREAD


@pytest.mark.parametrize("status", NO_PROGRAM)
def test_where_no_program_can_run_there_is_the_leaflet(browser: Browser, server: Server, status: str) -> None:
    with opened(browser, server, script=NO_PROGRAM[status]) as page:
        no_program(page, status)
        assert not [path for path in server.requests if path.endswith(".wasm")]  # nor is anything fetched in vain


def test_without_scripts_there_is_the_leaflet_and_nothing_dead(browser: Browser, server: Server) -> None:
    with opened(browser, server, java_script_enabled=False) as page:
        assert page.locator("button:visible, input:visible, select:visible, textarea:visible").count() == 0
        assert page.locator("progress:visible, [data-status]:visible").count() == 0
        assert "switched off" in page.locator(".plain-only").inner_text()
        advice(page)
        page.locator("footer.site a").click()
        assert page.locator("h1").inner_text() == "Check this copy"
        assert page.locator("main code").count() > 10
        page.get_by_role("link", name="Back to the page").click()
        page.get_by_role("link", name="Deutsch").click()
        assert page.locator("html").get_attribute("lang") == "de"


@pytest.mark.parametrize("script", FORBIDDEN.values(), ids=FORBIDDEN)
def test_where_storage_is_forbidden_it_works_and_keeps_nothing(browser: Browser, server: Server, script: str) -> None:
    with opened(browser, server, script=script) as page:
        page.locator(READY).wait_for()
        assert page.locator("html").get_attribute("data-engine") == "ready_once"
        assert page.locator("[data-status=ready_once]").is_visible()
        paste(page, THREAD)
        assert judge(page) == "Alarm"
        do(page, "keep")
        page.locator("[data-note=keep_failed]:visible").wait_for()
        assert not page.locator("[data-note=kept]").is_visible()
        do(page, "ask-wipe")
        do(page, "wipe")
        at(page, "wiped")
        assert page.locator("[data-wiped=done]").is_visible()
        assert step(page) == "wiped"
