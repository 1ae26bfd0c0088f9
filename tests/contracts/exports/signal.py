"""Writes Signal Desktop's `main.jsonl` of 2026, and the text that older exporters wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta, tzinfo
from typing import Any

from tests.contracts.exports.writing import Said, Writer, local

_SELF = 1
_LINE = re.compile(r"^\[\d{4}-\d\d-\d\d", re.MULTILINE)


def _people(messages: Sequence[Said]) -> dict[str, int]:
    """The number of each; the last to join the talk is the one whose phone it is."""
    names = list(dict.fromkeys(said.speaker for said in messages))
    return {name: _SELF if name == names[-1] and len(names) > 1 else 2 + place for place, name in enumerate(names)}


def _recipient(number: int, name: str) -> dict[str, Any]:
    if number == _SELF:
        return {"recipient": {"id": str(number), "self": {}}}
    contact = {"aci": f"{number:022d}==", "e164": f"4477009001{number:02d}", "profileGivenName": name}
    return {"recipient": {"id": str(number), "contact": contact}}


def _item(said: Said, number: int) -> dict[str, Any]:
    stamp = str(int(said.sent_at.timestamp() * 1000))
    way = {"outgoing": {"sendStatus": []}} if number == _SELF else {"incoming": {"dateReceived": stamp, "read": True}}
    body = {"standardMessage": {"text": {"body": said.text}}}
    return {"chatItem": {"chatId": "5", "authorId": str(number), "dateSent": stamp, **way, **body}}


def _backup(messages: Sequence[Said], zone: tzinfo) -> bytes:
    del zone
    people = _people(messages)
    owner = next((name for name, number in people.items() if number == _SELF), "Jane Roe")
    rows = [
        {"version": "1", "backupTimeMs": "1790000000000"},
        {"account": {"givenName": owner, "familyName": ""}},
        *(_recipient(number, name) for name, number in people.items()),
        {"chat": {"id": "5", "recipientId": str(next(iter(people.values())))}},
        *(_item(said, people[said.speaker]) for said in messages),
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _text(messages: Sequence[Said], zone: tzinfo) -> bytes:
    lines = (f"[{local(each, zone):%Y-%m-%d, %H:%M}] {each.speaker}: {each.text}\n" for each in messages)
    return "".join(lines).encode()


def _one_line_apart(text: str) -> bool:
    """In the text form nothing tells a line that looks like the next message, and blank lines at an end, apart.

    Line ends are written as the computer does; marks of direction are what WhatsApp's files are known by.
    """
    return text.strip("\r\n") == text and "\r" not in text and bool(text.strip()) and not _foreign(text)


def _foreign(text: str) -> bool:
    return any(mark in text for mark in "\u200e\u200f\u202a") or "omitted" in text or bool(_LINE.search(text))


WRITERS = (
    Writer(name="signal-2026", reader="signal", file="main.jsonl", write=_backup),
    Writer(
        name="signal-text",
        reader="signal-text",
        file="amy.txt",
        write=_text,
        holds=_one_line_apart,
        tick=timedelta(minutes=1),
    ),
)
