"""A mail becomes a report: the reporter's words apart from what they hand on, whatever program wrote it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.desk.intake.handed_on import in_one_form, split
from bonafides.desk.intake.mail_in import Door, from_mail, is_mail_file
from bonafides.desk.intake.received import BOUNDS, Received, understood
from bonafides.errors import DeskError
from tests.read import msg_writing as write

NOW = datetime(2026, 3, 5, tzinfo=UTC)
DESK = Door(via="imap", to_desk=True)
UPLOAD = Door(via="mail")
FORWARDS = json.loads((Path(__file__).parents[2] / "cases" / "desk" / "forwards.json").read_text("utf-8"))
LURE = "Dear Jo,\nwould you write two pages for a client whom I cannot name? Please keep it between us.\n"


def _from(raw: bytes, door: Door = DESK) -> Received:
    return from_mail("mail.eml", raw, door, received_at=NOW)


def _plain(body: str, subject: str = "Fwd: A task", sender: str = "Jo Field <jo@uni.example>") -> bytes:
    head = f"From: {sender}\nTo: desk@uni.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n"
    return (head + body).encode()


def _suspicious() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Amy Lin <amy@horizon.example>"
    mail["To"] = "Jo Field <jo@uni.example>"
    mail["Subject"] = "A task"
    mail["Date"] = "Tue, 3 Mar 2026 10:32:00 +0000"
    mail["Authentication-Results"] = "mx.uni.example; spf=pass; dkim=fail"
    mail.set_content(LURE)
    return mail


def _forwarding(said: str = "I got this yesterday.", subject: str = "Please look") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Jo Field <jo@uni.example>"
    mail["To"] = "desk@uni.example"
    mail["Subject"] = subject
    mail["Message-ID"] = "<1@uni.example>"
    mail.set_content(said)
    return mail


def _messages(received: Received) -> list[list[Any]]:
    return [
        [m.speaker, m.mine, m.text, m.sent_at.isoformat() if m.sent_at else ""]
        for judged in understood(received).conversations
        for m in judged.entry.conversation.messages
    ]


@pytest.mark.parametrize("case", FORWARDS, ids=lambda case: str(case["id"]))
def test_what_is_handed_on_in_the_text_is_read_as_theirs(case: dict[str, Any]) -> None:
    received = _from(_plain(case["body"], case["subject"]))
    assert received.reporter == "jo@uni.example"
    assert received.said == case["said"]
    assert _messages(received) == case["messages"]
    (material, whole) = received.files
    assert (material.read, whole.read) == (True, False)
    assert whole.data == _plain(case["body"], case["subject"])


@pytest.mark.parametrize("case", FORWARDS, ids=lambda case: str(case["id"]))
def test_the_reporter_is_no_party_of_the_case_by_their_report(case: dict[str, Any]) -> None:
    """What they wrote to the desk is never among what is judged."""
    for _, _, text, _ in _messages(_from(_plain(case["body"], case["subject"]))):
        assert not case["said"] or case["said"] not in text


@pytest.mark.parametrize("door", [DESK, UPLOAD, Door(via="mail", ours=("uni.example",))])
def test_a_mail_handed_on_as_attachment_is_the_material(door: Door) -> None:
    mail = _forwarding()
    mail.add_attachment(_suspicious())
    received = _from(mail.as_bytes(), door)
    assert received.said == "Please look\n\nI got this yesterday."
    assert received.reporter == "jo@uni.example"
    assert [(f.name, f.read) for f in received.files] == [("A task.eml", True), ("mail.eml", False)]
    assert _messages(received) == [["Amy Lin", False, LURE.strip(), "2026-03-03T10:32:00+00:00"]]
    (fact,) = received.facts[1:]
    assert (fact.name, fact.value, fact.of) == (
        "authentication-results",
        "mx.uni.example; spf=pass; dkim=fail",
        "A task.eml",
    )


def test_the_reporters_own_mails_are_theirs() -> None:
    answer = EmailMessage()
    answer["From"] = "Jo Field <jo@uni.example>"
    answer["To"] = "Amy Lin <amy@horizon.example>"
    answer["Date"] = "Tue, 3 Mar 2026 11:00:00 +0000"
    answer.set_content("Who is the client?")
    mail = _forwarding()
    mail.add_attachment(_suspicious())
    mail.add_attachment(answer)
    assert [(speaker, mine) for speaker, mine, *_ in _messages(_from(mail.as_bytes()))] == [
        ("Amy Lin", False),
        ("Jo Field", True),
    ]


def test_a_mail_that_is_attached_and_quoted_is_read_once() -> None:
    quote = "\n-----Original Message-----\nFrom: Amy Lin <amy@horizon.example>\nSent: Tuesday, March 3, 2026 10:32 AM\n"
    mail = _forwarding(f"See.\n{quote}To: Jo\nSubject: A task\n\n{LURE}", "Fwd: A task")
    mail.add_attachment(_suspicious())
    assert len(_messages(_from(mail.as_bytes()))) == 1


@pytest.mark.parametrize(
    ("door", "raw", "reporter"),
    [
        (UPLOAD, _suspicious().as_bytes(), ""),
        (DESK, _suspicious().as_bytes(), "amy@horizon.example"),
        (UPLOAD, _plain(FORWARDS[0]["body"]), "jo@uni.example"),
        (Door(via="mail", ours=("uni.example",)), _plain(FORWARDS[0]["body"]), "jo@uni.example"),
        (Door(via="mail", ours=("uni.example",)), _plain(FORWARDS[0]["body"], sender="x@uni.example.evil.example"), ""),
        (Door(via="mail", ours=("uni.example",)), _plain(FORWARDS[0]["body"], sender="x@horizon.example"), ""),
    ],
)
def test_who_reports_depends_on_the_door(door: Door, raw: bytes, reporter: str) -> None:
    received = _from(raw, door)
    assert received.reporter == reporter
    if not reporter:
        assert [(f.data, f.read) for f in received.files] == [(raw, True)]
        assert received.said == ""


def test_a_mail_to_the_desk_without_material_is_kept_and_says_so() -> None:
    first = _from(_plain("Please call me, somebody asks odd things.", "Question"))
    assert first.said == "Question\n\nPlease call me, somebody asks odd things."
    assert ["hands on no message" in problem.what for problem in first.problems] == [True]
    assert understood(first).conversations == ()


def test_two_mails_of_the_same_words_are_two_reports_and_one_mail_twice_is_one() -> None:
    one = b"Message-ID: <1@uni.example>\n" + _plain("Please call me.", "Question")
    two = b"Message-ID: <2@uni.example>\n" + _plain("Please call me.", "Question")
    assert _from(one).digest == _from(b"Received: by mx; 3 Mar 2026\n" + one).digest != _from(two).digest


def test_the_same_forward_is_one_report_however_it_travelled() -> None:
    raw = _plain(FORWARDS[0]["body"])
    again = b"Received: by elsewhere; Tue, 3 Mar 2026 10:32:00 +0000\nMessage-ID: <3@x>\n" + raw
    assert _from(raw).digest == _from(again).digest
    other = _plain(FORWARDS[0]["body"], sender="Kit <kit@uni.example>")
    assert _from(raw).digest != _from(other).digest, "two people who were sent the same are two reports"


# --- Outlook's own format


AT = datetime(2026, 3, 3, 10, 32, tzinfo=UTC)
JO = (write.text(0x0C1A, "Jo Field"), write.text(0x5D01, "jo@uni.example"), write.moment(0x0039, AT))
AMY = (write.text(0x0C1A, "Amy Lin"), write.text(0x5D01, "amy@horizon.example"), write.moment(0x0039, AT))
SECURITY = (("Security", "desk@uni.example"),)


def _outlook_with_text() -> bytes:
    body = FORWARDS[3]["body"].replace("\n", "\r\n")
    return write.compound(write.message(*JO, write.text(0x0037, "FW: A task"), write.text(0x1000, body), to=SECURITY))


def _outlook_with_mail() -> bytes:
    transport = "Authentication-Results: mx.uni.example; dmarc=fail\r\n\r\n"
    lure = (*AMY, write.text(0x0037, "A task"), write.text(0x1000, LURE), write.text(0x007D, transport))
    inner = write.message(
        *lure, to=(("Jo Field", "jo@uni.example"),), attached=[write.attached("a.pdf", b"%PDF-x")], embedded=True
    )
    own = (*JO, write.text(0x0037, "Look"), write.text(0x1000, "I got this."))
    return write.compound(write.message(*own, to=SECURITY, attached=[write.enclosed(inner)]))


def test_an_outlook_message_is_taken_apart_as_any_mail() -> None:
    received = _from(_outlook_with_text())
    assert (received.reporter, received.said) == ("jo@uni.example", FORWARDS[3]["said"])
    assert _messages(received) == FORWARDS[3]["messages"]


def test_a_mail_attached_in_outlook_is_the_material() -> None:
    received = _from(_outlook_with_mail(), UPLOAD)
    assert (received.reporter, received.said) == ("jo@uni.example", "Look\n\nI got this.")
    assert [(speaker, text) for speaker, _, text, _ in _messages(received)] == [("Amy Lin", LURE.strip())]
    assert [(fact.value, fact.of) for fact in received.facts[1:]] == [("mx.uni.example; dmarc=fail", "A task.eml")]
    (entry,) = (judged.entry for judged in understood(received).conversations)
    (attached,) = entry.conversation.messages[0].attachments
    assert (attached.name, attached.size) == ("a.pdf", 6)
    assert received.digest == _from(_outlook_with_mail(), UPLOAD).digest


# --- bad mails


@pytest.mark.parametrize(
    "raw", [b"", b"\0", b"hello", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000]
)
def test_what_is_no_mail_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(DeskError, match="No mail could be read"):
        _from(raw)
    assert not is_mail_file(raw[:100])


def test_a_mail_beyond_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(DeskError, match="64 MB"):
        _from(b"From: a@b.example\n\n" + b"x" * BOUNDS.bytes)


def test_a_thousand_mails_inside_each_other_are_taken_and_what_was_not_read_is_said() -> None:
    inner = _suspicious().as_bytes()
    for number in range(1_000):
        head = f"From: a{number}@b.example\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
        inner = head.encode() + inner
    said = [problem.what for problem in understood(_from(inner)).problems]
    assert any("nested too deep" in each for each in said)


def test_two_hundred_attachments_under_names_that_climb_are_kept_inert() -> None:
    mail = _forwarding()
    for number in range(200):
        name = f"../../../etc/cron.d/{number}\u202egpj.exe"
        mail.add_attachment(b"MZ%d" % number, maintype="application", subtype="x-msdownload", filename=name)
    found = understood(_from(mail.as_bytes()))
    names = [file.name for file in found.attachments]
    assert len(names) == len(set(names)) == 201
    assert not any("/" in name or "\\" in name or "\u202e" in name or name.startswith(".") for name in names)
    assert any("100 file(s) were kept and not read" in problem.what for problem in found.problems)
    assert [file.data for file in found.attachments][:2] == [b"MZ0", b"MZ1"]


@pytest.mark.parametrize("charset", ["utf-7", "x-unknown", "punycode", "idna", "utf-16", "\x00", "a" * 5_000])
def test_a_wrong_character_set_stops_nothing(charset: str) -> None:
    head = f"From: jo@uni.example\nSubject: =?{charset}?q?A?=\nContent-Type: text/plain; charset={charset}\n\n"
    assert _from(head.encode() + b"Hello\xff").reporter == "jo@uni.example"


def test_ten_thousand_files_are_not_kept_one_by_one() -> None:
    part = "--x\nContent-Disposition: attachment; filename=a\n\nz\n"
    raw = f"From: jo@uni.example\nContent-Type: multipart/mixed; boundary=x\n\n{part * 20_000}--x--\n".encode()
    received = _from(raw)
    assert len(received.files) == 1_001
    assert received.files[-1].data == raw
    assert any("1000 files or more" in problem.what for problem in received.problems)


def test_a_mail_that_is_cut_off_says_so() -> None:
    mail = _forwarding()
    mail.add_attachment(_suspicious())
    raw = mail.as_bytes()
    received = _from(raw[: raw.index(b"would you write")])
    assert any("cut off" in problem.what for problem in received.problems)


def test_very_long_words_are_cut_with_a_word_about_it() -> None:
    received = _from(_plain("all day long " * 20_000))
    assert len(received.said) == BOUNDS.said
    assert any("more than 100000 characters" in problem.what for problem in received.problems)
    assert any("longer than 500000" in p.what for p in _from(_plain("word " * 500_000)).problems)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 600), st.integers(0, 3))
def test_damage_never_raises_anything_but_a_refusal(noise: bytes, place: int, kind: int) -> None:
    mail = _forwarding()
    mail.add_attachment(_suspicious())
    whole = mail.as_bytes() if kind % 2 else _plain(FORWARDS[10]["body"])
    raw = whole[:place] + noise + whole[place + (len(noise) if kind > 1 else 0) :]
    for door in (DESK, UPLOAD):
        try:
            received = _from(raw, door)
        except DeskError:
            continue
        assert len(received.digest) == 64
        assert all(file.data for file in received.files if not file.read)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=200))
def test_nothing_of_a_text_is_lost_when_it_is_split(own: str, quoted: str) -> None:
    head = "---------- Forwarded message ---------\nFrom: A <a@b.example>\nDate: Tue, 3 Mar 2026 10:32\nTo: c"
    mine, theirs = split(f"{own}\n\n{head}\n\n{quoted}")
    for word in (*own.split(), *quoted.split()):
        assert word in mine or word in theirs or word.strip("> ") in theirs


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["> ", ">> ", "From: A <a@b.example>", "Betreff: x", "An: y", "Datum: 3.3.2026 10:32", "a", ""])
    )
)
def test_one_form_keeps_every_line_that_is_no_header(lines: list[str]) -> None:
    found = in_one_form("\n".join(lines)).split("\n")
    assert found.count("a") == lines.count("a")
