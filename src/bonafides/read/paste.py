"""Reads any pasted text: a dialogue where it names its speakers, else one message from the other side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Message, Party, Problem
from bonafides.read.decode import text_of
from bonafides.read.identity import identifier
from bonafides.read.paste_linkedin import linkedin_blocks
from bonafides.read.paste_speakers import Part, labelled
from bonafides.read.paste_stamped import stamped_blocks
from bonafides.read.paste_unread import looks_like_chat
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.self_labels import own_labels
from bonafides.read.whatsapp_marks import MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

THEM = "them"
"""The speaker of a text that names nobody."""
_BLANK = " \t\r\n\0\ufeff"
_WORD = re.compile(rf"[^\s\0{MARKS}]")
MOST_CHARACTERS = 4_000_000
"""A longer text is nobody's copied chat: no speakers are looked for, which would take long."""


def recognises(head: Head) -> bool:
    """Whether it is text at all: the last resort."""
    odd = sum(char < " " and char not in "\t\n\r\f\v\x1b" for char in head.text)
    return odd * 10 <= len(head.text)


def read(source: Source, options: Options) -> Extract:
    """One thread. Raises ReadError for a text without a word."""
    text, problems = text_of(source)
    if not _WORD.search(text):
        raise ReadError(
            "There is no text in it.",
            where=source.name,
            next_step="Paste the message itself, or name the file that holds it.",
        )
    if len(text) > MOST_CHARACTERS:
        problems = (*problems, Problem(what=_TOO_LONG, where=source.name))
    channel, parts = _parts(text)
    if len(text) <= MOST_CHARACTERS and not any(part.speaker for part in parts) and looks_like_chat(text):
        problems = (*problems, Problem(what=_UNREAD, where=source.name, next_step=_NAME_THEM))
    messages = _messages(text, parts, channel)
    thread = Thread(key="paste", channel=channel, parties=_parties(messages, parts), messages=messages)
    return Extract(threads=(thread,), problems=problems)


_TOO_LONG = f"The text is longer than {MOST_CHARACTERS:,} characters; it was read as one message of the other side."

_UNREAD = (
    "This looks like a copied chat of a form that is not known: nobody could be told apart in it, "
    "so it was read as one message of the other side."
)
_NAME_THEM = "If more than one person speaks in it, begin each message with `Name: ` and your own with `Me: `."


def _parts(text: str) -> tuple[str, tuple[Part, ...]]:
    """(channel, turns); one turn of nobody named where the text is no dialogue."""
    whole = (Part(speaker="", start=0, end=len(text)),)
    if len(text) > MOST_CHARACTERS:
        return "paste", whole
    stamped = stamped_blocks(text)
    blocks = () if stamped else linkedin_blocks(text)
    return ("linkedin", blocks) if blocks else ("paste", stamped or labelled(text) or whole)


def _messages(text: str, parts: Sequence[Part], channel: str) -> tuple[Message, ...]:
    turns = ((part.speaker or THEM, text[part.start : part.end].strip(_BLANK)) for part in parts)
    said = [(speaker, words) for speaker, words in turns if words]
    own = own_labels(speaker for speaker, _ in said)
    return tuple(Message(speaker=speaker, text=words, mine=speaker in own, channel=channel) for speaker, words in said)


def _parties(messages: Sequence[Message], parts: Sequence[Part]) -> tuple[Party, ...]:
    """Who speaks. Words above a dialogue, such as `She wrote to me:`, have no speaker and are no party to it."""
    named = {part.speaker for part in parts} - {""} or {THEM}
    speakers = {message.speaker: message.mine for message in messages if message.speaker in named}
    return tuple(
        Party(name=name, mine=mine, identifiers=frozenset(filter(None, (identifier(name),))))
        for name, mine in speakers.items()
    )


PASTE = Reader(name="paste", recognises=recognises, read=read)
