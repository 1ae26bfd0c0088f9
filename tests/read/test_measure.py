"""What is hashed is what was read; where reading stops, or the file changes meanwhile, it is said."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bonafides.errors import ReadError
from bonafides.model import Reading
from bonafides.read import read
from bonafides.read import source as sources
from bonafides.read.measure import Measured, StoppedError
from bonafides.read.reader import Source

ROW = "c1,Daniel Reyes,Jane Roe,2026-03-01 09:00:00 UTC,Good day {}\n"
TABLE = "CONVERSATION ID,FROM,TO,DATE,CONTENT\n" + "".join(ROW.format(n) for n in range(20_000))
CHAT = "".join(f"20/09/2026, 21:15 - Amy: hello {n}\n" for n in range(10_000))
LINES = "".join(f'{{"id": "{n}", "messages": [{{"speaker": "them", "text": "hello"}}]}}\n' for n in range(5_000))


class _Failing(io.RawIOBase):
    """A file whose disk fails from some byte on, or that something happens to on the way."""

    def __init__(self, data: bytes, place: int, happen: Callable[[], None]) -> None:
        self._data, self._place, self._at, self._happen = data, place, 0, happen

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        if self._at >= self._place:
            self._happen()
        view = memoryview(buffer)  # type: ignore[arg-type]
        chunk = self._data[self._at : min(self._at + len(view), max(self._place, self._at + 1))]
        view[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)


def _fail() -> None:
    raise OSError(errno.EIO, "Input/output error")


def _source(data: bytes, place: int) -> Source:
    return Source(name="x", size=len(data), open=lambda: io.BufferedReader(_Failing(data, place, _fail)))


def test_the_hash_is_of_what_was_read() -> None:
    measured = Measured(sources.from_bytes("x", b"hello"))
    with measured.source.open() as stream:
        assert stream.read() == b"hello"
    assert measured.result() == (hashlib.sha256(b"hello").hexdigest(), 5)
    assert not list(measured.problems())
    assert not measured.failed


def test_a_file_that_nobody_read_to_its_end_is_hashed_all_the_same() -> None:
    measured = Measured(sources.from_bytes("x", b"hello" * 10**6))
    with measured.source.open() as stream:
        stream.read(10)
    assert measured.result() == (hashlib.sha256(b"hello" * 10**6).hexdigest(), 5 * 10**6)


def test_a_failing_disk_ends_the_file_where_it_fails() -> None:
    measured = Measured(_source(b"a" * 200_000, 150_000))
    with measured.source.open() as stream:
        assert stream.read() == b"a" * 150_000
    assert measured.result() == (hashlib.sha256(b"a" * 150_000).hexdigest(), 150_000)
    (problem,) = measured.problems()
    assert problem.fatal
    assert "what stands before that place was read" in problem.what


def test_a_disk_that_fails_at_once_is_an_error() -> None:
    measured = Measured(_source(b"a", 0))
    with pytest.raises(ReadError, match="nothing of it was used"), measured.source.open() as stream:
        stream.read()
    assert measured.failed


def test_limits_are_no_end() -> None:
    def refuse() -> None:
        raise ReadError("a bomb")

    measured = Measured(
        Source(name="x", size=9, open=lambda: io.BufferedReader(_Failing(b"a" * 90_000, 70_000, refuse)))
    )
    with pytest.raises(ReadError, match="a bomb"), measured.source.open() as stream:
        stream.read()
    assert not issubclass(ReadError, StoppedError)


@pytest.mark.parametrize(("name", "text"), [("m.csv", TABLE), ("chat.txt", CHAT), ("c.jsonl", LINES)])
def test_every_reader_keeps_what_was_read_before_the_disk_failed(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    data = text.encode()
    place = len(data) // 2
    monkeypatch.setattr(Path, "open", lambda *_: io.BufferedReader(_Failing(data, place, _fail)))
    reading = read([tmp_path / name], me=("Jane Roe",))
    whole = data[:place].count(b"\n")
    count = sum(len(conversation.messages) for conversation in reading.conversations)
    assert whole - 1 <= count <= whole + 1
    (said,) = (problem for problem in reading.problems if problem.fatal)
    assert said.where == name
    assert reading.provenance.inputs[0].sha256 == hashlib.sha256(data[:place]).hexdigest()
    assert reading.provenance.inputs[0].size == place


def _grow(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"more\n")


def _shrink(path: Path) -> None:
    os.truncate(path, 5_000)


def _replace(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_text(TABLE.replace("Good", "Fine"), encoding="utf-8")
    other.replace(path)


def _rewrite(path: Path) -> None:
    stat = path.stat()
    path.write_text(TABLE.replace("Good", "Fine"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))


@pytest.mark.parametrize("change", [_grow, _shrink, _replace, _rewrite])
def test_a_file_that_changes_while_it_is_read(
    change: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "m.csv"
    path.write_text(TABLE, encoding="utf-8")
    opened, count = Path.open, 0

    def once(self: Path, *options: str, **named: object) -> object:
        nonlocal count
        stream = opened(self, *options, **named)  # type: ignore[call-overload]
        if options == ("rb",) and self == path:
            count += 1
            if count == 2:  # the first look is for recognition only
                stream.peek(1)
                change(path)
        return stream

    monkeypatch.setattr(Path, "open", once)
    reading = read([path], me=("Jane Roe",))
    assert any("changed while it was read" in p.what and p.fatal for p in reading.problems), (count, reading.problems)
    assert reading.conversations


def test_an_archive_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import zipfile

    from bonafides.read import archive

    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("messages.csv", TABLE)
    sources_of = archive.Archive.sources

    def changing(self: archive.Archive) -> object:
        yield from sources_of(self)
        _grow(path)

    monkeypatch.setattr(archive.Archive, "sources", changing)
    assert any("changed while it was read" in p.what for p in read([path]).problems)


def test_an_unchanged_file_is_not_accused(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(TABLE, encoding="utf-8")
    reading: Reading = read([path, path], me=("Jane Roe",))
    assert not [problem for problem in reading.problems if problem.fatal]
