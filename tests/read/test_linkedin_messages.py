"""LinkedIn's messages.csv: whatever is written in any generation of its header is read back equal."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Form, Message
from bonafides.read import READERS, read_text, source
from bonafides.read.linkedin.columns import recipients
from bonafides.read.linkedin.messages import MESSAGES
from bonafides.read.reader import LIMITS, Extract, Head, Options

GENERATIONS = (
    "From,To,Date,Subject,Content,Direction,Folder",
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER",
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER",
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS",
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT",
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "IS MESSAGE DRAFT,IS CONVERSATION ARCHIVED",
)
# What LinkedIn itself encodes (`&amp;`, tags, `Ã©`) is undone on reading, so plain text for this test has none of it.
PLAIN = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff&<" + "".join(map(chr, range(0xC2, 0xF5)))),
    max_size=200,
)
MOMENTS = st.datetimes(min_value=datetime(2003, 1, 1), max_value=datetime(2035, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


@dataclass(frozen=True)
class Row:
    talk: int
    mine: bool
    text: str
    at: datetime
    draft: bool


ROWS = st.lists(
    st.builds(Row, talk=st.integers(0, 3), mine=st.booleans(), text=PLAIN, at=MOMENTS, draft=st.booleans()),
    min_size=1,
    max_size=8,
)


def _written(header: str, rows: list[Row], quoting: int) -> str:
    out = io.StringIO(newline="")
    columns = header.split(",")
    writer = csv.DictWriter(out, columns, quoting=quoting, extrasaction="ignore")  # type: ignore[arg-type]
    writer.writeheader()
    for row in rows:
        them = f"Person {row.talk}"
        cells = {
            "CONVERSATION ID": f"c{row.talk}",
            "FROM": "Jane Roe" if row.mine else them,
            "TO": them if row.mine else "Jane Roe",
            "DATE": f"{row.at:%Y-%m-%d %H:%M:%S} UTC",
            "CONTENT": row.text,
            "FOLDER": "INBOX",
            "DIRECTION": "OUTGOING" if row.mine else "INCOMING",
            "IS MESSAGE DRAFT": "true" if row.draft else "false",
        }
        writer.writerow({column: cells.get(column.upper(), "") for column in columns})
    return out.getvalue()


def _extract(text: str, name: str = "messages.csv") -> Extract:
    return MESSAGES.read(source.from_bytes(name, text.encode()), Options(timezone=UTC))


def _oldest_first(rows: list[Row]) -> list[Row]:
    """The rows of each conversation in the order of time; equal times as the file, or the conversation, runs."""
    talks: dict[int, list[Row]] = {}
    for row in rows:
        talks.setdefault(row.talk, []).append(row)
    falls = sum(map(_fall, talks.values())) or _fall(rows)
    ordered = []
    for talk in talks.values():
        turned = talk[::-1] if (_fall(talk) or falls) > 0 else talk
        ordered += sorted(turned, key=lambda row: row.at)
    return ordered


def _fall(rows: list[Row]) -> int:
    return sum((b.at < a.at) - (b.at > a.at) for a, b in pairwise(rows))


@pytest.mark.parametrize("header", GENERATIONS)
@given(rows=ROWS, quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
def test_what_is_written_is_read_back(header: str, rows: list[Row], quoting: int) -> None:
    text = _written(header, rows, quoting)
    extract = _extract(text)
    assert not extract.problems
    rows = _oldest_first(rows)
    read: dict[str, list[Message]] = {
        next(p.name for p in t.parties if p.name != "Jane Roe"): list(t.messages) for t in extract.threads
    }
    drafts = "DRAFT" in header
    for talk, messages in read.items():
        wanted = [row for row in rows if f"Person {row.talk}" == talk]
        assert [m.text for m in messages] == [row.text for row in wanted]
        assert [m.sent_at for m in messages] == [row.at for row in wanted]
        assert [m.speaker for m in messages] == ["Jane Roe" if row.mine else talk for row in wanted]
        assert [m.form is Form.DRAFT for m in messages] == [drafts and row.draft for row in wanted]
    assert sum(map(len, read.values())) == len(rows)


@pytest.mark.parametrize("header", GENERATIONS)
def test_recognised_by_content_and_by_no_other_reader(header: str) -> None:
    for text in (header + "\n", "\ufeff" + header.lower() + "\r\n", header.replace(",", ";") + "\n"):
        head = Head(name="anything.bin", raw=text.encode(), text=text)
        assert next(reader.name for reader in READERS if reader.recognises(head)) == "linkedin-messages"


@given(st.integers(0, 600))
def test_a_file_cut_anywhere_keeps_its_whole_records(cut: int) -> None:
    rows = [
        Row(talk=0, mine=False, text=f"message {n},\nof two lines", at=datetime(2026, 1, 1, tzinfo=UTC), draft=False)
        for n in range(9)
    ]
    text = _written(GENERATIONS[2], rows, csv.QUOTE_MINIMAL)
    head = len(text.partition("\n")[0]) + 1
    kept = text[: head + cut]
    messages = [m for t in _extract(kept).threads for m in t.messages]
    whole = kept[head:].count("INBOX\r\n")
    assert [m.text for m in messages[:whole]] == [row.text for row in rows[:whole]]
    assert len(messages) <= whole + 1


@pytest.mark.parametrize(
    ("names", "urls", "expected"),
    [
        ("Amy Lin", "https://l.example/in/a", ["Amy Lin"]),
        ("Lin, Amy, PhD", "https://l.example/in/a", ["Lin, Amy, PhD"]),
        ("Amy Lin,Bo Park", "https://l.example/in/a,https://l.example/in/b", ["Amy Lin", "Bo Park"]),
        ("Amy Lin, PhD, Bo Park", "https://l.example/in/a https://l.example/in/b", ["Amy Lin, PhD", "Bo Park"]),
        ("Amy Lin, PhD, CISSP", "", ["Amy Lin, PhD, CISSP"]),
        ("", "", []),
    ],
)
def test_recipients(names: str, urls: str, expected: list[str]) -> None:
    assert [name for name, _ in recipients(names, urls)] == expected


def test_two_people_of_one_name_in_one_conversation_stay_two() -> None:
    text = (
        "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT\n"
        "c,Jane Roe,https://www.linkedin.com/in/jane-false,Jane Roe,https://www.linkedin.com/in/jane-true,"
        "2026-01-01 10:00:00 UTC,Hello namesake\n"
    )
    (thread,) = _extract(text).threads
    assert [party.name for party in thread.parties] == ["Jane Roe", "Jane Roe (jane-true)"]


def test_a_very_long_message_is_whole_and_said() -> None:
    text = f"FROM,TO,DATE,CONTENT\nAmy Lin,Jane Roe,2026-01-01 10:00:00 UTC,{'word ' * 500_000}\n"
    reading = read_text(text, me=("Jane Roe",))
    assert len(reading.conversations[0].messages[0].text) == 2_500_000
    assert f"longer than {LIMITS.message_characters} characters" in reading.problems[0].what
