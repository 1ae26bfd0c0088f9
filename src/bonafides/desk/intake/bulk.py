"""Bulk import: mailboxes, archives of mails, lines of conversations, shared bundles, tables of earlier cases.

Nothing is held but the report at hand. A file may be given again after a break: what is there already has its digest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bonafides.desk.intake.mail_in import Door, from_mail
from bonafides.desk.intake.received import BOUNDS, Earlier, File, Received, clean_name
from bonafides.desk.intake.remark import Remark
from bonafides.desk.intake.shared import from_bundle, is_bundle
from bonafides.errors import DeskError, ReadError
from bonafides.model import Problem
from bonafides.read.archive import opened
from bonafides.read.decode import open_lines
from bonafides.read.gather import head_of
from bonafides.read.mail.box import LONGEST, mails
from bonafides.read.mail.msg import recognises as is_message
from bonafides.read.mail.opening import is_mail, is_mailbox
from bonafides.read.opening import has_json_line, is_zip
from bonafides.read.source import from_path, shown
from bonafides.read.table import Header, Record, head_header, open_table
from bonafides.render.exchange.opening import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo
    from pathlib import Path

    from bonafides.read.reader import Head, Source

COLUMNS = {
    "persona": "How the account presented itself. Required.",
    "text": "What it wrote: one message, or as much as was kept.",
    "channel": "Where: linkedin, whatsapp, email ...",
    "first_seen": "When it first wrote: 2026-03-01, or with a time.",
    "verdict": "What the office decided: one of the verdicts below.",
    "role": "What the person approached does, in general words.",
    "note": "What the office wrote down.",
}
"""Columns of a table of earlier cases, in any order and case; any other one is kept by its name with the note."""
VERDICTS = ("approach", "scam", "device-lure", "ordinary", "unclear", "not-about-behaviour")
_REQUIRED = frozenset({"persona"})
_VIA = "import"
_HANDED_OVER = "case.stix.json"
"""Of a hand-over by another desk this alone is read: it holds the case whole."""
_SAY = "The others were read."
_NO_IMPORT = "This is no mailbox, archive of mails, list of conversations, bundle or table of cases."
_WHICH = (
    "Give an .mbox, a ZIP of mails, lines in the interchange format, a bundle of STIX or MISP, a hand-over, or a CSV "
    "table with a column named persona."
)
Row = Received | Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """What every row of one file has in common."""

    door: Door
    at: datetime
    zone: tzinfo
    lang: str


def rows(
    path: Path, *, at: datetime, zone: tzinfo = UTC, ours: tuple[str, ...] = (), lang: str = "en"
) -> Iterator[Row]:
    """Every report in a file, and every problem with one, in order; streamed.

    `at` is when they count as received, `zone` that of times without one, `ours` the organisation's mail domains (see
    `mail_in.Door`), `lang` the language in which the desk says where something came from. Raises DeskError
    where the file cannot be had or is nothing that can be imported.
    """
    name = shown(path.name) or "file"
    way = _Way(door=Door(via=_VIA, ours=ours), at=at, zone=zone, lang=lang)
    try:
        source = from_path(path, name)
        if not path.is_file():
            raise DeskError("This is no file.", where=name, next_step=_WHICH)
        head = head_of(source)
    except ReadError as error:
        raise DeskError(error.what, where=name, next_step=error.next_step) from error
    read = _archive if is_zip(head) else _kind(head)
    if read is None:
        raise DeskError(_NO_IMPORT, where=name, next_step=_WHICH)
    yield from _told(source, read, way)


def _kind(head: Head) -> Callable[[Source, _Way], Iterator[Row]] | None:
    """What reads a file that begins like that; None for what is no import."""
    if is_mailbox(head):
        return _mailbox
    if is_message(head) or is_mail(head):
        return _mail
    if is_bundle(head):
        return _bundle
    if head_header(head, _REQUIRED):
        return _table
    return _lines if has_json_line(head) else None


def _told(source: Source, read: Callable[[Source, _Way], Iterator[Row]], way: _Way) -> Iterator[Row]:
    """The rows of a file, up to where it cannot be read further, which is said."""
    try:
        yield from read(source, way)
    except (ReadError, DeskError) as error:
        yield Problem(what=error.what, where=error.where or source.name, next_step=error.next_step, fatal=True)
    except OSError:
        yield Problem(what="The file can be read only to some place.", where=source.name, next_step=_SAY, fatal=True)


# --- mails


def _mail(source: Source, way: _Way) -> Iterator[Row]:
    with source.open() as stream:
        raw = stream.read(BOUNDS.bytes + 1)
    yield from_mail(source.name.rpartition("/")[2], raw, way.door, received_at=way.at)


def _mailbox(source: Source, way: _Way) -> Iterator[Row]:
    cut: list[int] = []
    with source.open() as stream:
        for number, raw in enumerate(mails(stream, cut), start=1):
            where = f"{source.name}, mail {number}"
            if number in cut[-1:]:
                what = f"This mail is longer than {LONGEST // 1024**2} MB; only its beginning was read."
                yield Remark(what=what, where=where, next_step=_SAY)
            try:
                yield from_mail(f"mail-{number}.eml", raw, way.door, received_at=way.at)
            except DeskError as error:
                yield Problem(what=error.what, where=where, next_step=error.next_step)


def _archive(source: Source, way: _Way) -> Iterator[Row]:
    """The files of an archive, each read as if it were given by itself; archives inside it are not opened."""
    with opened(source) as archive:
        handed = _HANDED_OVER if archive.has(_HANDED_OVER) else ""
        for entry in archive.sources():
            if isinstance(entry, Problem):
                yield entry
                continue
            if handed and entry.name.rpartition("/")[2] != handed:  # the same case, in other forms
                continue
            try:
                read = _kind(head_of(entry))
            except ReadError as error:
                yield Problem(what=error.what, where=entry.name, next_step=error.next_step)
                continue
            if read is None:
                what = "This file is no mail, list of conversations or table of cases, and was passed over."
                yield Problem(what=what, where=entry.name, next_step=_SAY)
            else:
                yield from _told(entry, read, way)


# --- bundles


def _bundle(source: Source, way: _Way) -> Iterator[Row]:
    """What another desk or a platform shared, as STIX or MISP."""
    with source.open() as stream:
        raw = stream.read(LARGEST + 1)
    yield from from_bundle(source.name.rpartition("/")[2], raw, at=way.at, lang=way.lang)


# --- lines


def _lines(source: Source, way: _Way) -> Iterator[Row]:
    with open_lines(source) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip("\ufeff \t\r\n"):
                yield _line(line.strip("\ufeff\r\n"), f"{source.name}, line {number}", way)
        yield from lines.problems(source.name)


def _line(line: str, where: str, way: _Way) -> Row:
    """A line as a report; its conversation is read when it is taken in, as any other."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return Problem(what="This line is not JSON.", where=where, next_step=_SAY)
    if not isinstance(data, dict) or not isinstance(data.get("messages"), list):
        return Problem(what="This line has no list of messages.", where=where, next_step=_SAY)
    if not data["messages"]:
        return Problem(what="This line holds no message.", where=where, next_step=_SAY)
    raw = line.encode("utf-8", "replace")
    if len(raw) > BOUNDS.bytes:
        return Problem(what="This line is too long.", where=where, next_step=_SAY)
    file = File(name="conversation.jsonl", data=raw + b"\n", media_type="application/x-ndjson")
    return Received(via=_VIA, received_at=way.at, files=(file,))


# --- tables


def _table(source: Source, way: _Way) -> Iterator[Row]:
    with open_lines(source) as lines:
        found = open_table(lines, _REQUIRED, _begins)
        if found is None:
            return
        header, records = found
        for record in records:
            yield from _record(record, header, f"{source.name}, line {record.line}", way)
        yield from lines.problems(source.name)


def _begins(cells: list[str], header: Header) -> bool:
    """Whether cells look like a whole record's."""
    return len(cells) == header.width


def _record(record: Record, header: Header, where: str, way: _Way) -> Iterator[Row]:
    if not record.whole:
        what = "This row has not as many cells as the table has columns, or its quotes do not match."
        yield Problem(what=what, where=where, next_step=_SAY)
        return
    cells = {name: record.cells[place].strip() for name, place in header.columns.items()}
    if not cells["persona"] and not cells.get("text"):
        yield Problem(what="This row names no persona and has no text.", where=where, next_step=_SAY)
        return
    problems: list[Problem] = []
    since = _moment(cells, where, way.zone, problems)
    verdict = _verdict(cells, where, problems)
    earlier = Earlier(persona=cells["persona"], verdict=verdict, channel=cells.get("channel", ""), first_seen=since)
    said = _said(cells, since=since, verdict=verdict)
    if len(said) > BOUNDS.said:
        what = f"What stands beside the text is longer than {BOUNDS.said} characters; the rest was left out."
        problems.append(Remark(what=what, where=where, next_step=_SAY))
    yield from problems
    yield Received(
        via=_VIA,
        received_at=way.at,
        said=said[: BOUNDS.said],
        role=cells.get("role", ""),
        files=_conversation(cells, since),
        earlier=earlier,
    )


def _moment(cells: dict[str, str], where: str, zone: tzinfo, problems: list[Problem]) -> datetime | None:
    written = cells.get("first_seen", "")
    try:
        found = datetime.fromisoformat(written) if written else None
        return found and (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        step = "Write dates as 2026-03-01; the case was taken, and the date kept as it stands."
        problems.append(Remark(what="first_seen is no date that is known.", where=where, next_step=step))
        return None


def _verdict(cells: dict[str, str], where: str, problems: list[Problem]) -> str:
    written = "-".join(cells.get("verdict", "").lower().replace("_", " ").replace("-", " ").split())
    if not written or written in VERDICTS:
        return written
    step = f"Known ones: {', '.join(VERDICTS)}. The case was taken, and the word kept as it stands."
    problems.append(Remark(what="This verdict is not known.", where=where, next_step=step))
    return ""


def _said(cells: dict[str, str], *, since: datetime | None, verdict: str) -> str:
    """The note, and below it by name whatever has no place of its own."""
    placed = {*COLUMNS} - (set() if since else {"first_seen"}) - (set() if verdict else {"verdict"})
    others = [f"{name}: {value}" for name, value in cells.items() if name and value and name not in placed]
    return "\n".join(filter(None, (cells.get("note", ""), *others)))


def _conversation(cells: dict[str, str], since: datetime | None) -> tuple[File, ...]:
    """The text as a conversation in which the persona speaks, so that it is read as theirs, whatever it looks like."""
    if not cells.get("text"):
        return ()
    speaker = cells["persona"] if cells["persona"].casefold() not in ("", "me") else "them"
    message: dict[str, Any] = {"speaker": speaker, "text": cells["text"]}
    if cells.get("channel"):
        message["channel"] = cells["channel"].lower()
    if since:
        message["sent_at"] = since.isoformat()
    parties = [{"name": speaker}, {"name": "me", "mine": True}]
    line = json.dumps({"messages": [message], "parties": parties}, ensure_ascii=False)
    name = clean_name(f"{cells['persona'][:60] or 'text'}.jsonl")
    return (File(name=name, data=line.encode("utf-8", "replace") + b"\n", media_type="application/x-ndjson"),)
