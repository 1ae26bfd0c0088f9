"""Signal's export of 2026 and the older text forms: equal text, true names and times, every event in its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Form, Message
from bonafides.read import READERS, read_text, source
from bonafides.read.gather import head_of
from bonafides.read.reader import Extract, Options
from bonafides.read.signal.events import described
from bonafides.read.signal.export import SIGNAL
from bonafides.read.signal.people import owner, recipient
from bonafides.read.signal.text import SIGNAL_TEXT

OPTIONS = Options(timezone=UTC)
START = 1_790_000_000_000
FRAMES: list[dict[str, Any]] = [
    {"account": {"givenName": "Jane", "familyName": "Roe"}},
    {"recipient": {"id": "1", "self": {}}},
    {"recipient": {"id": "2", "contact": {"e164": "447700900123", "profileGivenName": "Amy"}}},
    {"chat": {"id": "10", "recipientId": "2"}},
]


def _item(carried: dict[str, Any], *, mine: bool = False, **more: Any) -> dict[str, Any]:
    way: dict[str, Any] = {"outgoing": {}} if mine else {"incoming": {}}
    head = {"chatId": "10", "authorId": "1" if mine else "2", "dateSent": str(START)}
    return {"chatItem": {**head, **way, **carried, **more}}


def _words(text: str, *, mine: bool = False) -> dict[str, Any]:
    return _item({"standardMessage": {"text": {"body": text}}}, mine=mine)


def _read(*frames: object) -> Extract:
    raw = "".join(json.dumps(frame) + "\n" for frame in frames)
    return SIGNAL.read(source.from_bytes("main.jsonl", raw.encode()), OPTIONS)


def _only(*frames: object) -> Message:
    return _read(*FRAMES, *frames).threads[0].messages[0]


@given(st.lists(st.tuples(st.booleans(), st.text(st.characters(exclude_categories=["Cs"]))), min_size=1, max_size=6))
def test_texts_are_read_back_equal(talk: list[tuple[bool, str]]) -> None:
    extract = _read(*FRAMES, *(_words(text, mine=mine) for mine, text in talk))
    assert [(m.mine, m.text) for m in extract.threads[0].messages] == talk
    assert [m.speaker for m in extract.threads[0].messages] == ["Jane Roe" if mine else "Amy" for mine, _ in talk]
    assert extract.problems == ()


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        ({"nickname": {"given": "Boss"}, "systemGivenName": "Amy", "profileGivenName": "A."}, "Boss"),
        ({"systemGivenName": "Amy", "systemFamilyName": "Lin", "profileGivenName": "A."}, "Amy Lin"),
        ({"profileGivenName": "Amelia", "profileFamilyName": "Lin", "e164": "447700900123"}, "Amelia Lin"),
        ({"e164": "447700900123", "username": "amy.01"}, "+447700900123"),
        ({"username": "amy.01"}, "amy.01"),
        ({"profileGivenName": ["x"], "e164": {"a": 1}}, ""),
    ],
)
def test_people_are_named_as_signal_names_them(contact: dict[str, Any], name: str) -> None:
    assert recipient({"id": "2", "contact": contact}, owner({})).name == name


@pytest.mark.parametrize(
    ("update", "words"),
    [
        ({"expirationTimerChange": {"expiresInMs": "28800000"}}, "turned on disappearing messages (8 hours)"),
        ({"expirationTimerChange": {}}, "turned off disappearing messages"),
        ({"simpleUpdate": {"type": "IDENTITY_UPDATE"}}, "safety number changed"),
        ({"simpleUpdate": {"type": 14}}, "blocked"),
        ({"simpleUpdate": {"type": "NEWER_THAN_THIS"}}, "newer than this"),
        ({"simpleUpdate": {"type": ["x"]}}, "update"),
        ({"individualCall": {"type": "AUDIO_CALL", "direction": "OUTGOING"}}, "outgoing voice call"),
        ({"groupCall": {"startedCallTimestamp": "1000", "endedCallTimestamp": "61000"}}, "group call, 1 minute"),
        ({"groupChange": {"updates": [{"groupNameUpdate": {"newGroupName": "X"}}, 5]}}, "group renamed: X"),
        ({"learnedProfileChange": {"e164": "447700900123"}}, "name became known; before: +447700900123"),
        ({"threadMerge": {}}, "chat merged with the one"),
        ({"pinMessage": {}}, "message pinned"),
        ({"somethingNewUpdate": {}}, "something new"),
        ({}, "update"),
    ],
)
def test_events_in_words(update: dict[str, Any], words: str) -> None:
    assert described(update) == words
    message = _only(_item({"updateMessage": update}))
    assert (message.text, message.form) == (words, Form.EVENT)


def test_the_last_version_counts_and_quotes_are_not_new_text() -> None:
    earlier = _words("first")["chatItem"]
    body = {"quote": {"text": {"body": "quoted"}}, "text": {"body": "last"}}
    extract = _read(*FRAMES, _item({"standardMessage": body}, revisions=[earlier]))
    assert [m.text for m in extract.threads[0].messages] == ["last"]


@pytest.mark.parametrize("value", [None, [], "x", 5, {"text": "x"}, {"text": {"body": 5}}, {"attachments": [5, {}]}])
def test_what_is_of_the_wrong_kind_keeps_its_place(value: object) -> None:
    extract = _read(*FRAMES, _item({"standardMessage": value}), _words("fine"))
    assert [m.text for m in extract.threads[0].messages][-1] == "fine"
    assert len(extract.threads[0].messages) == 2


def test_a_date_that_is_none_is_said() -> None:
    extract = _read(*FRAMES, _item({"standardMessage": {}}, dateSent="x"))
    assert "1 message(s) have no date" in extract.problems[0].what


def test_broken_lines_are_named_and_hide_nothing() -> None:
    raw = "\n".join([*map(json.dumps, FRAMES), "{broken", "[1]", '"x"', "5", "[" * 5000, json.dumps(_words("fine"))])
    extract = SIGNAL.read(source.from_bytes("main.jsonl", raw.encode()), OPTIONS)
    assert [m.text for m in extract.threads[0].messages] == ["fine"]
    assert [problem.where for problem in extract.problems] == ["main.jsonl, line 5", "main.jsonl, line 9"]


def test_it_is_read_up_to_any_byte() -> None:
    raw = "\n".join(map(json.dumps, [*FRAMES, _words("one"), _words("two")])).encode()
    for cut in range(len(raw)):
        extract = SIGNAL.read(source.from_bytes("main.jsonl", raw[:cut]), OPTIONS)
        assert sum(len(t.messages) for t in extract.threads) <= 2


def test_whoever_bears_the_users_name_is_judged() -> None:
    posing = {"recipient": {"id": "2", "contact": {"profileGivenName": "Jane", "profileFamilyName": "Roe"}}}
    raw = "\n".join(map(json.dumps, [*FRAMES[:2], posing, FRAMES[3], _words("send it")]))
    assert [m.judged for m in read_text(raw).conversations[0].messages] == [True]


def test_in_a_group_nobody_is_taken_for_the_user() -> None:
    group = {"recipient": {"id": "4", "group": {"snapshot": {"title": {"title": "Circle"}}}}}
    chat = {"chat": {"id": "10", "recipientId": "4"}}
    raw = "\n".join(map(json.dumps, [*FRAMES[:3], group, chat, _words("hi")]))
    conversation = read_text(raw).conversations[0]
    assert [m.judged for m in conversation.messages] == [True]
    assert conversation.counterparts == ("Amy", "Circle")


# --- text

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="[\u2028\u2029\ufeff"), max_size=40)


def _read_text(raw: str, name: str = "chat.txt") -> Extract:
    return SIGNAL_TEXT.read(source.from_bytes(name, raw.encode()), OPTIONS)


@given(st.lists(st.lists(LINES, min_size=1, max_size=3).map("\n".join), min_size=1, max_size=5))
def test_plain_texts_are_read_back_equal(texts: list[str]) -> None:
    texts = [text.rstrip("\n").rstrip(" ") + "." for text in texts]
    raw = "".join(f"[2019-12-24, 12:2{n}] Jane Doe: {text}\n" for n, text in enumerate(texts))
    messages = _read_text(raw).threads[0].messages
    assert [m.text for m in messages] == texts
    assert messages[0].sent_at == datetime(2019, 12, 24, 12, 20, tzinfo=UTC)


def test_markdown_is_taken_off() -> None:
    raw = (
        "[2026-05-29 15:04:10] Me: Two\nlines  \n(- Amy: 😀 -)\n"
        "[2026-05-29 15:05:10] Amy: \n\n> Two\n> lines\n\nYes  "
        "![a b.jpg](./media/a%20b.jpg)  [c.pdf](./media/c.pdf)  \n"
        "[2026-05-29 15:06:10] Amy:   \n(( 🎉 ))\n"
        "[2026-05-29 15:07:10] Amy: Missed video call  \n"
    )
    extract = _read_text(raw, "Amy/chat.md")
    messages = extract.threads[0].messages
    assert [m.text for m in messages] == ["Two\nlines", "Yes", "", "Missed video call"]
    assert [[a.name for a in m.attachments] for m in messages] == [[], ["a b.jpg", "c.pdf"], ["sticker 🎉"], []]
    assert (messages[0].mine, messages[3].form, extract.threads[0].counterpart_hint) == (True, Form.EVENT, "Amy")
    assert "2 message(s) come with a quoted older message" in extract.problems[0].what


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("[2019-12-24, 12:23] Jane: hi", True),
        ("[2019-05-29 15:04] Jane: hi", True),
        ("[2019-05-29 15:04:10] Jane: hi  \n", True),
        ("[2024-03-01 09:15:20] Amy Lin: Hej\n", False),  # WhatsApp on a Swedish phone
        ("[2024-03-01, 09:15:20] Amy Lin: hi\n", False),
        ("[2019-12-24, 12:23] Jane: \u200e<attached: a.jpg>", False),
        ("Hello\n[2019-12-24, 12:23] Jane: hi", False),
        ("[12:23, 2019-12-24] Jane: hi", False),
    ],
)
def test_the_text_form_is_told_from_whatsapps(raw: str, wanted: bool) -> None:
    head = head_of(source.from_bytes("x.txt", raw.encode()))
    assert SIGNAL_TEXT.recognises(head) is wanted
    first = next(reader.name for reader in READERS if reader.recognises(head))
    assert (first == "signal-text") is wanted
