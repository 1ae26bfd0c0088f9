"""Sittings are bounded, forgotten in time, wiped wholly, and their work can be dropped."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from starlette.datastructures import UploadFile

from bonafides.errors import WebError
from bonafides.web import sittings as module
from bonafides.web.config import Config
from bonafides.web.gate import Gate
from bonafides.web.sitting import Sitting
from bonafides.web.sittings import IDLE, MOST, Sittings
from bonafides.web.uploads import Uploads
from bonafides.web.work import Dropped, Work
from tests.web.walk import THREAD

PATIENCE = 30


@dataclass(slots=True)
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def held(tmp_path: Path, clock: Clock) -> Sittings:
    return Sittings(Config(home=tmp_path), clock=clock)


def brought(held: Sittings, cookie: str) -> Sitting:
    """A sitting with two chats in files, which lie there until it is clear whether they belong together."""
    found = held.find(cookie, keep=True)
    files = [
        UploadFile(io.BytesIO(f"[01/03/2026, 09:00:11] {who}: hi\n[01/03/2026, 09:00:12] Me: ho {who}\n".encode()),
                   filename=f"{who}.txt", size=100)
        for who in ("Ann", "Eve")
    ]  # fmt: skip
    found.bring("", files, "en")
    assert found.work
    assert found.work.wait(PATIENCE)
    return found


def test_a_cookie_leads_to_its_own_sitting_alone(held: Sittings) -> None:
    assert held.find("a", keep=True) is held.find("a", keep=True)
    assert held.find("a", keep=True) is not held.find("b", keep=True)
    assert held.find("c", keep=False) is not held.find("c", keep=False)


def test_what_is_left_for_long_is_forgotten(held: Sittings, clock: Clock) -> None:
    old = brought(held, "a")
    folder = old.folder
    assert folder
    clock.now = IDLE - 1
    held.tidy()
    assert folder.exists()
    clock.now = 2 * IDLE
    held.tidy()
    assert not folder.exists()
    assert old.reading is None
    assert held.find("a", keep=True) is not old


def test_there_are_never_more_than_stated(held: Sittings, clock: Clock) -> None:
    first = brought(held, "first")
    for number in range(MOST):
        clock.now += 1
        held.find(f"{number}", keep=True)
    assert first.reading is None
    assert held.find("first", keep=False) is not first


def test_nor_more_bytes(held: Sittings, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 300)
    first, clock.now = brought(held, "first"), 1
    second = brought(held, "second")
    held.find("second", keep=True)
    assert first.reading is None
    assert second.reading is not None


def test_the_end_of_the_server_leaves_nothing(held: Sittings) -> None:
    found = brought(held, "a")
    folder = found.folder
    assert folder
    assert folder.exists()
    held.close()
    assert not folder.exists()
    assert found.reading is None


def test_only_who_was_let_in_is_in(tmp_path: Path) -> None:
    held = Sittings(Config(home=tmp_path, gate=Gate()))
    assert not held.is_admitted("a")
    assert not held.is_admitted("")
    held.admit("a")
    assert held.is_admitted("a")
    assert held.end("a")
    assert not held.is_admitted("a")


# --- work


def waiting(work: Work, go: Event, kept: list[int]) -> Callable[[], Callable[[], None]]:
    def do() -> Callable[[], None]:
        go.wait(PATIENCE)
        work.tell("judging", 1, 2)
        return lambda: kept.append(1)

    return do


@pytest.mark.parametrize("drop", [False, True])
def test_what_nobody_wants_any_more_is_not_kept(drop: bool) -> None:
    work, go, kept = Work(step="reading", origin="/", onward="/"), Event(), list[int]()
    work.start(waiting(work, go, kept))
    assert not work.wait(0)
    if drop:
        work.drop()
    go.set()
    assert work.wait(PATIENCE)
    assert kept == ([] if drop else [1])
    assert work.fault == ""


def test_the_thread_of_dropped_work_ends_at_its_next_word() -> None:
    work = Work(step="reading", origin="/", onward="/")
    work.drop()
    with pytest.raises(Dropped):
        work.tell("reading", 1, 2)


@pytest.mark.parametrize(
    ("error", "fault"), [(MemoryError(), "memory"), (KeyError("secret"), "own"), (WebError("known"), "known")]
)
def test_a_fault_is_noted_without_texts(error: Exception, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    def do() -> Callable[[], None]:
        raise error

    work = Work(step="reading", origin="/", onward="/")
    work.start(do)
    assert work.wait(PATIENCE)
    assert work.fault == fault
    assert "secret" not in caplog.text


def test_cancelled_reading_leaves_no_file(held: Sittings, monkeypatch: pytest.MonkeyPatch) -> None:
    go, seen = Event(), list[Path]()

    def slow(inputs: tuple[Path, ...], **_: object) -> None:
        seen.extend(inputs)
        go.wait(PATIENCE)
        raise Dropped

    monkeypatch.setattr("bonafides.web.sitting.read", slow)
    found = held.find("a", keep=True)
    found.bring("", [UploadFile(io.BytesIO(b"x"), filename="a.txt", size=1)], "en")
    work = found.work
    assert work
    found.clear()
    go.set()
    assert work.wait(PATIENCE)
    assert found.reading is None
    assert seen
    assert not any(path.exists() for path in seen)


def test_late_results_do_not_come_back_after_a_wipe(held: Sittings) -> None:
    for _ in range(20):
        found = held.find("a", keep=True)
        found.bring(THREAD, [], "en")
        work = found.work
        assert work
        held.end("a")
        work.wait(PATIENCE)
        assert found.reading is None
        assert found.apart is None


def test_nothing_is_judged_where_there_is_nothing() -> None:
    empty = Sitting(uploads=Uploads())
    with pytest.raises(WebError):
        empty.judge("en", origin="/about")
    with pytest.raises(WebError):
        empty.saved("html", redact=False)


def test_waiting_for_work_is_bounded() -> None:
    """Not how long it takes, but that it ends while the work goes on."""
    work, go = Work(step="reading", origin="/", onward="/"), Event()
    work.start(waiting(work, go, []))
    assert work.wait(0.01) is False
    go.set()
    assert work.wait(PATIENCE)
