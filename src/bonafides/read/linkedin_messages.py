"""Reads LinkedIn's messages.csv, all generations of its header since 2017, into one thread per conversation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bonafides.model import Form, Message, Party, Problem
from bonafides.read.decode import open_lines
from bonafides.read.identity import name_key, url_id
from bonafides.read.linkedin_columns import REQUIRED, LineNotes, begins_record, is_messages, missing, recipients
from bonafides.read.linkedin_dates import infer_order, moment
from bonafides.read.linkedin_text import repaired, written
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.table import Header, Record, head_header, open_table

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANNEL = "linkedin"
_ASSISTANTS = ("guide_messages", "learning_role_play_messages")
_TRUE = ("true", "yes", "1")
_SHORT = "The record has another number of cells than the header, or stray quotes; it was read as well as it can be"
_UNDATED = "The date could not be understood; the message is kept without a time"


@dataclass(slots=True)
class _Talk:
    """A conversation in the making."""

    people: dict[tuple[str, str], str] = field(default_factory=dict)
    """(name, address) -> the name shown, which differs where two people of one name talk."""
    mine: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)

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
    late: list[tuple[_Talk, int, str, int]] = field(default_factory=list)
    """Messages whose date needs the whole file to be understood: talk, place, date, line."""

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
        draft = cell["is message draft"].strip().lower() in _TRUE
        mine = draft or cell["direction"].strip().upper() == "OUTGOING"
        if mine:
            talk.mine.add(speaker)
        text = _text(cell, talk)
        sent_at = moment(cell["date"], self.options.timezone) if cell["date"][4:5] == "-" else None
        if sent_at is None and cell["date"].strip():
            self.late.append((talk, len(talk.messages), cell["date"], record.line))
        elif sent_at is None and "date" in self.header.columns:
            self.notes.add(_UNDATED, record.line)
        form = Form.DRAFT if draft else Form.SENT
        talk.messages.append(
            Message(speaker=speaker, text=text, mine=mine, sent_at=sent_at, channel=CHANNEL, form=form)
        )

    def settle(self) -> str:
        """Dates the messages whose day and month had to wait for the whole file. Returns the order used."""
        order, assumed = infer_order((date for _, _, date, _ in self.late), self.options.date_order)
        for talk, place, date, line in self.late:
            sent_at = moment(date, self.options.timezone, order)
            if sent_at is None:
                self.notes.add(_UNDATED, line)
            talk.messages[place] = replace(talk.messages[place], sent_at=sent_at)
        if not any(talk.messages[place].sent_at for talk, place, _, _ in self.late):
            return ""
        return f"{order} (assumed)" if assumed else order

    def threads(self) -> Iterator[Thread]:
        """The finished conversations, in file order."""
        for key, talk in self.talks.items():
            yield Thread(key=key, channel=CHANNEL, parties=talk.parties(), messages=tuple(talk.messages))


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


def _text(cell: _Cells, talk: _Talk) -> str:
    """The content, under its subject where that is new in the conversation; an attachment alone stands for itself."""
    content, subject = written(cell["content"]), repaired(cell["subject"].strip())
    root = name_key(subject)
    while root.startswith("re:"):
        root = root[3:].lstrip()
    if root and root not in talk.subjects:
        talk.subjects.add(root)
        if root not in name_key(content[: 4 * len(subject)]):
            return f"{subject}\n\n{content}" if content else subject
    return content or cell["attachments"].strip()


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
        order = book.settle()
        problems = (*missing(header, source.name), *lines.problems(source.name), *book.notes.problems(source.name))
    return Extract(threads=tuple(book.threads()), problems=problems, date_order=order)


MESSAGES = Reader(name="linkedin-messages", recognises=_recognises, read=_read)
