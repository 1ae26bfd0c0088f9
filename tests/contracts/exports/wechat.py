"""Writes WeChat chats as two of the programs do that export them to JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from tests.contracts.exports.writing import Said, Writer


def words(text: str) -> bool:
    """A text message that begins with XML is one that the program itself made."""
    return not text.lstrip().startswith("<") and bool(text.strip())


def _weflow(messages: Sequence[Said], zone: tzinfo) -> bytes:
    del zone
    people = list(dict.fromkeys(said.speaker for said in messages))
    rows: list[dict[str, Any]] = [
        {
            "localId": number,
            "createTime": int(said.sent_at.timestamp()),
            "type": "系统消息" if said.event else "文本消息",
            "localType": 10000 if said.event else 1,
            "content": said.text,
            "isSend": None if said.event else int(said.speaker != people[0]),
            "senderUsername": f"wxid_{people.index(said.speaker)}",
            "senderDisplayName": said.speaker,
        }
        for number, said in enumerate(messages, start=1)
    ]
    session = {"wxid": "wxid_0", "nickname": people[0], "displayName": people[0], "type": "私聊"}
    whole = {"weflow": {"version": "1.0.3"}, "session": session, "messages": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _chatlog(messages: Sequence[Said], zone: tzinfo) -> bytes:
    people = list(dict.fromkeys(said.speaker for said in messages))
    rows = [
        {
            "seq": int(said.sent_at.timestamp() * 1000),
            "time": said.sent_at.astimezone(zone).isoformat(),
            "talker": "wxid_0",
            "talkerName": people[0],
            "isChatRoom": False,
            "sender": f"wxid_{people.index(said.speaker)}",
            "senderName": said.speaker,
            "isSelf": said.speaker != people[0],
            "type": 1,
            "subType": 0,
            "content": said.text,
        }
        for said in messages
    ]
    return json.dumps(rows, ensure_ascii=False).encode()


_VARIANTS: dict[str, tuple[Callable[[Sequence[Said], tzinfo], bytes], bool]] = {
    "weflow": (_weflow, True),
    "chatlog": (_chatlog, False),
}
WRITERS = tuple(
    Writer(name=f"wechat-{name}", reader="wechat", file="chat.json", write=write, holds=words, events=events)
    for name, (write, events) in _VARIANTS.items()
)
