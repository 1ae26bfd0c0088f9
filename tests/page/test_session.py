"""What the page asks of Python, without a browser: the same code, the same answers."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from bonafides import check
from bonafides.interview import questions, wording
from bonafides.page import session as room
from bonafides.page.session import LIMIT, Session, ask, open_session

ROOT = Path(__file__).parents[2]
EXPORT = ROOT / "examples" / "linkedin-export.zip"
CHAT = ROOT / "examples" / "WhatsApp Chat with Adrian Vale.zip"
APPROACH = """Ann: My client would pay 800 dollars for a short report, the name stays confidential for now.
Me: Who is it?
Ann: Could we continue on WhatsApp? What is not published yet is worth more. Keep it between us, nobody need know."""


def visit(lang: str = "en") -> Session:
    return open_session(lang, "Europe/Copenhagen", lambda *_: None)


def level_of(answer: dict[str, object]) -> object:
    return answer["level"]


def test_a_pasted_thread_is_read_and_judged() -> None:
    session = visit()
    taken = ask(session, "take_text", APPROACH)
    assert (taken["conversations"], taken["messages"]) == (1, 3)
    assert taken["html"].count('data-message="') == 3
    answer = ask(session, "judge", {})
    assert answer["level"] == "alarm"
    assert "<mark>" in answer["html"]


def test_whose_message_it_is_decides() -> None:
    """The same words as the user's own are nobody's approach."""
    session = visit()
    ask(session, "take_text", APPROACH)
    assert ask(session, "judge", {"mine": [0, 1, 2]})["level"] == "quiet"
    assert ask(session, "judge", {"mine": [1]})["level"] == "alarm"


def test_the_situation_changes_the_advice_and_never_the_level() -> None:
    session = visit()
    ask(session, "take_text", APPROACH)
    plain = ask(session, "judge", {"country": ""})
    threatened = ask(session, "judge", {"situation": "threatened", "status": "academic", "country": "DE"})
    assert level_of(plain) == level_of(threatened)
    assert "bfv.bund.de" in threatened["html"]
    assert "bfv.bund.de" not in plain["html"]


def test_files_are_judged_as_the_library_does() -> None:
    session = visit()
    taken = ask(session, "take_files", [str(EXPORT), str(CHAT)])
    assert taken["conversations"] > 10
    ask(session, "judge", {})
    lines = [json.loads(line) for line in ask(session, "saved", "jsonl")["text"].splitlines()]
    entries = check([EXPORT, CHAT], timezone=session.zone).entries
    assert [(line["id"], line["level"]) for line in lines] == [(e.conversation.id, e.assessment.level) for e in entries]


def test_answers_alone_are_judged_without_a_text() -> None:
    session = visit()
    crossed = [each.id for each in questions() if each.group == "happened"][:12]
    answer = ask(session, "judge", {"answers": dict.fromkeys(crossed, "yes")})
    assert answer["level"] in {"warn", "alarm"}
    assert wording("en")[crossed[0]].said in answer["html"]


def test_what_was_read_is_forgotten_for_the_form() -> None:
    session = visit()
    ask(session, "take_text", APPROACH)
    ask(session, "forget")
    answer = ask(session, "judge", {"answers": {}})
    assert "800 dollars" not in answer["html"]


@pytest.mark.parametrize(("form", "start"), [("html", "<!doctype html>"), ("text", "Bonafides"), ("json", "{")])
def test_it_is_saved_in_every_form(form: str, start: str) -> None:
    session = visit()
    ask(session, "take_text", APPROACH)
    ask(session, "judge", {})
    assert ask(session, "saved", form)["text"].startswith(start)


def test_nothing_is_saved_before_there_is_an_answer() -> None:
    assert ask(visit(), "saved", "html") == {}


@pytest.mark.parametrize("lang", ["da", "de", "en", "es", "fr"])
def test_every_language_answers_in_its_own_words(lang: str) -> None:
    session = visit(lang)
    ask(session, "take_text", APPROACH)
    answer = ask(session, "judge", {"country": "FR"})
    assert answer["level"] == "alarm"
    english = "What to do, in this order" in answer["html"]
    assert english == (lang == "en")


# --- limits and faults


def test_a_text_beyond_the_limit_is_refused_with_its_size() -> None:
    session = visit()
    answer = ask(session, "take_text", "Ann: hello there\n" * (LIMIT // 17 + 1))
    assert "25 MB" in answer["refused"]
    assert session.reading is None


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    with path.open("wb") as file:
        file.truncate(500 * 1024**2)
    assert "500 MB" in ask(visit(), "take_files", [str(path)])["refused"]


def test_a_bomb_is_refused_by_what_it_would_become(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("messages.csv", bytes(LIMIT + 1))
    assert path.stat().st_size < 100_000
    assert "25 MB" in ask(visit(), "take_files", [str(path)])["refused"]


def test_large_media_beside_a_chat_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", "[01/02/2026, 10:00:00] Ann: Hello\n[01/02/2026, 10:01:00] Ben: Hi\n")
        archive.writestr("VID-0001.mp4", bytes(LIMIT + 1))
    assert ask(visit(), "take_files", [str(path)])["conversations"] == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("noise.bin", bytes(range(256)) * 50),
        ("broken.zip", b"PK\x03\x04" + b"\0" * 60),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60),
        ("paper.pdf", b"%PDF-1.7\n" + b"\0" * 60),
    ],
)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_what_cannot_be_read_is_said_in_the_words_of_the_page(
    tmp_path: Path, name: str, content: bytes, lang: str
) -> None:
    (tmp_path / name).write_bytes(content)
    answer = ask(visit(lang), "take_files", [str(tmp_path / name)])
    assert answer["conversations"] == 0
    shown = re.sub(r"<[^>]+>", " ", answer["html"])
    assert name in shown
    assert not re.search(r"standard input|--\w|pip install|docs/", shown)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "too much for the memory"),
        (OSError("gone"), "could not hand over"),
        (ZeroDivisionError("Ann said: secret"), "Something went wrong"),
    ],
)
def test_a_fault_becomes_a_sentence_without_a_word_of_the_text(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(room, "read_text", fail)
    answer = ask(visit(), "take_text", "Ann: secret")
    assert said in answer["refused"]
    assert "secret" not in answer["refused"]


def test_a_country_that_nobody_has_is_said() -> None:
    session = visit()
    ask(session, "take_text", APPROACH)
    assert "country code" in ask(session, "judge", {"country": "QQ"})["refused"]


def test_a_zone_that_is_not_known_is_utc() -> None:
    assert str(open_session("en", "Mars/Olympus", lambda *_: None).zone) == "UTC"


def test_progress_counts_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, int, int]] = []
    monkeypatch.setattr(room, "EVERY", 0.0)
    session = open_session("en", "UTC", lambda *said: heard.append(said))
    ask(session, "take_text", APPROACH)
    ask(session, "judge", {})
    assert [said for said in heard if said[0] == "judging"] == [("judging", n, 3) for n in (1, 2, 3)]


def test_the_users_name_is_asked_where_no_file_says_it(tmp_path: Path) -> None:
    held = io.StringIO()
    held.write("FROM,TO,DATE,CONTENT,CONVERSATION ID\n")
    for number in range(3):
        held.write(f"Kim Doe,Person {number},2026-01-0{number + 1} 10:00:00 UTC,Hello,{number}\n")
        held.write(f"Person {number},Kim Doe,2026-01-0{number + 1} 11:00:00 UTC,Pay you 500 dollars,{number}\n")
    (tmp_path / "messages.csv").write_text(held.getvalue())
    session = visit()
    taken = ask(session, "take_files", [str(tmp_path / "messages.csv")])
    assert taken["conversations"] == 3
    ask(session, "judge", {"me": "Kim Doe"})
    assert session.report
    sent = [message for entry in session.report.entries for message in entry.conversation.messages]
    assert {message.speaker for message in sent if message.mine} == {"Kim Doe"}
