"""Reads any pasted text: a dialogue where it names its speakers, else one message from the other side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Message, Party, Problem
from bonafides.read.decode import text_of
from bonafides.read.identity import email_id, identifier
from bonafides.read.paste.linkedin import is_linkedin, linkedin_blocks
from bonafides.read.paste.lone import lone_names
from bonafides.read.paste.mail import Level, mail_levels
from bonafides.read.paste.speakers import Part, labelled
from bonafides.read.paste.stamped import stamped_blocks
from bonafides.read.paste.times import moments
from bonafides.read.paste.unread import looks_like_chat
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.self_labels import is_own_label, own_labels
from bonafides.read.whatsapp.marks import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

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
    short = len(text) <= MOST_CHARACTERS
    levels = mail_levels(text) if short else []
    channel, turns = ("email", _mails(levels)) if levels else _turns(text)
    messages, order = _messages(turns, channel, options)
    problems = (*problems, *_problems(source.name, text if short else "", turns, channel, order))
    if unplaced := sum(not message.sent_at and bool(turn.stamp) for message, turn in zip(messages, turns, strict=True)):
        problems = (*problems, Problem(what=_UNTIMED.format(unplaced), where=source.name)) if levels else problems
    thread = Thread(key="paste", channel=channel, parties=_parties(turns, messages), messages=messages)
    return Extract(threads=(thread,), problems=problems, date_order=order)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What one speaker says in one go."""

    speaker: str
    """Empty where nobody is named."""
    words: str
    stamp: str = ""
    """Where its date and time stand, as written."""
    subject: str = ""
    address: str = ""


_TOO_LONG = f"The text is longer than {MOST_CHARACTERS:,} characters; it was read as one message of the other side."

_UNREAD = (
    "This looks like a copied chat of a form that is not known: nobody could be told apart in it, "
    "so it was read as one message of the other side."
)
_NAME_THEM = "If more than one person speaks in it, begin each message with `Name: ` and your own with `Me: `."


_UNTIMED = "{} mail(s) of this thread have no time that is whole and fits their place; they are kept without one."
_NO_HEAD = "The newest mail of this thread does not say who wrote it; it was read as the other side's."
_ITS_HEAD = "If you wrote it yourself, put `Me: ` in front of its first line."


def _problems(where: str, text: str, turns: Sequence[_Turn], channel: str, order: str) -> Iterator[Problem]:
    if channel == "email" and turns and not turns[-1].speaker:
        yield Problem(what=_NO_HEAD, where=where, next_step=_ITS_HEAD)
    if not any(turn.speaker for turn in turns) and looks_like_chat(text):
        yield Problem(what=_UNREAD, where=where, next_step=_NAME_THEM)
    if order.endswith("(assumed)"):
        yield Problem(
            what=f"The dates do not show which number is the day; they were read as {order.partition(' ')[0]}.",
            where=where,
            next_step="If that is wrong, state the order with --date-order.",
        )


def _turns(text: str) -> tuple[str, list[_Turn]]:
    """(channel, turns); one turn of nobody named where the text is no dialogue."""
    channel, parts = _parts(text)
    turns = [
        _Turn(speaker=part.speaker, words=text[part.start : part.end].strip(_BLANK), stamp=part.stamp) for part in parts
    ]
    return channel, [turn for turn in turns if turn.words]


def _parts(text: str) -> tuple[str, tuple[Part, ...]]:
    whole = (Part(speaker="", start=0, end=len(text)),)
    if len(text) > MOST_CHARACTERS:
        return "paste", whole
    stamped = stamped_blocks(text)
    blocks = () if stamped else linkedin_blocks(text)
    if blocks and is_linkedin(text):
        return "linkedin", blocks
    return "paste", stamped or blocks or labelled(text) or lone_names(text) or whole


def _mails(levels: Sequence[Level]) -> list[_Turn]:
    """The mails of a thread, the oldest first; the newest is the user's where it begins with `Me: `."""
    turns = []
    for level in levels:
        words = level.text.strip(_BLANK)
        label, colon, rest = words.partition(":")
        own = not level.speaker and bool(colon) and is_own_label(label)
        turn = _Turn(
            speaker=label if own else level.speaker,
            words=rest.strip(_BLANK) if own else words,
            stamp=level.stamp,
            subject=level.subject,
            address=level.address,
        )
        if turn.words or turn.subject:
            turns.append(turn)
    return turns


def _messages(turns: Sequence[_Turn], channel: str, options: Options) -> tuple[tuple[Message, ...], str]:
    """The messages, and the order in which day and month were read where dates were copied along."""
    times, order = moments((turn.stamp for turn in turns), options.timezone, options.date_order)
    times = _in_order(times) if channel == "email" else times
    own = own_labels(turn.speaker or THEM for turn in turns)
    messages = [
        Message(
            speaker=turn.speaker or THEM,
            text=turn.words,
            mine=turn.speaker in own,
            sent_at=sent_at,
            channel=channel,
            subject=turn.subject,
        )
        for turn, sent_at in zip(turns, times, strict=True)
    ]
    return tuple(messages), order


def _in_order(times: Sequence[datetime | None]) -> list[datetime | None]:
    """Without times before an earlier mail's: what quotes what is certain, the zone of a quoted time is not."""
    latest: datetime | None = None
    kept: list[datetime | None] = []
    for each in times:
        fits = each is not None and (latest is None or each >= latest)
        latest = each if fits else latest
        kept.append(each if fits else None)
    return kept


def _parties(turns: Sequence[_Turn], messages: Sequence[Message]) -> tuple[Party, ...]:
    """Who speaks. Words above a dialogue, such as `She wrote to me:`, have no speaker and are no party to it."""
    named = {turn.speaker for turn in turns} - {""} or {THEM}
    speakers = {message.speaker: message.mine for message in messages if message.speaker in named}
    addresses: dict[str, set[str]] = {}
    for turn in turns:
        addresses.setdefault(turn.speaker, set()).update({email_id(turn.address)} - {""})
    return tuple(
        Party(
            name=name,
            mine=mine,
            identifiers=frozenset({identifier(name)} - {""} | addresses.get(name, set())),
        )
        for name, mine in speakers.items()
    )


PASTE = Reader(name="paste", recognises=recognises, read=read)
