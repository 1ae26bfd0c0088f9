"""Reads LinkedIn's Invitations.csv: an invitation with a note is the first message of a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model import Message, Party
from bonafides.read.decode import open_lines
from bonafides.read.identity import url_id
from bonafides.read.linkedin.columns import LineNotes
from bonafides.read.linkedin.dates import infer_order, moment
from bonafides.read.linkedin.people import address_book
from bonafides.read.linkedin.text import Writing, repaired
from bonafides.read.merge import INVITATION
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread
from bonafides.read.table import Header, Record, head_header, open_table

if TYPE_CHECKING:
    from collections.abc import Iterable

_REQUIRED = frozenset({"from", "to", "direction", "message"})
_UNDATED = "The date could not be understood; the invitation is kept without a time"
_SHORT = "The record has another number of cells than the header, or stray quotes; it was read as well as it can be"


def _recognises(head: Head) -> bool:
    return head_header(head, _REQUIRED) is not None


def _begins(cells: list[str], header: Header) -> bool:
    place = header.columns["direction"]
    return len(cells) > place and cells[place].strip().upper() in ("INCOMING", "OUTGOING")


def _read(source: Source, options: Options) -> Extract:
    with open_lines(source) as lines:
        table = open_table(lines, _REQUIRED, _begins)
        if table is None:
            return Extract()
        header, records = table
        rows = [_row(record, header) for record in records]
        writing = Writing()
        for row in rows:
            writing.see(row["message"])
        order, assumed = infer_order((row["sent at"] for row in rows), options.date_order)
        notes = LineNotes()
        threads = _threads(rows, options, order, notes, writing)
        people = tuple(party for row in rows if not row["message"] for party in _parties(row) if not party.mine)
        problems = (*lines.problems(source.name), *notes.problems(source.name))
    slashed = any("/" in row["sent at"] for row in rows)
    return Extract(
        threads=(*threads, *((address_book(source.name, people),) if people else ())),
        problems=problems,
        date_order=(f"{order} (assumed)" if assumed else order) if slashed else "",
    )


def _row(record: Record, header: Header) -> dict[str, str]:
    cells = {name: record.cells[place] for name, place in header.columns.items() if place < len(record.cells)}
    row = {name: repaired(cells.get(name, "").strip()) for name in ("from", "to", "sent at", "direction")}
    row |= {name: cells.get(name, "") for name in ("inviterprofileurl", "inviteeprofileurl")}
    return row | {
        "message": cells.get("message", ""),
        "line": str(record.line),
        "whole": "yes" if record.whole else "",
    }


def _parties(row: dict[str, str]) -> tuple[Party, Party]:
    outgoing = row["direction"].upper() == "OUTGOING"
    incoming = row["direction"].upper() == "INCOMING"
    return (
        Party(name=row["from"], mine=outgoing, identifiers=_ids(row["inviterprofileurl"])),
        Party(name=row["to"], mine=incoming, identifiers=_ids(row["inviteeprofileurl"])),
    )


def _ids(address: str) -> frozenset[str]:
    return frozenset(filter(None, (url_id(address),)))


def _threads(
    rows: Iterable[dict[str, str]], options: Options, order: str, notes: LineNotes, writing: Writing
) -> list[Thread]:
    threads = []
    for row in rows:
        if not row["whole"]:
            notes.add(_SHORT, int(row["line"]))
        if not row["message"].strip():
            continue
        sent_at = moment(row["sent at"], options.timezone, order)
        if sent_at is None:
            notes.add(_UNDATED, int(row["line"]))
        text, undone = writing.written(row["message"])
        for what in sorted(undone):
            notes.add(what, int(row["line"]))
        sender, receiver = _parties(row)
        other = receiver if sender.mine else sender
        message = Message(speaker=sender.name, text=text, mine=sender.mine, sent_at=sent_at, channel="linkedin")
        threads.append(
            Thread(key=f"{INVITATION}{other.name}", channel="linkedin", parties=(sender, receiver), messages=(message,))
        )
    return threads


INVITATIONS = Reader(name="linkedin-invitations", recognises=_recognises, read=_read)
