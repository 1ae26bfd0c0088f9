"""Mailboxes: cut into mails where mails begin, in every dialect, however the pieces of the file fall."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.read.mail import box as mail_box
from bonafides.read.mail.box import mails

FROM = b"From amy@example.com Tue Mar  3 10:32:00 2026\n"
HEAD = b"From: amy@example.com\nTo: bob@example.org\n"
OPENINGS = {
    "mbox": FROM,
    "gmail takeout": b"From 1790000000000000001@xxx Tue Mar 03 10:32:00 +0000 2026\n",
    "thunderbird": b"From - Tue Mar  3 10:32:00 2026\n",
    "with a zone": b"From amy@example.com Tue Mar  3 10:32:00 CET 2026\n",
    "daemon": b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n",
    "windows": b"From amy@example.com Tue Mar  3 10:32:00 2026\r\n",
}


def _mails(raw: bytes) -> list[bytes]:
    return list(mails(io.BytesIO(raw), []))


@pytest.mark.parametrize("opening", OPENINGS.values(), ids=OPENINGS)
def test_dialects(opening: bytes) -> None:
    ends = b"\r\n" if opening.endswith(b"\r\n") else b"\n"
    mail = HEAD.replace(b"\n", ends) + ends + b"one" + ends + ends
    assert _mails(opening + mail + opening + mail) == [mail, mail]
    assert _mails(b"\xef\xbb\xbf\n" + opening + mail) == [mail]


@pytest.mark.parametrize(
    "line",
    [
        b"From now on we meet on Tue",
        b"From amy, who wrote on Tue 3 March 2026",
        b"From here on: 10:32",
        b"From Mon to Fri, at 10:32 sharp in 2026, please",
    ],
)
def test_sentences_are_no_mails(line: bytes) -> None:
    body = HEAD + b"\n\n" + line + b"\nHeader: like\n\n"
    assert _mails(FROM + body + FROM + HEAD) == [body, HEAD]


def test_a_from_line_in_a_body_is_no_mail() -> None:
    body = HEAD + b"\nas the log says\n" + FROM + b"and so on\n"
    assert _mails(FROM + body + FROM + HEAD) == [body, HEAD]


def test_escapes_are_undone() -> None:
    assert _mails(FROM + HEAD + b"\n>From now\n>>From then\n> From me\n") == [
        HEAD + b"\nFrom now\n>From then\n> From me\n"
    ]


def test_a_stated_length_is_believed_where_a_mail_begins_behind_it() -> None:
    body = b"\nold log:\n\n" + FROM + HEAD + b"\nend\n"
    head = HEAD + b"Content-Length: %d\n" % (len(body) - 1)
    assert _mails(FROM + head + body + b"\n" + FROM + HEAD) == [head + body + b"\n", HEAD]
    wrong = HEAD + b"Content-Length: 9999\n\nx\n"
    assert _mails(FROM + wrong + b"\n" + FROM + HEAD) == [wrong + b"\n", HEAD]


def test_nothing() -> None:
    assert _mails(b"") == []
    assert _mails(b"no mail at all\n") == []
    assert _mails(b"From ") == [b""]


def test_a_mail_beyond_measure_is_cut_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_box, "LONGEST", 20_000)
    monkeypatch.setattr(mail_box, "_PIECE", 4_096)
    huge = HEAD + b"\n" + b"x" * 76 * 10_000 + b"\n"
    cut: list[int] = []
    found = list(mails(io.BytesIO(FROM + HEAD + FROM + huge + FROM + HEAD + FROM + huge), cut))
    assert [each[:40] for each in found] == [HEAD[:40], huge[:40], HEAD[:40], huge[:40]]
    assert cut == [2, 4]
    assert all(len(each) <= 20_000 for each in found)
    assert found[2] == HEAD


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=300).map(lambda raw: raw.replace(b"From ", b"")), min_size=1), st.integers(1, 50))
def test_the_pieces_of_the_file_make_no_difference(bodies: list[bytes], size: int) -> None:
    written = [HEAD + b"\n" + body + b"\n" for body in bodies]
    raw = b"".join(FROM + each for each in written)

    class Slow(io.BytesIO):
        def read(self, count: int | None = -1, /) -> bytes:
            return super().read(min(size, count or 0))

    assert list(mails(Slow(raw), [])) == written
