"""Reads LinkedIn's messages.csv, all generations of its header since 2017, into one thread per conversation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.model import Attachment, Form, Message, Party, Problem
from bonafides.read.decode import open_lines
from bonafides.read.identity import name_key, url_id
from bonafides.read.linkedin.columns import REQUIRED, LineNotes, begins_record, is_messages, missing, recipients
from bonafides.read.linkedin.dates import infer_order, moment
from bonafides.read.linkedin.order import descent, oldest_first
from bonafides.read.linkedin.text import Writing, repaired, written
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.table import Header, Record, head_header, open_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

CHANNEL = "linkedin"
_ASSISTANTS = ("guide_messages", "learning_role_play_messages")
_TRUE = ("true", "yes", "1")
_DRAFTS = ("draft", "drafts")
_REPLIES = ("re:", "aw:", "rv:", "sv:", "vs:", "fwd:", "fw:")
_BETWEEN_ADDRESSES = re.compile(r"[\s,;|]+(?=[a-z]{2,8}://)")
_SHORT = "The record has another number of cells than the header, or stray quotes; it was read as well as it can be"
_UNDATED = "The date could not be understood; the message is kept without a time"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One record as the table has it."""

    speaker: str
    content: str
    subject: str
    date: str
    attachments: tuple[Attachment, ...]
    line: int
    mine: bool
    draft: bool


@dataclass(slots=True)
class _Talk:
    """A conversation in the making."""

    people: dict[tuple[str, str], str] = field(default_factory=dict)
    """(name, address) -> the name shown, which differs where two people of one name talk."""
    mine: set[str] = field(default_factory=set)
    entries: list[_Entry] = field(default_factory=list)

    def person(self, name: str, address: str) -> str:
        """The name under which somebody speaks here; one address is one person."""
        url = url_id(address)
        known = self.people.get((name, url))
        if known is None:
            clash = any(shown == name and bool(url) and bool(other) for (_, other), shown in self.people.items())
            known = f"{name} ({url.rpartition('/')[2]})" if clash else name
            self.people[(name, url)] = known
        return known

    def parties(self) -> tuple[Party, ...]:
        """Everybody once, with their profile addresses."""
        urls: dict[str, set[str]] = {}
        for (_, url), shown in self.people.items():
            urls.setdefault(shown, set()).update({url} - {""})
        return tuple(
            Party(name=name, mine=name in self.mine, identifiers=frozenset(found)) for name, found in urls.items()
        )


@dataclass(slots=True)
class _Book:
    """All conversations of one file in the making."""

    header: Header
    options: Options
    talks: dict[str, _Talk] = field(default_factory=dict)
    notes: LineNotes = field(default_factory=LineNotes)
    writing: Writing = field(default_factory=Writing)

    def add(self, record: Record) -> None:
        """Takes in one record."""
        if not record.whole:
            self.notes.add(_SHORT, record.line)
        cell = _Cells(record.cells, self.header)
        sender, address = repaired(cell["from"].strip()), cell["sender profile url"]
        others = recipients(cell["to"], cell["recipient profile urls"])
        talk = self.talks.setdefault(_key(cell, sender, others), _Talk())
        speaker = talk.person(sender, address)
        for name, url in others:
            talk.person(name, url)
        draft = cell["is message draft"].strip().lower() in _TRUE or cell["folder"].strip().lower() in _DRAFTS
        mine = draft or cell["direction"].strip().upper() == "OUTGOING"
        if mine:
            talk.mine.add(speaker)
        self.writing.see(cell["content"])
        talk.entries.append(
            _Entry(
                speaker,
                cell["content"],
                cell["subject"].strip(),
                cell["date"].strip(),
                _attachments(cell["attachments"]),
                record.line,
                mine,
                draft,
            )
        )

    def finished(self) -> tuple[list[Thread], str]:
        """The conversations, oldest message first, and the order of day and month that had to be inferred."""
        dates = [entry.date for talk in self.talks.values() for entry in talk.entries if not _is_iso(entry.date)]
        order, assumed = infer_order(dates, self.options.date_order)
        dated = [
            (talk, [(moment(entry.date, self.options.timezone, order), entry) for entry in talk.entries])
            for talk in self.talks.values()
        ]
        newest_first = sum(descent(at for at, _ in entries) for _, entries in dated) or descent(
            at for at, _ in sorted((item for _, entries in dated for item in entries), key=lambda item: item[1].line)
        )
        threads = [
            Thread(
                key=key,
                channel=CHANNEL,
                parties=talk.parties(),
                messages=self._messages(oldest_first(entries, newest_first=newest_first > 0)),
            )
            for key, (talk, entries) in zip(self.talks, dated, strict=True)
        ]
        inferred = any(at and not _is_iso(entry.date) for _, entries in dated for at, entry in entries)
        return threads, (f"{order} (assumed)" if assumed else order) if inferred else ""

    def _messages(self, entries: Iterable[tuple[datetime | None, _Entry]]) -> tuple[Message, ...]:
        subjects: set[str] = set()
        return tuple(self._message(at, entry, subjects) for at, entry in entries)

    def _message(self, at: datetime | None, entry: _Entry, subjects: set[str]) -> Message:
        """One message; its subject only where it is not yet among `subjects`, to which it is added."""
        if at is None and "date" in self.header.columns and (entry.date or not entry.draft):
            self.notes.add(_UNDATED, entry.line)
        text, undone = self.writing.written(entry.content)
        for what in sorted(undone):
            self.notes.add(what, entry.line)
        subject = written(entry.subject)
        root = _root(subject)
        new = bool(root) and root not in subjects
        subjects.add(root)
        return Message(
            speaker=entry.speaker,
            text=text,
            mine=entry.mine,
            sent_at=at,
            channel=CHANNEL,
            form=Form.DRAFT if entry.draft else Form.SENT,
            subject=subject if new else "",
            attachments=entry.attachments,
        )


class _Cells:
    """A record's cells by column name; empty where the table or the record lacks one."""

    __slots__ = ("_cells", "_places")

    def __init__(self, cells: list[str], header: Header) -> None:
        self._cells, self._places = cells, header.columns

    def __getitem__(self, name: str) -> str:
        place = self._places.get(name)
        return self._cells[place] if place is not None and place < len(self._cells) else ""


def _key(cell: _Cells, sender: str, others: tuple[tuple[str, str], ...]) -> str:
    """The conversation id, or (before 2020) everybody's names."""
    if cell["conversation id"].strip():
        return cell["conversation id"].strip()
    return " + ".join(sorted({name_key(sender), *(name_key(name) for name, _ in others)}))


def _root(subject: str) -> str:
    """A subject without its `Re:`, for comparison."""
    root = name_key(subject)
    while root.startswith(_REPLIES):
        root = root.partition(":")[2].lstrip()
    return root


def _attachments(cell: str) -> tuple[Attachment, ...]:
    """The files of a message, which the table names by their addresses."""
    names = _BETWEEN_ADDRESSES.split(cell.strip()) if "://" in cell else [cell.strip()]
    return tuple(Attachment(name=name) for name in names if name)


def _is_iso(date: str) -> bool:
    return date[4:5] == "-"


def _recognises(head: Head) -> bool:
    header = head_header(head, REQUIRED)
    return header is not None and is_messages(header)


def _assistant(where: str, *, empty: bool) -> Extract:
    what = "These are talks with LinkedIn's own assistant, not with people; they were not judged."
    return Extract(problems=() if empty else (Problem(what=what, where=where),))


def _read(source: Source, options: Options) -> Extract:
    with open_lines(source) as lines:
        table = open_table(lines, REQUIRED, begins_record)
        if table is None:
            return Extract()
        header, records = table
        if any(name in source.name.lower() for name in _ASSISTANTS):
            return _assistant(source.name, empty=next(records, None) is None)
        book = _Book(header=header, options=options)
        for record in records:
            book.add(record)
        threads, order = book.finished()
        problems = (*missing(header, source.name), *lines.problems(source.name), *book.notes.problems(source.name))
    return Extract(threads=tuple(threads), problems=problems, date_order=order)


MESSAGES = Reader(name="linkedin-messages", recognises=_recognises, read=_read)
