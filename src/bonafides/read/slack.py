"""Reads the day files of Slack's export, `general/2026-09-21.json`: lists of messages as Slack's servers keep them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bonafides.model import Attachment, Form, Message, Party, Problem
from bonafides.read.group import of_group
from bonafides.read.json_stream import values
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANNEL = "slack"
_OPENS = re.compile(r"[\ufeff\s]{0,20}\[\s{0,20}\{")
_TYPE = re.compile(r'"type"\s{0,5}:\s{0,5}"message"')
_TS = re.compile(r'"ts"\s{0,5}:\s{0,5}"\d{1,12}\.\d{1,9}"')
_TIME = re.compile(r"(\d{1,12})(?:\.(\d{1,6})\d{0,3})?")
_WRITTEN = frozenset(
    ("", "bot_message", "file_share", "file_comment", "file_mention", "me_message", "reply_broadcast", "reminder_add")
) | {"thread_broadcast", "slackbot_response", "document_mention"}
"""Subtypes of what somebody wrote; all others tell what happened in the channel."""
_DIRECT = re.compile(r"D[A-Z0-9]{1,15}")
"""The folder of a talk between two; all others are channels."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def recognises(head: Head) -> bool:
    """Whether it is a JSON list of messages with Slack's times; its lists of users and channels have none."""
    return all(pattern.search(head.text) for pattern in (_TYPE, _TS)) and _OPENS.match(head.text) is not None


def read(source: Source, options: Options) -> Extract:
    """The messages of one day as a thread, called like the folder, which is the channel. Raises ReadError where the
    file cannot be opened or read.
    """
    torn: list[Problem] = []
    found = _Found()
    for _, value in values(source, "item", torn=torn):
        found.take(value)
    return Extract(threads=(found.thread(source.name),), problems=(*torn, *found.problems(source.name)))


@dataclass(slots=True)
class _Found:
    """The values of one file as they come by."""

    rows: list[tuple[str, str, Message]] = field(default_factory=list)
    """Number of the user, name beside the message, and the message without a speaker."""
    names: dict[str, str] = field(default_factory=dict)
    """Number of a user -> name, from the profiles that stand beside messages."""
    odd: int = 0
    untimed: int = 0

    def take(self, value: Any) -> None:
        """Keeps one entry of the list."""
        if not isinstance(value, dict):
            self.odd += 1
            return
        user, shown = _user(value)
        self.rows.append((user, shown, self._message(value)))
        profile = value.get("user_profile")
        if user and isinstance(profile, dict):
            given = (_string(profile.get(key)).strip() for key in ("real_name", "display_name", "name"))
            if name := next(filter(None, given), ""):
                self.names.setdefault(user, name)

    def thread(self, file: str) -> Thread:
        """The thread, in the order of the file, with everybody who wrote in it."""
        messages: list[Message] = []
        users: dict[str, str] = {}
        alike = Counter(self.names.values())
        for user, shown, message in self.rows:
            name = self.names.get(user, "")
            speaker = name if name and alike[name] == 1 else (user if name else shown)
            messages.append(replace(message, speaker=speaker))
            if message.form is Form.SENT and speaker:
                users.setdefault(speaker, user)
        folder = posixpath.basename(posixpath.dirname(file.replace("\\", "/")))
        people = tuple(Party(name=name, identifiers=_handle(user)) for name, user in users.items())
        return Thread(
            key=folder or file,
            channel=CHANNEL,
            parties=people if not folder or _DIRECT.fullmatch(folder) else of_group(people, f"#{folder}"),
            messages=tuple(messages),
            series=folder and posixpath.dirname(file.replace("\\", "/")),
        )

    def _message(self, row: dict[str, Any]) -> Message:
        moment = _moment(row.get("ts"))
        self.untimed += moment is None
        files = tuple(_files(row))
        text = _string(row.get("text")) or ("" if files else _shown(row))
        return Message(
            speaker="",
            text=_unescaped(text),
            sent_at=moment,
            channel=CHANNEL,
            form=Form.SENT if _string(row.get("subtype")) in _WRITTEN else Form.EVENT,
            attachments=files,
        )

    def problems(self, where: str) -> Iterator[Problem]:
        """What could not be read of the messages."""
        said = {
            f"{self.odd} entries among the messages are no messages; they were left out.": self.odd,
            f"{self.untimed} message(s) have no time that can be understood; they are kept without one.": self.untimed,
        }
        return (Problem(what=what, where=where) for what, count in said.items() if count)


def _user(row: dict[str, Any]) -> tuple[str, str]:
    """The number of who wrote a message, and the name; the number stands for the name where the message has none."""
    bot = row.get("bot_profile")
    user = _string(row.get("user")) or _string(row.get("bot_id"))
    given = (row.get("username"), bot.get("name") if isinstance(bot, dict) else "")
    return user, next(filter(None, map(_string, given)), "") or user


def _shown(row: dict[str, Any]) -> str:
    """The words of a message that has them only in its cards, as forwarded messages and those of programs do."""
    cards = row.get("attachments")
    cards = [each for each in cards if isinstance(each, dict)] if isinstance(cards, list) else []
    return "\n".join(filter(None, (_string(each.get("text")) or _string(each.get("fallback")) for each in cards)))


def _files(row: dict[str, Any]) -> Iterator[Attachment]:
    listed = row.get("files")
    listed = listed if isinstance(listed, list) else [row.get("file")]
    for each in listed:
        if isinstance(each, dict):
            size = each.get("size")
            yield Attachment(
                name=_string(each.get("name")) or _string(each.get("title")) or "a file that is no longer there",
                media_type=_string(each.get("mimetype")),
                size=size if isinstance(size, int) and size > 0 else None,
            )


def _unescaped(text: str) -> str:
    """Slack writes three characters as entities; what looks like another entity was typed so."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text


def _moment(value: Any) -> datetime | None:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        return _EPOCH + timedelta(seconds=int(match[1]), microseconds=int((match[2] or "0").ljust(6, "0")))
    except OverflowError:
        return None


def _handle(user: str) -> frozenset[str]:
    return frozenset({f"handle:{CHANNEL}/{user}".lower()}) if user else frozenset()


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


SLACK = Reader(name="slack", recognises=recognises, read=read)
