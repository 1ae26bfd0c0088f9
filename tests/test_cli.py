"""The command as a person runs it: output, exit codes, and clear words for bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from bonafides import __version__

APPROACH = [
    ("them", "Your expertise impressed our board. Our client would pay 2,000 for a short report on your field."),
    ("me", "Who is the client?"),
    ("them", "They prefer not to be named. Shall we continue on WhatsApp, this inbox is slow?"),
    ("me", "Hm."),
    (
        "them",
        "For the next one 4,000, but it needs the internal draft that is not public. No need to tell your employer.",
    ),
]
ORDINARY = [("them", "Lunch on Tuesday?"), ("me", "Yes, at noon!"), ("them", "Great, see you there.")]


def run(
    *arguments: str, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bonafides", *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "BONAFIDES_TIMEZONE": "UTC", **environment},
        timeout=60,
        check=False,
    )


def line(id_: str, turns: list[tuple[str, str]]) -> str:
    return json.dumps({"id": id_, "messages": [{"speaker": speaker, "text": text} for speaker, text in turns]})


@pytest.fixture
def threads(tmp_path: Path) -> Path:
    path = tmp_path / "threads.jsonl"
    path.write_text("\n".join([line("a", ORDINARY), line("b", APPROACH), line("c", ORDINARY)]) + "\n")
    return path


def test_version_and_help() -> None:
    assert run("--version").stdout.decode() == f"bonafides {__version__}\n"
    assert b"check" in run("--help").stdout


def test_jsonl_holds_one_line_per_conversation_in_order(threads: Path) -> None:
    done = run("check", "--format", "jsonl", str(threads))
    rows = [json.loads(text) for text in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert {row["schema"] for row in rows} == {"bonafides.assessment/1"}
    assert rows[1]["level"] in {"warn", "alarm"}
    assert rows[1]["kind"] == "approach"
    assert rows[0]["level"] == rows[2]["level"] == "quiet"
    for found in rows[1]["findings"]:
        assert APPROACH[found["message"]][1][found["start"] : found["end"]] == found["quote"]


def test_fail_on_answers_with_one(threads: Path) -> None:
    assert run("check", str(threads), "--fail-on", "warn").returncode == 1
    assert run("check", "-", "--fail-on", "watch", stdin=line("a", ORDINARY).encode()).returncode == 0


def test_a_message_can_be_pasted() -> None:
    done = run("check", "-", stdin=b"Hello, are you free for a call about a job?")
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_what_can_be_read_is_reported_beside_what_cannot(threads: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.zip"
    empty.write_bytes(b"")
    done = run("check", str(threads), str(empty), str(tmp_path / "missing.csv"), "--format", "jsonl")
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 3
    assert b"empty.zip" in done.stderr
    assert b"missing.csv" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_good_part_of_a_damaged_input_is_reported_with_a_two(threads: Path, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.zip", tmp_path / "cut.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("threads.jsonl", threads.read_bytes())
        archive.writestr("photo.jpg", b"\xff\xd8\xff" * 50)
    cut.write_bytes(whole.read_bytes()[: whole.read_bytes().index(b"photo.jpg")])
    assert run("check", str(whole), "--format", "jsonl").returncode == 0
    done = run("check", str(cut), "--format", "jsonl")
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 3
    assert b"cut off" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_folder_with_something_broken_is_reported_with_a_two(threads: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "good.jsonl").write_bytes(threads.read_bytes())
    (folder / "bad\x1b[2J.zip").write_bytes(b"PK\x03\x04 nothing")
    done = run("check", str(folder), "--format", "jsonl")
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 3
    assert b"bad?[2J.zip" in done.stderr
    assert b"\x1b" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--prior", "0"], b"base rate"),
        (["--prior", "much"], b"not a number"),
        (["--mode", "both"], b"single"),
        (["--status", "spy"], b"serving"),
        (["--country", "ZZ"], b"ZZ"),
        (["--format", "pdf9"], b"html"),
        (["--timezone", "Mars/Olympus"], b"Europe/Berlin"),
        (["--date-order", "ydm"], b"dmy"),
        (["--fail-on", "panic"], b"alarm"),
        (["--lang", "xx"], b"xx"),
        (["--out", "no/such/folder/report.html"], b"--out"),
        (["--no-such-option"], b"no-such-option"),
    ],
)
def test_an_impossible_setting_is_a_clear_word_and_a_two(threads: Path, arguments: list[str], word: bytes) -> None:
    done = run("check", str(threads), *arguments)
    assert done.returncode == 2
    assert word in done.stderr
    assert b"Traceback" not in done.stderr
    assert not done.stdout


def test_out_writes_the_form_its_name_says(threads: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = run("check", str(threads), "--out", str(page))
    assert done.returncode == 0
    assert not done.stdout
    assert page.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")
    assert list(tmp_path.glob(".*partial")) == []


def test_settings_come_from_file_and_variable(threads: Path, tmp_path: Path) -> None:
    (tmp_path / "bonafides.toml").write_text('format = "json"\nprior = 0.1\n')
    row = json.loads(run("check", str(threads), cwd=tmp_path).stdout)
    assert row["prior"] == 0.1
    assert run("check", str(threads), cwd=tmp_path, BONAFIDES_FORMAT="jsonl").stdout.count(b"\n") == 3


def test_redact_leaves_no_name(tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text("Quentin Harrowgate: Hello, I am Quentin, write to q.harrowgate@mail.example\nMe: ok\n")
    shown = run("check", str(chat), "--redact", "--format", "json").stdout.decode()
    assert "uentin" not in shown
    assert "arrowgate" not in shown


def test_a_closed_pipe_is_no_error(threads: Path) -> None:
    command = f"{sys.executable} -m bonafides check --format jsonl {threads} | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr


def _heed_interrupts() -> None:
    """What is started in the background of a shell ignores interrupts, and so would its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_is_130_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    big, out = tmp_path / "big.zip", tmp_path / "out.jsonl"
    with zipfile.ZipFile(big, "w") as archive:
        archive.writestr("threads.jsonl", "\n".join(line(str(n), APPROACH * 20) for n in range(5_000)))
    process = subprocess.Popen(
        [sys.executable, "-m", "bonafides", "check", str(big), "--out", str(out)],
        stderr=subprocess.PIPE,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 (no threads here)
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert not out.exists()
