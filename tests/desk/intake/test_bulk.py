"""Bulk import gives every report of a file and a word for every row that is none, and never holds more than one."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bonafides.desk.intake.bulk import COLUMNS, VERDICTS, rows
from bonafides.desk.intake.received import Received, understood
from bonafides.errors import DeskError
from bonafides.model import Problem
from tests.desk.intake.test_folder import FORWARD

NOW = datetime(2026, 3, 5, tzinfo=UTC)
LINE = '{"id": "c%d", "messages": [{"speaker": "them", "text": "Would you write two pages, number %d?"}]}'
HEAD = "From: amy%d@horizon.example\nTo: jo@uni.example\nSubject: A task\nDate: Tue, 3 Mar 2026 10:32:00 +0000\n\n"
MAIL = f"{HEAD}Hello %d\n"
FROM_LINE = "From x@y Tue Mar  3 10:32:00 2026\n"


def _rows(path: Path, content: bytes | str) -> tuple[list[Received], list[Problem]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = list(rows(path, at=NOW))
    return [each for each in found if isinstance(each, Received)], [each for each in found if isinstance(each, Problem)]


def _table(*lines: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(lines)
    return written.getvalue()


def _mbox(count: int) -> str:
    return "".join(f"{FROM_LINE}{MAIL % (n, n)}\n" for n in range(count))


def test_lines_are_conversations(tmp_path: Path) -> None:
    text = "\n".join([LINE % (1, 1), "no json", "", '{"id": "x"}', '{"messages": []}', "[" * 90_000, LINE % (2, 2)])
    found, problems = _rows(tmp_path / "a.jsonl", text)
    assert [problem.where for problem in problems] == [f"a.jsonl, line {n}" for n in (2, 4, 5, 6)]
    judged = [understood(each).conversations[0].entry.conversation for each in found]
    assert [each.id for each in judged] == ["c1", "c2"]
    assert len({each.digest for each in found}) == 2
    assert {(each.via, each.received_at, each.reporter) for each in found} == {("import", NOW, "")}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_lines_and_tables_of_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    found, _ = _rows(tmp_path / "a.csv", _table(["Persona", "Text"], ["Amélie", "Très bien"]).encode(encoding))
    assert [each.earlier and each.earlier.persona for each in found] == ["Amélie"]
    line = '{"messages": [{"speaker": "them", "text": "Très bien"}]}'
    found, _ = _rows(tmp_path / "a.jsonl", line.encode(encoding))
    assert understood(found[0]).conversations[0].entry.conversation.messages[0].text == "Très bien"


def test_a_mailbox_is_many_reports(tmp_path: Path) -> None:
    text = (
        _mbox(3)
        + "From x@y Tue Mar  3 10:32:00 2026\nFrom: \xff\n"
        + f"\nFrom x@y Tue Mar  3 10:32:00 2026\n{FORWARD.decode()}"
    )
    found, problems = _rows(tmp_path / "a.mbox", text)
    assert [each.reporter for each in found if each.reporter] == ["jo@uni.example"]
    assert len([each for each in found if each.files[0].media_type == "message/rfc822"]) >= 3
    assert len(found) + len(problems) == 5
    (judged,) = understood(found[0]).conversations
    assert judged.entry.conversation.counterparts == ("amy0@horizon.example",)


def test_one_mail_is_one_report(tmp_path: Path) -> None:
    found, problems = _rows(tmp_path / "a.eml", FORWARD)
    assert ([each.said for each in found], problems) == (["Please look."], [])


def test_an_archive_of_mails_gives_each(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../1.eml", MAIL % (1, 1))
        archive.writestr("more/all.mbox", _mbox(2))
        archive.writestr("cases.csv", _table(["persona"], ["Amy Lin"]))
        archive.writestr("notes.docx", b"\0\1\2")
        archive.writestr("bomb.eml", MAIL.encode() + b"\0" * 40 * 2**20)
        archive.writestr("inner.zip", b"PK\x05\x06" + bytes(18))
    found, problems = _rows(tmp_path / "a.zip", packed.getvalue())
    assert len(found) == 4
    assert [file.name for each in found for file in each.files] == ["1.eml", "mail-1.eml", "mail-2.eml"]
    said = {problem.where: problem.what for problem in problems}
    assert "passed over" in said["a.zip/notes.docx"]
    assert "passed over" in said["a.zip/inner.zip"]
    assert "choke" in said["a.zip/bomb.eml"]


def test_a_table_of_earlier_cases(tmp_path: Path) -> None:
    text = _table(
        ["Persona", "first_seen", "Channel", "text", "verdict", "note", "Department", "Role"],
        ["Amy Lin", "2026-03-01", "LinkedIn", "Two pages,\nplease?", "Device_Lure", "Called twice.", "Physics", "lab"],
        ["Bo", "3/1/26", "", "", "guilty", "", "", ""],
        ["", "", "", "", "", "", "", ""],
        ["Cy", "2026-03-01T10:00:00+02:00", "", "Hello", "", "", "", ""],
        ["", "", "", "Who?", "", "", "", ""],
        ["cut", "off"],
    )
    found, problems = _rows(tmp_path / "cases.csv", text)
    assert [(p.where, p.what[:20]) for p in problems] == [
        ("cases.csv, line 4", "first_seen is no dat"),
        ("cases.csv, line 4", "This verdict is not "),
        ("cases.csv, line 8", "This row has not as "),
    ]
    amy, bo, cy, nobody = found
    assert amy.earlier
    assert (amy.earlier.persona, amy.earlier.verdict, amy.role) == ("Amy Lin", "device-lure", "lab")
    assert amy.earlier.first_seen == datetime(2026, 3, 1, tzinfo=UTC)
    assert amy.said == "Called twice.\ndepartment: Physics"
    assert bo.said == "first_seen: 3/1/26\nverdict: guilty"
    assert bo.files == ()
    assert cy.earlier
    assert cy.earlier.first_seen == datetime(2026, 3, 1, 8, tzinfo=UTC)
    (judged,) = understood(amy).conversations
    (message,) = judged.entry.conversation.messages
    assert (message.speaker, message.text, message.channel, message.mine) == (
        "Amy Lin", "Two pages,\nplease?", "linkedin", False,
    )  # fmt: skip
    assert understood(nobody).conversations[0].entry.conversation.messages[0].speaker == "them"


@pytest.mark.parametrize("persona", ["me", "Me", "them", "You", 'A "b" \\ c', "=cmd|' /C calc'!A0", "{"])
@pytest.mark.parametrize("text", ["Hello there", "Me: I answered.\nAmy: Good.", "[03.03.26, 10:32:00] Jo: x", "{"])
def test_the_text_of_a_case_is_always_the_personas(tmp_path: Path, persona: str, text: str) -> None:
    found, _ = _rows(tmp_path / "a.csv", _table(["persona", "text"], [persona, text]))
    (judged,) = understood(found[0]).conversations
    assert [(m.text, m.mine) for m in judged.entry.conversation.messages] == [(text, False)]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_can_be_imported(tmp_path: Path, verdict: str) -> None:
    (received,), problems = _rows(tmp_path / "a.csv", _table(["persona", "verdict"], ["Amy", verdict.upper()]))
    assert received.earlier
    assert (received.earlier.verdict, problems) == (verdict, [])


def test_every_column_that_is_documented_has_a_place(tmp_path: Path) -> None:
    values = {"first_seen": "2026-03-01", "verdict": "scam"}
    cells = [values.get(name, f"a {name}") for name in COLUMNS]
    (received,), problems = _rows(tmp_path / "a.csv", _table([*COLUMNS], cells))
    assert problems == []
    assert received.said == "a note"


@pytest.mark.parametrize(
    "content", [b"", b"hello\n", b"a,b\n1,2\n", b"\0" * 100, b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"<html></html>"]
)
def test_what_is_no_import_is_said(tmp_path: Path, content: bytes) -> None:
    try:
        found, problems = _rows(tmp_path / "a", content)
    except DeskError as error:
        assert error.next_step  # noqa: PT017 - either is right, and both are said
    else:
        assert found == []
        assert problems


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(DeskError):
            list(rows(path, at=NOW))


def test_the_same_file_again_gives_the_same_digests(tmp_path: Path) -> None:
    for name, content in (("a.mbox", _mbox(3)), ("a.jsonl", LINE % (1, 1)), ("a.csv", _table(["persona"], ["Amy"]))):
        first, _ = _rows(tmp_path / name, content)
        again, _ = _rows(tmp_path / f"copy of {name}", content)
        assert [each.digest for each in first] == [each.digest for each in again]
        assert len({each.digest for each in first}) == len(first)


@pytest.mark.parametrize("kind", ["jsonl", "mbox", "csv"])
def test_a_long_file_is_never_held(tmp_path: Path, kind: str) -> None:
    """Ten thousand reports of 2 kB each take no more memory than a few."""
    path = tmp_path / f"a.{kind}"
    words = "would you write two pages " * 80
    with path.open("w") as file:
        file.write("persona,text\n" if kind == "csv" else "")
        for number in range(10_000):
            line = {"messages": [{"speaker": "them", "text": f"{number} {words}"}]}
            forms = {
                "jsonl": json.dumps(line) + "\n",
                "mbox": f"{FROM_LINE}{MAIL % (number, number)}{words}\n\n",
                "csv": f"Amy {number},{words}\n",
            }
            file.write(forms[kind])
    tracemalloc.start()
    count = sum(isinstance(row, Received) for row in rows(path, at=NOW))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_000
    assert path.stat().st_size > 20_000_000
    assert peak < 12_000_000


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["jsonl", "mbox", "csv", "zip"]), st.integers(0, 2_000), st.binary(max_size=60))
def test_damage_is_said_and_never_raised(tmp_path: Path, kind: str, place: int, noise: bytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.eml", MAIL % (1, 1))
        archive.writestr("b.mbox", _mbox(2))
    whole = {
        "jsonl": "\n".join(LINE % (n, n) for n in range(5)).encode(),
        "mbox": _mbox(5).encode(),
        "csv": _table(["persona", "text"], *([f"Amy {n}", "Hello"] for n in range(20))).encode(),
        "zip": packed.getvalue(),
    }[kind]
    place %= len(whole)
    try:
        found, _ = _rows(tmp_path / "a", whole[:place] + noise + whole[place + len(noise) :])
    except DeskError:
        return
    assert all(len(each.digest) == 64 for each in found)
