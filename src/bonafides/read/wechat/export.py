"""Reads WeChat chats as other programs export them to JSON (WeFlow, EchoTrace, PyWxDump, chatlog and their like)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bonafides.model import Form, Message, Party, Problem
from bonafides.read import loose
from bonafides.read.group import of_group
from bonafides.read.json_stream import values
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.wechat.fields import Fields, fields, is_group

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANNEL = "wechat"
_MESSAGES = ("messages.item", "item", "data.item")
_PEOPLE = ("senders.item", "members.item")
_PATHS = (*_MESSAGES, *_PEOPLE, "session", "meta", "chatlab")
_SIGNS = (  # keys that all stand in one program's messages, and together in no other format
    ("weflow", "session"),
    ("weflow", "messages"),
    ("session", "wxid", "messages"),
    ("senderUsername", "isSend"),
    ("senderUsername", "createTime"),
    ("StrContent", "CreateTime"),
    ("is_sender", "talker", "CreateTime"),
    ("talker", "isSend", "createTime"),
    ("talker", "isChatRoom", "isSelf"),
    ("mesDes", "msgContent", "msgCreateTime"),
)
_KEY = re.compile(r'"(?P<key>[A-Za-z_]{4,20})"\s{0,20}:')
_CHATLAB = re.compile(r'"platform"\s{0,4}:\s{0,4}"wechat"')


def recognises(head: Head) -> bool:
    """Whether it is JSON with the keys of one of the exporters; inside strings their quotation marks are escaped."""
    if not head.text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return False
    keys = {match["key"] for match in _KEY.finditer(head.text)}
    if "chatlab" in keys and _CHATLAB.search(head.text):
        return True
    return any(keys.issuperset(sign) for sign in _SIGNS)


def read(source: Source, options: Options) -> Extract:
    """One thread per chat; the user known where the export says which messages were sent."""
    torn: list[Problem] = []
    book = _Book(options=options)
    for path, value in values(source, *_PATHS, torn=torn):
        book.take(path, loose.mapping(value))
    threads = tuple(chat.thread() for chat in book.chats.values() if chat.messages)
    return Extract(threads=threads, problems=(*torn, *book.problems(source.name)))


@dataclass(slots=True, kw_only=True)
class _Chat:
    """One chat in the making."""

    id: str
    name: str
    group: bool
    names: dict[tuple[str, bool], str] = field(default_factory=dict)
    """(account or name, whether it is the user's) -> the name under which they speak here."""
    parties: dict[str, Party] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    def add(self, found: Fields) -> None:
        """Takes in one message."""
        name = found.name or found.sender
        if not name and found.mine is not None and found.held.form is not Form.EVENT:
            name = "Me" if found.mine else ("" if self.group else self.name or self.id)
        speaker = self._speaker(found, name) if name and found.held.form is not Form.EVENT else name
        self.messages.append(
            Message(
                speaker=speaker,
                text=found.held.text,
                mine=bool(found.mine) and found.held.form is not Form.EVENT,
                sent_at=found.sent_at,
                channel=CHANNEL,
                form=found.held.form if found.readable else Form.EVENT,
                attachments=found.held.attachments,
            )
        )

    def _speaker(self, found: Fields, name: str) -> str:
        """The name, told apart from another account's; whoever speaks is in the chat."""
        account = found.sender or ("" if found.mine or self.group else self.id)
        key = (account or name, bool(found.mine))
        if key not in self.names:
            shown = f"{name} ({account or 'them'})" if name in self.parties else name
            self.names[key] = shown
            self.parties[shown] = Party(name=shown, mine=bool(found.mine), identifiers=_handles(account))
        return self.names[key]

    def thread(self) -> Thread:
        """The finished chat."""
        parties = list(self.parties.values())
        if not self.group and self.name and all(party.mine for party in parties):
            parties.append(Party(name=self.name, identifiers=_handles(self.id)))
        return Thread(
            key=self.name or self.id,
            channel=CHANNEL,
            parties=of_group(parties, self.name or self.id) if self.group else tuple(parties),
            messages=tuple(self.messages),
            counterpart_hint="" if self.group else self.name,
        )


def _handles(account: str) -> frozenset[str]:
    plain = account.strip().lower()
    known = plain and plain.isascii() and not is_group(plain) and not any(char.isspace() for char in plain)
    return frozenset({f"handle:{CHANNEL}/{plain}"} if known else ())


@dataclass(slots=True, kw_only=True)
class _Book:
    """All chats of one file in the making."""

    options: Options
    chats: dict[str, _Chat] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a message calls its sender -> the sender's own entry."""
    session: dict[str, Any] = field(default_factory=dict)
    owner: str = ""
    chatlab: bool = False
    unread: int = 0
    undated: int = 0

    def take(self, path: str, value: dict[str, Any]) -> None:
        """Takes in one value of the file."""
        if path in _MESSAGES:
            self._message(value)
        elif path in _PEOPLE:
            for key in ("senderID", "platformId"):
                if key in value:
                    self.people[str(value[key])] = value
        elif path == "chatlab":
            self.chatlab = True
        else:
            self.session = value
            self.owner = loose.text(value.get("ownerId"))

    def _message(self, value: dict[str, Any]) -> None:
        found = fields(self._with_sender(value), self.options.timezone, chatlab=self.chatlab)
        self.unread += not found.readable
        self.undated += found.sent_at is None
        own = self._first("wxid", "accountId", "groupId", "id")
        chat = found.chat or own
        if chat not in self.chats:
            name = found.chat_name or (self._first("displayName", "remark", "nickname", "name") if chat == own else "")
            group = is_group(chat) or self.session.get("type") in ("群聊", "group")
            self.chats[chat] = _Chat(id=chat, name=name, group=group)
        self.chats[chat].add(found)

    def _with_sender(self, value: dict[str, Any]) -> dict[str, Any]:
        """The message with what the list of people says of its sender, where the message has only a number."""
        number = value.get("senderID", value.get("sender"))
        who = self.people.get(str(number)) if isinstance(number, str | int) else None
        more: dict[str, Any] = {}
        if who is not None:
            more = {
                "senderUsername": who.get("accountId", who.get("platformId")),
                "senderDisplayName": who.get("displayName", who.get("groupNickname") or who.get("accountName")),
            }
        if self.owner:
            more["isSelf"] = value.get("sender") == self.owner
        return {**more, **value}

    def _first(self, *keys: str) -> str:
        return next(filter(None, (loose.text(self.session.get(key)) for key in keys)), "")

    def problems(self, where: str) -> Iterator[Problem]:
        """What could not be understood, counted."""
        if self.unread:
            what = f"{self.unread} message(s) have no text that is understood; their places are kept empty."
            yield Problem(what=what, where=where, next_step="Look at them in the chat itself.")
        if self.undated:
            what = f"{self.undated} message(s) have no date that could be understood; they are kept without a time."
            yield Problem(what=what, where=where)


WECHAT = Reader(name="wechat", recognises=recognises, read=read)
