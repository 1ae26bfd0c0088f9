"""Reads Telegram Desktop's HTML export, the one it makes when nothing else is chosen, page by page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from bonafides.model import Attachment, Form, Message, Party, Problem
from bonafides.read.decode import open_lines
from bonafides.read.group import of_group
from bonafides.read.identity import name_key
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.telegram.message import CHANNEL
from bonafides.read.telegram.page import Entry, File, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

_CHUNK = 65_536
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_STAMP = re.compile(
    r"\s{0,4}(?:(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})|(?P<d2>\d{1,2}) (?P<month>[A-Za-z]{3,9}) (?P<y2>\d{4}),)"
    r" (?P<h>\d{1,2}):(?P<min>\d{2}):(?P<s>\d{2})(?: UTC(?P<sign>[+-])(?P<zh>\d{2}):?(?P<zm>\d{2}))?"
)
_NOTES = "saved messages"
_KINDS = {
    "photo": "image",
    "sticker": "image",
    "animated": "video",
    "video": "video",
    "voice": "audio",
    "audio": "audio",
}
_HAPPENED = ("media_call",)
_SHARED = ("contact", "location", "live_location", "venue", "poll", "game", "invoice")
_TAIL = 200
"""Characters at the end of a page in which it must be closed."""
_CUT = "The page is cut off; what stands before that place was read."
_STUCK = "The page is damaged; what stands before the damage was read."
_NUMBERED = re.compile(r"messages\d{0,6}\.html?", re.IGNORECASE)


def recognises(head: Head) -> bool:
    """Whether it is a page of messages that Telegram's exporter wrote."""
    opens = head.text.lstrip("\ufeff \t\r\n").startswith("<")
    page = opens and 'class="page_wrap"' in head.text and 'class="page_header"' in head.text
    return page and ('class="message default clearfix' in head.text or 'class="message service"' in head.text)


def read(source: Source, options: Options) -> Extract:
    """The page as one thread; the pages of one chat have their folder and title in common."""
    page = Page()
    with open_lines(source) as lines:
        tail = ""
        while not page.is_stuck and (chunk := lines.chunk(_CHUNK)):
            page.feed(chunk)
            tail = (tail + chunk)[-_TAIL:]
        page.close()
        problems = list(lines.problems(source.name))
        if page.is_stuck or "</html>" not in tail:
            what = _STUCK if page.is_stuck else _CUT
            problems.append(Problem(what=what, where=source.name, next_step="Export or copy it again.", fatal=True))
    told = _Told(page=page, options=options)
    messages = tuple(told.messages())
    parties = tuple(_parties(messages))
    of_two = any(party.name == page.title for party in parties)
    thread = Thread(
        key=page.title,
        channel=CHANNEL,
        parties=of_group(parties, page.title) if len(parties) > 1 and not of_two else parties,
        messages=messages,
        counterpart_hint=page.title if of_two else "",
        series=_series(source.name),
    )
    return Extract(threads=(thread,), problems=(*problems, *told.problems(source.name)))


@dataclass(slots=True, kw_only=True)
class _Told:
    """The messages of a page, and what was not understood in them."""

    page: Page
    options: Options
    undated: int = 0
    nameless: int = field(default=0)

    def messages(self) -> Iterator[Message]:
        """Every entry but the headings between days, which only repeat the dates."""
        speaker = ""
        notes = name_key(self.page.title) == _NOTES
        for entry in self.page.entries:
            if entry.service and entry.number.startswith("message-"):
                continue
            if not entry.service:
                speaker = entry.speaker or (speaker if entry.joined else "")
                self.nameless += not speaker
            yield self._message(entry, "" if entry.service else speaker, notes=notes)

    def _message(self, entry: Entry, speaker: str, *, notes: bool) -> Message:
        sent_at = _moment(entry.stamp, self.options.timezone)
        self.undated += sent_at is None and not entry.service
        called = next((file for file in entry.files if file.kind in _HAPPENED), None)
        written = "\n".join(entry.words)
        words = f"call: {called.details or called.title}" if called and not written else written
        return Message(
            speaker=speaker,
            text=words,
            mine=notes and not entry.service,
            sent_at=sent_at,
            channel=CHANNEL,
            form=Form.EVENT if entry.service or called else Form.SENT,
            attachments=tuple(_attachment(file) for file in entry.files if file is not called),
        )

    def problems(self, where: str) -> Iterator[Problem]:
        """What is missing, counted."""
        if self.undated:
            what = f"{self.undated} message(s) have no date that could be understood; they are kept without a time."
            yield Problem(what=what, where=where)
        if self.nameless:
            what = f"{self.nameless} message(s) do not say who wrote them; they are kept under no name."
            yield Problem(what=what, where=where, next_step="Check all pages of the chat together.")


def _moment(stamp: str, zone: tzinfo) -> datetime | None:
    """`21.09.2026 14:13:20 UTC+01:00`, or without zone, or with the name of the month, in UTC."""
    found = _STAMP.match(stamp)
    if not found:
        return None
    word = (found["month"] or "").lower()
    month = found["m"] or next((n for n, name in enumerate(_MONTHS, 1) if word and name.startswith(word)), 0)
    if found["zh"]:
        offset = timedelta(hours=int(found["zh"]), minutes=int(found["zm"]))
        zone = timezone(-offset if found["sign"] == "-" else offset) if offset < timedelta(days=1) else zone
    day, year = found["d"] or found["d2"], found["y"] or found["y2"]
    try:
        local = datetime(int(year), int(month), int(day), int(found["h"]), int(found["min"]), int(found["s"]))
        return local.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _attachment(file: File) -> Attachment:
    kind = file.kind.removeprefix("media_").removesuffix("_wrap").removesuffix("_file").removesuffix("_message")
    if kind in _SHARED:
        return Attachment(name=f"{kind.replace('_', ' ')}: {', '.join(filter(None, (file.title, file.details)))}")
    own = file.path.replace("\\", "/").rpartition("/")[2]
    return Attachment(name=own or file.title or kind or "file", media_type=_KINDS.get(kind, ""))


def _parties(messages: tuple[Message, ...]) -> Iterator[Party]:
    """Everybody who wrote."""
    speakers = {m.speaker: m.mine for m in messages if m.form is Form.SENT and m.speaker}
    for speaker, mine in speakers.items():
        yield Party(name=speaker, mine=mine)


def _series(where: str) -> str:
    """The folder, for one of the numbered pages into which a long chat is cut."""
    folder, _, name = where.replace("\\", "/").rpartition("/")
    return folder or "pages" if _NUMBERED.fullmatch(name) else ""


TELEGRAM_HTML = Reader(name="telegram-html", recognises=recognises, read=read)
