"""Slack: a day file is read back equal, cut off or not, and its other lists are left alone."""

from __future__ import annotations

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
from bonafides.read.reader import Extract, Head, Options
from bonafides.read.slack import SLACK

CASES = Path(__file__).parent.parent / "cases" / "read" / "slack"
FILES = sorted(path for path in CASES.rglob("input/*/*.json"))
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


def _head(raw: bytes) -> Head:
    return Head(name="x", raw=raw, text=decode(raw))


def _read(rows: Any, name: str = "export.zip/general/2026-09-21.json") -> Extract:
    return SLACK.read(source.from_bytes(name, json.dumps(rows).encode()), Options(timezone=UTC))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_day_is_read_back_equal(texts: list[str]) -> None:
    rows = [
        {"type": "message", "user": "U1", "text": _escaped(text), "ts": f"1790000000.{place:06}"}
        for place, text in enumerate(texts)
    ]
    assert SLACK.recognises(_head(json.dumps(rows).encode()))
    (thread,) = _read(rows).threads
    assert thread.key == "general"
    assert [(m.speaker, m.text) for m in thread.messages] == [("U1", text) for text in texts]
    assert [m.sent_at for m in thread.messages] == [
        datetime(2026, 9, 21, 14, 13, 20, place, tzinfo=UTC) for place in range(len(texts))
    ]


def test_names_come_from_profiles_anywhere_in_the_file() -> None:
    rows = [
        {"type": "message", "user": "U1", "text": "a", "ts": "1790000000.000100"},
        {"type": "message", "user": "U1", "text": "b", "ts": "1790000001.000100", "user_profile": {"real_name": "Amy"}},
        {"type": "message", "user": "U2", "text": "c", "ts": "1790000002.1", "user_profile": {"display_name": "bob"}},
    ]
    (thread,) = _read(rows).threads
    assert [m.speaker for m in thread.messages] == ["Amy", "Amy", "bob"]
    assert {party.name: set(party.identifiers) for party in thread.parties} == {
        "Amy": {"handle:slack/u1"},
        "bob": {"handle:slack/u2"},
        "#general": set(),  # a channel stays a group, however few have written in it
    }


def test_two_people_of_one_name_stay_two() -> None:
    rows = [
        {"type": "message", "user": user, "text": "x", "ts": "1790000000.1", "user_profile": {"real_name": "Amy Lin"}}
        for user in ("U1", "U2")
    ]
    assert [m.speaker for m in _read(rows).threads[0].messages] == ["U1", "U2"]


@pytest.mark.parametrize("subtype", ["channel_join", "group_leave", "channel_topic", "huddle_thread", "tombstone"])
def test_what_nobody_wrote_is_an_event(subtype: str) -> None:
    row = {"type": "message", "subtype": subtype, "user": "U1", "text": "x", "ts": "1790000000.000100"}
    assert _read([row]).threads[0].messages[0].form is Form.EVENT


def test_odd_values_are_survived() -> None:
    keys = ("type", "subtype", "user", "text", "ts", "files", "attachments", "user_profile", "bot_profile", "username")
    values: tuple[Any, ...] = ([], "x", 3, None, {"a": []}, "9" * 40, "999999999999.5")
    for odd in values:
        assert _read([dict.fromkeys(keys, odd), odd]).problems


def test_lists_of_users_and_channels_are_no_messages() -> None:
    for rows in ([{"id": "U1", "name": "amy", "profile": {"real_name": "Amy"}}], [{"id": "C1", "name": "general"}], []):
        assert not SLACK.recognises(_head(json.dumps(rows).encode()))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CASES)))
def test_samples_are_recognised_by_this_reader_alone_and_survive_being_cut(path: Path) -> None:
    raw = path.read_bytes()
    assert [reader.name for reader in READERS[:-1] if reader.recognises(_head(raw))] == ["slack"]
    whole = SLACK.read(source.from_bytes("x", raw), Options(timezone=UTC)).threads[0].messages
    found: tuple[Any, ...] = ()
    for end in range(len(raw)):
        extract = SLACK.read(source.from_bytes("x", raw[:end]), Options(timezone=UTC))
        assert len(extract.threads[0].messages) >= len(found)
        assert extract.problems
        found = extract.threads[0].messages
    assert [m.text for m in found] == [m.text for m in whole]
