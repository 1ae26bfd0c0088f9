"""Bad input never raises out of `read`: it is said, with a next step, and the rest is read."""

from __future__ import annotations

import errno
import io
import json
import os
import random
import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bonafides.model import Reading
from bonafides.read import read, read_text

MESSAGES = "CONVERSATION ID,FROM,TO,DATE,CONTENT\nc1,Daniel Reyes,Jane Roe,2026-03-01 09:00:00 UTC,Good day\n"
FILES: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "The file is empty"),
    "blank.txt": (b" \n\t\n", "The file is empty"),
    "zeros.bin": (b"\0" * 100, "The file is empty"),
    "random.bin": (bytes(range(256)) * 40, "not text"),
    "photo.jpg": (b"\xff\xd8\xff\xe0 JFIF", "picture"),
    "shot.webp": (b"RIFF\x24\0\0\0WEBPVP8 ", "picture"),
    "shot.heic": (b"\0\0\0\x18ftypheic", "picture"),
    "scan.tif": (b"II*\0\x08\0\0\0", "picture"),
    "voice.wav": (b"RIFF\x24\0\0\0WAVEfmt ", "recording"),
    "voice.opus": (b"OggS\0\2", "recording"),
    "film.mp4": (b"\0\0\0\x18ftypmp42", "recording"),
    "letter.pdf": (b"%PDF-1.7\n", "PDF"),
    "letter.rtf": (b"{\\rtf1 hello}", "document"),
    "packed.gz": (b"\x1f\x8b\x08\0", "only ZIP"),
    "page.html": (b"<!DOCTYPE html><html><body>Hello</body></html>", "web page"),
    "chats.json": (b'{"chats": {"list": []}}', "JSON"),
    "list.json": (b'[{"a": 1}]', "JSON"),
    "card.vcf": (b"BEGIN:VCARD\nFN:Amy Lin\nEND:VCARD\n", "contact"),
    "unknown.csv": (b"WHO,WHAT\nAmy Lin,Hello\n", "FROM, DATE and CONTENT"),
    "messages.csv": (b"WHO,WHAT\nAmy Lin,Hello\n", "FROM, DATE and CONTENT"),
    "header-only.csv": (MESSAGES.splitlines(keepends=True)[0].encode(), "No conversation"),
    "cut.zip": (b"PK\x03\x04 something", "cut off"),
}


def _said(reading: Reading) -> str:
    return "\n".join(f"{problem.where}: {problem.what}" for problem in reading.problems)


@pytest.mark.parametrize("name", FILES)
def test_a_named_file_that_gives_nothing_is_fatal_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    content, words = FILES[name]
    (tmp_path / name).write_bytes(content)
    good = tmp_path / "chat.jsonl"
    good.write_text('{"id": "c", "messages": [{"speaker": "them", "text": "hello"}]}\n', encoding="utf-8")
    reading = read([tmp_path / name, good])
    assert [conversation.id for conversation in reading.conversations] == ["c"]
    fatal = [problem for problem in reading.problems if problem.fatal]
    assert [problem.where for problem in fatal] == [name]
    assert words in fatal[0].what
    assert fatal[0].next_step


def test_a_folder_without_anything_readable(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    reading = read([tmp_path])
    assert any(problem.fatal for problem in reading.problems)
    assert read([tmp_path / "sub"]).problems
    (tmp_path / "void").mkdir()
    assert read([tmp_path / "void"]).problems[0].fatal


def test_nothing_given_is_fatal() -> None:
    assert read([]).problems[0].fatal
    assert read_text("").problems[0].fatal


def test_other_tables_beside_named_messages_are_no_failure(tmp_path: Path) -> None:
    for name, text in (("messages.csv", MESSAGES), ("Skills.csv", "Name\nWriting\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert not any(problem.fatal for problem in read(sorted(tmp_path.iterdir())).problems)
    assert any(problem.fatal for problem in read([tmp_path / "Skills.csv"]).problems)


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(MESSAGES, encoding="utf-8")
    reading = read([tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "a.csv"], me=("Jane Roe",))
    assert [len(conversation.messages) for conversation in reading.conversations] == [1]
    assert _said(reading).count("the same file as a.csv") + _said(reading).count("the same file as") >= 2
    assert not any(problem.fatal for problem in reading.problems)


def test_many_equal_files_are_one_problem(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(f"Hello {number // 2}", encoding="utf-8")
    (problem,) = read([tmp_path]).problems
    assert problem.what.startswith("30 files hold the same as others")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_tables_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes(MESSAGES.replace("Good day", "Grüße – café").encode(encoding))
    reading = read([tmp_path / "m.csv"], me=("Jane Roe",))
    assert reading.conversations[0].messages[0].text == "Grüße – café"
    assert ("Windows-1252" in _said(reading)) is (encoding == "cp1252")


def test_zero_characters_inside_a_table_are_kept_and_said(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes(MESSAGES.replace("Good day", "Good\0day").encode())
    reading = read([tmp_path / "m.csv"], me=("Jane Roe",))
    assert reading.conversations[0].messages[0].text == "Good\0day"
    assert "zero characters" in _said(reading)


def test_provenance_says_zone_and_owner(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(MESSAGES.replace(" UTC", ""), encoding="utf-8")
    reading = read([tmp_path / "m.csv"], me=("Jane Roe",), timezone=ZoneInfo("Europe/Berlin"))
    assert reading.provenance.timezone == "Europe/Berlin"
    assert reading.provenance.me == "Jane Roe (from --me)"
    sent_at = reading.conversations[0].messages[0].sent_at
    assert sent_at is not None
    assert sent_at.isoformat() == "2026-03-01T08:00:00+00:00"


def test_no_problem_holds_message_text(tmp_path: Path) -> None:
    secret = "Unutterable"
    (tmp_path / "m.csv").write_text(MESSAGES + f'c1,"{secret},x\nc1,{secret},,,{secret}\n', encoding="utf-8")
    (tmp_path / "j.jsonl").write_text(
        f'{{"id": "x", "messages": ["{secret}", {{"text": 1, "a": "{secret}"}}]}}\n{{{secret}', encoding="utf-8"
    )
    (tmp_path / "u.csv").write_text(f"{secret},b\n{secret},c\n", encoding="utf-8")
    reading = read(sorted(tmp_path.iterdir()))
    assert reading.problems
    assert secret not in _said(reading)


@given(st.text(max_size=400))
def test_any_text_can_be_pasted(text: str) -> None:
    reading = read_text(text)
    assert reading.conversations or reading.problems[0].fatal


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    raw=st.binary(max_size=2_000),
    start=st.sampled_from([b"", MESSAGES.encode(), b'{"messages": [', b"From a\nTo: b\n", b"PK\x03\x04"]),
)
def test_any_bytes_can_be_named(raw: bytes, start: bytes, tmp_path: Path) -> None:
    path = tmp_path / "input.bin"
    path.write_bytes(start + raw)
    reading = read([path])
    assert reading.conversations or any(problem.fatal for problem in reading.problems)


@pytest.mark.parametrize("seed", range(12))
def test_noise_is_not_text(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "noise.bin"
    path.write_bytes(random.Random(seed).randbytes(50_000))
    reading = read([path])
    assert not reading.conversations
    assert reading.problems[0].fatal


def _sparse(path: Path, start: str, size: int = 5 * 1024**3) -> Path:
    with path.open("wb") as stream:
        stream.write(start.encode())
        stream.truncate(size)
    return path


CHAT = "20/09/2026, 21:15 - Amy: hello\n20/09/2026, 21:16 - Jane: hi\n"
LINE = '{"id": "c", "messages": [{"speaker": "them", "text": "hello"}]}\n'


@pytest.mark.parametrize(("name", "start"), [("a.bin", ""), ("a.zip", "PK\x03\x04"), ("a.jpg", "\x89PNG")])
def test_a_file_of_5_gib_that_is_none_of_ours_is_not_read(name: str, start: str, tmp_path: Path) -> None:
    reading = read([_sparse(tmp_path / name, start)])
    assert not reading.conversations
    assert reading.problems[0].fatal


@pytest.mark.parametrize(("name", "start"), [("m.csv", MESSAGES), ("chat.txt", CHAT), ("c.jsonl", LINE)])
def test_a_file_beyond_the_limits_gives_its_beginning(
    name: str, start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same with 5 GiB is in bench/big_files.py; here the limits are made small instead."""
    from bonafides.read import decode

    for limit in ("CHAT_BYTES", "STREAMED_BYTES", "LINE_CHARACTERS"):
        monkeypatch.setattr(decode, limit, 100_000)
    reading = read([_sparse(tmp_path / name, start + start.splitlines(keepends=True)[-1] * 20, 400_000)])
    texts = [message.text for conversation in reading.conversations for message in conversation.messages]
    assert texts
    assert any(problem.fatal and "beginning" in problem.what for problem in reading.problems)
    assert reading.provenance.inputs[0].size == 400_000


def test_formulas_in_cells_are_kept_as_they_are(tmp_path: Path) -> None:
    """Nothing here ever writes a table for a spreadsheet, so there is nobody whom they could reach."""
    formula = "=cmd|' /C calc'!A0"
    (tmp_path / "m.csv").write_text(MESSAGES.replace("Good day", formula), encoding="utf-8")
    reading = read([tmp_path / "m.csv"], me=("Jane Roe",))
    assert reading.conversations[0].messages[0].text == formula


def test_names_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    name = "a\x1b[2J\x1b]0;owned\x07\nb\u202e\u2028.txt"
    (tmp_path / name).write_text("Amy: hello", encoding="utf-8")
    for given_ in (tmp_path / name, tmp_path):
        shown = read([given_]).provenance.inputs[0].name
        assert shown.endswith("a?[2J?]0;owned??b??.txt")


def test_a_name_of_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    with open(path, "wb") as stream:  # noqa: PTH123 -- Path takes no bytes
        stream.write(b"Amy: hello")
    (found,) = read([tmp_path]).provenance.inputs
    found.name.encode("utf-8")


def test_a_file_called_minus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-").write_text("Amy: hello", encoding="utf-8")
    assert len(read(["./-"]).conversations) == 1
    assert len(read([tmp_path]).conversations) == 1


def test_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("Amy: hello", encoding="utf-8")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert read([tmp_path / "gone"]).problems[0].fatal
    assert "1 link(s)" in _said(read([tmp_path]))


def _refusing(refused: str, error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(self: Path, *options: str, **named: object) -> object:
        if self.name == refused:
            raise error
        return opened(self, *options, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)


@pytest.mark.parametrize("error", [PermissionError(errno.EACCES, "no"), FileNotFoundError(errno.ENOENT, "gone")])
def test_one_file_of_a_folder_that_cannot_be_opened_is_fatal_and_the_others_are_read(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"{name}: hello", encoding="utf-8")
    _refusing("b.txt", error, monkeypatch)
    reading = read([tmp_path])
    assert [i.name.rpartition("/")[2] for i in reading.provenance.inputs] == ["a.txt", "c.txt"]
    (fatal,) = (problem for problem in reading.problems if problem.fatal)
    assert fatal.where.endswith("/b.txt")
    assert "cannot be opened" in fatal.what


def test_a_file_that_vanishes_after_it_was_listed(tmp_path: Path) -> None:
    from bonafides.read import source

    (tmp_path / "a.txt").write_text("Amy: hello", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Amy: hello", encoding="utf-8")
    walk = source.walk(tmp_path, "root", None)
    next(walk)
    (tmp_path / "b.txt").unlink()
    said = list(walk)
    assert len(said) <= 1
    assert all(getattr(item, "fatal", True) for item in said)


def test_many_files_that_cannot_be_opened_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(100):
        (tmp_path / f"{number:03}.txt").write_text("x", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    reading = read([tmp_path])
    assert len(reading.problems) < 30
    assert any("and 79 more" in problem.where for problem in reading.problems)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="sockets and pipes as files are of Unix")
def test_what_is_no_file_in_a_folder_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    os.mknod(tmp_path / "socket", stat.S_IFSOCK | 0o600)
    (tmp_path / "chat.txt").write_text("Amy: hello", encoding="utf-8")
    reading = read([tmp_path])
    assert "2 thing(s) in it are neither files nor folders" in _said(reading)
    assert len(reading.conversations) == 1
    assert read([tmp_path / "socket"]).problems[0].fatal


def test_a_page_with_scripts_and_trackers_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = '<html><img src="https://tracker.example/p.gif"><script src="https://x.example/a.js"></script>Hello</html>'
    mail = f"From: Amy <amy@example.com>\nTo: jane@example.com\nSubject: x\nContent-Type: text/html\n\n{page}\n"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "mail.eml").write_text(mail, encoding="utf-8")
    reading = read([tmp_path / "page.html", tmp_path / "mail.eml"])
    assert [message.text for c in reading.conversations for message in c.messages] == ["Hello"]


def test_standard_input_that_fails_half_way_is_read_as_far_as_it_came() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            chunk = super().read(20)
            if not chunk:
                raise OSError(errno.EIO, "Input/output error")
            return chunk

    reading = read(["-"], stdin=lambda: Failing(LINE.encode() * 3))
    assert sum(len(c.messages) for c in reading.conversations) == 3
    assert any(problem.fatal and "only its beginning was read" in problem.what for problem in reading.problems)


def test_a_folder_of_very_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses
    import sys

    limits = dataclasses.replace(sys.modules["bonafides.read.reader"].LIMITS, archive_entries=30)
    monkeypatch.setattr(sys.modules["bonafides.read.source"], "LIMITS", limits)
    for number in range(40):
        (tmp_path / f"{number:02}.jsonl").write_text(json.dumps({"id": str(number), "messages": []}), encoding="utf-8")
    reading = read([tmp_path])
    assert len(reading.provenance.inputs) == 30
    assert any(problem.fatal and "more than 30 files" in problem.what for problem in reading.problems)


def test_a_fault_in_a_reader_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses
    import sys

    def fail(*_: object) -> None:
        raise KeyError("Unutterable")

    module = sys.modules["bonafides.read"]
    readers = [dataclasses.replace(r, read=fail) if r.name == "interchange" else r for r in module.READERS]
    monkeypatch.setattr(module, "READERS", tuple(readers))
    (tmp_path / "a.jsonl").write_text(LINE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(CHAT, encoding="utf-8")
    reading = read([tmp_path / "a.jsonl", tmp_path / "b.txt"])
    assert len(reading.conversations) == 1
    (fatal,) = (problem for problem in reading.problems if problem.fatal)
    assert fatal.where == "a.jsonl"
    assert "Unutterable" not in _said(reading)
