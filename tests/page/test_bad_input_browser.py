"""What must not be read, or cannot be: a clear sentence, and the page goes on as before."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.page.walk import FLAGGED, THREAD, at, back, bring, choose, do, ended, judge, level, paste, step, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MEGA = 1024**2
MESSAGE = "Ann: hello, this is a line of an ordinary chat\n"


@pytest.fixture(scope="module")
def ready(browser: Browser, site: Path) -> Iterator[Page]:
    """One page that takes all of it, one after the other."""
    with visitor(browser, site) as (page, _):
        yield page


def said(page: Page) -> str:
    """What the page says about it, where it was refused or where it was read."""
    place = "#sheet" if step(page) == "sides" else f'#{step(page)} [data-said="{step(page)}"]'
    return page.locator(place).inner_text()


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(500 * MEGA)


def _long(path: Path) -> None:
    with path.open("w") as file:
        for _ in range(500):
            file.write(MESSAGE * (MEGA // len(MESSAGE) + 1))


def _zip(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", method) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)


def _packed(entries: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return held.getvalue()


def _nested(path: Path) -> None:
    data = _packed({"chat.txt": b"Amy: hello"})
    for _ in range(20):
        data = _packed({"r.zip": data})
    path.write_bytes(data)


def _lying(path: Path) -> None:
    """A bomb whose table of contents says that it is small."""
    data = bytearray(_packed({"chat.txt": MESSAGE.encode() * 2_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(_packed({"chat.txt": MESSAGE.encode() * 10_000})[:-400])


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c6300010000050001" + "0d0a2db40000000049454e44ae426082"
)
BAD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "zeros": ("zeros.txt", _sparse, "larger than this page can read (500 MB"),
    "a long text": ("long.txt", _long, "larger than this page can read (5"),
    "60 MB": (
        "sixty.txt", lambda path: path.write_bytes(MESSAGE.encode() * 1_300_000), "larger than this page can read (59",
    ),
    "a bomb": (
        "bomb.zip", lambda path: _zip(path, {"chat.txt": b"a" * 300 * MEGA}), "The texts in this archive are larger",
    ),
    "a bomb of many": (
        "many.zip", lambda path: _zip(path, {f"{n}.txt": b"\n" * 6_000_000 for n in range(3)}), "200 times its size",
    ),
    "a bomb that lies": ("lying.zip", _lying, "No conversation was found"),
    "nested": ("nested.zip", _nested, "opened 3 deep"),
    "garbage": ("garbage.bin", lambda path: path.write_bytes(bytes(range(256)) * 4_000), "No conversation was found"),
    "garbage as text": (
        "garbage.txt", lambda path: path.write_bytes(bytes(range(200, 0, -1)) * 4_000), "No conversation was found",
    ),
    "empty": ("empty.txt", lambda path: path.write_bytes(b""), "No conversation was found"),
    "a picture": ("screen.png", lambda path: path.write_bytes(PNG), "your phone"),
    "a PDF": ("paper.pdf", lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\n1 0 obj<<>>endobj\n"), "PDF"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_file_is_said_and_the_page_goes_on(
    ready: Page, tmp_path: Path, name: str, make: Callable[[Path], object], sentence: str
) -> None:
    path = tmp_path / name
    make(path)
    try:
        choose(ready, path)
        heard = said(ready)
    finally:
        path.unlink()
    assert sentence in heard, heard
    assert "Something went wrong" not in heard
    assert not ready.locator('[data-do="sides-done"]').is_visible()  # nothing was read, so nothing can be judged
    paste(ready, THREAD)
    assert judge(ready) in FLAGGED


def test_of_a_broken_archive_what_is_whole_is_read(ready: Page, tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    _cut(path)
    choose(ready, path)
    assert step(ready) == "sides"
    assert "messages" in said(ready)
    assert ready.locator("#sheet .problems li").count() >= 1


def test_a_pasted_text_of_60_mb_is_refused_and_still_there(ready: Page) -> None:
    bring(ready)  # as one line: a browser takes minutes to set a field of a million lines, whosever page it is
    fill = "(field) => { field.style.display = 'none'; field.value = 'could we continue '.repeat(3_500_000); }"
    ready.locator("#text").evaluate(fill)
    do(ready, "paste")
    ended(ready)
    assert "larger than this page can read (61 MB" in said(ready)
    assert ready.locator("#text").evaluate("(field) => field.value.length") == 63_000_000
    ready.locator("#text").evaluate("(field) => { field.value = ''; field.style.display = ''; }")
    paste(ready, THREAD)
    assert judge(ready) in FLAGGED


def test_a_file_that_is_gone_is_said(ready: Page, tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(THREAD)
    bring(ready)
    ready.locator("#files").set_input_files(path)
    path.unlink()
    do(ready, "files")
    ended(ready)
    heard = said(ready)
    assert "could not hand over this file" in heard or "The file is empty." in heard  # as the browser has it
    assert not ready.locator('[data-do="sides-done"]').is_visible()


def test_ten_thousand_messages_show_progress_and_can_be_cancelled(ready: Page, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Ann.txt"
    lines = (
        f"{1 + n % 28:02}/09/2026, {n % 24:02}:15 - {('Ann', 'Bob')[n % 2]}: Line {n}, could we continue on WhatsApp?"
        for n in range(10_000)
    )
    path.write_text("\n".join(lines))
    choose(ready, path)
    assert "10,000 messages" in ready.locator("#sheet").inner_text()
    for _ in range(2):  # ended once, and begun again: what was read with the ended worker is read anew
        if step(ready) == "sides":
            do(ready, "sides-done")
        do(ready, "judge")
        counted = ready.locator("#counted:not(:empty)")
        counted.wait_for()
        assert counted.inner_text().endswith((" of 10,000", " MB")), counted.inner_text()
        assert 0 < ready.locator("#done").evaluate("(bar) => bar.value") < 1
        do(ready, "cancel")
        at(ready, "about")
        assert said(ready) == "Cancelled. What you gave is still here; nothing was stored."
        assert ready.locator("#files").evaluate("(field) => field.files.length") == 1
    back(ready)
    back(ready)
    paste(ready, THREAD)
    assert judge(ready) in FLAGGED
    assert level(ready) == "Alarm"
