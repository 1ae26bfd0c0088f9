"""The ways around the answer: Back, start again, keep, save, print, wait, and all languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bonafides.page.session import open_session
from bonafides.render.phrases import phrases
from tests.page.conftest import READY, Server
from tests.page.walk import (
    FLAGGED,
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
    visitor,
)  # fmt: skip

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOM = "bonafides.page"


@pytest.fixture(scope="module")
def ready(browser: Browser, site: Path) -> Iterator[Page]:
    """One ready page; its clock is that of Python's side of the comparisons here."""
    with visitor(browser, site, timezone_id="UTC", accept_downloads=True) as (page, _):
        yield page


def test_back_leads_to_the_step_before_at_each_step(ready: Page) -> None:
    paste(ready, THREAD)
    judge(ready)
    # A jump within the answer is no step of its own.
    ready.locator('#report .bubbles a[href^="#"], #report a.jump').first.click()
    do(ready, "ask-wipe")
    for expected in ("wiping", "answer", "about", "sides", "bring", "before"):
        assert step(ready) == expected
        assert ready.locator(f"#{expected} h1").count() == 1
        if expected != "before":
            back(ready)
    for expected in ("bring", "sides", "about", "answer"):
        ready.evaluate("() => history.forward()")
        at(ready, expected)
    assert level(ready) in FLAGGED
    do(ready, "back")  # the page's own button does the same
    at(ready, "about")
    back(ready)
    back(ready)
    assert ready.locator("#text").input_value() == THREAD  # what was given is still there


def test_a_saved_file_is_what_python_writes(ready: Page, tmp_path: Path) -> None:
    session = open_session("en", "UTC", lambda *_: None)
    session.take_text(THREAD)
    mine = [1]
    session.judge({"mine": mine, "country": "GB"})
    paste(ready, THREAD)
    judge(ready, country="GB")
    for form, name in (("html", "bonafides.html"), ("text", "bonafides.txt")):
        with ready.expect_download() as coming:
            ready.locator(f'[data-do="save"][data-form="{form}"]').click()
        assert coming.value.suggested_filename == name
        path = tmp_path / name
        coming.value.save_as(path)
        assert path.read_text("utf-8") == session.saved(form)["text"]
    html = (tmp_path / "bonafides.html").read_text("utf-8")
    assert not re.search(r"<script|<img|<iframe|<link|\bon[a-z]+=|javascript:|url\(|@import", html, re.IGNORECASE)
    assert "default-src 'none'" in html
    assert "keep this between us" in (tmp_path / "bonafides.txt").read_text("utf-8")


def test_an_answer_is_saved_whole_after_the_worker_was_ended(ready: Page, tmp_path: Path) -> None:
    """What had judged it is gone once a judgement is cancelled; the file must still hold the answer that is shown."""
    paste(ready, THREAD)
    judge(ready)
    ready.locator("#more > summary").click()
    ready.evaluate("""() => {
      document.querySelector('[data-do="judge-again"]').click();
      document.querySelector('[data-do="cancel"]').click();
    }""")
    ended(ready)
    assert step(ready) == "answer"
    assert ready.locator('[data-said="answer"]').inner_text().startswith("Cancelled.")
    with ready.expect_download() as coming:
        ready.locator('[data-do="save"][data-form="text"]').click()
    coming.value.save_as(tmp_path / "a.txt")
    assert "keep this between us" in (tmp_path / "a.txt").read_text("utf-8")
    ended(ready)
    assert step(ready) == "answer"


def test_only_the_report_is_printed(ready: Page) -> None:
    paste(ready, THREAD)
    judge(ready)
    ready.evaluate("() => { window.print = () => dispatchEvent(new Event('beforeprint')); }")
    do(ready, "print")
    ready.emulate_media(media="print")
    try:
        seen = ready.locator("body").inner_text().strip()
        assert seen == ready.locator("#report").inner_text().strip()
        assert ready.locator("button:visible, nav:visible, footer.site:visible, #leaflet:visible").count() == 0
        assert ready.locator("#report details:not([open])").count() == 0  # nothing stays folded on paper
        assert "keep this between us" in seen
        back(ready)
        assert ready.locator("body").inner_text().strip() == ""  # a step that is not the answer prints nothing
    finally:
        ready.emulate_media(media="screen")


def test_kept_opened_after_a_reload_and_deleted_one_by_one(browser: Browser, site: Path) -> None:
    with visitor(browser, site) as (page, _):
        shown = []
        for text in (THREAD, "Ann: Lunch on Friday?\nBob: Yes."):
            paste(page, text)
            judge(page)
            shown.append((level(page), page.locator("#report").inner_text()))
            do(page, "keep")
            page.locator('[data-note="kept"]:visible').wait_for()
            assert not page.locator('[data-do="keep"]').is_visible()  # once is enough
        bring(page)
        back(page)
        assert page.locator("#kept li").count() == 2  # listed at once
        page.reload()
        page.locator("#kept li").nth(1).wait_for()
        assert page.locator("#kept .badge").all_inner_texts() == [word for word, _ in shown]
        for n in (1, 0):  # a kept answer needs no program, so it can be opened before that is ready
            page.locator('[data-do="open-kept"]').nth(n).click()
            at(page, "answer")
            assert page.locator("#report").inner_text() == shown[n][1]
            assert page.locator('[data-do="keep"]:visible, [data-do="save"]:visible, #more:visible').count() == 0
            back(page)
        page.locator('[data-do="delete-kept"]').first.click()
        page.locator("#kept li").nth(1).wait_for(state="detached")
        page.reload()
        page.locator("#kept li").wait_for()
        assert page.locator("#kept .badge").all_inner_texts() == [shown[1][0]]
        page.locator('[data-do="delete-kept"]').click()
        page.locator("#kept").wait_for(state="hidden")


def test_start_again_leaves_nothing_of_the_visit(ready: Page) -> None:
    paste(ready, THREAD)
    judge(ready, country="GB", situation="took-money")
    do(ready, "restart")
    at(ready, "before")
    fields = ready.locator("textarea, select").evaluate_all("(all) => all.map((each) => each.value)")
    assert fields == ["", "", "other", ""]
    assert ready.locator("input:checked").count() == 0
    assert ready.locator("#report, #sheet").evaluate_all("(all) => all.map((each) => each.innerHTML)") == ["", ""]
    back(ready)  # what was cleared is not offered as an answer
    assert step(ready) == "before"
    paste(ready, THREAD)  # and all works as at first
    assert judge(ready) in FLAGGED


def test_back_ends_work_and_leads_to_where_it_began(ready: Page) -> None:
    bring(ready)
    ready.locator("#text").fill(THREAD)
    ready.evaluate("""() => new Promise((done) => {
      addEventListener("popstate", () => setTimeout(done), { once: true });
      document.querySelector('[data-do="paste"]').click();
      history.back();
    })""")
    ended(ready)
    assert step(ready) in ("bring", "before")  # as fast as it was, or ended
    bring(ready)
    assert ready.locator("#text").input_value() == THREAD
    do(ready, "paste")
    ended(ready)
    assert judge(ready) in FLAGGED


def test_work_waits_for_the_program_and_goes_on_by_itself(phone: BrowserContext, server: Server) -> None:
    wasm = Held(phone, "**/*.wasm")
    page = phone.new_page()
    page.goto(server.url)
    do(page, "begin")
    page.locator("#text").fill(THREAD)
    do(page, "paste")
    waiting = page.locator('[data-doing="waiting"]')
    assert waiting.inner_text() == "This goes on by itself as soon as the program is ready."
    # Cancelled, it does not go on by itself; nor does what Back or Start again ended.
    do(page, "cancel")
    at(page, "bring")
    assert page.locator('[data-said="bring"]').inner_text().startswith("Cancelled.")
    do(page, "paste")
    back(page)
    at(page, "bring")
    back(page)
    at(page, "before")
    do(page, "begin")
    do(page, "paste")
    waiting.wait_for()
    wasm.let_go(page)
    at(page, "sides")
    assert page.locator("button.bubble").count() == 3
    assert page.locator(READY).count() == 1
    assert judge(page) in FLAGGED


def test_start_again_while_it_starts_does_no_harm(phone: BrowserContext, server: Server) -> None:
    wasm = Held(phone, "**/*.wasm")
    page = phone.new_page()
    page.goto(server.url)
    do(page, "begin")
    page.locator("#text").fill(THREAD)
    do(page, "paste")
    do(page, "cancel")
    at(page, "bring")
    do(page, "restart")
    wasm.let_go(page)
    page.locator("html[data-engine=starting]").wait_for(state="attached")
    do(page, "begin")
    page.locator("#text").fill(THREAD)
    do(page, "paste")
    page.evaluate("""() => document.querySelector('[data-do="cancel"]').click()""")
    do(page, "restart")
    page.locator(READY).wait_for()
    assert step(page) == "before"
    assert page.locator("#text").input_value() == ""
    paste(page, THREAD)
    assert judge(page) in FLAGGED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_answers_in_itself(browser: Browser, site: Path, lang: str) -> None:
    own = phrases(lang, ROOM)
    foreign = {text for text, theirs in _sentences(lang) if lang != "en" and text != theirs}
    alike = [text for text, theirs in _sentences(lang) if lang != "en" and text == theirs and len(text) > 25]
    assert alike == []
    with visitor(browser, site, at=LANGUAGES[lang]) as (page, _):
        seen = [page.locator("body").inner_text()]
        do(page, "begin")
        seen.append(page.locator("body").inner_text())
        paste(page, THREAD)
        seen.append(page.locator("body").inner_text())
        assert judge(page, country="DE") == phrases(lang)("level.alarm.name")
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        seen.append(page.locator("body").inner_text())
        do(page, "ask-wipe")
        seen.append(page.locator("body").inner_text())
        assert page.locator("html").get_attribute("lang") == lang
    whole = "\n".join(seen)
    assert [text for text in foreign if text in whole] == []
    assert own("status.ready") in whole


def _sentences(lang: str) -> Iterator[tuple[str, str]]:
    """The page's own words in English and in a language, but for single words and what is filled in."""
    english, own = phrases("en", ROOM).table, phrases(lang, ROOM).table
    for key, text in english.items():
        if (
            isinstance(text, str)
            and " " in text
            and len(text) > 20
            and "{" not in text
            and not key.startswith(("mark.", "country."))
        ):
            yield text, str(own[key])
