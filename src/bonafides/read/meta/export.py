"""Reads Messenger's and Instagram's `message_1.json`, and the files of Messenger's end-to-end encrypted chats."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bonafides.model import Attachment, Form, Message, Problem
from bonafides.read.json_stream import values
from bonafides.read.meta.text import repaired
from bonafides.read.meta.thread import Talk, channel_of, thread, title_of
from bonafides.read.reader import Extract, Head, Options, Reader, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

_AROUND = ("participants", "title", "thread_path", "threadName")
_FILES = ("photos", "videos", "audio_files", "files", "gifs", "media", "sticker")
_NOT_WRITTEN = frozenset(("Call", "Subscribe", "Unsubscribe", "Plan", "placeholder"))
"""Types of lines that the platform adds by itself."""
_LATEST = 253_402_300_799_000
"""Milliseconds to the end of the year 9999."""


def recognises(head: Head) -> bool:
    """Whether it opens like a JSON object with the keys of Meta's messages, old or end-to-end encrypted."""
    text = head.text
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    if '"sender_name"' in text and '"timestamp_ms"' in text:
        return True
    if '"senderName"' in text and '"timestamp"' in text and ('"threadName"' in text or '"isUnsent"' in text):
        return True
    return '"participants"' in text and '"messages"' in text and '"thread_path"' in text


def read(source: Source, options: Options) -> Extract:
    """The file as one thread, oldest message first. Raises ReadError where it cannot be opened or read."""
    torn: list[Problem] = []
    found = _Found()
    for path, value in values(source, *_AROUND, "messages.item", torn=torn):
        if path == "messages.item":
            found.take(value)
        else:
            found.around[path] = value
    channel = channel_of(source.name, found.signs)
    made = thread(found.talk(), list(found.made(channel)), channel=channel, file=source.name)
    return Extract(threads=(made,), problems=(*torn, *found.problems(source.name)))


@dataclass(slots=True)
class _Found:
    """The values of one file as they come by."""

    around: dict[str, Any] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    signs: dict[str, None] = field(default_factory=dict)
    """Beginnings of addresses that say which of the two applications wrote the file."""
    odd: int = 0
    """Entries that are no message."""
    unread: int = 0
    """Messages of which some part is not of the kind that it should be."""
    untimed: int = 0

    def take(self, value: Any) -> None:
        """Keeps one entry of the list of messages."""
        if not isinstance(value, dict):
            self.odd += 1
            return
        self.rows.append(value)
        self.signs.update(dict.fromkeys(_signs(value)))

    @property
    def encrypted(self) -> bool:
        """Whether the file is of the newer export, whose text is not double-encoded."""
        return "threadName" in self.around or any("senderName" in row for row in self.rows[:1])

    def words(self, value: Any) -> str:
        """A string as it was written; empty for anything else."""
        if not isinstance(value, str):
            return ""
        return value if self.encrypted else repaired(value)

    def talk(self) -> Talk:
        """What the file says besides the messages."""
        listed = self.around.get("participants")
        people = [each.get("name") if isinstance(each, dict) else each for each in _list(listed)]
        thread_name = self.words(self.around.get("threadName"))
        return Talk(
            title=self.words(self.around.get("title")) or title_of(thread_name),
            path=self.words(self.around.get("thread_path")),
            participants=tuple(filter(None, map(self.words, people))),
        )

    def made(self, channel: str) -> Iterator[Message]:
        """The messages, in the order of the file."""
        for row in self.rows:
            text = row.get("content", row.get("text"))
            self.unread += text is not None and not isinstance(text, str)
            moment = _moment(row.get("timestamp_ms", row.get("timestamp")))
            self.untimed += moment is None
            yield self._message(row, self.words(text), moment, channel)

    def _message(self, row: dict[str, Any], text: str, moment: datetime | None, channel: str) -> Message:
        files = tuple(self._files(row, text))
        event = _is_event(row) or not (text or files)
        return Message(
            speaker=self.words(row.get("sender_name", row.get("senderName"))),
            text=text or ("" if files else _described(row)),
            sent_at=moment,
            channel=channel,
            form=Form.EVENT if event else Form.SENT,
            attachments=files,
        )

    def _files(self, row: dict[str, Any], text: str) -> Iterator[Attachment]:
        """The files that came with a message, and the address of what it shares where the text lacks it."""
        for key in _FILES:
            for each in _list(row.get(key)):
                address = self.words(each.get("uri")) if isinstance(each, dict) else self.words(each)
                if address:
                    yield Attachment(name=posixpath.basename(address.rstrip("/")) or address)
        share = row.get("share")
        link = self.words(share.get("link")) if isinstance(share, dict) else ""
        if link and link not in text:
            yield Attachment(name=link)

    def problems(self, where: str) -> Iterator[Problem]:
        """What could not be read of the messages."""
        said = {
            f"{self.odd} entries among the messages are no messages; they were left out.": self.odd,
            f"{self.unread} message(s) have something other than text where their words should be; "
            "they are kept without it.": self.unread,
            f"{self.untimed} message(s) have no time that can be understood; they are kept without one.": self.untimed,
        }
        return (Problem(what=what, where=where) for what, count in said.items() if count)


def _signs(row: dict[str, Any]) -> Iterator[str]:
    for key in _FILES:
        for each in _list(row.get(key))[:1]:
            address = each.get("uri") if isinstance(each, dict) else each
            if isinstance(address, str) and address.startswith("your_"):
                yield address.partition("/")[0]
    share = row.get("share")
    if isinstance(share, dict) and "original_content_owner" in share:
        yield "instagram"
    if row.get("content") == "Liked a message":
        yield "instagram"


def _is_event(row: dict[str, Any]) -> bool:
    """Whether the file marks an entry as a line of the platform: a call, people who come and go, a deleted message."""
    kind = row.get("type")
    return (isinstance(kind, str) and kind in _NOT_WRITTEN) or "call_duration" in row or "users" in row


def _described(row: dict[str, Any]) -> str:
    """Words for an entry that has none of its own."""
    if row.get("is_unsent") or row.get("isUnsent"):
        return "message unsent"
    if row.get("is_taken_down"):
        return "message taken down by the platform"
    if "call_duration" in row:
        return "call"
    return "message without text or file"


def _moment(value: Any) -> datetime | None:
    """A time in milliseconds since 1970 (seconds where it is too small for that); None where it is none."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not 0 < value < _LATEST:
        return None
    milliseconds = int(value)
    if milliseconds < 10_000_000_000:
        milliseconds *= 1000
    return datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)


def _list(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value]
    return value if isinstance(value, list) else []


META = Reader(name="meta-json", recognises=recognises, read=read)
