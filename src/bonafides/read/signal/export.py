"""Reads Signal's own export of 2026 (`main.jsonl`), line by line, into one thread per chat."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bonafides.model import Message, Party, Problem
from bonafides.read import loose
from bonafides.read.decode import open_lines
from bonafides.read.group import of_group
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.signal.message import CHANNEL, key, message, told
from bonafides.read.signal.people import Recipient, owner, recipient

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST = re.compile(r'[\ufeff\s]{0,20}\{[^\n\r]{0,400}?"backupTimeMs"\s{0,4}:')
_FRAME = re.compile(
    r'^\s{0,8}\{\s{0,4}"(?:recipient|chat|chatItem)"\s{0,4}:\s{0,4}\{[^\n\r]{0,400}?"(?:id|recipientId|chatId|authorId)"\s{0,4}:',
    re.MULTILINE,
)
_AGAIN = "Export the chats from Signal again."


def recognises(head: Head) -> bool:
    """Whether its lines are the frames of a Signal backup."""
    opens = head.text.lstrip("\ufeff \t\r\n").startswith("{")
    return opens and (_FIRST.match(head.text) is not None or _FRAME.search(head.text) is not None)


def read(source: Source, options: Options) -> Extract:
    """One thread per chat; the user is the account that made the export."""
    del options  # the times are all in UTC
    book = _Book(where=source.name)
    with open_lines(source) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                book.line(line, number)
        problems = lines.problems(source.name)
    threads = tuple(book.threads())
    me = (Party(name=book.me.name, mine=True, identifiers=book.me.identifiers),) if book.named else ()
    return Extract(threads=threads, me=me, problems=(*problems, *book.problems()))


@dataclass(slots=True, kw_only=True)
class _Book:
    """The people, chats and messages of one export in the making."""

    where: str
    me: Recipient = field(default_factory=lambda: owner({}))
    named: bool = False
    """Whether the file says who made it."""
    people: dict[str, Recipient] = field(default_factory=dict)
    chats: dict[str, str] = field(default_factory=dict)
    """Number of a chat -> number of the person or group that it is with."""
    items: dict[str, list[Message]] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def line(self, line: str, number: int) -> None:
        """Takes in one line."""
        try:
            frame = json.loads(line)
        except (ValueError, RecursionError):
            self.broken.append(number)
            return
        for kind, value in loose.mapping(frame).items():
            if isinstance(value, dict):
                self._frame(kind, value)

    def _frame(self, kind: str, found: dict[str, Any]) -> None:
        match kind:
            case "account":
                self.me = owner(found)
                self.named = self.me.name != owner({}).name
            case "recipient":
                self.people[key(found.get("id"))] = recipient(found, self.me)
            case "chat":
                self.chats[key(found.get("id"))] = key(found.get("recipientId"))
                self.items.setdefault(key(found.get("id")), [])
            case "chatItem":
                self._item(found)

    def _item(self, found: dict[str, Any]) -> None:
        carried = told(found)
        made = message(found, carried)
        self.items.setdefault(key(found.get("chatId")), []).append(made)
        self._count("shortened", carried.shortened)
        self._count("unknown", not carried.known)
        self._count("undated", made.sent_at is None)

    def _count(self, what: str, here: bool) -> None:
        self.counts[what] = self.counts.get(what, 0) + here

    def threads(self) -> Iterator[Thread]:
        """The finished chats that hold messages, in file order."""
        for chat, messages in self.items.items():
            if messages:
                yield self._thread(self.people.get(self.chats.get(chat, ""), Recipient(name="")), chat, messages)

    def _thread(self, other: Recipient, chat: str, messages: list[Message]) -> Thread:
        names = self._names(other, self.chats.get(chat, ""), messages)
        mine = {number for number in names if self._person(number).mine}
        shown = tuple(replace(m, speaker=names.get(m.speaker, ""), mine=m.mine or m.speaker in mine) for m in messages)
        parties = tuple(
            Party(name=name, mine=number in mine, identifiers=self._person(number).identifiers)
            for number, name in names.items()
        )
        return Thread(
            key=other.name or f"chat {chat}",
            channel=CHANNEL,
            parties=of_group(parties, other.name) if other.group else parties,
            messages=shown,
            counterpart_hint="" if other.group or other.mine else other.name,
        )

    def _person(self, number: str) -> Recipient:
        return self.people.get(number, Recipient(name=""))

    def _names(self, other: Recipient, number: str, messages: list[Message]) -> dict[str, str]:
        """Everybody in a chat, by number, each under a name of their own."""
        members = set(other.members)
        present = dict.fromkeys(m.speaker for m in messages)
        if other.group:
            present.pop(number, None)  # the group itself is the author of some of its events
            present |= {each: None for each, who in self.people.items() if who.mine or who.account in members}
        else:
            present |= {number: None}
        names: dict[str, str] = {}
        taken = {self.me.name}  # whoever bears the user's name must not pass for the user
        for each in filter(None, present):
            who = self._person(each)
            name = who.name or f"unknown person {each}"
            names[each] = f"{name} ({each})" if name in taken and not who.mine else name
            taken.add(name)
        return names

    def problems(self) -> Iterator[Problem]:
        """What could not be read, and what the export itself lacks."""
        for number in self.broken:
            yield Problem(
                what="This line is not whole JSON; it was left out.",
                where=f"{self.where}, line {number}",
                next_step=_AGAIN,
            )
        for what, words in _SAID.items():
            if count := self.counts.get(what):
                yield Problem(what=words.format(count=count), where=self.where)


_SAID = {
    "shortened": "{count} very long message(s) have only their beginning in this file; Signal keeps the rest apart.",
    "unknown": "{count} item(s) are of a kind that is not known; only what kind it is was kept.",
    "undated": "{count} message(s) have no date that could be understood; they are kept without a time.",
}

SIGNAL = Reader(name="signal", recognises=recognises, read=read)
