"""Mails taken apart: as the standard library does it where they are sound, and to an end where they are not."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP, default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.read.mail.body import body_of
from bonafides.read.mail.letter import Letter, letters
from bonafides.read.mail.parts import Part, parse

HEADERS = b"From: amy@example.com\nTo: bob@example.org\nDate: Tue, 3 Mar 2026 10:32:00 +0000\n"
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


def _leaves(part: Part) -> list[tuple[str, str, bytes]]:
    if not part.children:
        return [(part.kind, part.name, part.content)]
    return [leaf for child in part.children for leaf in _leaves(child)]


def _theirs(mail: Message) -> list[tuple[str, str, bytes]]:
    if mail.is_multipart():
        return [leaf for child in mail.get_payload() if isinstance(child, Message) for leaf in _theirs(child)]
    content = mail.get_payload(decode=True)
    assert isinstance(content, bytes)
    return [(mail.get_content_type(), mail.get_filename() or "", content)]


@settings(max_examples=50, deadline=None)
@given(
    WORDS,
    WORDS,
    st.lists(st.tuples(st.text("abcäЖ好 .", min_size=1).map(str.strip), st.binary(max_size=200)), max_size=3),
    st.sampled_from(["base64", "quoted-printable", "8bit"]),
    st.sampled_from([default, SMTP]),
    st.booleans(),
)
def test_as_the_standard_library(
    plain: str, page: str, files: list[tuple[str, bytes]], coding: str, policy: object, carried: bool
) -> None:
    mail = EmailMessage(policy=default)
    mail["From"], mail["Subject"] = "amy@example.com", "x"
    mail.set_content(plain, cte=coding)
    mail.add_alternative(f"<p>{page}</p>", subtype="html", cte=coding)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name or "a")
    if carried:
        inner = EmailMessage()
        inner["From"] = "cho@example.net"
        inner.set_content(page)
        mail.add_attachment(inner)
    raw = mail.as_bytes(policy=policy)  # type: ignore[arg-type]
    assert _leaves(parse(raw)) == _theirs(message_from_bytes(raw))


def _letter(raw: bytes) -> Letter:
    return letters(raw, UTC)[-1]


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_000))
CARRIED = b"Content-Type: message/rfc822\n\n" * 1_000
ATTACKS = {
    "parts in parts": NESTED + b"\nend\n",
    "mails in mails": CARRIED + b"From: x@example.com\n\nend\n",
    "mails in coded mails": b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" * 500,
    "one boundary for all": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 20_000,
    "empty parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 500_000,
    "almost boundaries": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bb\n" * 500_000,
    "blanks behind a boundary": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + (b"--b" + b" " * 5_000 + b"x\n") * 500,
    "many headers": b"A: b\n" * 500_000 + b"\nend",
    "received a thousand times": b"Received: x; y\n" * 100_000 + b"\nend",
    "a folded header": b"Subject: a" + b"\n b" * 500_000 + b"\n\nend",
    "encoded words": b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\n\nend",
    "encoded words without end": b"Subject: " + b"=?" * 400_000 + b"\n\nend",
    "quotes in a parameter": b'Content-Type: text/plain; name="' + b';"' * 100_000 + b"\n\nend",
    "parameters": b"Content-Type: text/plain" + b"; a*0*=x" * 100_000 + b"\n\nend",
    "addresses": b"To: " + b'"a,b" <c@example.com>, ' * 50_000 + b"\n\nend",
    "brackets": b"To: " + b"<(" * 200_000 + b"\n\nend",
    "one line": b"\n" + b"x" * 10_000_000,
    "one line of quotes": b"\n" + b">" * 10_000_000,
    "carriage returns": b"\n" + b"\r" * 2_000_000,
    "base64 garbage": b"Content-Transfer-Encoding: base64\n\n" + b"!=\x00A" * 500_000,
    "quoted-printable garbage": b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=\xff=3=" * 500_000,
    "uuencode garbage": b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"\xffM!\n" * 300_000,
    "a charset that takes long": b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 300_000,
    "dates": b"Received: ;" + b"1 " * 40_000 + b"\nDate: " + b"Jan " * 20_000 + b"\n\nend",
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_come_to_an_end(attack: str) -> None:
    headers = b"" if attack == "dates" else HEADERS
    started = time.perf_counter()
    _letter(headers + ATTACKS[attack])
    assert time.perf_counter() - started < 20  # each takes a second at most; what is not linear takes hours


def test_what_is_nested_too_deep_is_counted() -> None:
    assert _letter(HEADERS + NESTED + b"\nend\n").left_out == 1
    assert sum(letter.left_out for letter in letters(HEADERS + CARRIED + b"\nend\n", UTC)) > 0


@pytest.mark.parametrize(
    ("charset", "raw", "text"),
    [
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("gb2312", "您好".encode("gb2312"), "您好"),
        ("iso-2022-jp", "今日は".encode("iso-2022-jp"), "今日は"),
        ("windows-1251", "Привет".encode("cp1251"), "Привет"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("none", "Grüße".encode("latin-1"), "Grüße"),
        ('"utf-8', "Grüße".encode(), "Grüße"),
    ],
)
def test_charsets(charset: str, raw: bytes, text: str) -> None:
    assert _letter(HEADERS + f"Content-Type: text/plain; charset={charset}\n\n".encode() + raw).words == text


def test_a_header_cannot_bring_another() -> None:
    letter = _letter(b"Subject: =?utf-8?Q?a=0ABcc:_cho@example.net?=\nX: y\r\nFrom: amy@example.com\n\nwords")
    assert (letter.subject, letter.sender.address) == ("a Bcc: cho@example.net", "amy@example.com")


def test_base64_that_is_cut_off_or_dirty_is_read_as_far_as_it_goes() -> None:
    for body, text in ((b"aGVsbG8gd29ybGQ", "hello world"), (b"aGVs\n*bG8=", "hello"), (b"aGVsbG8=aGVsbG8=", "hello")):
        assert _letter(HEADERS + b"Content-Transfer-Encoding: base64\n\n" + body).words.startswith(text)


def test_a_file_is_hashed_whatever_it_is_called() -> None:
    raw = HEADERS + (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html;\n name=a.html\n\n<p>x</p>\n--b--\n"
    )
    (file,) = body_of(parse(raw)).attachments
    assert (file.size, file.sha256) == (8, hashlib.sha256(b"<p>x</p>").hexdigest())
