"""Writes Telegram Desktop's `result.json`, of one chat and of the whole account, text whole or in pieces."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from tests.contracts.exports.writing import Said, Writer, local

_OWNER = "Jane Roe"


def _row(number: int, said: Said, zone: tzinfo, people: list[str], *, pieces: bool) -> dict[str, Any]:
    row = {
        "id": number,
        "type": "service" if said.event else "message",
        "date": local(said, zone).strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(said.sent_at.timestamp())),
    }
    who = f"user{100 + people.index(said.speaker)}"
    if said.event:
        return row | {"actor": said.speaker, "actor_id": who, "action": "pin_message", "text": said.text}
    entities = [{"type": "plain", "text": said.text}]
    text: Any = said.text
    if pieces and len(said.text) > 2:
        text = [said.text[:1], {"type": "bold", "text": said.text[1:2]}, said.text[2:]]
        entities = [{"type": "plain", "text": said.text[:1]}, text[1], {"type": "plain", "text": said.text[2:]}]
    return row | {"from": said.speaker, "from_id": who, "text": text, "text_entities": entities}


def _chat(messages: Sequence[Said], zone: tzinfo, *, pieces: bool = False) -> dict[str, Any]:
    people = list(dict.fromkeys(said.speaker for said in messages))
    rows = [_row(number, said, zone, people, pieces=pieces) for number, said in enumerate(messages, start=1)]
    return {"name": people[0], "type": "personal_chat", "id": 100, "messages": rows}


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _one(messages: Sequence[Said], zone: tzinfo) -> bytes:
    return _dumped(_chat(messages, zone))


def _pieces(messages: Sequence[Said], zone: tzinfo) -> bytes:
    return _dumped(_chat(messages, zone, pieces=True))


def _old(messages: Sequence[Said], zone: tzinfo) -> bytes:
    """Before 2021: no `date_unixtime`, so that the clock is the one of the computer."""
    chat = _chat(messages, zone)
    for row in chat["messages"]:
        del row["date_unixtime"]
        row.pop("text_entities", None)
    return _dumped(chat)


def _account(messages: Sequence[Said], zone: tzinfo) -> bytes:
    about = "Here is the data you requested."
    owner = {"user_id": 7, "first_name": "Jane", "last_name": "Roe", "phone_number": "+44 7700 900123"}
    chats = {"about": "This page lists all chats.", "list": [_chat(messages, zone)]}
    left = {"about": "Chats you left.", "list": []}
    return _dumped({"about": about, "personal_information": owner, "chats": chats, "left_chats": left})


_VARIANTS: dict[str, Callable[[Sequence[Said], tzinfo], bytes]] = {
    "chat": _one,
    "pieces": _pieces,
    "before-2021": _old,
    "account": _account,
}
WRITERS = tuple(
    Writer(name=f"telegram-{name}", reader="telegram", file="result.json", write=write, events=True)
    for name, write in _VARIANTS.items()
)
