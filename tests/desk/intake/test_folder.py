"""A drop folder gives every complete report exactly once, whatever breaks between, and follows no link."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bonafides.desk import reports
from bonafides.desk.desk import Desk
from bonafides.desk.intake.folder import Summary, take
from bonafides.desk.intake.received import BOUNDS, Received
from bonafides.errors import DeskError, StoreError
from bonafides.store.records import Attachment, Case, Report
from tests.desk.desks import LEAD

NOW = datetime(2026, 3, 5, tzinfo=UTC)
FORWARD = (
    b"From: Jo Field <jo@uni.example>\nTo: desk@uni.example\nSubject: Fwd: A task\n\nPlease look.\n\n"
    b"---------- Forwarded message ---------\nFrom: Amy Lin <amy@horizon.example>\n"
    b"Date: Tue, Mar 3, 2026 at 10:32 AM\nSubject: A task\nTo: Jo Field <jo@uni.example>\n\nDear Jo, two pages?\n"
)


@dataclass
class Keeper:
    """The desk's verb as the store has it; `stops` raises after keeping, as a crash before the acknowledgement does."""

    kept: dict[str, Received] = field(default_factory=dict)
    calls: int = 0
    stops: Callable[[Received], None] = lambda received: None

    def __call__(self, received: Received) -> str:
        self.calls += 1
        self.kept.setdefault(received.digest, received)
        self.stops(received)
        return f"report-{len(self.kept)}"


def _take(
    folder: Path, keeper: Keeper, wait: Callable[[float], object] = lambda seconds: None, *, keep: bool = True
) -> Summary:
    return take(folder, keeper, keep=keep, wait=wait, now=lambda: NOW)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_file_and_each_subfolder_is_one_report(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(FORWARD)
    (tmp_path / "words.txt").write_text("Would you write two pages?")
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "mail.eml").write_bytes(FORWARD)
    (tmp_path / "all" / "more").mkdir()
    (tmp_path / "all" / "more" / "chat.txt").write_text("Amy: Hello, Jo.")
    keeper = Keeper()
    done = _take(tmp_path, keeper)
    assert [name for name, _ in done.taken] == ["all", "mail.eml", "words.txt"]
    assert (done.refused, done.waiting) == ((), ())
    assert _names(tmp_path) == ["refused", "taken"]
    assert _names(tmp_path / "taken") == ["all", "mail.eml", "words.txt"]
    whole, mail, words = keeper.kept.values()
    assert {each.via for each in keeper.kept.values()} == {"folder"}
    assert (mail.reporter, mail.said, words.reporter) == ("jo@uni.example", "Please look.", "")
    assert (whole.reporter, whole.said) == ("jo@uni.example", "Please look.")
    assert [file.name for file in whole.files] == ["forwarded.txt", "mail.eml", "more/chat.txt"]
    assert _take(tmp_path, keeper) == Summary()


def test_what_the_desk_keeps_is_deleted_here(tmp_path: Path) -> None:
    """No rule of the desk reaches the folder: a copy left there would outlive the case."""
    (tmp_path / "words.txt").write_text("Would you write two pages?")
    (tmp_path / "all" / "more").mkdir(parents=True)
    (tmp_path / "all" / "mail.eml").write_bytes(FORWARD)
    (tmp_path / "all" / "more" / "chat.txt").write_text("Amy: Hello, Jo.")
    (tmp_path / "all" / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "bad.txt").write_text("")
    keeper = Keeper()
    done = _take(tmp_path, keeper, keep=False)
    assert ([name for name, _ in done.taken], len(done.refused)) == (["all", "words.txt"], 1)
    assert _names(tmp_path) == ["refused"]
    assert _names(tmp_path / "refused") == ["bad.txt", "bad.txt.txt"]
    assert len(keeper.kept) == 2


def test_what_is_not_kept_stays(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("Would you write two pages?")

    def stop(received: Received) -> None:
        raise StoreError("full")

    with pytest.raises(StoreError):
        _take(tmp_path, Keeper(stops=stop), keep=False)
    assert (tmp_path / "words.txt").read_text() == "Would you write two pages?"


def test_what_comes_while_a_report_is_being_kept_is_not_deleted(tmp_path: Path) -> None:
    report = tmp_path / "all"
    report.mkdir()
    (report / "a.txt").write_text("Would you write two pages?")
    (report / "b.txt").write_text("Dear Jo.")

    def meanwhile(received: Received) -> None:
        (report / "b.txt").write_text("Dear Jo, and more words.")
        (report / "c.txt").write_text("One more.")

    keeper = Keeper(stops=meanwhile)
    _take(tmp_path, keeper, keep=False)
    assert _names(report) == ["b.txt", "c.txt"]
    keeper.stops = lambda received: None
    _take(tmp_path, keeper, keep=False)
    assert [file.name for file in list(keeper.kept.values())[-1].files] == ["b.txt", "c.txt"]
    assert _names(tmp_path) == ["refused"]


def test_a_file_that_grows_is_left_until_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Would you")
    keeper = Keeper()

    def grow(seconds: float) -> None:
        with path.open("a") as file:
            file.write(" write more?")

    assert _take(tmp_path, keeper, grow).waiting == ("a.txt",)
    assert keeper.calls == 0
    assert len(_take(tmp_path, keeper).taken) == 1
    (received,) = keeper.kept.values()
    assert received.files[0].data == b"Would you write more?"


@pytest.mark.parametrize("late", ["new.txt", "sub/new.txt"])
def test_a_folder_that_fills_is_left_until_it_is_complete(tmp_path: Path, late: str) -> None:
    (tmp_path / "r" / "sub").mkdir(parents=True)
    (tmp_path / "r" / "a.txt").write_text("Hello, Jo.")
    os.utime(tmp_path / "r" / "a.txt", (1, 1))  # as programs do that copy times along
    keeper = Keeper()

    def fill(seconds: float) -> None:
        path = tmp_path / "r" / late
        path.write_text("Two pages?")
        os.utime(path, (1, 1))

    assert _take(tmp_path, keeper, fill).waiting == ("r",)
    assert len(_take(tmp_path, keeper).taken) == 1
    assert len(next(iter(keeper.kept.values())).files) == 2


@pytest.mark.parametrize("name", [".hidden", "a.txt.part", "a.crdownload", "a.TMP", "~$a.docx", "a~", "Thumbs.db"])
def test_what_is_not_meant_or_not_complete_is_left(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Hello")
    assert _take(tmp_path, Keeper()) == Summary()
    assert name in _names(tmp_path)
    (tmp_path / name).rename(tmp_path / "a.txt")
    assert len(_take(tmp_path, Keeper()).taken) == 1


def test_a_folder_with_an_unfinished_file_or_none_waits(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "a.txt").write_text("Hello")
    (tmp_path / "half" / "b.txt.part").write_text("Hel")
    assert _take(tmp_path, Keeper()).waiting == ("empty", "half")


# --- exactly once


def test_a_stop_between_keeping_and_moving_takes_nothing_twice(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Hello, number {number}.")

    def stop(received: Received) -> None:
        if received.files[0].name == "1.txt" and keeper.calls == 2:
            raise KeyboardInterrupt

    keeper = Keeper(stops=stop)
    with pytest.raises(KeyboardInterrupt):
        _take(tmp_path, keeper)
    assert _names(tmp_path) == ["1.txt", "2.txt", "refused", "taken"]
    assert [name for name, _ in _take(tmp_path, keeper).taken] == ["1.txt", "2.txt"]
    assert (len(keeper.kept), keeper.calls) == (3, 4)


_RUN = """
import os, sys, random
from pathlib import Path
from bonafides.desk.intake.folder import take
folder, store, dies = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
calls = 0
def accept(received):
    global calls
    calls += 1
    target = store / received.digest
    if not target.exists():
        half = store / "half"
        half.write_bytes(received.files[0].data)
        half.rename(target)
    if calls == dies:
        os.kill(os.getpid(), 9)
    return received.digest
take(folder, accept, wait=lambda seconds: None)
"""


def test_killed_again_and_again_every_report_is_kept_once(tmp_path: Path) -> None:
    folder, store = tmp_path / "drop", tmp_path / "store"
    folder.mkdir()
    store.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"Hello, number {number}.")
    command = [sys.executable, "-c", _RUN, str(folder), str(store)]
    codes = [subprocess.run([*command, dies], check=False, timeout=60).returncode for dies in ("1", "2", "3", "0")]
    assert codes == [-9, -9, -9, 0]
    assert sorted(path.read_text() for path in store.iterdir()) == [f"Hello, number {n}." for n in range(6)]
    assert _names(folder) == ["refused"]


@pytest.mark.parametrize("error", [StoreError("full"), OSError("disk")])
def test_where_the_store_fails_everything_stays(tmp_path: Path, error: Exception) -> None:
    (tmp_path / "a.txt").write_text("Hello")

    def fail(received: Received) -> None:
        raise error

    with pytest.raises(type(error)):
        _take(tmp_path, Keeper(stops=fail))
    assert "a.txt" in _names(tmp_path)
    assert _names(tmp_path / "taken") == _names(tmp_path / "refused") == []


def test_the_same_content_under_another_name_is_the_same_report(tmp_path: Path) -> None:
    keeper = Keeper()
    for name in ("a.txt", "b.txt", "a.txt"):
        (tmp_path / name).write_text("Hello, Jo.")
        _take(tmp_path, keeper)
    assert (len(keeper.kept), keeper.calls) == (1, 3)
    assert _names(tmp_path / "taken") == ["a.txt", "a.txt-2", "b.txt"], "nothing is written over"


def test_the_desk_keeps_what_the_folder_brings_once(desk: Desk, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    for name in ("a.eml", "b.eml"):
        (drop / name).write_bytes(FORWARD)
        done = take(drop, lambda each: reports.take(desk, LEAD, each).reports[0], wait=lambda seconds: None)
        assert len(done.taken) == 1
    with desk.store.reading() as reading:
        assert reading.count(Case)[()] == reading.count(Report)[()] == 1
        (report,) = reading.find(Report)
        (case,) = reading.find(Case)
        files = reading.find(Attachment)
    assert (report.via, report.said, case.persona) == ("folder", "Please look.", "Amy Lin")
    assert "jo@uni.example" not in report.words
    assert sorted(file.name for file in files) == ["a.eml", "forwarded.txt"]


# --- what is refused


def test_links_and_devices_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the desk")
    folder = tmp_path / "drop"
    (folder / "mixed").mkdir(parents=True)
    (folder / "link.txt").symlink_to(secret)
    (folder / "dir").symlink_to(tmp_path)
    (folder / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(folder / "pipe")
    (folder / "mixed" / "a.txt").write_text("Hello, Jo.")
    (folder / "mixed" / "b.txt").symlink_to(secret)
    keeper = Keeper()
    done = _take(folder, keeper)
    assert [problem.where for problem in done.refused] == ["dir", "gone", "link.txt", "pipe"]
    assert all("never followed" in problem.what for problem in done.refused)
    assert [name for name, _ in done.taken] == ["mixed"]
    (received,) = keeper.kept.values()
    assert [file.data for file in received.files] == [b"Hello, Jo."]
    assert [problem.where for problem in received.problems] == ["b.txt"]
    assert secret.read_text() == "not for the desk"
    assert (folder / "refused" / "link.txt").is_symlink()


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "there is nothing in it"), (b"x" * (BOUNDS.bytes + 1), "at most 64 MB")],
    ids=["empty", "large"],
)
def test_what_cannot_be_taken_is_moved_with_a_note(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    done = _take(tmp_path, Keeper())
    assert why in done.refused[0].what.lower().replace("mb", "MB")
    assert _names(tmp_path / "refused") == ["a.txt", "a.txt.txt"]
    note = (tmp_path / "refused" / "a.txt.txt").read_text("utf-8")
    assert note.startswith("a.txt was not taken.")
    assert "put the file into the folder above again" in note
    (tmp_path / "a.txt").write_bytes(content)
    _take(tmp_path, Keeper())
    assert _names(tmp_path / "refused") == ["a.txt", "a.txt-2", "a.txt-2.txt", "a.txt.txt"]


def test_what_the_desk_refuses_is_moved_and_the_rest_is_taken(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"Hello {name}")

    def refuse(received: Received) -> None:
        if received.files[0].name == "b.txt":
            raise DeskError("this one is not taken", next_step="Ask.")

    done = _take(tmp_path, Keeper(stops=refuse))
    assert ([name for name, _ in done.taken], [each.where for each in done.refused]) == (["a.txt", "c.txt"], ["b.txt"])


def test_names_with_odd_bytes_survive(tmp_path: Path) -> None:
    names = [b"\xff\xfe.txt", b"a\nb.txt", "Übung 試験.txt".encode(), b"x" * 250, b"-rf", b"$(id).txt"]
    for name in names:
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_text(f"Hello {name!r}")
    keeper = Keeper()
    done = _take(tmp_path, keeper)
    assert len(done.taken) == len(names) == len(keeper.kept)
    shown = [name for name, _ in done.taken] + [each.files[0].name for each in keeper.kept.values()]
    assert all(name.isprintable() and name.encode() for name in shown)
    assert set(names[:3]) < {os.fsencode(path.name) for path in (tmp_path / "taken").iterdir()}


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="cannot be used"):
        _take(tmp_path / "nowhere", Keeper())
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "taken").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DeskError, match="link"):
        _take(tmp_path / "drop", Keeper())


def test_a_file_that_is_gone_meanwhile_is_nobodys_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello")
    assert _take(tmp_path, Keeper(), lambda seconds: (tmp_path / "a.txt").unlink()).waiting == ("a.txt",)
