"""WhatsApp exports: every locale, every line kept, the date order inferred from the whole file."""

from __future__ import annotations

import io
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import ReadError
from bonafides.read.reader import Extract, Head, Options, Source
from bonafides.read.whatsapp.export import WHATSAPP
from bonafides.read.whatsapp.header import headers

CASES = Path(__file__).parent.parent / "cases" / "read" / "whatsapp"
LOCALES = json.loads((CASES / "locales.json").read_text(encoding="utf-8"))
CHATS = json.loads((CASES / "chats.json").read_text(encoding="utf-8"))


def _read(text: str | bytes, name: str = "chat.txt", date_order: str = "", zone: Any = UTC) -> Extract:
    raw = text.encode() if isinstance(text, str) else text
    source = Source(name=name, size=len(raw), open=lambda: io.BytesIO(raw))
    return WHATSAPP.read(source, Options(timezone=zone, date_order=date_order))


def _recognised(text: str) -> bool:
    return WHATSAPP.recognises(Head(name="x", raw=text.encode(), text=text))


def _times(extract: Extract) -> list[str]:
    return [m.sent_at.replace(tzinfo=None).isoformat() if m.sent_at else "" for m in extract.threads[0].messages]


@pytest.mark.parametrize("case", LOCALES, ids=lambda case: str(case["id"]))
def test_locale(case: dict[str, Any]) -> None:
    text = "\n".join(case["lines"]) + "\n"
    assert _recognised(text)
    extract = _read(text)
    assert _times(extract) == case["times"]
    assert extract.date_order == case["order"]
    words = [line.rpartition(": ")[2] for line in case["lines"]]
    assert [m.text for m in extract.threads[0].messages] == words
    assert {m.speaker for m in extract.threads[0].messages} <= {"Amy Lin", "Bob Ray"}
    assert len(extract.problems) == ("assumed" in case["order"])


@pytest.mark.parametrize("case", CHATS, ids=lambda case: str(case["id"]))
def test_chat(case: dict[str, Any]) -> None:
    extract = _read(case["text"])
    (thread,) = extract.threads
    found = [["mine" if m.mine else str(m.form), m.speaker, m.text] for m in thread.messages]
    assert found == case["messages"]
    assert sorted(i for p in thread.parties for i in p.identifiers) == case.get("identifiers", [])
    assert len(extract.problems) == len(case["problems"]), extract.problems
    for fragment, problem in zip(case["problems"], extract.problems, strict=True):
        assert fragment in problem.what
        assert not problem.fatal


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("WhatsApp Chat with Amy Lin.txt", "Amy Lin"),
        ("WhatsApp-Chat mit Amy Lin.txt", "Amy Lin"),
        ("Chat de WhatsApp con Amy Lin.txt", "Amy Lin"),
        ("Discussion WhatsApp avec Amy Lin (2).txt", "Amy Lin"),
        ("Conversa do WhatsApp com Amy Lin.txt", "Amy Lin"),
        ("WhatsApp Chat - Amy Lin.zip/_chat.txt", "Amy Lin"),
        ("WhatsApp Chat with +44 7700 900123.txt", "+44 7700 900123"),
        ("_chat.txt", ""),
        ("notes with Amy.txt", ""),
    ],
)
def test_hint(name: str, hint: str) -> None:
    assert _read("20/09/2026, 21:15 - Amy Lin: one\n", name=name).threads[0].counterpart_hint == hint


@pytest.mark.parametrize(
    "text",
    [
        '{"date": "20/09/2026, 21:15 - Amy: one"}',
        "FROM,TO,DATE,CONTENT\nAmy,Bob,2026-09-20 21:15:00 UTC,hello\n",
        "From amy@example.com Tue Mar  3 10:32:00 2026\nFrom: amy@example.com\n\nhello\n",
        "Hello Bob,\nI saw your profile.\n",
        "2026-03-01 10:32 Amy Lin: hello\n2026-03-01 10:33 Bob Ray: hi\n",
        "01/03/2026, 10:32 Amy Lin - hello\n01/03/2026, 10:33 Bob Ray - hi\n",
        "Dear Bob,\nfirst line\n12/03/2026, 10:00 - breakfast\nlast line\n",
        "",
    ],
)
def test_not_recognised(text: str) -> None:
    assert not _recognised(text)


def test_stated_order_wins() -> None:
    text = "02/03/2026, 9:15 - Amy Lin: one\n"
    assert _times(_read(text, date_order="mdy")) == ["2026-02-03T09:15:00"]
    assert _read(text, date_order="mdy").problems == ()
    assert _read(text, date_order="mdy").date_order == "mdy"
    assert _times(_read("2026-03-02, 9:15 - Amy Lin: one\n", date_order="dmy")) == ["2026-03-02T09:15:00"]


def test_local_times_become_utc() -> None:
    extract = _read("20/07/2026, 21:15 - Amy Lin: one\n", zone=ZoneInfo("Europe/Berlin"))
    assert extract.threads[0].messages[0].sent_at == datetime(2026, 7, 20, 19, 15, tzinfo=UTC)


def test_the_repeated_hour_keeps_the_order() -> None:
    text = "25/10/2026, 02:50 - Amy Lin: one\n25/10/2026, 02:10 - Amy Lin: two\n"
    first, second = _read(text, zone=ZoneInfo("Europe/Berlin")).threads[0].messages
    assert first.sent_at is not None
    assert second.sent_at == first.sent_at + timedelta(minutes=20)


def test_byte_order_mark_and_utf16() -> None:
    text = "20/09/2026, 21:15 - Amy Lin: für\n"
    for raw in (text.encode("utf-8-sig"), text.encode("utf-16")):
        assert _read(raw).threads[0].messages[0].text == "für"


def test_no_dated_line_is_an_error() -> None:
    with pytest.raises(ReadError) as caught:
        _read("hello\n")
    assert caught.value.next_step


def test_a_huge_message_takes_linear_time() -> None:
    body = "1 [2/3/24, 9:15 x\n" * 280_000
    started = time.perf_counter()
    extract = _read("20/09/2026, 21:15 - Amy Lin: " + body)
    assert time.perf_counter() - started < 120  # what is not linear takes hours
    assert extract.threads[0].messages[0].text == body.removesuffix("\n")


FORMS = {
    "{:%d/%m/%Y, %H:%M} - ": False,
    "{:%d.%m.%y, %H:%M} - ": False,
    "{:%m/%d/%y, %I:%M\u202f%p} - ": False,
    "{:%d/%m/%Y %I:%M} {part} - ": False,
    "\u200e[{:%d/%m/%Y, %H:%M:%S}] ": True,
    "[{:%d.%m.%y, %I:%M:%S\u202f%p}] ": True,
    "{:%Y-%m-%d, %H:%M} - ": False,
    "[{:%d.%m.%Y klo %H.%M.%S}] ": True,
    "[{:%Y/%m/%d} {part_zh}{0:%I:%M:%S}] ": True,
}
WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cs"]), min_size=1, max_size=60
).filter(lambda text: not any(headers("\n" + text)))
NAMES = st.sampled_from(["Amy Lin", "Zoë O'Hara", "李明", "Bob (work)", "Cho-Han"])
TURNS = st.lists(st.tuples(NAMES, WORDS, st.integers(60, 40_000)), min_size=1, max_size=12)


def _stamp(form: str, at: datetime) -> str:
    afternoon = at.hour >= 12
    zh = form.replace("{:%Y/%m/%d} {part_zh}{0:", "{0:%Y/%m/%d} {part_zh}{0:")
    return zh.format(at, part="p. m." if afternoon else "a. m.", part_zh="下午" if afternoon else "上午")


@settings(max_examples=60, deadline=None)
@given(form=st.sampled_from(sorted(FORMS)), turns=TURNS)
def test_what_is_written_is_read_back(form: str, turns: list[tuple[str, str, int]]) -> None:
    at = datetime(2026, 1, 25, 9, 5, tzinfo=UTC)  # the 25th decides the order of the file
    lines, expected = [], []
    for name, words, later in turns:
        lines.append(f"{_stamp(form, at)}{name}: {words}\n")
        expected.append((name, words, at))
        at += timedelta(seconds=later if FORMS[form] else later // 60 * 60)
    (thread,) = _read("".join(lines)).threads
    assert [(m.speaker, m.text, m.sent_at) for m in thread.messages] == expected


@settings(max_examples=60, deadline=None)
@given(turns=TURNS, cut=st.integers(0, 400))
def test_a_truncated_file_is_read_to_its_end(turns: list[tuple[str, str, int]], cut: int) -> None:
    raw = "".join(f"25/01/2026, 09:0{i % 10} - {name}: {words}\n" for i, (name, words, _) in enumerate(turns)).encode()
    whole = _read(raw).threads[0].messages
    rest = _read(raw[: max(40, len(raw) - cut)]).threads[0].messages
    assert 1 <= len(rest) <= len(whole)
    assert rest[:-1] == whole[: len(rest) - 1]


EXPORTS = json.loads((CASES / "exports.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", EXPORTS, ids=lambda case: str(case["id"]))
def test_export(case: dict[str, Any]) -> None:
    """A row is [how the line begins, time, form, speaker, text, name of a file if one came with it]."""
    rows = case["rows"]
    text = "".join(f"{row[0]}{row[3]}{': ' if row[3] else ''}{row[4]}\n" for row in rows)
    assert _recognised(text)
    extract = _read(text)
    found = [
        [str(m.form), m.speaker, m.text, *(attachment.name for attachment in m.attachments)]
        for m in extract.threads[0].messages
    ]
    assert found == [[*row[2:4], row[4].removeprefix("\u200e"), *row[5:]] for row in rows]
    assert _times(extract) == [row[1] for row in rows]
    assert extract.problems == ()


BERLIN = ZoneInfo("Europe/Berlin")


def _clock(extract: Extract) -> list[str]:
    return [f"{m.sent_at:%H:%M}" if m.sent_at else "" for m in extract.threads[0].messages]


def test_the_whole_repeated_hour_goes_forward() -> None:
    stamps = ("01:59", "02:10", "02:30", "02:30", "02:05", "02:30", "02:59", "03:00")
    text = "".join(f"25/10/2026, {stamp} - Amy Lin: {n}\n" for n, stamp in enumerate(stamps))
    found = _clock(_read(text, zone=BERLIN))
    assert found == ["23:59", "00:10", "00:30", "00:30", "01:05", "01:30", "01:59", "02:00"]


def test_a_skipped_hour_is_said() -> None:
    text = "29/03/2026, 01:59 - Amy Lin: one\n29/03/2026, 02:30 - Bob Ray: two\n29/03/2026, 03:45 - Amy Lin: three\n"
    extract = _read(text, zone=BERLIN)
    assert _clock(extract) == ["00:59", "01:30", "01:45"]
    (problem,) = extract.problems
    assert problem.what.startswith("1 line(s) have a time that the clocks of the stated time zone skipped")
    assert _read(text).problems == ()


@pytest.mark.parametrize(
    ("written", "files"),
    [
        ("\u200e<attached: 00000001-PHOTO.jpg>", ["00000001-PHOTO.jpg"]),
        ("look at this\r\n\u200e<attached: offer: v2.pdf>", ["offer: v2.pdf"]),
        ("00000012-PHOTO.jpg <\u200eattached>", ["00000012-PHOTO.jpg"]),
        ("offer.pdf • \u200e3 pages <\u200eattached>", ["offer.pdf"]),
        ("offer.docx \u200edocument omitted", ["offer.docx"]),
        ("my offer.v2.pdf (file attached)", ["my offer.v2.pdf"]),
        ("STK-20240301-WA0000.webp (ekte)", ["STK-20240301-WA0000.webp"]),
        ("see notes.txt (the new one)", []),
        ("he wrote <attached: a.pdf> to me", []),
        ("<Media omitted>", []),
        ("\u200eimage omitted", []),
        ("www.example.com (mine)", []),
    ],
)
def test_named_files(written: str, files: list[str]) -> None:
    (message,) = _read(f"[20/09/2026, 21:15:00] Amy Lin: {written}\n").threads[0].messages
    assert [attachment.name for attachment in message.attachments] == files
    assert message.text == written.removeprefix("\u200e")
