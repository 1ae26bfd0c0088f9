"""Writes Messenger's and Instagram's JSON, old (bytes of UTF-8 as letters of Latin-1) and new; newest on top."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from tests.contracts.exports.writing import Said, Writer


def _twice(text: str) -> str:
    """What Meta's export makes of a text."""
    return text.encode().decode("latin-1")


def _people(messages: Sequence[Said]) -> list[str]:
    return list(dict.fromkeys(said.speaker for said in messages))


def _old(folder: str, *, geoblocked: bool) -> Callable[[Sequence[Said], tzinfo], bytes]:
    more: dict[str, Any] = {"is_geoblocked_for_viewer": False} if geoblocked else {"is_unsent": False}

    def write(messages: Sequence[Said], zone: tzinfo) -> bytes:
        del zone
        rows = [
            {
                "sender_name": _twice(said.speaker),
                "timestamp_ms": int(said.sent_at.timestamp() * 1000),
                "content": _twice(said.text),
                **more,
            }
            for said in reversed(messages)
        ]
        people = _people(messages)
        thread = {
            "participants": [{"name": _twice(name)} for name in people],
            "messages": rows,
            "title": _twice(people[0]),
            "is_still_participant": True,
            "thread_path": f"{folder}/amylin_123",
            "magic_words": [],
        }
        return json.dumps(thread, ensure_ascii=True, indent=2).encode()

    return write


def _encrypted(messages: Sequence[Said], zone: tzinfo) -> bytes:
    """The export of end-to-end encrypted chats: other keys, and text as it was written."""
    del zone
    rows = [
        {
            "isUnsent": False,
            "media": [],
            "reactions": [],
            "senderName": said.speaker,
            "text": said.text,
            "timestamp": int(said.sent_at.timestamp() * 1000),
            "type": "text",
        }
        for said in reversed(messages)
    ]
    people = _people(messages)
    thread = {"participants": people, "threadName": f"{people[0]}_40", "messages": rows}
    return json.dumps(thread, ensure_ascii=False, indent=2).encode()


_VARIANTS = {
    "messenger": _old("inbox", geoblocked=False),
    "instagram": _old("inbox", geoblocked=True),
    "encrypted": _encrypted,
}
WRITERS = tuple(
    Writer(name=f"meta-json-{name}", reader="meta-json", file="message_1.json", write=write)
    for name, write in _VARIANTS.items()
)
