"""Reads WhatsApp's "Export chat" text, iPhone and Android, in every locale, without losing a line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Form, Message, Party, Problem
from bonafides.read.decode import text_of
from bonafides.read.identity import phone_id
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.self_labels import own_labels
from bonafides.read.whatsapp_dates import infer_order, to_utc
from bonafides.read.whatsapp_header import Header, headers
from bonafides.read.whatsapp_marks import unmarked
from bonafides.read.whatsapp_names import Line, lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

CHANNEL = "whatsapp"
_HEAD_LINES = 50
_HEAD_CHARACTERS = 200
_FAR_MORE = 10
_MINOR_SHAPE = 0.2
"""The share from which lines of a second form are taken for messages, not for a chat pasted into a message."""
_HINT = re.compile(
    r"whatsapp.{0,12}?"
    r"(?: with | mit | con | avec | com | met | med | dengan | ile | z | с контактом | с | - )(.{1,100})",
    re.IGNORECASE,
)
_HINT_CJK = re.compile(r"[与與](.{1,60})的.{0,10}聊天")
_COPY_NUMBER = re.compile(r"\s*\(\d{1,3}\)\Z")


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The lines that start a message, and how many looked like it in another form."""

    headers: tuple[Header, ...]
    passed_over: int


def recognises(head: Head) -> bool:
    """Whether two of the first lines, or the very first, start with date, time and separator."""
    top = "\n".join(head.text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    found = [header for header, _ in zip(headers(top), range(2), strict=False)]
    return len(found) == 2 or (len(found) == 1 and not unmarked(top[: found[0].start]))


def read(source: Source, options: Options) -> Extract:
    """The chat as one thread. Raises ReadError where no line starts with a date and a time."""
    text, problems = text_of(source)
    found = tuple(headers(text))
    chosen = _choose(found, opens=_opens(text, found))
    if not chosen.headers:
        raise ReadError(
            "No line starts with a date and a time, as WhatsApp exports do.",
            where=source.name,
            next_step="Export the chat again (chat menu, Export chat, without media), or paste its text.",
        )
    order = infer_order((header.stamp for header in chosen.headers), options.date_order)
    times = _times(chosen.headers, order.order, options)
    said = lines(text, _bodies(text, chosen.headers))
    before = text[: chosen.headers[0].start]
    messages = (*_preamble(before), *_messages(said, times))
    notes = _notes(source.name, chosen, times, before, assumed=order.order if order.assumed else "")
    thread = Thread(
        key=_hint(source.name) or source.name,
        channel=CHANNEL,
        parties=_parties(messages),
        messages=messages,
        counterpart_hint=_hint(source.name),
    )
    return Extract(threads=(thread,), problems=(*problems, *notes), date_order=str(order))


def _choose(found: tuple[Header, ...], *, opens: bool) -> _Chosen:
    """Keeps the lines of the form that the file is written in: a chat pasted into a message has another.

    `opens` says that the file opens with a message: whether with brackets or without, all others are like it, unless
    they are far more.
    """
    alike = tuple(header for header in found if header.bracketed == found[0].bracketed) if opens else ()
    own = alike if len(alike) * _FAR_MORE >= len(found) else found
    counts = Counter(header.shape for header in own)
    least = max(2.0, _MINOR_SHAPE * len(own))
    kept = {shape for shape, count in counts.items() if count >= least} | {shape for shape, _ in counts.most_common(1)}
    kept |= {header.shape for header in own[:1] if opens}
    chosen = tuple(header for header in own if header.shape in kept)
    return _Chosen(chosen, len(found) - len(chosen))


def _opens(text: str, found: Sequence[Header]) -> bool:
    """Whether the file opens with a dated line that names a writer."""
    if not found or unmarked(text[: found[0].start]):
        return False
    return ":" in text[found[0].end : found[0].end + _HEAD_CHARACTERS].partition("\n")[0]


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
    own = own_labels(line.speaker for line in found if line.form is Form.SENT)
    return [
        Message(
            speaker=line.speaker,
            text=line.text,
            mine=line.speaker in own,
            sent_at=moment,
            channel=CHANNEL,
            form=line.form,
        )
        for line, moment in zip(found, times, strict=True)
    ]


def _preamble(before: str) -> tuple[Message, ...]:
    """What stands before the first dated line is kept, under no name."""
    if not unmarked(before):
        return ()
    return (Message(speaker="", text=before.rstrip("\r\n"), channel=CHANNEL, form=Form.EVENT),)


def _parties(messages: Sequence[Message]) -> tuple[Party, ...]:
    speakers = {m.speaker: m.mine for m in messages if m.form is Form.SENT}
    return tuple(
        Party(name=name, mine=mine, identifiers=frozenset(filter(None, (phone_id(name),))))
        for name, mine in speakers.items()
    )


def _notes(
    where: str, chosen: _Chosen, times: Sequence[datetime | None], before: str, *, assumed: str
) -> list[Problem]:
    unplaced = times.count(None)
    unknown = sum(header.unknown_words for header in chosen.headers)
    early = before.count("\n") if unmarked(before) else 0
    said = {
        f"{early} line(s) before the first dated line have no writer or time; they are kept, but not judged.": early,
        f"{chosen.passed_over} line(s) start with a date in another form than the rest of the file; "
        "they were read as part of the message before them.": chosen.passed_over,
        f"{unplaced} line(s) have a date that could not be understood; they are kept without a time.": unplaced,
        f"{unknown} line(s) have a word beside the time that is not known here; "
        "their time may be off by twelve hours.": unknown,
    }
    notes = [Problem(what=what, where=where) for what, count in said.items() if count]
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
