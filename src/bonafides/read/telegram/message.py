"""Turns one message of Telegram's JSON export into ours: its text exactly, its time, its files, or what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bonafides.model import Attachment, Form, Message
from bonafides.read import loose
from bonafides.read.telegram.actions import described

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime, tzinfo

CHANNEL = "telegram"
_LEFT_OUT = "("
"""How the exporter begins what it writes instead of the path of a file that it did not take along."""
_MEDIA = {
    "sticker": "image",
    "animation": "video",
    "video_file": "video",
    "video_message": "video",
    "voice_message": "audio",
    "audio_file": "audio",
}


def message(found: Mapping[str, Any], timezone: tzinfo) -> Message:
    """The message that `found` is; `timezone` is that of exports whose times have no zone."""
    event = loose.text(found.get("type")) not in ("", "message")
    words = written(found)
    return Message(
        speaker=speaker(found),
        text=words or described(found) if event else words,
        sent_at=_sent_at(found, timezone),
        channel=CHANNEL,
        form=Form.EVENT if event else Form.SENT,
        attachments=tuple(_attachments(found)),
    )


def speaker(found: Mapping[str, Any]) -> str:
    """The name of whoever wrote or acted; the account's number where the name is gone with the account."""
    named = (loose.text(found.get(key)) for key in ("from", "actor"))
    return next(filter(None, named), "") or account(found)


def account(found: Mapping[str, Any]) -> str:
    """Whose message it is: `user10001`, `channel5`; empty where the export does not say. Older ones have a number."""
    for key in ("from_id", "actor_id"):
        if value := found.get(key):
            number = loose.whole(value)
            return loose.text(value) if number is None else f"user{number}"
    return ""


def written(found: Mapping[str, Any]) -> str:
    """The text, put together from its pieces where it has links or styles."""
    return _joined(found.get("text")) or _joined(found.get("text_entities"))


def is_readable(found: Mapping[str, Any]) -> bool:
    """Whether its text is of a kind that is understood."""
    value = found.get("text")
    pieces = value if isinstance(value, list) else [value]
    return all(
        piece is None or isinstance(piece, str) or (isinstance(piece, dict) and isinstance(piece.get("text"), str))
        for piece in pieces
    )


def _joined(value: object) -> str:
    if isinstance(value, list):
        return "".join(loose.text(loose.mapping(piece).get("text", piece)) for piece in value)
    return loose.text(value)


def _sent_at(found: Mapping[str, Any], timezone: tzinfo) -> datetime | None:
    stamp, date = found.get("date_unixtime"), found.get("date")
    return loose.since_epoch(stamp) or loose.since_epoch(date) or loose.written_time(date, timezone)


def _attachments(found: Mapping[str, Any]) -> Iterator[Attachment]:
    """What came with the message: a file, a photo, a shared contact, a place, a poll, an invoice."""
    if "file" in found or "media_type" in found:
        kind = loose.text(found.get("media_type"))
        yield Attachment(
            name=_name(found, "file") or kind or "file",
            media_type=loose.text(found.get("mime_type")) or _MEDIA.get(kind, ""),
            size=loose.whole(found.get("file_size")),
        )
    if "photo" in found:
        size = loose.whole(found.get("photo_file_size"))
        yield Attachment(name=_name(found, "photo") or "photo", media_type="image", size=size)
    for name in _shared(found):
        yield Attachment(name=name)


def _name(found: Mapping[str, Any], key: str) -> str:
    """The file's own name, else the last part of its path in the export; empty where neither is there."""
    own = loose.text(found.get("file_name")) if key == "file" else ""
    path = loose.text(found.get(key))
    left_out = path.startswith(_LEFT_OUT)
    return own or ("" if left_out else path.replace("\\", "/").rpartition("/")[2])


def _shared(found: Mapping[str, Any]) -> Iterator[str]:
    contact = loose.mapping(found.get("contact_information"))
    if contact:
        known = (loose.text(contact.get(key)) for key in ("first_name", "last_name", "phone_number"))
        yield " ".join(filter(None, ("contact:", *known)))
    place = loose.mapping(found.get("location_information"))
    if place:
        named = [loose.text(found.get(key)) for key in ("place_name", "address")]
        where = [*filter(None, named), f"{place.get('latitude')} {place.get('longitude')}"]
        yield f"location: {', '.join(where)}"
    if question := _joined(loose.mapping(found.get("poll")).get("question")):
        answers = (_joined(loose.mapping(each).get("text")) for each in loose.members(found["poll"].get("answers")))
        yield f"poll: {question} ({' / '.join(answers)})"
    if title := loose.text(found.get("game_title")):
        yield f"game: {title}"
    if title := loose.text(loose.mapping(found.get("invoice_information")).get("title")):
        yield f"invoice: {title}"
