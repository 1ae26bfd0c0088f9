"""Discord: the exporter's JSON and the user's own data package are read back equal, cut off or not."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Form
from bonafides.read import READERS, source
from bonafides.read.decode import decode
from bonafides.read.discord.export import DISCORD, moment_of
from bonafides.read.discord.package import DISCORD_OWN, DISCORD_TABLE
from bonafides.read.reader import Extract, Head, Options, Reader

CASES = Path(__file__).parent.parent / "cases" / "read" / "discord"
FILES = sorted(path for path in CASES.rglob("input/**/*") if path.is_file() and path.name != "channel.json")
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=60)
FIRST = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)


def _head(raw: bytes) -> Head:
    return Head(name="x", raw=raw, text=decode(raw))


def _read(reader: Reader, raw: bytes) -> Extract:
    return reader.read(source.from_bytes("x", raw), Options(timezone=UTC))


def _reader(raw: bytes) -> Reader:
    return next(reader for reader in READERS if reader.recognises(_head(raw)))


@given(st.lists(st.tuples(st.sampled_from("12"), WORDS), min_size=1, max_size=6))
def test_the_exporters_json_is_read_back_equal(rows: list[tuple[str, str]]) -> None:
    data = {
        "guild": {"id": "0"},
        "channel": {"type": "DirectTextChat", "name": "user1"},
        "dateRange": {"after": None},
        "messages": [
            {
                "id": str(place),
                "type": "Default",
                "timestamp": FIRST.isoformat(),
                "content": text,
                "author": {"id": who, "name": f"user{who}", "nickname": f"Person {who}"},
            }
            for place, (who, text) in enumerate(rows)
        ],
    }
    raw = json.dumps(data, ensure_ascii=False).encode()
    assert DISCORD.recognises(_head(raw))
    (thread,) = _read(DISCORD, raw).threads
    assert [(m.speaker, m.text) for m in thread.messages] == [(f"Person {who}", text) for who, text in rows]
    assert {m.sent_at for m in thread.messages} == {FIRST}


@given(st.lists(WORDS, min_size=1, max_size=6), st.booleans())
def test_the_own_package_is_read_back_equal(texts: list[str], as_table: bool) -> None:
    rows = [
        {"ID": str(10**17 + place), "Timestamp": "2026-09-21 14:13:20", "Contents": text, "Attachments": ""}
        for place, text in enumerate(texts)
    ]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    raw = (out.getvalue() if as_table else json.dumps(rows)).encode()
    reader = DISCORD_TABLE if as_table else DISCORD_OWN
    assert reader.recognises(_head(raw))
    extract = _read(reader, raw)
    assert [m.text for m in extract.threads[0].messages] == texts
    assert all(m.mine and m.sent_at == FIRST for m in extract.threads[0].messages)
    assert "only what you wrote yourself" in extract.problems[-1].what


def test_whatever_nobody_wrote_is_an_event() -> None:
    kinds = ["Default", "Reply", "Call", "GuildMemberJoin", "ChannelPinnedMessage", "7", "19"]
    rows = [{"type": kind, "timestamp": "x", "content": "c", "author": {"name": "a"}} for kind in kinds]
    raw = json.dumps({"guild": {}, "channel": {}, "dateRange": {}, "messages": rows}).encode()
    extract = _read(DISCORD, raw)
    forms = [m.form is Form.SENT for m in extract.threads[0].messages]
    assert forms == [True, True, False, False, False, False, True]
    assert "7 message(s) have no time" in extract.problems[0].what


@pytest.mark.parametrize("value", ["", "x", None, 3, "2026-13-01", "0001-01-01T00:00:00+14:00", ["2026"]])
def test_what_is_no_time(value: object) -> None:
    assert moment_of(value) is None


def test_odd_values_are_survived() -> None:
    values: tuple[Any, ...] = ([], "x", 3, None, {"a": []})
    for odd in values:
        row = {"type": odd, "timestamp": odd, "content": odd, "author": odd, "attachments": odd, "stickers": [odd]}
        raw = json.dumps({"guild": odd, "channel": odd, "dateRange": odd, "messages": [row, odd]}).encode()
        assert len(_read(DISCORD, raw).threads[0].messages) in (1, 2)
        _read(
            DISCORD_OWN, json.dumps([{"ID": odd, "Timestamp": odd, "Contents": odd, "Attachments": odd}, odd]).encode()
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CASES)))
def test_samples_are_recognised_by_one_reader_and_survive_being_cut(path: Path) -> None:
    raw = path.read_bytes()
    named = [reader.name for reader in READERS[:-1] if reader.recognises(_head(raw))]
    assert len(named) == 1
    assert named[0].startswith("discord")
    reader = _reader(raw)
    whole = [m.text for m in _read(reader, raw).threads[0].messages]
    counts = []
    for end in range(len(raw)):
        found = _read(reader, raw[:end])
        counts.append(sum(len(thread.messages) for thread in found.threads))
        assert counts[-1] == len(whole) or found.problems or path.suffix == ".csv"
    assert max(counts) == len(whole)
