"""Reads Telegram Desktop's JSON export, of one chat or of the whole account, into one thread per chat."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bonafides.model import Form, Message, Party, Problem
from bonafides.read import loose
from bonafides.read.group import of_group
from bonafides.read.identity import name_key, phone_id
from bonafides.read.json_stream import values
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.telegram import message as telegram_message
from bonafides.read.telegram.message import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHAT = ("name", "type", "id")
_PLACES = ("", "chats.list.item.", "left_chats.list.item.")
"""Where chats stand: the root of an export of one chat, the lists of an export of the whole account."""
_PATHS = (
    *(f"{place}{key}" for place in _PLACES for key in (*_CHAT, "messages.item")),
    "personal_information",
    "contacts.list.item",
)
_OF_TWO = ("personal_chat", "bot_chat")
_NOTES = "saved_messages"
_KEY = re.compile(r'"(messages|chats|left_chats|contacts)"\s{0,20}:')
_OWN = re.compile(
    r'"(?:date_unixtime|from_id|actor_id|text_entities|personal_information|frequent_contacts)"\s{0,20}:'
    r'|"type"\s{0,20}:\s{0,20}"(?:personal_chat|bot_chat|saved_messages|(?:private|public)_[a-z]{4,10}|service)"'
)
"""Keys and values that no other export has; inside a string their quotation marks would be escaped."""


def recognises(head: Head) -> bool:
    """Whether the keys are Telegram's, at the beginning of a JSON object."""
    opens = head.text.lstrip("\ufeff \t\r\n").startswith("{")
    return opens and _OWN.search(head.text) is not None and _KEY.search(head.text) is not None


def read(source: Source, options: Options) -> Extract:
    """One thread per chat, the user known where the export says so."""
    torn: list[Problem] = []
    book = _Book(source=source, options=options)
    for path, value in values(source, *_PATHS, torn=torn):
        place, _, key = path.rpartition(".")
        book.take(place, key, value)
    threads = tuple(chat.thread(book) for chat in book.chats if chat.messages)
    me = (book.owner,) if book.owner else ()
    return Extract(threads=threads, me=me, problems=(*torn, *book.problems()))


@dataclass(slots=True, kw_only=True)
class _Chat:
    """One chat in the making."""

    place: str
    """Which list it stands in."""
    head: dict[str, Any] = field(default_factory=dict)
    """Its name, type and number, as far as they have come."""
    messages: list[Message] = field(default_factory=list)
    accounts: dict[str, str] = field(default_factory=dict)
    """Account -> the name under which it speaks here."""
    names: dict[str, str] = field(default_factory=dict)
    """Name -> account; empty where the export does not say."""

    def ends_before(self, place: str, key: str) -> bool:
        """Whether something that stands at `key` begins another chat: the export has no other sign of it."""
        if place != self.place or key in self.head:
            return True
        return "type" in self.head and key in _CHAT and (key == "name" or bool(self.messages))

    @property
    def name(self) -> str:
        return loose.text(self.head.get("name"))

    @property
    def kind(self) -> str:
        return loose.text(self.head.get("type"))

    def add(self, found: dict[str, Any], message: Message, owner: Party | None, owner_account: str) -> None:
        """Takes in one message; two accounts of one name are kept apart, above all from the user's."""
        sender = telegram_message.account(found)
        name = self.accounts.get(sender) if sender else message.speaker
        if not name:
            name = message.speaker
            posing = owner is not None and bool(owner_account) and name == owner.name and sender != owner_account
            if sender and (posing or self.names.get(name) not in (None, "", sender)):
                name = f"{name} ({sender})"
            self.accounts[sender] = name
        if name:
            self.names[name] = self.names.get(name) or sender
        self.messages.append(replace(message, speaker=name))

    def thread(self, book: _Book) -> Thread:
        """The finished chat."""
        own = self._own(book.owner_account)
        messages = (replace(message, mine=message.speaker in own) for message in self.messages)
        parties = self._parties(own, book.phones)
        if self._is_group():
            parties = iter(of_group((*parties, *self._silent(own, book.owner)), self.name))
        return Thread(
            key=self.name or self.kind.replace("_", " "),
            channel=CHANNEL,
            parties=tuple(parties),
            messages=tuple(messages),
            counterpart_hint=self.name if self.kind in _OF_TWO else "",
        )

    def _is_group(self) -> bool:
        return self.kind.endswith(("group", "channel"))

    def _silent(self, own: frozenset[str], owner: Party | None) -> Iterator[Party]:
        """The user, who is in every chat of the account, where they said nothing in this one."""
        if owner and owner.name and not own and owner.name not in self.names:
            yield owner

    def _own(self, owner: str) -> frozenset[str]:
        """Names that are the user's: by the owner's number; all in notes to oneself; in a chat of two the other one."""
        if self.kind == _NOTES:
            return frozenset(self.names)
        own = {name for name, account in self.names.items() if owner and account == owner}
        other = self._counterpart()
        if not own and self.kind in _OF_TWO and other in self.names:
            own = set(self.names) - {other}
        return frozenset(own)

    def _counterpart(self) -> str:
        """In a chat of two, the name of the account that the chat has its number from; else the chat's own name."""
        number = loose.whole(self.head.get("id"))
        return self.accounts.get(f"user{number}") or self.name

    def _parties(self, own: frozenset[str], phones: dict[str, str]) -> Iterator[Party]:
        """Everybody who spoke or acted, and in a chat of two the counterpart even where they did not."""
        named = dict(self.names)
        if self.kind in _OF_TWO and self.name and set(named) <= own:
            number = loose.whole(self.head.get("id"))
            named[self.name] = f"user{number}" if number else ""
        for name, account in named.items():
            found = {f"handle:{CHANNEL}/{account.lower()}" if account else "", phones.get(account, "")}
            yield Party(name=name, mine=name in own, identifiers=frozenset(found - {""}))


@dataclass(slots=True, kw_only=True)
class _Book:
    """All of one export in the making."""

    source: Source
    options: Options
    chats: list[_Chat] = field(default_factory=list)
    owner: Party | None = None
    owner_account: str = ""
    phones: dict[str, str] = field(default_factory=dict)
    """Account -> `phone:...`, from the address book."""
    broken: int = 0
    undated: int = 0

    def take(self, place: str, key: str, value: object) -> None:
        """Takes in one value of the file."""
        if place == "" and key == "personal_information":
            self._owner(loose.mapping(value))
        elif place == "contacts.list":
            self._contact(loose.mapping(value))
        else:
            listed = key == "item"
            self._chat_part(place.removesuffix("messages").rstrip("."), "messages" if listed else key, value)

    def _chat_part(self, place: str, key: str, value: object) -> None:
        if not self.chats or self.chats[-1].ends_before(place, key):
            self.chats.append(_Chat(place=place))
        chat = self.chats[-1]
        if key in _CHAT:
            chat.head[key] = value
        else:
            self._message(chat, loose.mapping(value))

    def _message(self, chat: _Chat, found: dict[str, Any]) -> None:
        message = telegram_message.message(found, self.options.timezone)
        if found and telegram_message.is_readable(found):
            self.undated += message.sent_at is None
        else:
            self.broken += 1
            message = replace(message, form=Form.EVENT)
        chat.add(found, message, self.owner, self.owner_account)

    def _owner(self, found: dict[str, Any]) -> None:
        number = loose.whole(found.get("user_id"))
        self.owner_account = f"user{number}" if number else ""
        self.owner = Party(name=_name(found), mine=True, identifiers=_identifiers(found))

    def _contact(self, found: dict[str, Any]) -> None:
        number, phone = loose.whole(found.get("user_id")), _phone(found)
        if number and phone:
            self.phones[f"user{number}"] = phone

    def problems(self) -> Iterator[Problem]:
        """What could not be understood, counted."""
        if self.broken:
            what = f"{self.broken} message(s) are not of a form that is understood; their places are kept empty."
            yield Problem(what=what, where=self.source.name, next_step="Export the chat again, and look at it there.")
        if self.undated:
            what = f"{self.undated} message(s) have no date that could be understood; they are kept without a time."
            yield Problem(what=what, where=self.source.name)


def _name(found: dict[str, Any]) -> str:
    named = (loose.text(found.get(key)).strip() for key in ("first_name", "last_name"))
    return " ".join(filter(None, named))


def _phone(found: dict[str, Any]) -> str:
    """`phone:...`; the export leaves the plus sign out in some years, but always has the country."""
    number = loose.text(found.get("phone_number")).strip()
    return phone_id(number if number.startswith(("+", "00")) else f"+{number}") if number else ""


def _identifiers(found: dict[str, Any]) -> frozenset[str]:
    number, user = loose.whole(found.get("user_id")), loose.text(found.get("username")).strip().lstrip("@")
    handles = {f"user{number}" if number else "", name_key(user)} - {""}
    return frozenset({f"handle:{CHANNEL}/{handle}" for handle in handles} | {_phone(found)} - {""})


TELEGRAM = Reader(name="telegram", recognises=recognises, read=read)
