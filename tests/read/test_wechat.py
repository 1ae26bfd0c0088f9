"""WeChat chats as other programs export them: equal text, and whose message it is, whatever the keys are called."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Attachment, Form
from bonafides.read import READERS, read_text, source
from bonafides.read.gather import head_of
from bonafides.read.reader import Extract, Options
from bonafides.read.wechat.content import Kind, held, kind_of
from bonafides.read.wechat.export import WECHAT

OPTIONS = Options(timezone=timezone(timedelta(hours=8)))
AT = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
SESSION = {"wxid": "wxid_amy", "displayName": "Amy Lin", "type": "私聊"}


def _read(value: object) -> Extract:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return WECHAT.read(source.from_bytes("chat.json", raw), OPTIONS)


def _said(text: object, send: object = 0, **more: Any) -> dict[str, Any]:
    who = {"senderUsername": "wxid_me" if send else "wxid_amy", "senderDisplayName": "Jane" if send else "Amy Lin"}
    return {"createTime": 1790000000, "type": "文本消息", "content": text, "isSend": send, **who, **more}


def _weflow(*messages: object) -> dict[str, Any]:
    return {"weflow": {"version": "1"}, "session": SESSION, "messages": list(messages)}


@given(st.lists(st.tuples(st.booleans(), st.text(st.characters(exclude_categories=["Cs"]))), min_size=1, max_size=6))
def test_texts_are_read_back_equal(talk: list[tuple[bool, str]]) -> None:
    talk = [(mine, text) for mine, text in talk if not text.lstrip().startswith("<")]
    extract = _read(_weflow(*(_said(text, int(mine)) for mine, text in talk), _said("end")))
    assert [(m.mine, m.text) for m in extract.threads[0].messages] == [*talk, (False, "end")]
    assert extract.problems == ()


@pytest.mark.parametrize(
    "message",
    [
        {"createTime": 1790000000, "isSend": 1, "content": "hi", "senderUsername": "wxid_me"},
        {"createTime": 1790000000000, "isSend": "1", "content": "hi", "talker": "wxid_amy", "type": 1},
        {"CreateTime": "2026-09-21 22:13:20", "is_sender": 1, "msg": "hi", "talker": "我", "room_name": "wxid_amy"},
        {"CreateTime": 1790000000, "IsSender": 1, "StrContent": "hi", "StrTalker": "wxid_amy", "Type": 1},
        {
            "time": "2026-09-21T22:13:20+08:00",
            "isSelf": True,
            "content": "hi",
            "talker": "wxid_amy",
            "isChatRoom": False,
        },
        {"msgCreateTime": 1790000000, "mesDes": 0, "msgContent": "hi", "messageType": 1},
        {"CreateTime": "2026-09-21 22:13:20", "is_sender": 1, "content": {"src": "", "msg": "hi"}, "talker": "x"},
    ],
)
def test_every_exporters_keys(message: dict[str, Any]) -> None:
    found = _read([message, {**message, "x": 1}]).threads[0].messages[0]
    assert (found.text, found.sent_at, found.mine, found.form) == ("hi", AT, True, Form.SENT)
    assert WECHAT.recognises(head_of(source.from_bytes("x", json.dumps([message]).encode())))


def test_chatlabs_people_and_owner() -> None:
    members = [{"platformId": "wxid_amy", "accountName": "Amy Lin"}, {"platformId": "wxid_me", "accountName": "Jane"}]
    whole = {
        "chatlab": {"version": "0.0.1"},
        "meta": {"name": "Amy Lin", "platform": "wechat", "type": "private", "ownerId": "wxid_me"},
        "members": members,
        "messages": [
            {"sender": "wxid_amy", "accountName": "Amy Lin", "timestamp": 1790000000, "type": 0, "content": "hi"},
            {"sender": "wxid_me", "timestamp": 1790000001, "type": 0, "content": "yes?"},
            {"sender": "wxid_amy", "timestamp": 1790000002, "type": 80, "content": "recalled a message"},
        ],
    }
    said = _read(whole).threads[0].messages
    assert [(m.speaker, m.mine, str(m.form)) for m in said] == [
        ("Amy Lin", False, "sent"),
        ("Jane", True, "sent"),
        ("Amy Lin", False, "event"),
    ]
    assert WECHAT.recognises(head_of(source.from_bytes("x", json.dumps(whole).encode())))


def test_numbers_for_senders_are_looked_up() -> None:
    senders = [{"senderID": 1, "accountId": "wxid_amy", "displayName": "Amy Lin"}]
    message = {"createTime": 1790000000, "isSend": 0, "type": "文本消息", "content": "hi", "senderID": 1}
    extract = _read({"weflow": {}, "session": SESSION, "senders": senders, "messages": [message]})
    assert extract.threads[0].messages[0].speaker == "Amy Lin"
    assert extract.threads[0].parties[0].identifiers == {"handle:wechat/wxid_amy"}


@pytest.mark.parametrize(
    ("content", "kind", "text", "files"),
    [
        ("[图片]", Kind.IMAGE, "", ("图片",)),
        ("[语音消息] as words", Kind.VOICE, "[语音消息] as words", ("voice",)),
        (r"media\images\a.jpg", Kind.IMAGE, "", ("media/images/a.jpg",)),
        ("<msg><img aeskey='x'/></msg>", Kind.IMAGE, "<msg><img aeskey='x'/></msg>", None),
        ("<msg><appmsg><title>a &amp; b.pdf</title><type>6</type></appmsg></msg>", Kind.WORDS, "", ("a & b.pdf",)),
        (
            "<msg><appmsg><title>my answer</title><type>57</type><url>x</url></appmsg></msg>",
            Kind.WORDS,
            "my answer",
            (),
        ),
        (
            "<msg><title><![CDATA[Jobs]]></title><url>https://a.example</url></msg>",
            Kind.WORDS,
            "Jobs\nhttps://a.example",
            (),
        ),
        ("<msg>" * 9, Kind.WORDS, "<msg>" * 9, ()),
        ("1 < 2 <b>", Kind.WORDS, "1 < 2 <b>", ()),
        ("[smile]", Kind.WORDS, "[smile]", ()),
    ],
)
def test_contents(content: str, kind: Kind, text: str, files: tuple[str, ...] | None) -> None:
    found = held(content, kind)
    if files is None:  # a picture of which only XML is there
        assert found.attachments == (Attachment(name="image", media_type="image"),)
    else:
        assert (found.text, tuple(each.name for each in found.attachments)) == (text, files)


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("系统消息", 1, Kind.EVENT),
        ("视频通话", None, Kind.EVENT),
        ("视频号", None, Kind.WORDS),
        ("视频消息", None, Kind.VIDEO),
        ("文本消息", 10000, Kind.WORDS),
        (None, 10000, Kind.EVENT),
        (None, (6 << 32) + 49, Kind.WORDS),
        ("3", None, Kind.IMAGE),
        (34, None, Kind.VOICE),
        (["x"], {"a": 1}, Kind.WORDS),
    ],
)
def test_kinds(name: object, number: object, kind: Kind) -> None:
    assert kind_of(name, number) is kind


def test_a_message_that_is_neither_sent_nor_received_is_the_platforms() -> None:
    said = _read(_weflow(_said("Amy recalled a message", None))).threads[0].messages[0]
    assert (said.form, said.mine) == (Form.EVENT, False)


def test_what_is_of_the_wrong_kind_keeps_its_place_and_is_counted() -> None:
    extract = _read(_weflow(_said(["x"]), 5, None, "x", {}, _said("fine", createTime={"a": 1})))
    assert [m.text for m in extract.threads[0].messages] == ["", "", "", "", "", "fine"]
    assert [m.judged for m in extract.threads[0].messages] == [False] * 5 + [True]
    assert [problem.what[:13] for problem in extract.problems] == ["5 message(s) ", "5 message(s) "]


def test_it_is_read_up_to_any_byte() -> None:
    raw = json.dumps(_weflow(_said("one"), _said("two", 1))).encode()
    counts = [sum(len(t.messages) for t in _read(raw[:cut]).threads) for cut in range(1, len(raw))]
    assert counts == sorted(counts)
    assert counts[-1] == 2


def test_namesakes_are_told_apart() -> None:
    extract = _read(_weflow(_said("a", 1, senderDisplayName="Amy Lin"), _said("b")))
    assert [(p.name, p.mine) for p in extract.threads[0].parties] == [("Amy Lin", True), ("Amy Lin (wxid_amy)", False)]


def test_in_a_group_where_two_others_wrote_nobody_is_taken_for_the_user() -> None:
    group = {"session": {"wxid": "9@chatroom", "displayName": "Circle", "type": "群聊"}}
    other = _said("b", senderUsername="wxid_b", senderDisplayName="Bob")
    conversation = read_text(json.dumps({**group, "messages": [_said("a"), other]})).conversations[0]
    assert [m.judged for m in conversation.messages] == [True, True]


def test_it_alone_recognises_its_files() -> None:
    for raw in (json.dumps(_weflow(_said("x"))), json.dumps(_weflow(_said("x")), indent=1)):
        head = head_of(source.from_bytes("x", raw.encode()))
        assert next(reader.name for reader in READERS if reader.recognises(head)) == WECHAT.name
    inside = json.dumps({"id": "c", "messages": [{"speaker": "them", "text": json.dumps(_weflow(_said("x")))}]})
    assert not WECHAT.recognises(head_of(source.from_bytes("x", inside.encode())))
