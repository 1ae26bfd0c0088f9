"""E-mail: whoever wrote what, quoted words apart, attachments named and never opened, broken mails reported."""

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
from bonafides.model import Form
from bonafides.read.mail import EML, MBOX
from bonafides.read.mail_html import text_of_html
from bonafides.read.mail_quotes import runs
from bonafides.read.reader import Extract, Head, Options, Reader, Source

CASES = Path(__file__).parent.parent / "cases" / "read" / "mail"
LETTERS = json.loads((CASES / "letters.json").read_text(encoding="utf-8"))
QUOTES = json.loads((CASES / "quotes.json").read_text(encoding="utf-8"))
HEADERS = "From: amy@example.com\nTo: bob@example.org\nDate: Tue, 3 Mar 2026 10:32:00 +0000\n"
FROM_LINE = "From amy@example.com Tue Mar  3 10:32:00 2026\n"


def _read(reader: Reader, text: str | bytes, me: tuple[str, ...] = ()) -> Extract:
    raw = text.encode() if isinstance(text, str) else text
    return reader.read(Source(name="x", size=len(raw), open=lambda: io.BytesIO(raw)), Options(timezone=UTC, me=me))


def _recognised(reader: Reader, text: str) -> bool:
    return reader.recognises(Head(name="x", raw=text.encode(), text=text))


def _found(extract: Extract) -> list[list[str]]:
    messages = [m for thread in extract.threads for m in thread.messages]
    return [["mine" if m.mine and m.form is Form.SENT else str(m.form), m.speaker, m.text] for m in messages]


def _identifiers(extract: Extract) -> list[str]:
    return sorted(i for t in extract.threads for p in t.parties if not p.mine for i in p.identifiers)


@pytest.mark.parametrize("case", LETTERS, ids=lambda case: str(case["id"]))
def test_letter(case: dict[str, Any]) -> None:
    assert _recognised(EML, case["raw"])
    extract = _read(EML, case["raw"], tuple(case.get("me_option", ())))
    assert _found(extract) == case["messages"]
    if "sent_at" in case:
        assert {m.sent_at.isoformat() for t in extract.threads for m in t.messages if m.sent_at} == {case["sent_at"]}
    if "identifiers" in case:
        assert _identifiers(extract) == case["identifiers"]
    if "me" in case:
        assert sorted(i for party in extract.me for i in party.identifiers) == case["me"]
    assert len(extract.problems) == len(case.get("problems", ())), extract.problems
    for fragment, problem in zip(case.get("problems", ()), extract.problems, strict=True):
        assert fragment in problem.what
        assert not problem.fatal


@pytest.mark.parametrize("case", QUOTES, ids=lambda case: str(case["id"]))
def test_own_words(case: dict[str, Any]) -> None:
    extract = _read(EML, f"{HEADERS}Content-Type: text/plain; charset=utf-8\n\n{case['body']}")
    own = [m.text for m in extract.threads[0].messages]
    assert own == case["own"]
    assert all(text in case["body"] for text in own)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["> a", "words", "", "On 3 Mar 10:32 Amy wrote:", "From: A", "To: B", "Date: C", "---"]))
)
def test_runs_cover_every_body(lines: list[str]) -> None:
    body = "\n".join(lines)
    found = runs(body)
    assert "".join(body[run.start : run.end] for run in found) == body


def _mbox(*mails: str) -> str:
    return "".join(f"{FROM_LINE}{mail}\n\n" for mail in mails)


def test_mailbox_goes_on_after_a_broken_mail() -> None:
    text = _mbox(f"{HEADERS}\none", "\x00\x01 no header at all", f"{HEADERS}\nthree\n>From here on\nFrom now on")
    assert _recognised(MBOX, text)
    assert not _recognised(EML, text)
    extract = _read(MBOX, text)
    assert [m.text for t in extract.threads for m in t.messages] == ["one", "three\nFrom here on\nFrom now on"]
    assert [problem.what for problem in extract.problems] == ["1 mail(s) are too broken to be read (number 2)."]


def test_one_thread_per_counterpart() -> None:
    received = "Received: by mx.example.org; Tue, 3 Mar 2026 10:32:00 +0000\n"
    text = _mbox(
        f"{received}From: Amy <amy@example.com>\nTo: bob@example.org\nSubject: a\n\none",
        "From: bob@example.org\nTo: Amy <amy@example.com>\nSubject: Re: a\n\ntwo",
        f"{received}From: Cho <cho@example.com>\nTo: bob@example.org\nSubject: b\n\nthree",
        f"{received}From: Amy <amy@example.com>\nTo: bob@example.org\nSubject: a\n\nfour",
    )
    extract = _read(MBOX, text)
    assert [thread.key for thread in extract.threads] == ["amy@example.com", "cho@example.com"]
    sent = [(m.text, m.mine) for m in extract.threads[0].messages if m.form is Form.SENT]
    assert sent == [("one", False), ("two", True), ("four", False)]
    assert [party.identifiers for party in extract.me] == [frozenset({"email:bob@example.org"})]


def test_several_counterparts_are_threaded_by_conversation() -> None:
    both = "To: bob@example.org, cho@example.com\nDelivered-To: bob@example.org\n"
    text = _mbox(
        f"From: amy@example.com\n{both}Message-ID: <1@x>\n\none",
        f"From: amy@example.com\n{both}Message-ID: <2@x>\n\nother",
        "From: cho@example.com\nTo: bob@example.org, amy@example.com\nDelivered-To: bob@example.org\n"
        "Message-ID: <3@x>\nIn-Reply-To: <1@x>\n\nanswer",
    )
    found = [[m.text for m in thread.messages] for thread in _read(MBOX, text).threads]
    assert found == [["one", "answer"], ["other"]]


def test_quotes_that_are_in_the_mailbox_are_no_problem() -> None:
    first = "From: amy@example.com\nTo: bob@example.org\nDate: Tue, 3 Mar 2026 10:32:00 +0000\n\nwould you write pages?"
    reply = f"{HEADERS}\nYes.\n\nOn Tue, 3 Mar 2026 at 10:32, Amy wrote:\n> would you write pages?"
    assert _read(MBOX, _mbox(first, reply)).problems == ()
    assert len(_read(MBOX, _mbox(reply)).problems) == 1


def test_two_addresses_never_share_a_name() -> None:
    text = _mbox(
        "From: Amy Lin <amy@example.com>\nTo: bob@example.org, amy@example.net\nDelivered-To: bob@example.org\n"
        "Message-ID: <1@x>\n\none",
        "From: Amy Lin <amy@example.net>\nTo: bob@example.org, amy@example.com\nDelivered-To: bob@example.org\n"
        "In-Reply-To: <1@x>\n\ntwo",
    )
    (thread,) = _read(MBOX, text).threads
    assert len({m.speaker for m in thread.messages}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Dear Bob,\nFrom: now on\nTo: the point\n",
        "FROM,TO,DATE,CONTENT\nAmy,Bob,2026-09-20 21:15:00 UTC,hello\n",
        '{"From": "amy"}\n',
        "20/09/2026, 21:15 - Amy Lin: Subject: x\n",
        "Note: one\nSubject: two\n",
        "Sender: Amy Lin\nDate: 3 March 2026\nMessage: we pay for a report\n",
        "",
    ],
)
def test_not_recognised(text: str) -> None:
    assert not _recognised(EML, text)
    assert not _recognised(MBOX, text)


def test_no_mail_is_an_error() -> None:
    with pytest.raises(ReadError):
        _read(EML, "just words\n")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(LETTERS), st.integers(0, 300))
def test_damaged_mail_never_ends_in_a_traceback(junk: bytes, case: dict[str, Any], at: int) -> None:
    raw = case["raw"].encode()
    try:
        _read(EML, raw[:at] + junk + raw[at:])
        _read(MBOX, FROM_LINE.encode() + raw[:at] + junk)
    except ReadError:
        pass


@pytest.mark.parametrize("unit", ["<a b='", "<!--", "<script>", "<a href='https://example.com'>y</a>", "&#", "<div>"])
def test_html_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    text_of_html(unit * (1_000_000 // len(unit)))
    assert time.perf_counter() - started < 120  # what is not linear takes hours


def test_huge_mail_takes_linear_time() -> None:
    body = "wrote 3:10:\n\n> a\nFrom: x\n" * 100_000
    started = time.perf_counter()
    _read(EML, f"{HEADERS}\n{body}")
    assert time.perf_counter() - started < 15
