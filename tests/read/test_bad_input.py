"""Bad input never raises out of `read`: it is said, with a next step, and the rest is read."""

from __future__ import annotations

import random
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
    "voice.opus": (b"OggS\0\2", "recording"),
    "film.mp4": (b"\0\0\0\x18ftypmp42", "recording"),
    "letter.pdf": (b"%PDF-1.7\n", "document"),
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
