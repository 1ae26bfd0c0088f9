"""Reads e-mail: one mail (`.eml`) or a mailbox (`.mbox`); opens no attachment and fetches nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Problem
from bonafides.read.decode import TEXT_BYTES, too_large
from bonafides.read.mail_letter import Letter, letters, line_hashes
from bonafides.read.mail_owner import owners, party
from bonafides.read.mail_threads import threads
from bonafides.read.reader import Extract, Head, Options, Reader, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo
    from typing import BinaryIO

_KNOWN = frozenset(
    "from to cc bcc subject date received return-path mime-version delivered-to message-id reply-to sender "
    "content-type content-transfer-encoding x-original-to references in-reply-to dkim-signature "
    "authentication-results list-id x-mailer user-agent thread-topic x-gm-thrid x-gmail-labels".split(" ")
)
_EVERYDAY = frozenset("from to cc bcc subject date sender reply-to references".split(" "))
"""Those that people write themselves, above a message that they paste."""
_HEADER = re.compile(r"([!-9;-~]{1,76}):")
_HEAD_LINES = 60
_HEAD_CHARACTERS = 65_536
_NEW_MAIL = re.compile(rb"From \S.{0,200}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{0,40}\d{4}\s*$")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_FROM = b"From "


def _headers_known(text: str) -> int:
    """How many known header names stand at the start of `text`; 0 where other text is between them.

    Everyday names alone (`Sender: Amy`, `Date: today`, `Message: hello`) are headers only above an empty line.
    """
    names: set[str] = set()
    closed = False
    for place, line in enumerate(text.split("\n", _HEAD_LINES)[:_HEAD_LINES], start=1):
        header = _HEADER.match(line)
        if header:
            names.add(header[1].lower())
        elif not line.strip():
            closed = place <= text.count("\n", 0, _HEAD_CHARACTERS)
            break
        elif not line.startswith((" ", "\t", ">From ")):
            return 0
    known = names & _KNOWN
    return len(known) if closed or known - _EVERYDAY else 0


def recognises_eml(head: Head) -> bool:
    """Whether it starts with at least two known mail headers and nothing else."""
    return _headers_known(head.text.lstrip()) >= 2


def recognises_mbox(head: Head) -> bool:
    """Whether it starts with a mailbox's `From ` line and mail headers below it."""
    first, _, rest = head.text.lstrip("\ufeff\r\n").partition("\n")
    return first.startswith("From ") and _headers_known(rest) >= 1


def read_eml(source: Source, options: Options) -> Extract:
    """One mail, with those it carries. Raises ReadError where it is none."""
    with source.open() as stream:
        raw = stream.read(TEXT_BYTES + 1)
    if len(raw) > TEXT_BYTES:
        raise too_large(source.name)
    return _extract(source.name, [raw], options)


def read_mbox(source: Source, options: Options) -> Extract:
    """A whole mailbox, mail by mail; a broken mail is a Problem and the rest is read."""
    with source.open() as stream:
        return _extract(source.name, _split(stream, source.name), options)


def _split(stream: BinaryIO, where: str) -> Iterator[bytes]:
    """The mails of a mailbox without their `From ` lines, `>From ` undone. Raises ReadError for one beyond measure."""
    current: list[bytes] = []
    started = False
    size = 0
    for line in iter(lambda: stream.readline(TEXT_BYTES), b""):
        size += len(line)
        if size > TEXT_BYTES:
            raise too_large(where)
        if line.startswith(_FROM) and (not started or _NEW_MAIL.match(line[:400])):
            if started:
                yield _ESCAPED.sub(rb"\1", b"".join(current))
            current, started, size = [], True, 0
        else:
            current.append(line)
    if started:
        yield _ESCAPED.sub(rb"\1", b"".join(current))


def _extract(where: str, raws: Iterable[bytes], options: Options) -> Extract:
    found: list[Letter] = []
    broken: list[int] = []
    for number, raw in enumerate(raws, start=1):
        parsed = _parsed(raw, options.timezone)
        found += parsed
        broken += [] if parsed else [number]
    if not found:
        raise ReadError("No mail could be read in it.", where=where, next_step="Save the mail again as .eml or .mbox.")
    found = _without_copies(found)
    own = owners(found, options.me)
    return Extract(threads=threads(found, own), me=party(own, found), problems=tuple(_problems(where, found, broken)))


def _parsed(raw: bytes, zone: tzinfo) -> list[Letter]:
    """Nothing for what is broken beyond reading."""
    try:
        return letters(raw, zone)
    except Exception:  # a stranger wrote it, and the standard library's parser fails in many ways
        return []


def _without_copies(found: Sequence[Letter]) -> list[Letter]:
    """A mail that is there in full is not read again inside another."""
    full = {letter.message_id for letter in found if not letter.carried and letter.message_id}
    lines = {value for letter in found if not letter.carried for text in letter.words for value in line_hashes(text)}
    return [letter for letter in found if not letter.carried or not _is_copy(letter, full, lines)]


def _is_copy(letter: Letter, full: set[str], lines: set[int]) -> bool:
    if letter.message_id:
        return letter.message_id in full
    own = {value for text in letter.words for value in line_hashes(text)}
    return bool(own) and own <= lines


def _quotes_absent(found: Sequence[Letter]) -> int:
    """Mails that quote something which is not in the mailbox itself."""
    ids = {letter.message_id for letter in found if letter.message_id}
    lines = {value for letter in found for text in letter.words for value in line_hashes(text)}
    return sum(
        len(letter.quoted & lines) * 2 < len(letter.quoted) and not ids.intersection(letter.references)
        for letter in found
    )


def _problems(where: str, found: Sequence[Letter], broken: Sequence[int]) -> Iterator[Problem]:
    listed = ", ".join(map(str, broken[:10])) + (", ..." if len(broken) > 10 else "")
    said = {
        f"{len(broken)} mail(s) are too broken to be read (number {listed}).": len(broken),
        "{} mail(s) quote older mails that are not in the file; what they quote was not judged "
        "as the sender's own words.": _quotes_absent(found),
        "{} mail(s) have no readable date.": sum(not each.sent_at and not each.carried for each in found),
        "{} mail(s) do not say who sent them.": sum(not each.sender.key for each in found),
        "{} part(s) are nested too deep and were not read.": sum(each.left_out for each in found),
        "{} mail(s) are cut off before their end; what is there was read.": sum(not each.whole for each in found),
    }
    for what, count in said.items():
        if count:
            yield Problem(what=what.format(count), where=where, next_step=_ADD if "quote older" in what else "")


_ADD = "If you have the older mails, check them too."

EML = Reader(name="eml", recognises=recognises_eml, read=read_eml)
MBOX = Reader(name="mbox", recognises=recognises_mbox, read=read_mbox)
