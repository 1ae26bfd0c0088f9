"""What the user names: files, folders, pipes, standard input; nothing else, and names that can be shown."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.errors import ReadError
from bonafides.read import read, source
from bonafides.read.reader import Source


def _walk(given_: str | Path, **options: object) -> list[str]:
    return [item.name for item in source.walk(given_, "input", None) if isinstance(item, Source)]


def test_folders_are_walked_in_order_without_hidden_files_and_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret", encoding="utf-8")
    root = tmp_path / "root"
    for name in ("b.txt", "a/c.txt", ".hidden", ".git/config", "__MACOSX/x"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", encoding="utf-8")
    (root / "link.txt").symlink_to(outside)
    (root / "loop").symlink_to(root)
    items = list(source.walk(root, "root", None))
    assert [item.name for item in items if isinstance(item, Source)] == ["root/b.txt", "root/a/c.txt"]
    assert "link(s) to other places were not followed" in getattr(items[-1], "what", "")


def test_a_named_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("x", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    assert _walk(tmp_path / "link.txt") == ["input"]


def test_standard_input() -> None:
    (item,) = source.walk("-", "input", lambda: io.BytesIO(b"hello"))
    assert isinstance(item, Source)
    for _ in range(2):
        with item.open() as stream:
            assert stream.read() == b"hello"
    with pytest.raises(ReadError):
        list(source.walk("-", "input", None))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of Unix")
def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"Are you open to paid work?"))
    writer.start()
    reading = read([pipe])
    writer.join()
    assert reading.conversations[0].messages[0].text == "Are you open to paid work?"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="devices are of Unix")
def test_devices_are_refused() -> None:
    assert read(["/dev/zero"]).problems[0].fatal


@pytest.mark.parametrize("name", ["no-such-file", "a\0b", "x" * 5_000, "Dear Jane,\nare you open to paid work?", ""])
def test_what_is_no_file_is_said_with_a_next_step(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reading = read([name])
    assert not reading.conversations
    assert reading.problems[0].fatal
    assert reading.problems[0].next_step


def test_an_unreadable_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    reading = read([path])
    assert "cannot be opened" in reading.problems[0].what
    assert reading.problems[0].fatal


@given(st.text(max_size=300))
def test_shown_names_are_harmless(name: str) -> None:
    shown = source.shown(name)
    assert len(shown) <= 200
    assert not any(ord(char) < 32 or char in "\u202e\u2066\u200b" for char in shown)
    assert ".." not in shown.split("/")
    assert not shown.startswith("/")


def test_labels_are_short_and_different() -> None:
    given_ = ["a/messages.csv", "b/messages.csv", "x/chat.txt", "-", "x/chat2.txt", "b/messages.csv"]
    labels = source.labels(given_)
    assert labels[:5] == ["a/messages.csv", "b/messages.csv", "chat.txt", "standard input", "chat2.txt"]
    assert len(set(labels)) == len(labels)
    assert source.labels([]) == []


def test_standard_input_named_twice_keeps_its_name() -> None:
    assert source.labels(["-", "-"]) == ["standard input", "standard input-2"]


def test_an_empty_name_is_not_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "note.txt").write_text("hello", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    reading = read([""])
    assert not reading.conversations
    assert reading.problems[0].fatal


def test_standard_input_that_cannot_be_opened_is_said() -> None:
    def closed() -> io.BytesIO:
        raise OSError

    assert read(["-"], stdin=closed).problems[0].fatal


def test_nothing_in_a_folder_is_left_out_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "closed").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "no", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    said = [getattr(item, "what", "") for item in source.walk(tmp_path, "root", None)]
    assert any("folder cannot be opened" in what for what in said)
    assert any("1 link(s)" in what for what in said)
    assert any("neither files nor folders" in what for what in said) == hasattr(os, "mkfifo")


def test_a_folder_whose_files_cannot_be_looked_at_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")

    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "lstat", refuse)
    reading = read([tmp_path])
    assert "cannot be opened" in reading.problems[0].what
    assert any(problem.fatal for problem in reading.problems)
