"""Finds who, when, what and in which chat in a WeChat message, whatever the exporter calls its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bonafides.read import loose
from bonafides.read.wechat.content import Held, Kind, held, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

_TIMES = ("createTime", "CreateTime", "create_time", "msgCreateTime", "timestamp", "time", "StrTime", "formattedTime")
_OWN = ("isSend", "isSender", "is_sender", "IsSender", "is_send", "isSelf", "is_self")
_CONTENTS = ("content", "StrContent", "strContent", "msgContent", "msg", "message", "text")
_NAMES = ("senderDisplayName", "senderName", "sender_name", "groupNickname", "accountName", "Sender", "NickName")
_IDS = ("senderUsername", "senderAccountId", "sender_wxid", "sender")
_MILLISECONDS_FROM = 100_000_000_000
_GROUP = "@chatroom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """One message as the file has it."""

    chat: str
    """The chat's own identity, or empty where the file holds only one."""
    chat_name: str
    sender: str
    """The account; empty where the file does not say."""
    name: str
    mine: bool | None
    """None where the file does not say whose message it is."""
    sent_at: datetime | None
    held: Held
    readable: bool
    """False where it has no content of a kind that is understood."""


def fields(found: Mapping[str, Any], zone: tzinfo, *, chatlab: bool = False) -> Fields:
    """The fields of one message; `zone` is that of times without one, `chatlab` says whose numbers its types are."""
    room, talker = loose.text(found.get("room_name")), loose.text(found.get("talker"))
    chat = room or talker or loose.text(found.get("StrTalker"))
    sender = (talker if room else "") or _first_text(found, _IDS)
    content = _content(found)
    kind = _kind(found, chatlab=chatlab)
    return Fields(
        chat=chat,
        chat_name=loose.text(found.get("talkerName")),
        sender=sender,
        name=_first_text(found, _NAMES) or loose.text(found.get("Remark")),
        mine=_mine(found),
        sent_at=_sent_at(found, zone),
        held=held(content or "", kind),
        readable=content is not None,
    )


def is_group(chat: str) -> bool:
    """Whether the identity of a chat is that of a group."""
    return chat.endswith(_GROUP)


def _first_text(found: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next(filter(None, (loose.text(found.get(key)) for key in keys)), "")


def _content(found: Mapping[str, Any]) -> str | None:
    for key in _CONTENTS:
        value = found.get(key)
        if isinstance(value, str):
            return loose.text(value)
        if isinstance(value, dict) and isinstance(value.get("msg"), str):
            return loose.text(value["msg"])
    return "" if any(key in found and found[key] is None for key in _CONTENTS) else None


def _kind(found: Mapping[str, Any], *, chatlab: bool) -> Kind:
    if any(key in found and found[key] is None for key in _OWN):
        return Kind.EVENT  # neither sent nor received
    if chatlab:
        return _CHATLAB.get(loose.whole(found.get("type")) or 0, Kind.WORDS)
    name = found.get("type_name", found.get("type", found.get("Type")))
    return kind_of(name, found.get("localType", found.get("messageType", found.get("Type"))))


def _mine(found: Mapping[str, Any]) -> bool | None:
    for key in _OWN:
        value = found.get(key)
        if isinstance(value, bool):
            return value
        if (number := loose.whole(value)) is not None:
            return number == 1
    direction = loose.whole(found.get("mesDes"))
    return None if direction is None else direction == 0


def _sent_at(found: Mapping[str, Any], zone: tzinfo) -> datetime | None:
    for key in _TIMES:
        count = loose.whole(found.get(key))
        per_second = 1000 if count is not None and count >= _MILLISECONDS_FROM else 1
        moment = loose.since_epoch(count, per_second=per_second) or loose.written_time(found.get(key), zone)
        if moment:
            return moment
    return None


_CHATLAB = {
    1: Kind.IMAGE,
    2: Kind.VOICE,
    3: Kind.VIDEO,
    4: Kind.FILE,
    5: Kind.STICKER,
    23: Kind.EVENT,
    80: Kind.EVENT,
    81: Kind.EVENT,
}
