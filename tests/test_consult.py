"""The second reader from the command line: what is said before, what comes out, and what never happens without it."""

from __future__ import annotations

import io
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bonafides.cli import app
from bonafides.consult import announcement, second_reader
from bonafides.detect import MESSAGE_BORNE
from bonafides.model import Conversation, Message, Reading
from bonafides.settings import SettingsError
from tests.second_reader.server import Fake, Reply, chat, finding, nobody, says, serving

ROOT = Path(__file__).parents[1]
SCHEMA = Draft202012Validator(json.loads((ROOT / "docs" / "assessment.schema.json").read_text("utf-8")))

TALK = [
    ("them", "A small circle of readers would value your view on harbour fees."),
    ("me", "Who reads it? I would have to ask my office."),
    ("them", "Offices tend to fret, so let us leave yours out of it for now."),
]
QUIET = "leave yours out of it for now"
PRESSING = [
    ("them", "Your expertise impressed our board. Our client would pay 2,000 for a short report on your field."),
    ("me", "Who is the client?"),
    ("them", "They prefer not to be named. Shall we continue on WhatsApp, this inbox is slow?"),
    ("them", "For the next one 4,000, but it needs the internal draft. No need to tell your employer."),
]
SECRECY, CONTRACT = "asks-for-secrecy", "invoice-and-contract"
UNSEEN = "predatory-congress"
"""A sign that the program itself does not see in these threads, whatever it learns."""
GOOD = says(finding(UNSEEN, 3, QUIET))


def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bonafides", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, "BONAFIDES_TIMEZONE": "UTC", **environment},
        timeout=60,
        check=False,
    )


def lines(*talks: list[tuple[str, str]]) -> bytes:
    rows = (
        {"id": f"t{number}", "messages": [{"speaker": speaker, "text": text} for speaker, text in talk]}
        for number, talk in enumerate(talks)
    )
    return "\n".join(map(json.dumps, rows)).encode()


def judged(*arguments: str, talks: tuple[list[tuple[str, str]], ...] = (TALK,)) -> list[dict[str, Any]]:
    done = run("check", "-", "--format", "jsonl", *arguments, stdin=lines(*talks))
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    rows = [json.loads(row) for row in done.stdout.splitlines()]
    for row in rows:
        SCHEMA.validate(row)
        assert math.isclose(row["base"] + sum(f["contribution"] for f in row["findings"]), row["score"], abs_tol=1e-6)
    return rows


def asked_by(fake: Fake, *arguments: str, **choices: Any) -> list[dict[str, Any]]:
    return judged("--reader", fake.url, *arguments, **choices)


# --- what comes out


def test_a_good_answer_joins_the_findings() -> None:
    (alone,) = judged()
    with serving(GOOD) as fake:
        (row,) = asked_by(fake)
    (heard,) = [found for found in row["findings"] if found.get("by") == "reader"]
    assert (heard["indicator"], heard["message"], heard["quote"]) == (UNSEEN, 2, QUIET)
    assert heard["contribution"] > 0
    assert row["score"] == pytest.approx(alone["score"] + heard["contribution"])
    assert row["risk"] > alone["risk"]
    assert row["peers"] is None
    assert [found for found in row["findings"] if "by" not in found] == alone["findings"]
    reader = {"host": f"127.0.0.1:{fake.port}", "model": "little-model", "remote": False, "asked": 1, "answered": 1}
    assert row["provenance"]["reader"] == reader
    assert "reader" not in alone["provenance"]


def test_every_sign_is_offered_by_its_id() -> None:
    with serving() as fake:
        asked_by(fake, "--reader-model", "mine")
    (question,) = fake.questions
    assert question.body["model"] == "mine"
    for indicator in MESSAGE_BORNE:
        assert f"{indicator.id}: {indicator.name}\n" in question.body["messages"][0]["content"]
    assert "sounds-like" not in question.body["messages"][0]["content"]


def test_what_the_program_found_itself_stays_its_own() -> None:
    (alone,) = judged(talks=(PRESSING,))
    own = {found["indicator"] for found in alone["findings"]}
    assert SECRECY in own
    with serving(says(finding(SECRECY, 4, "No need to tell your employer"))) as fake:
        (row,) = asked_by(fake, talks=(PRESSING,))
    assert (row["findings"], row["score"], row["peers"]) == (alone["findings"], alone["score"], alone["peers"])


@pytest.mark.parametrize(
    "reply",
    [
        says(),
        chat("This talk is ordinary. Level: quiet."),
        says(*[finding(i.id, 4, "No need to tell your employer") for i in MESSAGE_BORNE if i.kind == "ordinary"]),
        says(finding(CONTRACT, 1, "a contract and an invoice"), finding("everyday-life", 2, "Who is the client?")),
    ],
)
def test_it_lowers_nothing(reply: Reply) -> None:
    (alone,) = judged(talks=(PRESSING,))
    with serving(reply) as fake:
        (row,) = asked_by(fake, talks=(PRESSING,))
    keys = ("level", "kind", "risk", "score", "stage")
    assert [row[key] for key in keys] == [alone[key] for key in keys]
    assert all(found["contribution"] == 0 for found in row["findings"] if found.get("by"))
    assert [found for found in row["findings"] if not found.get("by")] == alone["findings"]


@pytest.mark.parametrize("form", ["text", "html"])
def test_people_are_told_who_saw_it(form: str) -> None:
    answer = says(finding(UNSEEN, 3, QUIET), finding("introduced-by-someone", 1, "small circle of readers"))
    with serving(answer) as fake:
        done = run("check", "-", "--format", form, "--reader", fake.url, stdin=lines(TALK))
    shown = " ".join(done.stdout.decode().split())
    assert shown.count("(seen by the second reader only)") >= 2
    assert "shown, not counted" in shown
    assert f"little-model at 127.0.0.1:{fake.port}; it read 1 of 1 conversations" in shown
    assert f"Asking the second reader on this machine (127.0.0.1:{fake.port}) about 1 conversation." in " ".join(
        done.stderr.decode().split()
    )


def test_redaction_moves_its_quotes_too() -> None:
    talk = [("Dana Whitfield", "I am Dana Whitfield, let us leave your office out of it."), ("me", "Hm.")]
    with serving(says(finding(UNSEEN, 1, "Dana Whitfield, let us leave your office"))) as fake:
        (row,) = asked_by(fake, "--redact", talks=(talk,))
    (heard,) = [found for found in row["findings"] if found.get("by")]
    assert heard["quote"] == "Person A, let us leave your office"
    assert row["provenance"]["reader"]["host"] == f"127.0.0.1:{fake.port}"


def test_the_setting_and_the_variable_do_the_same(tmp_path: Path) -> None:
    with serving() as fake:
        run("check", "-", stdin=lines(TALK), BONAFIDES_READER=fake.url, BONAFIDES_READER_MODEL="theirs")
        (tmp_path / "bonafides.toml").write_text(f'reader = "{fake.url}"\nreader-model = "filed"\n')
        command = [sys.executable, "-m", "bonafides", "check", "-"]
        subprocess.run(command, input=lines(TALK), capture_output=True, cwd=tmp_path, timeout=60, check=True)
        run("check", "-", "--reader", "", stdin=lines(TALK), BONAFIDES_READER=fake.url)
    assert [question.body["model"] for question in fake.questions] == ["theirs", "filed"]


# --- what goes wrong


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (Reply(status=500), "HTTP 500"),
        (Reply(body=b"[" * 2_000_000), "more than 1,000,000 bytes"),
        (Reply(type="text/html", body=b"<html>"), "no JSON"),
        (Reply(status=307, headers=(("Location", "https://reader.example/v1"),)), "never followed"),
        (says(finding(UNSEEN, 3, "words that nobody wrote"), finding("nonsense", 3, QUIET)), "proposed 2 findings"),
    ],
)
def test_a_bad_answer_is_a_problem_and_the_report_is_unharmed(reply: Reply, word: str) -> None:
    (alone,) = judged()
    with serving(reply) as fake:
        (row,) = asked_by(fake)
    assert (row["findings"], row["score"], row["level"]) == (alone["findings"], alone["score"], alone["level"])
    assert any(word in problem["what"] for problem in row["problems"])
    assert "words that nobody wrote" not in json.dumps(row["problems"])


def test_where_nobody_listens_everything_is_judged_without_it() -> None:
    done = run("check", "-", "--format", "json", "--reader", nobody(), "--redact", stdin=lines(TALK, PRESSING))
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert [entry["level"] for entry in report["entries"]] == [row["level"] for row in judged(talks=(TALK, PRESSING))]
    (problem,) = [each for each in report["problems"] if "second reader" in each["what"]]
    assert "2 conversations were judged without it" in problem["what"]
    assert "127.0.0.1" in problem["where"]
    assert report["provenance"]["reader"]["answered"] == 0


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://reader.example", "--allow-remote"),
        ("http://192.0.2.7:8080/v1", "--allow-remote"),
        ("localhost:8080", "http://"),
        ("http://name:secret@localhost", "password"),
    ],
)
def test_an_address_that_cannot_be_used_is_a_two(url: str, word: str) -> None:
    done = run("check", "-", "--reader", url, stdin=lines(TALK))
    assert done.returncode == 2
    assert word in done.stderr.decode()
    assert "secret" not in done.stderr.decode()
    assert not done.stdout


# --- what is said before anything leaves


READING = Reading(
    conversations=(
        Conversation(
            id="a",
            messages=(Message(speaker="Dana", text="Hello there."), Message(speaker="Alex", text="Yes?", mine=True)),
        ),
        Conversation(id="b", messages=(Message(speaker="Lee", text="x" * 20_000),)),
        Conversation(id="c", messages=(Message(speaker="Alex", text="Nobody answers.", mine=True),)),
    )
)


def test_what_leaves_the_machine_is_named_in_plain_words() -> None:
    said = announcement(second_reader("https://reader.example", allow_remote=True), READING)
    for named in ("reader.example:443", "2 conversations", "3 messages", "Names", "telephone numbers", "12,000"):
        assert named in said
    assert "NOT encrypted" not in said
    assert "NOT encrypted" in announcement(second_reader("http://reader.example", allow_remote=True), READING)


def test_where_nothing_is_sent_nothing_is_said() -> None:
    nothing = Reading(conversations=READING.conversations[2:])
    assert announcement(second_reader("https://reader.example", allow_remote=True), nothing) == ""


def test_it_is_said_however_quiet_and_the_report_says_it_again() -> None:
    """0.0.0.0 counts as another machine, and leads back to this one."""
    with serving(GOOD) as fake:
        url = f"http://0.0.0.0:{fake.port}"
        done = run("check", "-", "--reader", url, "--allow-remote", "--quiet", stdin=lines(TALK))
    assert done.returncode == 0
    assert f"Leaving this machine now, to 0.0.0.0:{fake.port}" in done.stderr.decode()
    assert "another machine, to which the messages were sent; it read 1 of 1" in " ".join(done.stdout.decode().split())


def test_it_is_said_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []

    def asked(*_: Any, **__: Any) -> bytes:
        told.append(capsys.readouterr().err)
        return b"{}"

    monkeypatch.setattr("bonafides.second_reader.reader.ask", asked)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines(TALK))))
    command = ["check", "-", "--reader", "https://reader.example", "--allow-remote", "--timezone", "UTC"]
    with pytest.raises(SystemExit):
        app(command)
    assert "reader.example:443" in told[0]


def test_a_remote_reader_cannot_be_allowed_by_a_file_or_a_variable(tmp_path: Path) -> None:
    (tmp_path / "bonafides.toml").write_text('reader = "https://reader.example"\n')
    command = [sys.executable, "-m", "bonafides", "check", "-"]
    environment = {**os.environ, "BONAFIDES_ALLOW_REMOTE": "true"}
    done = subprocess.run(
        command, input=lines(TALK), capture_output=True, cwd=tmp_path, env=environment, timeout=60, check=False
    )
    assert done.returncode == 2
    assert b"--allow-remote" in done.stderr
    with pytest.raises(SettingsError):
        second_reader("https://reader.example")
