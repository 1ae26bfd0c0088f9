"""Writes one day of a Slack export: `&`, `<` and `>` as entities, names in the profile beside each message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from tests.contracts.exports.writing import Said, Writer


def _row(number: int, said: Said, people: list[str]) -> dict[str, Any]:
    event = {"subtype": "channel_join"} if said.event else {}
    text = said.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {
        "client_msg_id": f"00000000-0000-0000-0000-{number:012d}",
        "type": "message",
        **event,
        "text": text,
        "user": f"U{people.index(said.speaker):03d}",
        "ts": f"{int(said.sent_at.timestamp())}.000000",
        "team": "T01",
        "user_profile": {"real_name": said.speaker, "display_name": said.speaker.split()[0], "team": "T01"},
    }


def _write(messages: Sequence[Said], zone: tzinfo) -> bytes:
    del zone
    people = list(dict.fromkeys(said.speaker for said in messages))
    return json.dumps([_row(number, said, people) for number, said in enumerate(messages)], indent=4).encode()


WRITERS = (Writer(name="slack-day", reader="slack", file="2026-01-25.json", write=_write, longest=4_000, events=True),)
