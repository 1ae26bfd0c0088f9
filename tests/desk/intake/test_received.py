"""What came in is read by the same corridor as any file; what cannot be read is kept and said; bounds hold."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.desk.intake.received import (
    Bounds,
    Earlier,
    Fact,
    File,
    Received,
    clean_name,
    clean_type,
    refuse,
    understood,
)
from bonafides.errors import DeskError
from bonafides.examine import examine
from bonafides.explain import explanations
from bonafides.model import Problem
from bonafides.read import read
from bonafides.render import View, render
from bonafides.render.interchange import interchange

NOW = datetime(2026, 3, 5, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[3] / "examples"
CHAT = (
    "[03.03.26, 10:32:00] Amy Lin: Dear Jo, would you write two pages for a client?\n"
    "[03.03.26, 10:35:00] Jo Field: Who is it?\n"
    "[03.03.26, 10:36:00] Amy Lin: I cannot name them. Please keep it between us.\n"
)


def _received(*files: File, **more: Any) -> Received:
    return Received(via="form", received_at=NOW, files=files, **more)


def _text(name: str, words: str) -> File:
    return File(name=name, data=words.encode(), media_type="text/plain")


def _zip(**entries: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


# --- the same corridor


@pytest.mark.parametrize("name", ["linkedin-export.zip", "WhatsApp Chat with Adrian Vale.zip"])
def test_a_file_is_judged_as_check_judges_it(name: str) -> None:
    path = EXAMPLES / name
    found = understood(_received(File(name=name, data=path.read_bytes())), timezone=ZoneInfo("Europe/London"))
    from bonafides.examine import Case
    from bonafides.model import Mode

    report = examine(read([path], timezone=ZoneInfo("Europe/London")), Case(mode=Mode.SINGLE))
    lines = render(report, "jsonl", View(titles=explanations())).splitlines()
    assert [each.assessment for each in found.conversations] == lines
    assert [each.conversation + "\n" for each in found.conversations] == list(
        interchange(entry.conversation for entry in report.entries)
    )
    assert found.attachments[0].data == path.read_bytes()


def test_lines_belong_to_their_conversations() -> None:
    files = (_text("a.txt", "Hello, this is a first message."), _text("b.txt", CHAT))
    found = understood(_received(*files))
    assert len(found.conversations) == 2
    for judged in found.conversations:
        ids = {json.loads(judged.conversation)["id"], json.loads(judged.assessment)["id"], judged.entry.conversation.id}
        assert len(ids) == 1


@pytest.mark.parametrize(
    ("reporter", "me", "mine"), [("account-1", ("Jo Field",), "Jo Field"), ("x", ("Amy Lin",), "Amy Lin")]
)
def test_the_reporters_own_side_is_theirs_where_it_is_known(reporter: str, me: tuple[str, ...], mine: str) -> None:
    found = understood(_received(_text("chat.txt", CHAT), reporter=reporter), me=me)
    (judged,) = found.conversations
    assert {message.speaker for message in judged.entry.conversation.messages if message.mine} == {mine}


def test_words_alone_are_a_report_and_are_never_judged() -> None:
    found = understood(_received(said="Somebody offered me money for secrets. Keep it between us, on WhatsApp."))
    assert (found.conversations, found.problems, found.attachments) == ((), (), ())


def test_what_cannot_be_read_is_kept_and_said() -> None:
    files = (_text("chat.txt", CHAT), File(name="x.exe", data=b"MZ\x90\0" * 100), File(name="e.txt", data=b""))
    found = understood(_received(*files))
    assert len(found.conversations) == 1
    assert [file.name for file in found.attachments] == ["chat.txt", "x.exe"]
    assert {problem.where for problem in found.problems} >= {"x.exe", "e.txt"}


def test_problems_of_the_way_in_come_first_and_unread_languages_are_said() -> None:
    way = Problem(what="A word.", where="mail")
    words = "Drogi kolego, proszę odpowiedzieć szybko. Czy mógłby pan napisać krótki raport? " * 3
    found = understood(_received(_text("a.txt", words), problems=(way,)))
    assert found.problems[0] == way
    assert any("Polish" in problem.what for problem in found.problems)


# --- bounds


@pytest.mark.parametrize("received", [_received(), _received(said=" \n"), _received(File(name="a", data=b""))])
def test_nothing_is_no_report(received: Received) -> None:
    with pytest.raises(DeskError, match="nothing in it"):
        understood(received)


def test_an_earlier_case_needs_no_words() -> None:
    refuse(_received(earlier=Earlier(persona="Amy Lin")))


def test_more_bytes_than_allowed_are_refused() -> None:
    with pytest.raises(DeskError, match="at most 1 MB"):
        understood(_received(File(name="a", data=b"x" * (2**20 + 1))), bounds=Bounds(bytes=2**20))


def test_more_files_and_pictures_than_allowed_are_kept_unread() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 5_000
    files = [_text(f"{n}.txt", f"Hello, number {n}.") for n in range(5)]
    files += [File(name=f"{n}.png", data=picture + bytes([n])) for n in range(3)]
    found = understood(_received(*files), bounds=Bounds(files=4, pictures=1))
    assert [file.name for file in found.attachments if file.read] == ["0.txt", "1.txt", "2.txt", "3.txt"]
    assert len(found.attachments) == 8
    assert any("4 file(s) were kept and not read" in problem.what for problem in found.problems)


def test_the_logo_of_a_signature_is_no_screenshot() -> None:
    found = understood(_received(_text("a.txt", "Hello."), File(name="l.png", data=b"\x89PNG\r\n\x1a\n" + b"\0" * 500)))
    assert [file.read for file in found.attachments] == [True, False]
    assert found.problems == ()


def test_an_archive_that_unpacks_to_too_much_is_kept_unread() -> None:
    large = File(name="a.zip", data=_zip(**{"a.txt": b"x" * 3 * 2**20}))
    found = understood(_received(large), bounds=Bounds(unpacked=2**20))
    assert (found.conversations, found.attachments[0].read) == ((), False)
    assert "unpacks to more than 1 MB" in found.problems[0].what


def test_an_archive_that_lies_about_its_size_is_stopped_by_its_reader() -> None:
    data = bytearray(_zip(**{"a.txt": b"word " * 2**22}))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (1_000).to_bytes(4, "little")
    found = understood(_received(File(name="a.zip", data=bytes(data))))
    assert found.problems
    assert sum(len(m.text) for each in found.conversations for m in each.entry.conversation.messages) <= 1_000


# --- names, kinds, digests


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\evil.exe", "evil.exe"),
        ("offer\u202efdp.exe", "offer?fdp.exe".replace("?", "_")),
        ("a\r\nb\0.txt", "a__b_.txt"),
        ("...", "unnamed"),
        ("", "unnamed"),
        (".bashrc", "bashrc"),
        ("a:b<c>.txt", "a_b_c_.txt"),
        ("x" * 300 + ".pdf", "x" * 115 + "….pdf"),
        ("Angebot für Jo.pdf", "Angebot für Jo.pdf"),
    ],
)
def test_a_name_can_be_shown_and_stored(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_name_climbs_or_hides(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= 120
    assert not set(clean) & set('/\\<>:"|?*\0\r\n\u202e\u200b')
    assert not clean.startswith(".")
    assert clean_name(clean) == clean


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("text/plain; charset=x", "text/plain"),
        ("IMAGE/PNG", "image/png"),
        ("text/html\r\nX: y", "application/octet-stream"),
        ("", "application/octet-stream"),
        ("nonsense", "application/octet-stream"),
    ],
)
def test_a_kind_can_be_stored(told: str, kept: str) -> None:
    assert clean_type(told) == kept


def test_two_files_of_one_name_are_told_apart() -> None:
    found = understood(_received(_text("a.txt", "Hello there."), _text("../a.txt", "Hello again.")))
    assert [file.name for file in found.attachments] == ["a.txt", "a.txt-2"]


BASE = _received(_text("a", "1"), _text("b", "2"), said="x", role="y", reporter="z")


@pytest.mark.parametrize(
    "same",
    [
        replace(BASE, via="mail"),
        replace(BASE, received_at=NOW + timedelta(days=1)),
        replace(BASE, files=(_text("c", "2"), _text("d", "1"))),
        replace(BASE, files=(*BASE.files, File(name="w", data=b"whole", read=False))),
        replace(BASE, facts=(Fact(name="spf", value="pass"),)),
        replace(BASE, problems=(Problem(what="w", where="w"),)),
    ],
)
def test_the_same_report_has_the_same_digest(same: Received) -> None:
    assert same.digest == BASE.digest


@pytest.mark.parametrize(
    "other",
    [
        replace(BASE, said="xy", role=""),
        replace(BASE, reporter="other"),
        replace(BASE, occasion="1"),
        replace(BASE, files=BASE.files[:1]),
        replace(BASE, earlier=Earlier()),
        replace(BASE, earlier=Earlier(persona="Amy")),
        replace(BASE, said="", role="x", reporter="yz"),
    ],
)
def test_another_report_has_another_digest(other: Received) -> None:
    assert other.digest != BASE.digest


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.binary(max_size=200)), max_size=4), st.text(max_size=50))
def test_whatever_is_sent_is_taken_or_refused(files: list[tuple[str, bytes]], said: str) -> None:
    received = _received(*(File(name=name, data=data) for name, data in files), said=said)
    try:
        found = understood(received)
    except DeskError:
        assert not said.strip()
        assert not any(data for _, data in files)
        return
    assert [file.data for file in found.attachments] == [data for _, data in files if data]
    for judged in found.conversations:
        assert json.loads(judged.assessment)["schema"] == "bonafides.assessment/1"
