"""Writes the project's own interchange lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from tests.contracts.exports.writing import Said, Writer


def _message(said: Said) -> dict[str, Any]:
    row: dict[str, Any] = {"speaker": said.speaker, "text": said.text, "channel": "linkedin"}
    row["sent_at"] = said.sent_at.isoformat().replace("+00:00", "Z")
    return row | ({"event": True} if said.event else {})


def _line(messages: Sequence[Said], *, ascii_only: bool) -> bytes:
    row = {"schema": "bonafides.conversation/1", "id": "c1", "messages": [_message(each) for each in messages]}
    return (json.dumps(row, ensure_ascii=ascii_only) + "\n").encode()


def _plain(messages: Sequence[Said], zone: tzinfo) -> bytes:
    del zone
    return _line(messages, ascii_only=False)


def _escaped(messages: Sequence[Said], zone: tzinfo) -> bytes:
    del zone
    return _line(messages, ascii_only=True)


WRITERS = tuple(
    Writer(name=f"interchange-{variant}", reader="interchange", file="chats.jsonl", write=write, events=True)
    for variant, write in (("utf8", _plain), ("escaped", _escaped))
)
