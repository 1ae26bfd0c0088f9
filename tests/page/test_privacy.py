"""Nothing leaves: whatever is pasted, and whatever script might try in the page or beside it, once it is ready."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.page.hostile import BODIES
from tests.page.leaks import FROM_PAGE, FROM_WORKER, IN_A_WORKER
from tests.page.test_flight import kept
from tests.page.walk import THREAD, bring, choose, judge, paste, step, stored, until, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

    from tests.page.conftest import Server


ICON = b'<!doctype html><link rel="icon" href="data:,">'  # else a browser asks for one by itself, at any later time


class Elsewhere:
    """Somebody else's host, which hears everything and allows everything."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                heard.append(self.path)
                self.send_response(200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(ICON)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(ICON)

            do_GET = do_POST = do_HEAD = do_OPTIONS = answer  # noqa: N815, RUF100 # names that the library asks for

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def has(self, name: str) -> bool:
        return any(path.startswith(f"/leak-{name}") for path in self.heard)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Watched(NamedTuple):
    """A ready page, and everything that it did since."""

    page: Page
    host: Server
    asked: list[str]
    said: list[str]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    found = Elsewhere()
    yield found
    found.close()


@pytest.fixture(scope="module")
def watched(browser: Browser, site: Path) -> Iterator[Watched]:
    with visitor(browser, site) as (page, host):
        asked: list[str] = []
        said: list[str] = []
        host.requests.clear()
        page.context.on("request", lambda request: asked.append(request.url))
        page.context.on("dialog", lambda dialog: heard(dialog, said))
        page.context.on("console", lambda message: said.append(message.text))
        page.context.on("weberror", lambda error: said.append(str(error.error)))
        yield Watched(page, host, asked, said)


def heard(dialog: Dialog, said: list[str]) -> None:
    """Note a dialog, and close it."""
    said.append(f"dialog {dialog.message}")
    dialog.dismiss()


def silent(watched: Watched) -> bool:
    """Whether no request was made that can leave: addresses of memory only."""
    return not watched.host.requests and all(each.startswith(("blob:", "memory:")) for each in watched.asked)


def plain(text: str) -> str:
    """The letters that everything shows; what steers direction or hides is shown by its number."""
    text = re.sub(r"\[U\+[0-9A-F]+\]", "", text)
    return "".join(each for each in text if each.isascii() and each.isprintable() and each != " ")


def test_a_hundred_hostile_bodies_are_text_and_nothing_else(
    watched: Watched, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    bodies = [body.replace("HOST", elsewhere.url) for body in BODIES]
    assert len(bodies) >= 100
    page = watched.page
    for at in range(0, len(bodies), 30):
        some = bodies[at : at + 30]
        rows = [{"speaker": body[:60] if n % 3 == 0 else "them", "text": body} for n, body in enumerate(some)]
        path = tmp_path / f"hostile-{at}.jsonl"
        path.write_text(json.dumps({"id": "<img src=x onerror=pwned=1>", "messages": rows}))
        choose(page, path)
        assert step(page) == "sides", page.locator(".step:visible .bad").all_inner_texts()
        shown = page.locator("#sheet .said").all_text_contents()
        assert len(shown) == len(some)
        for body, text in zip(some, shown, strict=True):
            whole = plain(body.replace("\u202e", ""))
            assert plain(text).startswith(whole[:80]) or len(body) > 200, (body[:200], text[:200])
        judge(page)
        page.locator("#report details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
        kinds = set(page.locator("#sheet *, #report *").evaluate_all("(all) => all.map((each) => each.localName)"))
        assert not kinds & {"script", "img", "iframe", "svg", "math", "object", "embed", "form", "style", "link",
                            "meta", "base", "video", "audio", "template", "x", "textarea"}  # fmt: skip
        handlers = page.locator("#sheet, #report").evaluate_all(
            "(all) => all.flatMap((place) => [...place.querySelectorAll('*')])"
            ".flatMap((each) => [...each.attributes]).map((each) => each.name).filter((name) => name.startsWith('on'))"
        )
        assert handlers == []
        links = page.locator("#report a").evaluate_all("(all) => all.map((each) => each.getAttribute('href'))")
        assert all(link.startswith(("#", "https://")) for link in links)
        assert not [link for link in links if elsewhere.url in link or "evil" in link]
    assert page.evaluate("() => [typeof pwned, document.title]") == ["undefined", page.title()]
    assert "49" not in page.title()
    assert watched.said == []
    assert silent(watched), (watched.host.requests, watched.asked)
    assert elsewhere.heard == []


@pytest.mark.parametrize("body", BODIES[::12], ids=range(len(BODIES[::12])))
def test_a_hostile_paste_makes_no_request(watched: Watched, elsewhere: Elsewhere, body: str) -> None:
    paste(watched.page, f"Ann: {body.replace('HOST', elsewhere.url)}\n{THREAD}")
    judge(watched.page)
    assert watched.page.evaluate("() => typeof pwned") == "undefined"
    assert watched.said == []
    assert silent(watched)
    assert elsewhere.heard == []


def test_no_way_out_of_the_ready_page_is_open(watched: Watched, elsewhere: Elsewhere, browser: Browser) -> None:
    """Each way is first tried where nothing forbids it, or this would prove nothing."""
    for name, script in FROM_PAGE.items():
        open_page = browser.new_page()  # a fresh one each: some ways navigate, and not at once
        open_page.goto(elsewhere.url)
        open_page.evaluate(script, f"{elsewhere.url}leak-{name}")
        until(lambda name=name: elsewhere.has(name), f"{name} does not work where it is allowed")  # type: ignore[misc]
        open_page.context.close()
    elsewhere.heard.clear()
    page, host = watched.page, watched.host
    bring(page)
    for base in (elsewhere.url, host.url):
        for name, script in FROM_PAGE.items():
            page.evaluate(script, f"{base}leak-{name}")
    page.wait_for_timeout(2_000)  # nothing is awaited that could be seen coming
    assert elsewhere.heard == []
    assert [path for path in host.requests if "leak" in path] == []
    assert page.url.startswith(host.url)
    assert page.evaluate("() => [typeof RTCPeerConnection, typeof open]") == ["undefined"] * 2
    assert len(page.context.pages) == 1
    paste(page, THREAD)
    assert judge(page) == "Alarm"  # and the page still works
    watched.said.clear()  # what the policy said of these tries
    watched.asked.clear()


def test_no_way_out_of_the_worker_is_open(watched: Watched, elsewhere: Elsewhere, browser: Browser) -> None:
    open_page = browser.new_page()
    open_page.goto(elsewhere.url)
    with open_page.expect_worker() as made:
        open_page.evaluate(IN_A_WORKER)
    elsewhere.heard.clear()
    for name, script in FROM_WORKER.items():
        made.value.evaluate(script, f"{elsewhere.url}leak-{name}")
        until(lambda name=name: elsewhere.has(name), f"{name} does not work where it is allowed")  # type: ignore[misc]
    open_page.context.close()
    elsewhere.heard.clear()
    page, host = watched.page, watched.host
    (worker,) = page.workers
    for base in (elsewhere.url, host.url):
        for name, script in FROM_WORKER.items():
            worker.evaluate(script, f"{base}leak-{name}")
    page.wait_for_timeout(1_000)
    assert elsewhere.heard == []
    assert [path for path in host.requests if "leak" in path] == []
    watched.said.clear()
    watched.asked.clear()


def test_nothing_is_stored_unless_it_is_kept(watched: Watched, site: Path) -> None:
    page, host = watched.page, watched.host
    paste(page, THREAD)
    judge(page, country="GB", situation="took-money")
    found = stored(page.context)
    assert (found["local"], found["session"], found["cookies"]) == (0, 0, "")
    own = {f"{host.url}{path.relative_to(site).as_posix()}" for path in site.rglob("*") if path.is_file()}
    assert found["cached"]
    assert set(found["cached"]) <= own
    assert set(found["databases"]) <= {f"bonafides {host.url}"}
    assert page.locator("#kept li").count() == 0
    assert kept(page) == 0


def test_a_reload_restores_nothing_and_the_console_heard_nothing(watched: Watched) -> None:
    page = watched.page
    paste(page, "Ann: XYZZY-SECRET, could we continue on WhatsApp?")
    judge(page, country="GB", situation="took-money", standing="cleared")
    page.reload()
    fields = page.locator("textarea, select").evaluate_all("(all) => all.map((each) => each.value)")
    assert fields == ["", "", "other", ""]
    assert "XYZZY-SECRET" not in page.content()
    page.go_back()  # the steps of the visit that is over
    assert step(page) == "before"
    assert "XYZZY-SECRET" not in page.content()
    assert not [said for said in watched.said if "XYZZY" in said]
