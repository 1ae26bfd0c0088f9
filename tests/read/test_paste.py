"""Pasted text: dialogues, copied LinkedIn pages, and the one message of somebody unnamed."""

from __future__ import annotations

import io
import json
import time
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import ReadError
from bonafides.read.paste.pasted import MOST_CHARACTERS, PASTE
from bonafides.read.reader import Extract, Head, Options, Source

CASES = Path(__file__).parent.parent / "cases" / "read" / "paste"
PASTES = json.loads((CASES / "pastes.json").read_text(encoding="utf-8"))


def _read(text: str) -> Extract:
    raw = text.encode()
    return PASTE.read(Source(name="x", size=len(raw), open=lambda: io.BytesIO(raw)), Options(timezone=UTC))


@pytest.mark.parametrize("case", PASTES, ids=lambda case: str(case["id"]))
def test_paste(case: dict[str, Any]) -> None:
    extract = _read(case["text"])
    (thread,) = extract.threads
    assert [[m.speaker, m.text, *(["mine"] if m.mine else [])] for m in thread.messages] == case["messages"]
    assert {m.channel for m in thread.messages} == {thread.channel} == {case.get("channel", "paste")}
    assert sorted(i for p in thread.parties for i in p.identifiers) == case.get("identifiers", [])
    assert len(extract.problems) == len(case.get("problems", [])), extract.problems
    for fragment, problem in zip(case.get("problems", []), extract.problems, strict=True):
        assert fragment in problem.what
        assert problem.next_step or "mail(s)" in fragment
    if "times" in case:
        assert [f"{m.sent_at:%Y-%m-%dT%H:%M}" if m.sent_at else "" for m in thread.messages] == case["times"]
    if "subjects" in case:
        assert [m.subject for m in thread.messages] == case["subjects"]


@pytest.mark.parametrize("text", ["", "\n \t\r\n", "\ufeff", "\u200b\n"])
def test_empty_text_is_an_error(text: str) -> None:
    with pytest.raises(ReadError) as caught:
        _read(text)
    assert caught.value.next_step


def test_binary_is_not_text() -> None:
    assert PASTE.recognises(Head(name="x", raw=b"hello", text="hello"))
    assert not PASTE.recognises(Head(name="x", raw=bytes(range(32)) * 9, text="".join(map(chr, range(32))) * 9))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["Amy: a", "Me: b", "words", "", "Amy Lin", "10:32 AM", "Today", "Bob Ray 10:32 AM"])))
def test_words_are_never_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip():
        return
    messages = _read(text).threads[0].messages
    assert sum(m.text.count("words") for m in messages) == text.count("words")
    assert all(m.text in text for m in messages)


@pytest.mark.parametrize("unit", ["x: y\n", "a(1", "Amy Lin\n10:32\n", "Today\n\n\n", "[1", "\n", "x "])
def test_huge_text_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    _read("a" + unit * (600_000 // len(unit)))
    assert time.perf_counter() - started < 120  # what is not linear takes hours


def test_one_huge_message_is_kept_whole() -> None:
    text = "please write a report " * 230_000
    assert _read(text).threads[0].messages[0].text == text.strip()


def test_a_text_too_long_to_be_a_chat_is_one_message() -> None:
    extract = _read("Amy: a\nMe: b\n" * (MOST_CHARACTERS // 13 + 1))
    assert [message.speaker for message in extract.threads[0].messages] == ["them"]
    assert "read as one message" in extract.problems[0].what


@pytest.mark.parametrize(
    "unit",
    [
        "On Tue, 3 Mar 2026 at 11:20, Amy Lin <amy@vale.example> wrote:\n> ",
        "> On 3 Mar 2026 10:10, Amy <a@vale.example> wrote:\n>",
        "From: Amy\nDate: 3 Mar 2026\nTo: Bob\n",
        "Amy Lin <amy@vale.example>\n10:32\n",
        ">>>>>>>>>> a\n> b\n",
        "Amy Lin\nYou\n",
        "3 Mar 2026 ",
        "On 3:",
    ],
)
def test_huge_threads_take_linear_time(unit: str) -> None:
    started = time.perf_counter()
    _read("a\n" + unit * (400_000 // len(unit)))
    assert time.perf_counter() - started < 120  # what is not linear takes hours


MAILS = st.lists(
    st.tuples(
        st.sampled_from(["Amy Lin", "Bob Ray", "Zoë O'Hara"]),
        st.lists(st.sampled_from(["Dear Bob,", "a b c", "yes: no", "3 < 4"]), min_size=1, max_size=4),
    ),
    min_size=2,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(MAILS)
def test_a_quoted_thread_is_read_back(mails: list[tuple[str, list[str]]]) -> None:
    lines: list[str] = []
    for day, (_, words) in enumerate(mails, start=1):
        quoted = [f"> {line}" if not line.startswith(">") else f">{line}" for line in lines]
        older = mails[day - 2][0] if day > 1 else ""
        head = [f"On {day - 1} Mar 2026, at 10:15, {older} <who@vale.example> wrote:", ""] if day > 1 else []
        lines = [*words, "", *head, *quoted]
    messages = _read("\n".join(lines)).threads[0].messages
    assert [(m.speaker, m.text) for m in messages[:-1]] == [(name, "\n".join(words)) for name, words in mails[:-1]]
    assert messages[-1].text == "\n".join(mails[-1][1])
    assert [m.sent_at.day for m in messages[:-1] if m.sent_at] == list(range(1, len(mails)))
