"""Reads Instagram's `messages.json` from before 2021: all conversations of the account in one list, by user name."""

from __future__ import annotations

import posixpath
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bonafides.model import Attachment, Form, Message, Party, Problem
from bonafides.read.json_stream import values
from bonafides.read.meta.thread import INSTAGRAM, oldest_first
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENS = re.compile(r'[\ufeff\s]{0,20}\[\s{0,20}\{\s{0,20}"participants"\s{0,5}:\s{0,5}\[')
_ADDRESSES = ("media", "media_url", "media_share_url", "voice_media", "animated_media_images", "link")
_ACTIONS = ("video_call_action", "action")


def recognises(head: Head) -> bool:
    """Whether it is a JSON list of objects that name participants first, and then a conversation."""
    return _OPENS.match(head.text) is not None and '"conversation"' in head.text


def read(source: Source, options: Options) -> Extract:
    """One thread per conversation, oldest message first. Raises ReadError where the file cannot be opened or read."""
    problems: list[Problem] = []
    threads: list[Thread] = []
    odd = 0
    for _, value in values(source, "item", torn=problems):
        rows = value.get("conversation") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(rows, list):
            odd += 1
            continue
        odd += sum(not isinstance(row, dict) for row in rows)
        threads.append(_thread(value, [row for row in rows if isinstance(row, dict)]))
    if odd:
        what = f"{odd} entries are no conversation or no message; they were left out."
        problems.append(Problem(what=what, where=source.name))
    untimed = sum(message.sent_at is None for thread in threads for message in thread.messages)
    if untimed:
        what = f"{untimed} message(s) have no time that can be understood; they are kept without one."
        problems.append(Problem(what=what, where=source.name))
    return Extract(threads=tuple(threads), problems=tuple(problems))


def _thread(value: dict[str, Any], rows: list[dict[str, Any]]) -> Thread:
    messages = oldest_first([_message(row) for row in rows])
    listed = value.get("participants")
    people = [name for name in (listed if isinstance(listed, list) else []) if isinstance(name, str)]
    spoke = [message.speaker for message in messages if message.form is not Form.EVENT]
    names = [name for name in dict.fromkeys([*people, *spoke]) if name]
    return Thread(
        key=", ".join(names) or "conversation",
        channel=INSTAGRAM,
        parties=tuple(
            Party(name=name, identifiers=frozenset({f"handle:{INSTAGRAM}/{name}".lower()})) for name in names
        ),
        messages=tuple(messages),
    )


def _message(row: dict[str, Any]) -> Message:
    files = tuple(_files(row))
    text = next(filter(None, (_string(row.get(key)) for key in ("text", "heart"))), "")
    action = next(filter(None, (_string(row.get(key)) for key in _ACTIONS)), "")
    empty = not text and not files
    return Message(
        speaker=_string(row.get("sender")),
        text=text or ("" if files else action or "message without text or file"),
        sent_at=_moment(row.get("created_at")),
        channel=INSTAGRAM,
        form=Form.EVENT if empty else Form.SENT,
        attachments=files,
    )


def _files(row: dict[str, Any]) -> Iterator[Attachment]:
    """Pictures and recordings by their file's name, and shared posts by their address."""
    text = _string(row.get("text"))
    for key in _ADDRESSES:
        address = _string(row.get(key))
        if address and address not in text:
            last = posixpath.basename(address.partition("?")[0].rstrip("/"))
            yield Attachment(name=address if key in ("link", "media_share_url") else last or address)


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


META_BEFORE_2021 = Reader(name="instagram-before-2021", recognises=recognises, read=read)
