"""`bonafides read` as a person runs it: what was understood, conversion, joining, correcting, exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.test_cli import run

WHATSAPP = "[01/03/2026, 09:15:00] Amy Lin: Hello, a paid report?\n[01/03/2026, 09:16:00] Amy Lin: Short.\n"
LINKEDIN = (
    "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n"
    "c1,Amy Lin,https://www.linkedin.com/in/amy,Jane Roe,2026-02-01 10:00:00 UTC,Hi,Are you there?,INBOX\n"
)


@pytest.fixture
def chats(tmp_path: Path) -> list[str]:
    (tmp_path / "WhatsApp Chat with Amy Lin.txt").write_text(WHATSAPP, encoding="utf-8")
    (tmp_path / "messages.csv").write_text(LINKEDIN, encoding="utf-8")
    return [str(tmp_path / "messages.csv"), str(tmp_path / "WhatsApp Chat with Amy Lin.txt")]


def test_it_says_what_was_understood_and_judges_nothing(chats: list[str]) -> None:
    done = run("read", *chats, "--timezone", "Europe/Berlin")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "2 conversations read · 1 other person · 3 messages" in text
    assert "may be with the same person" in text
    assert "Europe/Berlin" in text
    assert not {"ALARM", "WARN", "QUIET"} & set(text.split())


def test_it_converts_to_the_interchange_format(chats: list[str]) -> None:
    done = run("read", *chats, "--format", "jsonl", "--timezone", "Europe/Berlin")
    linkedin, whatsapp = map(json.loads, done.stdout.decode().splitlines())
    assert linkedin["messages"][0]["text"] == "Are you there?"
    assert linkedin["messages"][0]["subject"] == "Hi"
    assert linkedin["messages"][0]["sent_at"] == "2026-02-01T10:00:00Z"
    assert [message["sent_at"] for message in whatsapp["messages"]] == ["2026-03-01T08:15:00Z", "2026-03-01T08:16:00Z"]
    assert b"--join amy-lin amy-lin-2" in done.stderr


def test_the_user_joins_and_keeps_apart(chats: list[str]) -> None:
    joined = run("read", *chats, "--join", "amy-lin", "amy-lin-2", "--format", "jsonl")
    (line,) = map(json.loads, joined.stdout.decode().splitlines())
    assert [message["channel"] for message in line["messages"]] == ["linkedin", "whatsapp", "whatsapp"]
    assert line["joins"][0]["because"] == "your word that they are one person"
    nobody = run("read", *chats, "--join", "amy-lin", "bo-park")
    assert nobody.returncode == 2
    assert b"'bo-park'" in nobody.stderr
    assert b"2 conversations read" in nobody.stdout
    assert run("read", *chats, "--join", "amy-lin").returncode == 2


def test_no_join_keeps_apart_what_shares_an_address(tmp_path: Path) -> None:
    for name in ("a", "b"):
        head = f"From: Amy <amy@x.example>\nTo: jane@y.example\nSubject: {name}\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n"
        (tmp_path / f"{name}.eml").write_text(f"{head}\nHi {name}\n", encoding="utf-8")
    given = (str(tmp_path / "a.eml"), str(tmp_path / "b.eml"))
    assert run("read", *given).stdout.decode().startswith("Bonafides: what was read\n1 conversation ")
    assert "2 conversations " in run("read", *given, "--no-join").stdout.decode()


def test_a_pasted_text_is_corrected_in_the_editor(tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text().replace('teh', 'the').replace('[2] Bo:', '[2] Me:'))\n"
    )
    editor = f"{sys.executable} {script}"
    paste = b"Amy: teh report\nBo: which one?\n"
    done = run("read", "-", "--edit", "--format", "jsonl", stdin=paste, VISUAL=editor)
    (line,) = map(json.loads, done.stdout.decode().splitlines())
    assert [(message["text"], message.get("mine", False)) for message in line["messages"]] == [
        ("the report", False),
        ("which one?", True),
    ]
    assert b"corrected by hand" in done.stderr


def test_other_forms_and_missing_files_are_refused_in_clear_words(tmp_path: Path) -> None:
    assert run("read", str(tmp_path / "none.csv")).returncode == 2
    refused = run("read", str(tmp_path), "--format", "html")
    assert refused.returncode == 2
    assert b"Say one of: text, jsonl" in refused.stderr


def test_one_bad_file_does_not_hide_the_others(chats: list[str], tmp_path: Path) -> None:
    done = run("read", *chats, str(tmp_path / "none.csv"))
    assert done.returncode == 2
    assert b"2 conversations read" in done.stdout
    assert b"none.csv" in done.stderr
