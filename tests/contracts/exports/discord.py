"""Writes DiscordChatExporter's JSON of a private chat."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from tests.contracts.exports.writing import Said, Writer


def _row(number: int, said: Said, people: list[str], zone: tzinfo) -> dict[str, Any]:
    place = people.index(said.speaker)
    return {
        "id": str(7_000 + number),
        "type": "ChannelPinnedMessage" if said.event else "Default",
        "timestamp": said.sent_at.astimezone(zone).isoformat(timespec="milliseconds"),
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "isPinned": False,
        "content": said.text,
        "author": {"id": str(90 + place), "name": f"user{place}", "discriminator": "0000", "nickname": said.speaker},
        "attachments": [],
        "embeds": [],
        "reactions": [],
        "mentions": [],
    }


def _write(messages: Sequence[Said], zone: tzinfo) -> bytes:
    people = list(dict.fromkeys(said.speaker for said in messages))
    whole = {
        "guild": {"id": "0", "name": "Direct Messages", "iconUrl": ""},
        "channel": {"id": "5", "type": "DirectTextChat", "category": "Private", "name": "user0", "topic": None},
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2026-09-21T14:13:20+00:00",
        "messages": [_row(number, said, people, zone) for number, said in enumerate(messages)],
        "messageCount": len(messages),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


WRITERS = (Writer(name="discord-exporter", reader="discord", file="Direct Messages.json", write=_write, events=True),)
