"""Reads one picture of a chat: a screenshot, or a photo of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Attachment, Form, Message, Party, Problem
from bonafides.read.opening import is_picture
from bonafides.read.paste.times import moments
from bonafides.read.picture.layout import Side, page
from bonafides.read.picture.ocr import lines_of, places_of, readable
from bonafides.read.picture.pixels import decoded
from bonafides.read.picture.tesseract import is_strange, languages, read_again
from bonafides.read.picture.turns import Chat, chat
from bonafides.read.picture.words import is_date
from bonafides.read.picture.written import Turn
from bonafides.read.reader import Extract, Options, Reader, Source, Thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.read.picture.ocr import Line, Pixels

CHANNEL = "screenshot"
ME, THEM, UNKNOWN = "Me", "them", "unknown"
_WORDLESS = "emoji, sticker or picture"
_CONFUSED = 0.62
"""Mean score of all words below which the letters are taken for ones that the recognition does not know."""


def read(source: Source, options: Options) -> Extract:
    """The chat in the picture as one thread. Raises ReadError where it cannot be opened or the extra is missing."""
    try:
        pixels = decoded(source)
        lines = lines_of(pixels)
        if is_strange(lines) and languages():
            lines = read_again(pixels, places_of(pixels, lines))
        lines = readable(lines)
    except ImportError as error:
        raise ReadError(
            "This is a picture; the part of the program that reads text in pictures is not installed.",
            where=source.name,
            next_step="Install it with: python3 -m pip install 'bonafides[ocr]', or type the words into a text file.",
        ) from error
    return extract(source.name, pixels, lines, options)


def extract(where: str, pixels: Pixels, lines: Sequence[Line], options: Options) -> Extract:
    """What a picture's lines of text amount to. `where` names the picture in problems."""
    if not lines:
        what = "No text was found in this picture."
        step = "If there is some, take a sharper picture, or type the words into a text file."
        return Extract(problems=(Problem(what=what, where=where, next_step=step),))
    seen = chat(page(pixels, lines))
    messages, order = _messages(seen, options)
    thread = Thread(
        key=seen.title or where,
        channel=CHANNEL,
        parties=_parties(seen, messages),
        messages=messages,
        counterpart_hint=seen.title,
    )
    return Extract(threads=(thread,), problems=tuple(_problems(where, seen, lines, messages)), date_order=order)


def _messages(seen: Chat, options: Options) -> tuple[tuple[Message, ...], str]:
    day, stamps = "", []
    for turn in seen.turns:
        day = turn.text if turn.event and is_date(turn.text) else day
        stamps.append(f"{day} {turn.clock}" if day and turn.clock else "")
    times, order = moments(stamps, options.timezone, options.date_order)
    return tuple(
        Message(
            speaker="" if turn.event else _speaker(turn, seen),
            text=turn.text,
            mine=turn.side is Side.RIGHT and not turn.event,
            sent_at=moment,
            channel=CHANNEL,
            form=Form.EVENT if turn.event else Form.SENT,
            doubtful=tuple(turn.doubtful),
            attachments=(Attachment(name=_WORDLESS),) if turn.wordless else (),
        )
        for turn, moment in zip(seen.turns, times, strict=True)
    ), order


def _speaker(turn: Turn, seen: Chat) -> str:
    match turn.side:
        case Side.RIGHT:
            return ME
        case Side.LEFT:
            return turn.name or seen.title or THEM
    return turn.name or UNKNOWN


def _parties(seen: Chat, messages: Sequence[Message]) -> tuple[Party, ...]:
    speakers = {message.speaker: message.mine for message in messages if message.form is Form.SENT}
    if seen.title and not any(turn.name for turn in seen.turns):
        speakers.setdefault(seen.title, False)
    return tuple(Party(name=name, mine=mine) for name, mine in speakers.items())


def _problems(where: str, seen: Chat, lines: Sequence[Line], messages: Sequence[Message]) -> Iterator[Problem]:
    unknown = sum(message.speaker == UNKNOWN for message in messages)
    if unknown:
        yield Problem(
            what=f"Who wrote {unknown} message(s) in this picture cannot be told from where they stand; they are "
            "marked as unknown.",
            where=where,
            next_step="Say it with --edit, by changing the name to Me or to the other person's.",
        )
    if sum(line.score * len(line.text) for line in lines) < _CONFUSED * sum(len(line.text) for line in lines):
        yield Problem(
            what="Most of the letters in this picture were not recognised; they may be of an alphabet that the "
            "recognition does not know.",
            where=where,
            next_step="Type or copy the words of the message into a text file.",
        )
    if wordless := sum(turn.wordless for turn in seen.turns):
        what = f"{wordless} message(s) in this picture are an emoji, a sticker or a picture; these are not read."
        yield Problem(what=what, where=where)
    doubtful = sum(len(message.doubtful) for message in messages)
    if doubtful:
        yield Problem(
            what=f"{doubtful} word(s) in this picture were hard to read and are marked.",
            where=where,
            next_step="Compare them with the picture; --edit lets you correct them.",
        )
    if not any(message.form is Form.SENT for message in messages):
        yield Problem(what="No message was found in this picture.", where=where)


PICTURE = Reader(name="picture", recognises=is_picture, read=read, slow=True)
