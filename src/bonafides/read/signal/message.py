"""Turns one chat item of Signal's export into a message: its text exactly, its time, its files, or what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bonafides.model import Attachment, Form, Message
from bonafides.read import loose
from bonafides.read.signal.events import described, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHANNEL = "signal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a chat item carries."""

    text: str = ""
    form: Form = Form.SENT
    attachments: tuple[Attachment, ...] = ()
    shortened: bool = False
    """Whether the export has only the beginning of the text."""
    known: bool = True
    """False for a kind that is not known here, of which only the name is kept."""


def message(item: dict[str, Any], told: Told) -> Message:
    """The message that a chat item is, `speaker` being the number of its author in the file."""
    return Message(
        speaker=key(item.get("authorId")),
        text=told.text,
        mine="outgoing" in item,
        sent_at=loose.since_epoch(item.get("dateSent"), per_second=1000),
        channel=CHANNEL,
        form=told.form,
        attachments=told.attachments,
    )


def key(value: object) -> str:
    """A number by which the file refers to a person or a chat, whether written as number or text."""
    return "" if (number := loose.whole(value)) is None else str(number)


def told(item: dict[str, Any]) -> Told:
    """What the item carries; earlier versions of an edited message (`revisions`) are left, the last one counts."""
    for kind, tell in _KINDS.items():
        if isinstance(item.get(kind), dict):
            return tell(item[kind])
    unknown = [name for name in item if name.endswith(("Message", "Notification", "Update"))]
    return Told(text=in_words(unknown[0]) if unknown else "empty message", form=Form.EVENT, known=False)


def _standard(found: dict[str, Any]) -> Told:
    return Told(
        text=_body(found.get("text")),
        attachments=tuple(_attachment(loose.mapping(each)) for each in loose.members(found.get("attachments"))),
        shortened=isinstance(found.get("longText"), dict),
    )


def _body(value: object) -> str:
    return loose.text(loose.mapping(value).get("body"))


def _attachment(found: dict[str, Any], kind: str = "file") -> Attachment:
    """A file, of which the older and the newer export say the same in different places."""
    pointer = loose.mapping(found.get("pointer")) or found
    size = loose.mapping(pointer.get("locatorInfo")).get("size", pointer.get("size"))
    name = loose.text(pointer.get("fileName"))
    voice = found.get("flag") in ("VOICE_MESSAGE", 1)
    return Attachment(
        name=name or loose.text(pointer.get("caption")) or ("voice message" if voice else kind),
        media_type=loose.text(pointer.get("contentType")),
        size=loose.whole(size),
    )


def _story_reply(found: dict[str, Any]) -> Told:
    reply = loose.mapping(found.get("textReply"))
    words = _body(reply.get("text")) or loose.text(found.get("emoji"))
    return Told(text=words, shortened=isinstance(reply.get("longText"), dict))


def _contact(found: dict[str, Any]) -> Told:
    listed = loose.members(found.get("contact")) or [found.get("contact")]
    cards = (Attachment(name=_card(loose.mapping(each))) for each in listed)
    return Told(attachments=tuple(cards))


def _card(contact: dict[str, Any]) -> str:
    named = loose.mapping(contact.get("name"))
    parts = [loose.text(named.get(part)) for part in ("prefix", "givenName", "middleName", "familyName", "suffix")]
    reached = (
        loose.text(loose.mapping(each).get("value"))
        for kind in ("number", "email")
        for each in loose.members(contact.get(kind))
    )
    firm = loose.text(contact.get("organization"))
    return "contact: " + ", ".join(filter(None, (" ".join(filter(None, parts)), firm, *reached)))


def _sticker(found: dict[str, Any]) -> Told:
    sticker = loose.mapping(found.get("sticker"))
    name = f"sticker {loose.text(sticker.get('emoji'))}".strip()
    kind = loose.text(loose.mapping(sticker.get("data")).get("contentType"))
    return Told(attachments=(Attachment(name=name, media_type=kind),))


def _view_once(found: dict[str, Any]) -> Told:
    attachment = loose.mapping(found.get("attachment"))
    if not attachment:
        return Told(text="view-once picture or video, no longer kept", form=Form.EVENT)
    return Told(attachments=(_attachment(attachment, "view-once picture or video"),))


def _payment(found: dict[str, Any]) -> Told:
    amount = loose.text(found.get("amountMob"))
    paid = Attachment(name=f"payment: {amount} MOB" if amount else "payment")
    return Told(text=loose.text(found.get("note")), attachments=(paid,))


def _poll(found: dict[str, Any]) -> Told:
    options = " / ".join(_options(found))
    return Told(attachments=(Attachment(name=f"poll: {loose.text(found.get('question'))} ({options})"),))


def _options(found: dict[str, Any]) -> Iterator[str]:
    yield from (loose.text(loose.mapping(each).get("option")) for each in loose.members(found.get("options")))


def _event(words: str) -> Callable[[dict[str, Any]], Told]:
    return lambda _: Told(text=words, form=Form.EVENT)


_KINDS: dict[str, Callable[[dict[str, Any]], Told]] = {
    "standardMessage": _standard,
    "updateMessage": lambda found: Told(text=described(found), form=Form.EVENT),
    "directStoryReplyMessage": _story_reply,
    "contactMessage": _contact,
    "stickerMessage": _sticker,
    "viewOnceMessage": _view_once,
    "paymentNotification": _payment,
    "poll": _poll,
    "remoteDeletedMessage": _event("message deleted for everyone"),
    "adminDeletedMessage": _event("message deleted by an administrator"),
    "giftBadge": _event("gift badge"),
}
