"""Reads the JSON of DiscordChatExporter: one channel or one private chat per file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bonafides.model import Attachment, Form, Message, Party, Problem
from bonafides.read.json_stream import values
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANNEL = "discord"
_WRITTEN = frozenset(("Default", "Reply", "0", "19"))
"""Types of messages that somebody wrote; the exporter gives a number where it has no name."""
_PRIVATE = ("DirectTextChat", "DirectGroupTextChat")


def recognises(head: Head) -> bool:
    """Whether it opens like a JSON object with the keys that the exporter writes first."""
    text = head.text
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    return all(f'"{key}"' in text for key in ("guild", "channel", "messages")) and (
        '"dateRange"' in text or '"exportedAt"' in text or '"timestampEdited"' in text
    )


def read(source: Source, options: Options) -> Extract:
    """The file as one thread. Raises ReadError where it cannot be opened or read."""
    torn: list[Problem] = []
    found = _Found()
    for path, value in values(source, "channel", "messages.item", torn=torn):
        if path == "channel":
            found.channel = value if isinstance(value, dict) else {}
        else:
            found.take(value)
    return Extract(threads=(found.thread(source.name),), problems=(*torn, *found.problems(source.name)))


@dataclass(frozen=True, slots=True)
class _Author:
    """A person as the exporter names them."""

    id: str
    name: str
    nickname: str

    @property
    def key(self) -> str:
        """What tells this author from others."""
        return self.id or self.name


@dataclass(slots=True)
class _Found:
    """The values of one file as they come by."""

    channel: dict[str, Any] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    """Each with its author's key for a speaker, as names can only be settled at the end."""
    authors: dict[str, _Author] = field(default_factory=dict)
    """By their number, or by their name where they have none."""
    odd: int = 0
    untimed: int = 0

    def take(self, value: Any) -> None:
        """Keeps one entry of the list of messages."""
        if not isinstance(value, dict):
            self.odd += 1
            return
        author = _author(value)
        if author.key:
            self.authors.setdefault(author.key, author)
        self.messages.append(self._message(value, author.key))

    def thread(self, file: str) -> Thread:
        """The thread with everybody who wrote in it."""
        names = self._names()
        messages = tuple(replace(each, speaker=names.get(each.speaker, "")) for each in self.messages)
        title = _string(self.channel.get("name"))
        private = self.channel.get("type") in _PRIVATE
        writers = {m.speaker for m in messages if m.form is Form.SENT}
        return Thread(
            key=title or _string(self.channel.get("id")) or file,
            channel=CHANNEL,
            parties=tuple(
                Party(name=name, identifiers=_handle(self.authors[key].id))
                for key, name in names.items()
                if name in writers
            ),
            messages=messages,
            counterpart_hint=self._shown(title) if private else "",
        )

    def _names(self) -> dict[str, str]:
        """What each author is called: by nickname, unless two have the same one."""
        alike = Counter(author.nickname for author in self.authors.values())
        return {
            key: author.nickname if author.nickname and alike[author.nickname] == 1 else author.name or author.id
            for key, author in self.authors.items()
        }

    def _shown(self, title: str) -> str:
        """The name under which the private chat's counterpart speaks here."""
        names = self._names()
        return next((names[key] for key, author in self.authors.items() if title in (author.name, names[key])), title)

    def _message(self, row: dict[str, Any], speaker: str) -> Message:
        kind = str(row.get("type", "Default"))
        moment = moment_of(row.get("timestamp"))
        self.untimed += moment is None
        forwarded = row.get("forwardedMessage")
        rows = [row, forwarded] if isinstance(forwarded, dict) else [row]
        return Message(
            speaker=speaker,
            text=next(filter(None, (_string(each.get("content")) for each in rows)), ""),
            sent_at=moment,
            channel=CHANNEL,
            form=Form.SENT if kind in _WRITTEN else Form.EVENT,
            attachments=tuple(file for each in rows for file in _files(each)),
        )

    def problems(self, where: str) -> Iterator[Problem]:
        """What could not be read of the messages."""
        said = {
            f"{self.odd} entries among the messages are no messages; they were left out.": self.odd,
            f"{self.untimed} message(s) have no time that can be understood; they are kept without one.": self.untimed,
        }
        return (Problem(what=what, where=where) for what, count in said.items() if count)


def moment_of(value: Any) -> datetime | None:
    """A time such as `2026-09-21T14:13:20.123+00:00` in UTC, which is also meant where no zone is given."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _author(row: dict[str, Any]) -> _Author:
    given = row.get("author")
    given = given if isinstance(given, dict) else {}
    return _Author(_string(given.get("id")), _string(given.get("name")), _string(given.get("nickname")))


def _files(row: dict[str, Any]) -> Iterator[Attachment]:
    attachments = row.get("attachments")
    for each in attachments if isinstance(attachments, list) else []:
        if isinstance(each, dict):
            size = each.get("fileSizeBytes")
            name = _string(each.get("fileName")) or _string(each.get("url"))
            yield Attachment(name=name, size=size if isinstance(size, int) and size >= 0 else None)
    stickers = row.get("stickers")
    for each in stickers if isinstance(stickers, list) else []:
        if isinstance(each, dict) and _string(each.get("name")):
            yield Attachment(name=_string(each.get("name")))


def _handle(number: str) -> frozenset[str]:
    return frozenset({f"handle:{CHANNEL}/{number}".lower()}) if number else frozenset()


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


DISCORD = Reader(name="discord", recognises=recognises, read=read)
