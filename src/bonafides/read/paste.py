"""Reads any pasted text: a dialogue where it names its speakers, else one message from the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Message, Party
from bonafides.read.decode import text_of
from bonafides.read.identity import phone_id
from bonafides.read.paste_linkedin import linkedin_blocks
from bonafides.read.paste_speakers import Part, labelled
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.self_labels import own_labels
from bonafides.read.whatsapp_marks import unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

THEM = "them"
"""The speaker of a text that names nobody."""
_BLANK = " \t\r\n\0\ufeff"


def recognises(head: Head) -> bool:
    """Whether it is text at all: the last resort."""
    odd = sum(char < " " and char not in "\t\n\r\f\v\x1b" for char in head.text)
    return odd * 10 <= len(head.text)


def read(source: Source, options: Options) -> Extract:
    """One thread. Raises ReadError for a text without a word."""
    text, problems = text_of(source)
    if not unmarked(text).strip(_BLANK):
        raise ReadError(
            "There is no text in it.",
            where=source.name,
            next_step="Paste the message itself, or name the file that holds it.",
        )
    blocks = linkedin_blocks(text)
    channel = "linkedin" if blocks else "paste"
    messages = _messages(text, blocks or labelled(text) or (Part(speaker="", start=0, end=len(text)),), channel)
    thread = Thread(key="paste", channel=channel, parties=_parties(messages), messages=messages)
    return Extract(threads=(thread,), problems=problems)


def _messages(text: str, parts: Sequence[Part], channel: str) -> tuple[Message, ...]:
    turns = ((part.speaker or THEM, text[part.start : part.end].strip(_BLANK)) for part in parts)
    said = [(speaker, words) for speaker, words in turns if words]
    own = own_labels(speaker for speaker, _ in said)
    return tuple(Message(speaker=speaker, text=words, mine=speaker in own, channel=channel) for speaker, words in said)


def _parties(messages: Sequence[Message]) -> tuple[Party, ...]:
    speakers = {message.speaker: message.mine for message in messages}
    return tuple(
        Party(name=name, mine=mine, identifiers=frozenset(filter(None, (phone_id(name),))))
        for name, mine in speakers.items()
    )


PASTE = Reader(name="paste", recognises=recognises, read=read)
