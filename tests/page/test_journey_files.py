"""From picked files to the answer: exports of the examples and of the readers' cases, one, several, and an archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bonafides.read import read
from tests.page.walk import EXAMPLES, FLAGGED, ROOT, at, back, choose, do, judge, level, marked, say, step, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CASES = sorted(path.parent for path in (ROOT / "tests" / "cases" / "read").glob("*/*/expected.json"))
WHATSAPP = EXAMPLES / "WhatsApp Chat with Adrian Vale.zip"
LINKEDIN = EXAMPLES / "linkedin-export.zip"
TEXT = EXAMPLES / "source" / "WhatsApp Chat with Adrian Vale" / "WhatsApp Chat with Adrian Vale.txt"
LETTER = (
    "From: Adrian Vale <a.vale@example.org>\r\nTo: Jane Roe <jane@example.com>\r\n"
    "Date: Mon, 2 Mar 2026 09:00:00 +0000\r\nMessage-ID: <1@example.org>\r\nSubject: A paid report\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nDear Jane,\r\n\r\nour client would pay 800 USD for a short "
    "report. Could we continue on WhatsApp? Please keep this between us.\r\n\r\nAdrian\r\n"
)


@pytest.fixture(scope="module")
def ready(browser: Browser, site: Path) -> Iterator[Page]:
    """One ready page for all files here, on a device whose zone is that of the readers' cases."""
    with visitor(browser, site, timezone_id="UTC") as (page, _):
        yield page


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A mail, saved as a file."""
    path = tmp_path / "letter.eml"
    path.write_bytes(LETTER.encode())
    return path


@pytest.mark.parametrize("path", [WHATSAPP, TEXT], ids=["zip", "txt"])
def test_a_whatsapp_export_is_judged_as_it_is_picked(ready: Page, path: Path) -> None:
    choose(ready, path)
    expected = len(read([path]).conversations[0].messages)
    shown = ready.locator("#sheet .bubbles > li").count()
    assert shown == min(expected, 40)
    assert "Adrian Vale" in ready.locator("#sheet").inner_text()
    assert judge(ready) in FLAGGED
    assert marked(ready)
    assert "WhatsApp" in ready.locator("#report").inner_text()


def test_a_mail_is_judged_as_it_is_picked(ready: Page, letter: Path) -> None:
    choose(ready, letter)
    assert ready.locator("button.bubble").count() == 1
    assert judge(ready) != "Quiet"
    assert "keep this between us" in " ".join(marked(ready))


def test_several_files_are_read_together(ready: Page, letter: Path) -> None:
    choose(ready, TEXT, letter)
    assert ready.locator("#sides h1").inner_text() == "This is what was read"
    assert ready.locator("#sheet .listed li").count() == 2
    assert ready.locator("button.bubble").count() == 0
    judge(ready)
    assert ready.locator("#report article.story").count() + ready.locator("#report details.line").count() == 2
    assert not ready.locator("#more").is_visible()  # what no text can show is asked about one conversation only


def test_an_archive_says_what_to_look_at_first_and_asks_whose_it_is(ready: Page, tmp_path: Path) -> None:
    choose(ready, LINKEDIN)
    conversations = len(read([LINKEDIN]).conversations)
    assert f"{conversations} conversations" in ready.locator("#sheet").inner_text()
    assert ready.locator("#sheet .listed li").count() == min(conversations, 12)
    judge(ready)
    stories = ready.locator("#report article.story")
    assert stories.count() >= 1
    assert stories.count() < conversations
    assert stories.first.locator(".word").inner_text() in FLAGGED


def test_of_an_archive_it_is_asked_whose_it_is(ready: Page, tmp_path: Path) -> None:
    rows = [
        {"id": f"c{n}", "messages": [
            {"speaker": "Jane Roe", "text": "Could we continue on WhatsApp? Please keep this between us."},
            {"speaker": ("Ann Lee", "Ann Lee", "Bob Ray")[n], "text": "Good, and you?"},
            {"speaker": ("Ann Lee", "Ann Lee", "Bob Ray")[n], "text": "Let us meet for lunch."},
        ]} for n in range(3)
    ]  # fmt: skip
    path = tmp_path / "chats.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    choose(ready, path)
    assert ready.locator('label[for="me"]').inner_text() == "Which of these names is yours?"
    assert "Jane Roe" in ready.locator("#me option").all_inner_texts()
    said = {}
    for name in ("Jane Roe", "Ann Lee"):
        ready.locator("#me").select_option(name)
        judge(ready)
        said[name] = "keep this between us" in " ".join(marked(ready))
        back(ready)
        back(ready)
    assert said == {"Jane Roe": False, "Ann Lee": True}


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_case_of_the_readers_is_read_alike(ready: Page, case: Path) -> None:
    given = sorted(path for path in (case / "input").rglob("*") if path.is_file())
    if any(path.is_dir() for path in (case / "input").iterdir()):
        pytest.skip("a folder: the page takes files")
    if "me_option" in json.loads((case / "expected.json").read_text("utf-8")):
        pytest.skip("read with a name that the page asks for later")
    reading = read(given)
    choose(ready, *given)
    assert step(ready) == "sides", ready.locator('[data-said="bring"]').inner_text()
    count, messages = len(reading.conversations), sum(len(each.messages) for each in reading.conversations)
    said = ready.locator("#sheet").inner_text()
    if not count:
        assert "No conversation was found in this." in said
        assert not ready.locator('[data-do="sides-done"]').is_visible()
        return
    assert said.startswith(
        f"{count} conversation{'s' if count > 1 else ''} · {messages} message{'s' if messages > 1 else ''}"
    )
    if count == 1:
        mine = [str(n) for n, each in enumerate(reading.conversations[0].messages[:40]) if each.mine]
        shown = ready.locator("button.bubble.mine").evaluate_all("(all) => all.map((each) => each.dataset.message)")
        assert set(shown) <= set(mine)
        assert {n for n in mine if ready.locator(f'[data-message="{n}"]').count()} == set(shown)
    assert ready.locator("#sheet .problems > li").count() == len(reading.problems)


def test_what_was_read_before_is_judged_where_the_next_was_refused(ready: Page, tmp_path: Path) -> None:
    choose(ready, TEXT)
    before = judge(ready)
    for _ in range(3):
        back(ready)
    large = tmp_path / "large.txt"
    large.write_bytes(b"Ann: hello\n" * 3_000_000)
    ready.locator("#files").set_input_files(large)
    do(ready, "files")
    ready.locator('[data-said="bring"]:visible').wait_for()
    for name in ("sides", "about"):
        ready.evaluate("() => history.forward()")
        at(ready, name)
    assert say(ready) == before
    assert level(ready) in FLAGGED
    assert marked(ready)
