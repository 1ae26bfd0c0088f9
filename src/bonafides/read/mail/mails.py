"""Reads e-mail: one mail (`.eml`) or a mailbox (`.mbox`); opens no attachment and fetches nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Problem
from bonafides.read.mail.box import LONGEST, mails
from bonafides.read.mail.copies import quotes_absent, without_copies
from bonafides.read.mail.letter import Letter, letters
from bonafides.read.mail.opening import COUNTED, is_mail, is_mailbox
from bonafides.read.mail.owner import owners, party
from bonafides.read.mail.threads import threads
from bonafides.read.reader import Extract, Options, Reader, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo


def read_eml(source: Source, options: Options) -> Extract:
    """One mail, with those it carries; of one beyond LONGEST the beginning. Raises ReadError where it is none."""
    with source.open() as stream:
        raw = stream.read(LONGEST)
        cut = [1] if len(raw) == LONGEST and stream.read(1) else []
    counted = COUNTED.match(raw[:64].decode("ascii", "replace"))
    if counted:
        raw = raw[counted.end() : counted.end() + int(counted[1])]
    return extract(source.name, [_parsed(raw, options.timezone)], options, cut)


def read_mbox(source: Source, options: Options) -> Extract:
    """A whole mailbox, mail by mail; a broken mail is a Problem and the rest is read."""
    with source.open() as stream:
        cut: list[int] = []
        return extract(source.name, (_parsed(raw, options.timezone) for raw in mails(stream, cut)), options, cut)


def extract(where: str, mailbox: Iterable[list[Letter]], options: Options, cut: Sequence[int] = ()) -> Extract:
    """Threads from what each mail gave; a mail that gave nothing is a broken one. Raises ReadError where all are.

    `cut` are the numbers of mails of which only the beginning was read; it may fill while they are read.
    """
    found: list[Letter] = []
    broken: list[int] = []
    for number, parsed in enumerate(mailbox, start=1):
        found += parsed
        if not parsed:
            broken.append(number)
    if not found:
        raise ReadError("No mail could be read in it.", where=where, next_step="Save the mail again as .eml or .mbox.")
    found = without_copies(found)
    own = owners(found, options.me)
    me = party(own, found)
    problems = tuple(_problems(where, found, broken, cut))
    return Extract(threads=threads(found, own), me=me, problems=problems)


def _parsed(raw: bytes, zone: tzinfo) -> list[Letter]:
    """Nothing for what is broken beyond reading."""
    try:
        return letters(raw, zone)
    except Exception:  # a stranger wrote it, and the standard library's parser fails in many ways
        return []


def _problems(where: str, found: Sequence[Letter], broken: Sequence[int], cut: Sequence[int]) -> Iterator[Problem]:
    if cut:
        what = f"{len(cut)} mail(s) are longer than {LONGEST // 1024**2} MiB; only their beginning was read"
        yield Problem(what=f"{what} ({_numbers(cut)}).", where=where, next_step=_FILES, fatal=True)
    said = {
        f"{{}} mail(s) are too broken to be read ({_numbers(broken)}).": len(broken),
        "{} mail(s) quote older mails that are not in the file; what they quote was not judged "
        "as the sender's own words.": quotes_absent(found),
        "{} mail(s) were handed on inside others; their sender, subject and words were read, their date was not.": sum(
            each.handed_on for each in found
        ),
        "{} mail(s) have no readable date.": sum(not each.sent_at and not each.carried for each in found),
        "{} mail(s) do not say who sent them.": sum(not each.sender.key for each in found),
        "{} part(s) are nested too deep, or are too many, and were not read.": sum(each.left_out for each in found),
        "{} mail(s) are cut off before their end; what is there was read.": sum(not each.whole for each in found),
    }
    for what, count in said.items():
        if count:
            step = _ADD if "quote older" in what else ""
            yield Problem(what=what.format(count), where=where, next_step=step, fatal="cut off" in what)


def _numbers(places: Sequence[int]) -> str:
    """`number 2, 5, ...`: which mails of the file."""
    return "number " + ", ".join(map(str, places[:10])) + (", ..." if len(places) > 10 else "")


_FILES = "If they carry large files, save these by themselves and the mails without them."
_ADD = "If you have the older mails, check them too."

EML = Reader(name="eml", recognises=is_mail, read=read_eml)
MBOX = Reader(name="mbox", recognises=is_mailbox, read=read_mbox)
