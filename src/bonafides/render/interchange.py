"""The interchange format: what was read, one conversation per line of JSON, ready to be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bonafides.model import Form
from bonafides.render.machine import dumped, timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.model import Attachment, Conversation, Message, Party

SCHEMA = "bonafides.conversation/1"


def interchange(conversations: Iterable[Conversation]) -> Iterator[str]:
    """One line per conversation (docs/conversation.schema.json), each ending in a line break, made one by one."""
    for conversation in conversations:
        yield dumped(_conversation(conversation)) + "\n"


def _conversation(conversation: Conversation) -> dict[str, Any]:
    line: dict[str, Any] = {
        "schema": SCHEMA,
        "id": conversation.id,
        "messages": [_message(message) for message in conversation.messages],
    }
    if conversation.parties:
        line["parties"] = [_party(party) for party in conversation.parties]
    if conversation.joins:
        line["joins"] = [{"threads": list(join.threads), "because": join.because} for join in conversation.joins]
    return line


def _message(message: Message) -> dict[str, Any]:
    """`speaker` is the name in the file, `text` as written; what does not apply is left out."""
    line: dict[str, Any] = {"speaker": message.speaker, "text": message.text}
    optional = {
        "mine": message.mine,
        "channel": message.channel,
        "sent_at": timestamp(message.sent_at),
        "event": message.form is Form.EVENT,
        "draft": message.form is Form.DRAFT,
        "told": message.form is Form.TOLD,
        "subject": message.subject,
        "attachments": [_attachment(each) for each in message.attachments],
        "doubtful": [list(stretch) for stretch in message.doubtful],
    }
    return line | {key: value for key, value in optional.items() if value}


def _attachment(attachment: Attachment) -> dict[str, Any]:
    facts = {"media_type": attachment.media_type, "size": attachment.size, "sha256": attachment.sha256}
    return {"name": attachment.name} | {key: value for key, value in facts.items() if value not in ("", None)}


def _party(party: Party) -> dict[str, Any]:
    line: dict[str, Any] = {"name": party.name}
    if party.mine:
        line["mine"] = True
    if party.identifiers:
        line["identifiers"] = sorted(party.identifiers)
    return line
