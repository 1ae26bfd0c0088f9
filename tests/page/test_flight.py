"""Without a network, and after a wipe: what must still be there, and what must be gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bonafides.render.phrases import phrases
from tests.page.conftest import READY, Server
from tests.page.walk import (
    LANGUAGES,
    THREAD,
    Held,
    at,
    back,
    bring,
    do,
    ended,
    judge,
    level,
    paste,
    step,
    stored,
    until,
    visitor,
)  # fmt: skip

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SECRET = "XYZZY-SECRET"
TOLD = THREAD.replace("Why there?", f"Why there? {SECRET}")
COUNT = """async () => {
  const [found] = await indexedDB.databases();
  if (!found) return 0;
  return new Promise((done) => {
    const request = indexedDB.open(found.name);
    request.onerror = () => done(0);
    request.onsuccess = () => {
      const asked = request.result.transaction("kept").objectStore("kept").count();
      asked.onsuccess = () => { request.result.close(); done(asked.result); };
    };
  });
}"""
"""How many answers are kept; makes no database where there is none."""


def kept(page: Page) -> int:
    return int(page.evaluate(COUNT))


def keep(page: Page) -> None:
    paste(page, TOLD)
    judge(page)
    do(page, "keep")
    page.locator('[data-note="kept"]:visible').wait_for()


def wipe(page: Page, *, copy: bool) -> None:
    do(page, "ask-wipe")
    page.locator("#wipe-copy").set_checked(copy)
    do(page, "wipe")
    at(page, "wiped")


def test_after_one_visit_every_language_works_in_flight_mode(browser: Browser, site: Path) -> None:
    with visitor(browser, site) as (page, host):
        page.context.set_offline(True)
        host.close()
        for lang, place in LANGUAGES.items():
            page.goto(host.url + place)
            page.reload()
            page.locator(READY).wait_for()
            assert page.locator("html").get_attribute("lang") == lang
            paste(page, THREAD)
            assert judge(page) == phrases(lang)("level.alarm.name")
        with page.expect_popup() as opened:  # the list of files is part of the copy
            page.locator("footer.site a").click()
        opened.value.locator("dl code").first.wait_for()


@pytest.mark.parametrize("copy", [False, True], ids=["all-but-the-copy", "with-the-copy"])
def test_a_wipe_leaves_nothing(browser: Browser, site: Path, copy: bool) -> None:
    with visitor(browser, site) as (page, _):
        keep(page)
        assert kept(page) == 1
        wipe(page, copy=copy)
        assert page.locator("[data-wiped=copy]").is_visible() is copy
        assert page.locator("[data-wiped=failed]").is_visible() is False
        assert SECRET not in page.content()
        fields = page.locator("textarea, select").evaluate_all("(all) => all.map((each) => each.value)")
        assert fields == ["", "", "other", ""]
        assert page.locator("input:checked").count() == 0
        until(lambda: page.evaluate("() => true") and not page.workers, "what it had read is still in memory")
        found = stored(page.context)
        assert found["databases"] == []
        assert bool(found["cached"]) is not copy
        assert found["workers"] == (0 if copy else 1)
        for _ in range(3):
            back(page)
            assert step(page) == "wiped"
        assert SECRET not in page.content()
        do(page, "reload")
        page.locator(READY).wait_for()
        assert step(page) == "before"
        assert page.locator("#kept li").count() == 0
        back(page)
        assert step(page) == "before"
        assert page.locator("#report").inner_html() == ""
        paste(page, THREAD)
        assert judge(page) == "Alarm"


def test_a_wipe_while_something_is_judged_shows_nothing_afterwards(page: Page) -> None:
    paste(page, TOLD + "\nAnn: Could we continue on WhatsApp?" * 3_000)
    do(page, "sides-done")
    do(page, "judge")
    at(page, "busy")
    page.evaluate("""() => document.querySelector('[data-do="wipe"]').click()""")
    at(page, "wiped")
    page.wait_for_timeout(1_000)  # time for an answer that must not come
    assert step(page) == "wiped"
    assert page.locator("#report, #sheet").evaluate_all("(all) => all.map((each) => each.innerHTML)") == ["", ""]
    assert SECRET not in page.content()
    until(lambda: page.evaluate("() => true") and not page.workers, "the worker still runs")


def test_a_wipe_while_the_program_is_loaded_ends_that(phone: BrowserContext, server: Server) -> None:
    wasm = Held(phone, "**/*.wasm")
    page = phone.new_page()
    page.goto(server.url)
    do(page, "begin")
    page.locator("#text").fill(SECRET)
    wasm.arrive(page)
    wipe(page, copy=True)
    assert page.locator("[data-wiped=copy]").is_visible()
    wasm.let_go(page)
    page.wait_for_timeout(1_000)  # time for what must not come
    found = stored(phone)
    assert found["cached"] == []
    assert found["workers"] == 0
    assert step(page) == "wiped"
    assert page.locator(".status .bad:visible").count() == 0


def killed(page: Page, host: Server) -> Page:
    """The page opened anew after its tab was ended without a word."""
    context = page.context
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(host.url)
    return again


def test_what_was_kept_survives_a_killed_tab_and_what_was_wiped_stays_gone(browser: Browser, site: Path) -> None:
    with visitor(browser, site) as (page, host):
        keep(page)
        again = killed(page, host)
        again.locator("#kept li").wait_for()
        again.locator('[data-do="open-kept"]').click()
        again.locator("#answer:visible").wait_for()
        assert "keep this between us" in again.locator("#report").inner_text()
        assert level(again) == "Alarm"
        wipe(again, copy=False)
        last = killed(again, host)
        last.locator(READY).wait_for()
        assert last.locator("#kept li").count() == 0
        assert kept(last) == 0


def test_a_tab_killed_half_way_leaves_nothing(browser: Browser, site: Path) -> None:
    with visitor(browser, site) as (page, host):
        keep(page)
        bring(page)
        page.locator("#text").fill(f"{SECRET} again")
        do(page, "paste")
        again = killed(page, host)
        again.locator("#kept li").wait_for()
        assert again.locator("#text").input_value() == ""
        assert SECRET not in again.content()
        assert kept(again) == 1  # what was kept before is still there, and nothing else


def test_a_wipe_in_one_tab_reaches_the_others(browser: Browser, site: Path) -> None:
    with visitor(browser, site) as (page, host):
        keep(page)
        other = page.context.new_page()
        other.goto(host.url)
        other.locator("#kept li").wait_for()
        wipe(page, copy=False)
        assert page.locator("[data-wiped=done]").is_visible()
        until(lambda: kept(other) == 0, "it is still kept")
        other.locator("#wiped:visible").wait_for()
        assert SECRET not in other.content()
        other.reload()
        other.locator(READY).wait_for()
        assert other.locator("#kept li").count() == 0
        ended(other)
