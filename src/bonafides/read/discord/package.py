"""Reads the messages in Discord's own data package, which holds only what its owner wrote."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from bonafides.model import Attachment, Message, Problem
from bonafides.read import table
from bonafides.read.decode import open_lines
from bonafides.read.discord.export import CHANNEL, moment_of
from bonafides.read.json_stream import values
from bonafides.read.reader import Extract, Head, Options, Reader, Source, Thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_COLUMNS = frozenset(("id", "timestamp", "contents", "attachments"))
_OPENS = re.compile(r'[\ufeff\s]{0,20}\[\s{0,20}\{\s{0,20}"ID"\s{0,20}:')
_ME = "me"
_OWN_WORDS = (
    "Discord's data package holds only what you wrote yourself; the words of the other side are not in it.",
    "Open the chat in Discord, copy it, and paste it into standard input.",
)


def recognises_table(head: Head) -> bool:
    """Whether its header names the columns of the package's messages.csv."""
    return table.head_header(head, _COLUMNS) is not None


def recognises_json(head: Head) -> bool:
    """Whether it is a JSON list whose first member has the same keys."""
    if not _OPENS.match(head.text):
        return False
    return all(f'"{key}"' in head.text for key in ("Timestamp", "Contents", "Attachments"))


def read_table(source: Source, options: Options) -> Extract:
    """messages.csv as one thread of the user's own messages. Raises ReadError where it cannot be opened or read."""
    rows: list[dict[str, Any]] = []
    broken: list[Problem] = []
    with open_lines(source) as lines:
        opened = table.open_table(lines, _COLUMNS, _starts)
        header, records = opened if opened else (None, ())
        for record in records:
            if header is None or len(record.cells) < header.width:
                what = "This line of the table is broken and was left out."
                broken.append(Problem(what=what, where=f"{source.name}, line {record.line}"))
            else:
                rows.append({name: record.cells[place] for name, place in header.columns.items()})
        noted = lines.problems(source.name)
    return _extract(source, rows, (*noted, *broken))


def read_json(source: Source, options: Options) -> Extract:
    """messages.json, likewise."""
    torn: list[Problem] = []
    rows: list[dict[str, Any]] = []
    odd = 0
    for _, value in values(source, "item", torn=torn):
        if isinstance(value, dict):
            rows.append({key.lower(): each for key, each in value.items()})
        else:
            odd += 1
    if odd:
        what = f"{odd} entries among the messages are no messages; they were left out."
        torn.append(Problem(what=what, where=source.name))
    return _extract(source, rows, torn)


def _starts(cells: list[str], header: table.Header) -> bool:
    """Whether a line looks like the beginning of a record: a message's number, then a time."""
    place = header.columns["id"]
    return len(cells) > place and cells[place].isdecimal() and len(cells[place]) > 15


def _extract(source: Source, rows: Iterable[Mapping[str, Any]], problems: Iterable[Problem]) -> Extract:
    messages = [_message(row) for row in rows]
    times = [message.sent_at for message in messages if message.sent_at is not None]
    if len(times) > 1 and times[0] > times[-1]:
        messages.reverse()
    folder = posixpath.basename(posixpath.dirname(source.name.replace("\\", "/")))
    thread = Thread(key=folder or source.name, channel=CHANNEL, parties=(), messages=tuple(messages))
    said = [*problems]
    untimed = sum(message.sent_at is None for message in messages)
    if untimed:
        what = f"{untimed} message(s) have no time that can be understood; they are kept without one."
        said.append(Problem(what=what, where=source.name))
    if messages:
        what, next_step = _OWN_WORDS
        said.append(Problem(what=what, where=source.name, next_step=next_step))
    return Extract(threads=(thread,), problems=tuple(said))


def _message(row: Mapping[str, Any]) -> Message:
    contents, files = row.get("contents"), row.get("attachments")
    return Message(
        speaker=_ME,
        mine=True,
        text=contents if isinstance(contents, str) else "",
        sent_at=moment_of(row.get("timestamp")),
        channel=CHANNEL,
        attachments=tuple(
            Attachment(name=posixpath.basename(address.partition("?")[0].rstrip("/")) or address)
            for address in (files.split() if isinstance(files, str) else ())
        ),
    )


DISCORD_TABLE = Reader(name="discord-package", recognises=recognises_table, read=read_table)
DISCORD_OWN = Reader(name="discord-package", recognises=recognises_json, read=read_json)
