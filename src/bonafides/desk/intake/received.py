"""What came in, whichever way: the words, the files, who brought them; and what the corridor makes of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bonafides.errors import DeskError, ReadError
from bonafides.examine import Case, examine
from bonafides.explain import explanations
from bonafides.model import Mode, Problem
from bonafides.read.archive import opened
from bonafides.read.held import Held, read_held
from bonafides.read.opening import is_pdf, is_picture, is_zip
from bonafides.read.reader import HEAD_BYTES, Head
from bonafides.read.source import from_bytes, numbered, shown
from bonafides.render import View, render
from bonafides.render.interchange import interchange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from bonafides.model import Entry, Reading, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one report may bring. The docs and the form state them."""

    files: int = 100
    """Files that are read; further ones are kept unread."""
    pictures: int = 20
    """Pictures and PDF files that are read, which takes seconds each."""
    bytes: int = 64 * 1024**2
    """Of all files together; more is refused."""
    unpacked: int = 512 * 1024**2
    """Bytes that an archive may unpack to; a larger one is kept unread."""
    said: int = 100_000
    """Characters that are kept of what the reporter writes."""


BOUNDS = Bounds()
_PICTURE_BYTES = 4_096
"""A smaller picture is a logo or a smiley of a signature, no screenshot."""
_NAME_LENGTH = 120
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+_-]{0,80}")
_PLAIN = "application/octet-stream"
_SMALLER = "Send the part that matters: the messages themselves, and the pictures of them."


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it came: kept byte by byte, opened by nothing but this program's readers."""

    name: str
    """As whoever sent it calls it; `clean_name` says how it may be shown and stored."""
    data: bytes
    media_type: str = ""
    """What it says it is, which nobody has checked."""
    read: bool = True
    """False for what is kept as evidence only, because its words are read from the other files."""

    @property
    def sha256(self) -> str:
        """Of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that the way in states and nobody has judged: kept to be looked at, never a score."""

    name: str
    """Such as `authentication-results`."""
    value: str
    of: str = ""
    """The file it is about; empty for the report itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What a table of earlier cases says of one of them; empty where it says nothing."""

    persona: str = ""
    verdict: str = ""
    """One of the desk's verdicts."""
    channel: str = ""
    first_seen: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A note that another desk made, or that says what came from there."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """A task of another desk."""

    at: datetime
    text: str
    due_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One report as it came in."""

    via: str
    """form, mail, folder, imap, import or api."""
    received_at: datetime
    """Aware, in UTC."""
    said: str = ""
    """What the reporter wrote themselves; never judged."""
    role: str = ""
    """What the person approached does, in general words."""
    reporter: str = ""
    """An account's id, or the address that a mail came from, of which the desk makes an account where it knows one."""
    files: tuple[File, ...] = ()
    earlier: Earlier | None = None
    facts: tuple[Fact, ...] = ()
    notes: tuple[Written, ...] = ()
    tasks: tuple[ToDo, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What went wrong on the way in."""
    occasion: str = ""
    """What tells this report from an equal one: a form's own number, a mail's id. Empty where the content does."""

    @property
    def digest(self) -> str:
        """SHA-256 of what came in, the same for the same report however and whenever it comes.

        The names and the order of the files, the way in and the time are left out; the reporter counts, because two
        people who were sent the same message are two reports.
        """
        contents = sorted({file.sha256 for file in self.files if file.read})
        earlier = () if self.earlier is None else (self.earlier.persona, self.earlier.verdict, self.earlier.channel)
        since = self.earlier.first_seen.isoformat() if self.earlier and self.earlier.first_seen else ""
        told = (self.said, self.role, self.reporter, self.occasion, since, *earlier, "", *contents)
        found = hashlib.sha256()
        for each in told:
            raw = each.encode("utf-8", "surrogatepass")
            found.update(f"{len(raw)}:".encode() + raw)
        return found.hexdigest()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(len(file.data) for file in self.files)


Accept = Callable[[Received], str]
"""The desk's verb: stores what came in and returns the report's id, once it is kept for good; for a digest that is
there already, the id of that report. Raises DeskError for what it does not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One conversation of a report."""

    entry: Entry
    conversation: str
    """A line of the interchange format, without its line break."""
    assessment: str
    """The line that `check --format jsonl` writes for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the corridor makes of a report."""

    conversations: tuple[Judged, ...]
    problems: tuple[Problem, ...]
    """Everything that could not be read, known or decided."""
    attachments: tuple[File, ...] = field(default=())
    """Every file, read or not, under a name that can be shown and stored; `read` says whether the readers had it."""


def understood(
    received: Received, *, timezone: tzinfo = UTC, me: tuple[str, ...] = (), lang: str = "en", bounds: Bounds = BOUNDS
) -> Understood:
    """Read and judge what came in, by the same corridor as `bonafides check`.

    `timezone` is for files without zones; `me` are further names or addresses of the reporter, so that their own
    messages are told from the other side's. Raises DeskError for what is too large or empty; nothing else that a
    stranger sends raises.
    """
    refuse(received, bounds)
    problems = list(received.problems)
    files = _named(received.files, problems)
    wanted = _wanted(files, bounds, problems)
    own = tuple(dict.fromkeys((*me, received.reporter) if "@" in received.reporter else me))
    held = [Held(name=file.name, data=file.data) for file in wanted]
    if held:
        report = _examined(read_held(held, me=own, timezone=timezone), lang)
        problems += report.problems
    return Understood(conversations=_judged(report) if held else (), problems=tuple(problems), attachments=tuple(files))


def refuse(received: Received, bounds: Bounds = BOUNDS) -> None:
    """Raises DeskError where a report is empty or brings more bytes than are taken."""
    if received.size > bounds.bytes:
        raise too_large(received.size, bounds)
    if not (received.said.strip() or received.earlier or any(file.data for file in received.files)):
        raise DeskError("There is nothing in it: no words, and no file that is not empty.", next_step=_AGAIN)


def too_large(size: int, bounds: Bounds = BOUNDS, *, where: str = "") -> DeskError:
    """What to say of a report of so many bytes."""
    megabytes = -(-size // 1024**2)
    what = f"It brings {megabytes} MB, and at most {bounds.bytes // 1024**2} MB are taken at once."
    return DeskError(what, where=where, next_step=_SMALLER)


_AGAIN = "Send it again; if the file is empty on your side too, copy the words of the message instead."


def clean_name(name: str) -> str:
    """The name of a file as it may be shown and stored: no folders, no invisible or reordering characters, not long."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    if len(last) > _NAME_LENGTH:
        stem, dot, ending = last.rpartition(".")
        tail = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        last = f"{last[: _NAME_LENGTH - len(tail) - 1]}…{tail}"
    kept = "".join("_" if char in '<>:"|?*' else char for char in shown(last)).strip(" .")
    return kept or "unnamed"


def clean_type(media_type: str) -> str:
    """A media type as it may be stored; `application/octet-stream` for what is none."""
    bare = media_type.partition(";")[0].strip().lower()
    return bare if _MEDIA_TYPE.fullmatch(bare) else _PLAIN


def _named(files: Iterable[File], problems: list[Problem]) -> list[File]:
    """The files under names of their own; empty ones are said and left out."""
    kept = [file for file in files if file.data]
    gone = [clean_name(file.name) for file in files if not file.data]
    problems += [Problem(what="The file is empty.", where=name, next_step=_AGAIN) for name in gone]
    names = numbered(clean_name(file.name) for file in kept)
    return [
        File(name=name, data=file.data, media_type=clean_type(file.media_type), read=file.read)
        for name, file in zip(names, kept, strict=True)
    ]


def _wanted(files: list[File], bounds: Bounds, problems: list[Problem]) -> list[File]:
    """The files that the readers are given; marks the others in `files` as not read."""
    wanted: list[File] = []
    over: list[str] = []
    slow = 0
    for place, file in enumerate(files):
        if not file.read:
            continue
        is_slow = is_picture(_head(file)) or is_pdf(_head(file))
        files[place] = replace(file, read=False)
        if is_slow and len(file.data) < _PICTURE_BYTES:
            continue
        if _unpacks_beyond(file, bounds.unpacked):
            what = f"This archive unpacks to more than {bounds.unpacked // 1024**2} MB; it was kept and not read."
            problems.append(Problem(what=what, where=file.name, next_step=_SMALLER))
        elif len(wanted) >= bounds.files or (is_slow and slow >= bounds.pictures):
            over.append(file.name)
        else:
            slow += is_slow
            files[place] = file
            wanted.append(file)
    if over:
        what = (
            f"{len(over)} file(s) were kept and not read: of one report {bounds.files} files are read, "
            f"and {bounds.pictures} pictures among them."
        )
        problems.append(Problem(what=what, where=over[0], next_step="Look at them, or send those that matter again."))
    return wanted


def _unpacks_beyond(file: File, most: int) -> bool:
    """Whether an archive itself says that it unpacks to more than that; one that lies is stopped by its reader."""
    if not is_zip(_head(file)):
        return False
    try:
        with opened(from_bytes(file.name, file.data)) as archive:
            return sum(each.file_size for each in archive.entries) > most
    except ReadError:  # the reader says what is wrong with it
        return False


def _head(file: File) -> Head:
    return Head(name=file.name, raw=file.data[:HEAD_BYTES], text="")


def _examined(reading: Reading, lang: str) -> Report:
    """The report; that one brings no conversation is no failure of anybody's, so the general word about it goes."""
    said = tuple(each for each in reading.problems if each.where != "input")
    return examine(replace(reading, problems=said), Case(mode=Mode.SINGLE, lang=lang))


def _judged(report: Report) -> tuple[Judged, ...]:
    assessments = render(report, "jsonl", View(titles=explanations(told=True))).split("\n")
    lines = interchange(entry.conversation for entry in report.entries)
    return tuple(
        Judged(entry=entry, conversation=line.rstrip("\n"), assessment=assessment)
        for entry, line, assessment in zip(report.entries, lines, assessments, strict=False)
    )
