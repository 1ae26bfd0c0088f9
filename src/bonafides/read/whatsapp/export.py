"""Reads WhatsApp's "Export chat" text, iPhone and Android, in every locale, without losing a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Form, Message, Party, Problem
from bonafides.read.decode import text_of
from bonafides.read.identity import phone_id
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.self_labels import own_labels
from bonafides.read.whatsapp.dates import in_gap, infer_order, to_utc
from bonafides.read.whatsapp.events import is_fixed_wording
from bonafides.read.whatsapp.files import attachments
from bonafides.read.whatsapp.header import Header, headers
from bonafides.read.whatsapp.marks import unmarked
from bonafides.read.whatsapp.names import Line, lines
from bonafides.read.whatsapp.quoted import in_place, of_one_form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

CHANNEL = "whatsapp"
_APP_MARK = "\u200e"
"""What the app itself puts before a line of its own, or one with a file; nobody wrote it."""
_HEAD_LINES = 50
_HINT = re.compile(
    r"whatsapp.{0,12}?"
    r"(?: with | mit | con | avec | com | met | med | dengan | ile | z | с контактом | с | - )(.{1,100})",
    re.IGNORECASE,
)
_HINT_CJK = re.compile(r"[与與](.{1,60})的.{0,10}聊天")
_COPY_NUMBER = re.compile(r"\s*\(\d{1,3}\)\Z")


def recognises(head: Head) -> bool:
    """Whether two of the first lines, or the very first, start with date, time and separator.

    In brackets, at least one of them must go on with a name and a colon, as iPhones write even the app's own lines:
    other programs put the name alone behind the time, and the words below it.
    """
    top = "\n".join(head.text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    found = list(headers(top))
    if not found or not (len(found) > 1 or not unmarked(top[: found[0].start])):
        return False
    return any(not header.bracketed or ":" in top[header.end :].partition("\n")[0] for header in found)


def read(source: Source, options: Options) -> Extract:
    """The chat as one thread. Raises ReadError where no line starts with a date and a time."""
    text, problems = text_of(source)
    if text.count("\r\n") == text.count("\n"):  # the line ends of the file, which nobody wrote
        text = text.replace("\r\n", "\n")
    found = tuple(headers(text))
    chosen = in_place(text, of_one_form(text, found), options.date_order)
    if not chosen:
        raise ReadError(
            "No line starts with a date and a time, as WhatsApp exports do.",
            where=source.name,
            next_step="Export the chat again (chat menu, Export chat, without media), or paste its text.",
        )
    order = infer_order((header.stamp for header in chosen), options.date_order)
    times = _times(chosen, order.order, options)
    hint = _hint(source.name)
    said = lines(text, _bodies(text, chosen), hint)
    before = text[: chosen[0].start]
    messages = (*_preamble(before), *_messages(said, times))
    counts = _counts(found, chosen, times, before)
    counts[_SKIPPED] = sum(in_gap(h.stamp, order.order, options.timezone) for h in chosen)
    notes = _notes(source.name, counts, assumed=order.order if order.assumed else "")
    thread = Thread(
        key=hint or source.name,
        channel=CHANNEL,
        parties=_parties(messages),
        messages=messages,
        counterpart_hint=hint,
    )
    return Extract(threads=(thread,), problems=(*problems, *notes), date_order=str(order))


def _bodies(text: str, chosen: Sequence[Header]) -> list[tuple[int, int, bool]]:
    ends = [*(header.start for header in chosen[1:]), len(text)]
    return [(header.end, end, header.bracketed) for header, end in zip(chosen, ends, strict=True)]


def _times(chosen: Sequence[Header], order: str, options: Options) -> list[datetime | None]:
    times: list[datetime | None] = []
    previous: datetime | None = None
    for header in chosen:
        moment = to_utc(header.stamp, order, options.timezone, previous)
        previous = moment or previous
        times.append(moment)
    return times


def _messages(found: Sequence[Line], times: Sequence[datetime | None]) -> list[Message]:
    own = own_labels(line.speaker for line in found if line.form is Form.SENT or is_fixed_wording(line.text))
    return [
        Message(
            speaker=line.speaker,
            text=line.text.removeprefix(_APP_MARK),
            mine=line.speaker in own,
            sent_at=moment,
            channel=CHANNEL,
            form=line.form,
            attachments=attachments(line.text) if line.form is Form.SENT else (),
        )
        for line, moment in zip(found, times, strict=True)
    ]


def _preamble(before: str) -> tuple[Message, ...]:
    """What stands before the first dated line is kept, under no name."""
    if not unmarked(before):
        return ()
    return (Message(speaker="", text=before.rstrip("\r\n"), channel=CHANNEL, form=Form.EVENT),)


def _parties(messages: Sequence[Message]) -> tuple[Party, ...]:
    speakers = {m.speaker: m.mine for m in messages if m.form is Form.SENT or is_fixed_wording(m.text)}
    speakers.pop("", None)
    return tuple(
        Party(name=name, mine=mine, identifiers=frozenset(filter(None, (phone_id(name),))))
        for name, mine in speakers.items()
    )


_EARLY = "{} line(s) before the first dated line have no writer or time; they are kept, but not judged."
_PASSED_OVER = (
    "{} line(s) start with a date in another form than the rest of the file, or out of its order; "
    "they were read as part of the message before them."
)
_UNPLACED = "{} line(s) have a date that could not be understood; they are kept without a time."
_UNKNOWN = "{} line(s) have a word beside the time that is not known here; their time may be off by twelve hours."
_SKIPPED = "{} line(s) have a time that the clocks of the stated time zone skipped; it may be another zone."


def _counts(
    found: Sequence[Header], chosen: Sequence[Header], times: Sequence[datetime | None], before: str
) -> dict[str, int]:
    return {
        _EARLY: before.count("\n") if unmarked(before) else 0,
        _PASSED_OVER: len(found) - len(chosen),
        _UNPLACED: times.count(None),
        _UNKNOWN: sum(header.unknown_words for header in chosen),
    }


def _notes(where: str, counts: dict[str, int], *, assumed: str) -> list[Problem]:
    notes = [Problem(what=what.format(count), where=where) for what, count in counts.items() if count]
    if assumed:
        notes.append(
            Problem(
                what=f"The dates do not show which number is the day; they were read as {_spelled(assumed)}.",
                where=where,
                next_step="If that is wrong, state the order with --date-order.",
            )
        )
    return notes


def _spelled(order: str) -> str:
    return "/".join({"d": "day", "m": "month", "y": "year"}[letter] for letter in order)


def _hint(name: str) -> str:
    """The other side, where the name of the file (or of the archive around `_chat.txt`) says it."""
    for part in reversed(name.replace("\\", "/").split("/")):
        stem = part.removesuffix(".txt").removesuffix(".zip")
        match = _HINT.search(stem) or _HINT_CJK.search(stem)
        if match:
            return unmarked(_COPY_NUMBER.sub("", match[1]))
    return ""


WHATSAPP = Reader(name="whatsapp", recognises=recognises, read=read)
