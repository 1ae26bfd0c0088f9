"""A mail taken apart keeps every byte of its files and of the mails it carries."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import ReadError
from bonafides.read.mail.apart import results_of, taken_apart
from tests.read import msg_writing as write

NAMES = ("offer.pdf", "Übersicht.png", 'a"b.txt')
FILES = (b"%PDF-1.7 \0\xff", b"\x89PNG", b"words\n")


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Amy Lin <amy@horizon.example>"
    mail["Subject"] = "A task"
    mail.set_content("Hello.\n")
    mail.add_alternative("<p>Hello.</p>", subtype="html")
    for name, data in zip(NAMES, FILES, strict=True):
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_files_and_mails_come_out_byte_by_byte() -> None:
    outer = EmailMessage()
    outer["From"] = "Jo <jo@uni.example>"
    outer.set_content("See.\n")
    outer.add_attachment(_mail())
    found = taken_apart(outer.as_bytes(), "x")
    assert (found.text.strip(), found.files, len(found.carried)) == ("See.", [], 1)
    inner = taken_apart(found.carried[0], "x")
    assert inner.text.strip() == "Hello."
    assert [(piece.name, piece.content) for piece in inner.files] == list(zip(NAMES, FILES, strict=True))


def test_an_outlook_message_inside_another_is_written_as_a_mail() -> None:
    at = write.moment(0x0039, datetime(2026, 3, 3, tzinfo=UTC))
    amy = (write.text(0x0C1A, "Amy Lin"), write.text(0x5D01, "amy@horizon.example"), at)
    files = [write.attached(name, data, "application/pdf") for name, data in zip(NAMES, FILES, strict=True)]
    subject = write.text(0x0037, "Ein Auftrag\r\nBcc: x@y.example")
    deep = write.message(*amy, write.text(0x1000, "Deepest."), attached=files, embedded=True)
    inner = write.message(
        *amy, subject, write.text(0x1000, "Schöne Grüße"), attached=[*files, write.enclosed(deep)], embedded=True
    )
    raw = write.compound(write.message(*amy, write.text(0x1000, "See."), attached=[write.enclosed(inner)]))
    (carried,) = taken_apart(raw, "x").carried
    found = taken_apart(carried, "x")
    assert found.text == "Schöne Grüße"
    assert found.headers["subject"] == ["Ein Auftrag Bcc: x@y.example"]
    assert b"\nBcc" not in carried
    assert [piece.content for piece in found.files] == list(FILES)
    assert taken_apart(found.carried[0], "x").text == "Deepest."
    assert taken_apart(raw, "x").carried == [carried]


@pytest.mark.parametrize(
    ("head", "results"),
    [
        ("Authentication-Results: mx;\r\n spf=pass;\r\n\tdkim=fail\r\nFrom: a", ("mx; spf=pass; dkim=fail",)),
        ("From: a\nReceived-SPF: fail\nAUTHENTICATION-RESULTS: b", ("fail", "b")),
        ("From: a\n\nAuthentication-Results: in the words", ()),
        ("\n".join(f"Authentication-Results: {n}" for n in range(50)), tuple("012345")),
        ("Authentication-Results: " + "x" * 9_000, ("x" * 976,)),
    ],
)
def test_what_the_servers_wrote_is_kept_as_it_stands(head: str, results: tuple[str, ...]) -> None:
    assert tuple(each.partition(": ")[2] for each in results_of(head.encode())) == results


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_what_is_no_mail_is_a_read_error(raw: bytes) -> None:
    for given_ in (raw, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + raw):
        try:
            headers = taken_apart(given_, "x").headers
        except ReadError:
            continue
        assert headers
