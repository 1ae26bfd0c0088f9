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
from bonafides.model import Form, Message
from bonafides.read.mail import mails as mail
from bonafides.read.mail.html import text_of_html
from bonafides.read.mail.mails import EML, MBOX
from bonafides.read.mail.quotes import runs
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


def _found(extract: Extract) -> list[list[Any]]:
    return [_shown(message) for thread in extract.threads for message in thread.messages]


def _shown(m: Message) -> list[Any]:
    """Form, speaker, text, and where there are any subject and attachments."""
    shown: list[Any] = ["mine" if m.mine and m.form is Form.SENT else str(m.form), m.speaker, m.text]
    more = [m.subject, [str(each) for each in m.attachments]]
    return shown + more if m.attachments else shown + more[:1] if m.subject else shown


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
        assert problem.fatal is ("cut off" in problem.what)


@pytest.mark.parametrize("case", QUOTES, ids=lambda case: str(case["id"]))
def test_own_words(case: dict[str, Any]) -> None:
    extract = _read(EML, f"{HEADERS}Content-Type: text/plain; charset=utf-8\n\n{case['body']}")
    (message,) = extract.threads[0].messages
    assert message.text == case["own"]
    lines = iter(case["body"].split("\n"))
    assert all(line in lines for line in message.text.split("\n"))


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
        "From: Amy Lin\nSent: Tuesday, March 3, 2026\nTo: Bob Ray\nSubject: x\n\nwords\n",
        "Sender: Amy Lin\nDate: 3 March 2026\nMessage: we pay for a report\n",
        "",
    ],
)
def test_not_recognised(text: str) -> None:
    assert not _recognised(EML, text)
    assert not _recognised(MBOX, text)


def test_a_mail_of_apple_begins_with_its_length() -> None:
    mail = f"{HEADERS}\nwords\n"
    text = f"{len(mail)}       \n{mail}<?xml version='1.0'?>\n<plist></plist>\n"
    assert _recognised(EML, text)
    assert [m.text for thread in _read(EML, text).threads for m in thread.messages] == ["words"]


def test_a_mail_with_nothing_but_a_file_is_one_message() -> None:
    part = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\naGVsbG8="
    extract = _read(EML, f"Subject: x\n{HEADERS}{part}")
    assert _found(extract) == [["sent", "amy@example.com", "", "x", ["[attachment: a.pdf, application/pdf, 5 bytes]"]]]
    (file,) = extract.threads[0].messages[0].attachments
    assert file.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def test_what_a_signature_repeats_of_the_user_is_not_the_senders() -> None:
    owner = "From: bob@example.org\nTo: amy@example.com\n\nYes.\n-- \nBob\n+44 7700 900124\n"
    theirs = f"{HEADERS}Delivered-To: bob@example.org\n\nCall you at:\n-- \nAmy\n+44 7700 900124\n+44 7700 900123\n"
    own = _read(MBOX, _mbox(owner, theirs + "www.bright.example\nbob@example.org\n"))
    assert _identifiers(own) == ["domain:bright.example", "email:amy@example.com", "phone:+447700900123"]


def test_a_subject_stands_where_it_begins() -> None:
    subjects = ["a task", "Re: A task", "AW: Re: a task", "other", "Fwd: other", "a task"]
    extract = _read(MBOX, _mbox(*(f"Subject: {subject}\n{HEADERS}\nwords" for subject in subjects)))
    assert [m.subject for m in extract.threads[0].messages] == ["a task", "", "", "other", "", "a task"]


def test_of_a_mail_beyond_measure_the_beginning_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LONGEST", 1024**2)
    extract = _read(EML, f"{HEADERS}\nwords\n" + "x" * 1024**2)
    assert extract.threads[0].messages[0].text.startswith("words\nxxx")
    assert [(problem.what[:31], problem.fatal) for problem in extract.problems] == [
        ("1 mail(s) are longer than 1 MiB", True)
    ]


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
