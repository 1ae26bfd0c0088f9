"""Outlook messages: read as any mail is, whatever form the words are kept in; hostile files end in a clear word."""

from __future__ import annotations

import contextlib
import hashlib
import io
import struct
from datetime import UTC, datetime

import oxmsg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import ReadError
from bonafides.read.mail.msg import MSG
from bonafides.read.mail.rtf import text_of_rtf, unpacked
from bonafides.read.reader import HEAD_BYTES, Extract, Head, Options, Source
from tests.read import msg_writing as write

AT = datetime(2026, 3, 3, 10, 32, tzinfo=UTC)
SENDER = (write.text(0x0C1A, "Amy Lin"), write.text(0x5D01, "amy@example.com"))
BASE = (*SENDER, write.text(0x0037, "A small task"), write.moment(0x0039, AT), write.text(0x001A, "IPM.Note"))
BOB = (("Bob Ray", "bob@example.org"),)
PLAIN = write.text(0x1000, "Dear Bob,\r\n\r\nwould you write two pages?\r\n")
ORDINARY = write.compound(write.message(*BASE, PLAIN, to=BOB, attached=[write.attached("offer.pdf", b"%PDF" * 2_000)]))


def _read(raw: bytes) -> Extract:
    return MSG.read(Source(name="x.msg", size=len(raw), open=lambda: io.BytesIO(raw)), Options(timezone=UTC))


def _recognised(raw: bytes) -> bool:
    return MSG.recognises(Head(name="x", raw=raw[:HEAD_BYTES], text=""))


def _words(*properties: tuple[int, int, bytes]) -> str:
    (thread,) = _read(write.compound(write.message(*BASE, *properties, to=BOB))).threads
    return thread.messages[0].text


def test_the_writer_writes_what_others_read() -> None:
    theirs = oxmsg.Message.load(ORDINARY)
    assert theirs.subject == "A small task"
    assert theirs.body == "Dear Bob,\r\n\r\nwould you write two pages?\r\n"
    assert theirs.sent_date == AT
    assert [(each.name, each.email_address) for each in theirs.recipients] == list(BOB)
    assert [each.file_bytes for each in theirs.attachments] == [b"%PDF" * 2_000]


def test_an_ordinary_message() -> None:
    assert _recognised(ORDINARY)
    extract = _read(ORDINARY)
    (thread,) = extract.threads
    (message,) = thread.messages
    assert (message.speaker, message.subject, message.sent_at) == ("Amy Lin", "A small task", AT)
    assert message.text == "Dear Bob,\n\nwould you write two pages?"
    (file,) = message.attachments
    assert (file.name, file.media_type, file.size) == ("offer.pdf", "application/pdf", 8_000)
    assert file.sha256 == hashlib.sha256(b"%PDF" * 2_000).hexdigest()
    assert {"email:amy@example.com"} <= {i for party in thread.parties for i in party.identifiers}
    assert extract.problems == ()


def test_words_in_every_form() -> None:
    assert _words(write.binary(0x1013, "<p>Grüße</p>".encode("cp1252")), write.number(0x3FDE, 1252)) == "Grüße"
    assert _words(write.text(0x1013, "<p>Grüße</p>")) == "Grüße"
    assert _words(write.text(0x1000, "Привет", "cp1251"), write.number(0x3FFD, 1251)) == "Привет"
    assert _words(write.text(0x1000, "您好", "gb18030"), write.number(0x3FFD, 936)) == "您好"
    rtf = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}\f0 \'cf\'f0\'e8\'e2\'e5\'f2, \u8220?Bob\u8221?\par two}"
    assert _words(write.binary(0x1009, write.packed_rtf(rtf))) == "Привет, “Bob”\ntwo"
    assert _words(write.text(0x1000, " "), write.text(0x1013, "<p>shown</p>")) == "shown"


def test_html_in_rtf() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 "
        rb"caf\'e9 &{\*\htmltag84 <b>}two{\*\htmltag92 </b>}\htmlrtf \par hidden"
        rb"\htmlrtf0 {\*\htmltag72 </p>}\htmlrtf }\htmlrtf0 }"
    )
    assert text_of_rtf(rtf) == "café &two"


def test_compressed_rtf_of_the_specification() -> None:
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    repeats = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked(repeats) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    loop = struct.pack("<II4sI", 50, 17 * 8, b"LZFu", 0) + b"\x01\x0c\xf0" * 8
    assert len(unpacked(loop)) <= 17 * 8


def test_headers_of_the_wire_come_first() -> None:
    wire = write.text(
        0x007D,
        "Received: by mx.example.org; Tue, 3 Mar 2026 10:33:00 +0000\r\n"
        "From: =?utf-8?Q?Zo=C3=AB?= <zoe@example.com>\r\n"
        "To: bob@example.org\r\nDate: Tue, 3 Mar 2026 11:30:00 +0100\r\n",
    )
    (thread,) = _read(write.compound(write.message(*BASE, PLAIN, wire, to=BOB))).threads
    (message,) = thread.messages
    assert (message.speaker, message.sent_at) == ("Zoë", datetime(2026, 3, 3, 10, 30, tzinfo=UTC))
    assert message.subject == "A small task"


def test_a_message_inside_a_message() -> None:
    inner = write.message(*BASE, PLAIN, to=BOB, embedded=True)
    outer = write.message(
        write.text(0x0C1A, "Bob Ray"), write.text(0x5D01, "bob@example.org"), write.text(0x1000, "Please look."),
        to=[("Desk", "desk@example.net")], attached=[write.enclosed(inner)],
    )  # fmt: skip
    said = [(m.speaker, m.text) for thread in _read(write.compound(outer)).threads for m in thread.messages]
    assert sorted(said) == [("Amy Lin", "Dear Bob,\n\nwould you write two pages?"), ("Bob Ray", "Please look.")]


def test_only_a_file() -> None:
    (thread,) = _read(write.compound(write.message(*SENDER, attached=[write.attached("a.pdf", b"x")]))).threads
    assert [(m.text, [a.name for a in m.attachments]) for m in thread.messages] == [("", ["a.pdf"])]


def test_an_address_of_exchange_is_none() -> None:
    (thread,) = _read(
        write.compound(write.message(write.text(0x0C1A, "Amy Lin"), write.text(0x0C1F, "/O=ORG/CN=AMY"), PLAIN))
    ).threads
    assert thread.messages[0].speaker == "Amy Lin"
    assert not any(party.identifiers for party in thread.parties)


@pytest.mark.parametrize("stream", ["WordDocument", "Workbook", "PowerPoint Document", "Contents"])
def test_documents_are_no_messages(stream: str) -> None:
    raw = write.compound({stream: b"x" * 5_000, "\x05SummaryInformation": b"y" * 500})
    assert not _recognised(raw)
    with pytest.raises(ReadError, match="no Outlook message"):
        _read(raw)


def test_cut_off_anywhere() -> None:
    for end in (*range(0, 2_000, 37), *range(2_000, len(ORDINARY), 701)):
        with contextlib.suppress(ReadError):
            _read(ORDINARY[:end])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(ORDINARY) - 1), st.binary(min_size=1, max_size=8))
def test_damage_never_ends_in_a_traceback(at: int, junk: bytes) -> None:
    raw = ORDINARY[:at] + junk + ORDINARY[at + len(junk) :]
    _recognised(raw)
    with contextlib.suppress(ReadError):
        _read(raw)


def test_sizes_that_the_file_cannot_have_are_not_believed() -> None:
    for place, value in ((40, 2**31), (44, 2**32 - 1), (64, 2**32 - 1), (72, 2**32 - 1)):
        raw = bytearray(ORDINARY)
        struct.pack_into("<I", raw, place, value)
        with pytest.raises(ReadError):
            _read(bytes(raw))


def test_many_streams_that_share_their_bytes_are_not_all_read() -> None:
    raw = bytearray(
        write.compound(
            write.message(*BASE, PLAIN, attached=[write.attached(f"{n}.pdf", b"x" * 200_000) for n in range(5)])
        )
    )
    at = [
        place for place in range(0, len(raw), 128) if raw[place:].startswith("__substg1.0_37010102".encode("utf-16-le"))
    ]
    for place in at:
        struct.pack_into("<IQ", raw, place + 116, struct.unpack_from("<I", raw, at[0] + 116)[0], len(raw) - 5_000)
    (problem,) = _read(bytes(raw)).problems
    assert "were not read" in problem.what
