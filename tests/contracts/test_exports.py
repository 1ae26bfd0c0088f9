"""Whatever people write, in whatever format a program exports it: it is read back as it was written."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bonafides.model import Form, Message, Reading
from bonafides.read import read
from tests.contracts.exports import FIRST_ONLY, ONE_SIDED, WRITERS, Said, Writer
from tests.contracts.samples import talk

EXAMPLES = 15
NAMES = ("Amy Lin", "Zoë O'Hara", "李明", "Bob Ray (work)", "Cho-Han Søren", "Алексей Ω")
ZONES = (UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata"), ZoneInfo("America/New_York"))
START = datetime(2026, 1, 25, 9, 5, tzinfo=UTC)  # the 25th decides the order of day and month
NASTY = (
    "\n", "\n\n", "\r", "\r\n", "\t", " ", "  ", '"', '""', "'", ",", ";", ":", ": ", "\\", "\\n", "\\u0041",
    "{", "}]", "[", "<b>", "a < b > c", "&", "&amp;", "&#65;", "%", "=1+1", "@", "#", "*", "_", "~", "`", "—",
    "…", "\u200b", "\u200e", "\u200f", "\u202e", "\ufeff", "\u2028", "\x85", "\x0b", "\x0c", "\x1c", "\0",
    "\x1b[31m", "é", "Ã©", "Ã", "â€™", "’", "ﬁ", "مرحبا", "שלום", "你好，", "😀", "👩‍👩‍👧", "🇩🇰", "e\u0301",
    "\U0010ffff", "12/03/24, 10:15 - Amy: hi", "[12/03/2024, 10:15:00] Amy: hi", "[2026-01-25, 10:15] Amy: hi",
    "From ", "From amy@example.com Tue Mar  3 10:32:00 2026", "\nFrom here on", ">From ", "> quoted",
    "On Tue, 3 Mar 2026 at 10:32, Amy wrote:", "Subject: x", "--", "-- ", "Me: ", "Amy Lin: ",
    "https://example.com/a?b=c&d=e", "+44 7700 900123", "a@b.example", "<Media omitted>", "null", "true",
    '{"text": "x"}', '"messages": [', "</p>", "<br>", "]]>", "FROM,TO,DATE,CONTENT", "2026-03-01 09:00:00 UTC",
)  # fmt: skip
TEXTS = st.lists(
    st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(("Good day", "ok")),
    min_size=1,
    max_size=8,
).map("".join)
TALKS = st.lists(st.tuples(st.integers(0, 1), TEXTS, st.integers(0, 40_000)), min_size=1, max_size=6)


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: str(writer.name))
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(names=st.permutations(NAMES), turns=TALKS, zone=st.sampled_from(ZONES))
def test_what_was_written_is_read_back(
    writer: Writer, names: Sequence[str], turns: list[tuple[int, str, int]], zone: tzinfo
) -> None:
    said = _said(writer, names, turns)
    assume(said)
    assert _back(writer, said, zone) == said


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: str(writer.name))
def test_every_nasty_text_between_and_inside_ordinary_ones(writer: Writer) -> None:
    for text in NASTY:
        turns = [(0, "Good day", 60), (1, text, 60), (0, f"before {text} after", 60), (1, f"{text}{text}end", 60)]
        said = _said(writer, NAMES, turns[1:] if writer in FIRST_ONLY else turns)
        if said:
            assert _back(writer, said, UTC) == said


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: str(writer.name))
def test_a_very_long_text(writer: Writer) -> None:
    text = ("Would you write, for our client — and for a fee — two pages? " * 5_000)[: writer.longest]
    said = _said(writer, NAMES, [(0, text.strip(), 60), (1, "ok", 60)])
    assert _back(writer, said, UTC) == said


@pytest.mark.parametrize("writer", [each for each in WRITERS if each.events], ids=lambda writer: str(writer.name))
def test_platform_lines_keep_their_place(writer: Writer) -> None:
    said = [replace(each, event=place == 1) for place, each in enumerate(talk(writer))]
    said[1] = replace(said[1], text="Amy Lin pinned a message")
    found = _read(writer, said, UTC)
    assert [(m.form is Form.EVENT, m.text) for m in found] == [(each.event, each.text) for each in said]


def _said(writer: Writer, names: Sequence[str], turns: Sequence[tuple[int, str, int]]) -> list[Said]:
    """The turns that the format can hold, at times that it can write."""
    at = START
    said = []
    least = int(writer.tick.total_seconds()) if writer.apart else 0
    for who, text, later in turns:
        if writer.holds(text):
            speaker = names[0] if writer in (*ONE_SIDED, *FIRST_ONLY) else names[who]
            said.append(Said(speaker=speaker, text=text, sent_at=at))
            at += timedelta(seconds=later + least) // writer.tick * writer.tick
    return said[:1] if writer in FIRST_ONLY else said


def _back(writer: Writer, said: Sequence[Said], zone: tzinfo) -> list[Said]:
    """What is read of what was written."""
    found = _read(writer, said, zone)
    assert not [message for message in found if message.form is not Form.SENT]
    return [Said(speaker=m.speaker, text=m.text, sent_at=m.sent_at or datetime.max.replace(tzinfo=UTC)) for m in found]


def _read(writer: Writer, said: Sequence[Said], zone: tzinfo) -> tuple[Message, ...]:
    reading = _whole(writer.write(said, zone), zone)
    assert [each.format for each in reading.provenance.inputs] == [writer.reader]
    assert len(reading.conversations) == 1
    return reading.conversations[0].messages


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: str(writer.name))
def test_damage_is_never_silent(writer: Writer) -> None:
    """Each message has a word of its own: whatever is cut off or broken, it is read, or a problem says so."""
    letters = "klmn"
    said = [replace(each, text=f"ord{letters[place]}q {each.text}") for place, each in enumerate(talk(writer))]
    raw = writer.write(said, UTC)
    usual = {problem.what for problem in _whole(raw).problems}
    for damaged in _damaged(raw):
        reading = _whole(damaged)
        text = " ".join(m.content for conversation in reading.conversations for m in conversation.messages)
        lost = [word for word in (f"ord{each}q" for each in letters) if word.encode() in damaged and word not in text]
        news = [problem for problem in reading.problems if problem.what not in usual]
        assert not lost or news or "[attachment: " in text, damaged


def _whole(raw: bytes, zone: tzinfo = UTC) -> Reading:
    return read(["-"], stdin=lambda: io.BytesIO(raw), timezone=zone)


def _damaged(raw: bytes) -> Iterator[bytes]:
    """Copies that are cut off, or have one of the format's own marks twice, or not at all; its words are left alone.

    Pages are only cut: in their markup nearly every mark is part of some word.
    """
    chance = random.Random(5)
    marks = [at for at, byte in enumerate(raw) if byte in b'{}[]",:;\n' and at > len(raw) // 4]
    for _ in range(30):
        at = chance.choice(marks)
        broken = (raw[:at], raw[:at] + raw[at : at + 1] + raw[at:], raw[:at] + raw[at + 1 :])
        yield raw[:at] if raw.startswith(b"<") else chance.choice(broken)
