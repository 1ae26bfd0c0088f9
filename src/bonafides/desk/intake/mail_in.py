"""A mail becomes a report: what the reporter wrote stays apart from what they hand on, which alone is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from bonafides.desk.intake.carrying import carried_by
from bonafides.desk.intake.handed_on import split
from bonafides.desk.intake.received import BOUNDS, Fact, File, Received, too_large
from bonafides.errors import DeskError, ReadError
from bonafides.model import Problem
from bonafides.read.mail.apart import Apart, results_of, taken_apart
from bonafides.read.mail.headers import addresses, raw_header, subject_of
from bonafides.read.mail.msg import recognises as is_message
from bonafides.read.mail.ole import MAGIC
from bonafides.read.mail.opening import is_mail
from bonafides.read.mail.parts import parse
from bonafides.read.mail.quotes import is_forward_subject, runs
from bonafides.read.reader import HEAD_BYTES, Head

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

_BODY = 500_000
"""Characters of a mail's own text that are searched for what it hands on."""
_MOST_FILES = 1_000
"""Files and mails of one mail that are kept each by itself; the whole mail is kept besides."""
_REPLY = re.compile(r"\s{0,3}(?:re|aw|sv|antw|odp|ynt|vá|回复|答复|回覆)\s{0,2}[:：]", re.IGNORECASE)
_MAIL = "message/rfc822"
_SPACE = re.compile(r"\s+")
_TELLING = 40
"""Characters of a quoted text from which it is compared with the mails that are attached whole."""
_NO_MATERIAL = Problem(
    what="This mail hands on no message of somebody else, so nothing in it was judged.",
    where="mail",
    next_step="Ask the sender to forward the message as an attachment, or to add pictures of it.",
)
_LEFT_OUT = "{} part(s) of the mail are nested too deep, or are too many, and were not looked into."
_MANY = "The mail carries {} files or more; further ones are kept only within the whole mail."
_BY_ITSELF = "Ask for the message by itself."
_CUT = "The mail is cut off before its end; what is there was taken."
_LONG = "The sender wrote more than {} characters; only the beginning was taken, and the whole mail is kept."
_LONG_BODY = "The mail's own text is longer than {} characters; what stands behind them was kept and not read."


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How a mail came to the desk, which decides whose words it begins with."""

    via: str
    """mail, folder, imap or import."""
    to_desk: bool = False
    """Whether it was sent to the desk's own mailbox, so that its sender is the reporter, whatever it holds."""
    ours: tuple[str, ...] = ()
    """The organisation's mail domains, in lower case. Where given, a mail that did not come to the desk's mailbox is a
    report of its sender only if they write from one of these; else a stranger could pass their lure off as a report."""


def is_mail_file(data: bytes) -> bool:
    """Whether these are the bytes of a mail (`.eml`, `.emlx`, `.msg`)."""
    raw = data[:HEAD_BYTES]
    head = Head(name="", raw=raw, text=raw.decode("utf-8", "replace"))
    return is_message(head) or is_mail(head)


def from_mail(name: str, raw: bytes, door: Door, *, received_at: datetime) -> Received:
    """The report that the mail `raw` makes.

    A mail that hands on another (attached whole, or in its text as Outlook, Gmail and Apple Mail do) is its sender's
    report: their own words are `said`, the rest is the material. Any other one is the material itself, unless it was
    sent to the desk. Raises DeskError for what is no mail or is too large.
    """
    mail = _apart(name, raw)
    own, quoted = split(mail.text[:_BODY])
    kind = "application/vnd.ms-outlook" if raw.startswith(MAGIC) else _MAIL
    whole = File(name=name, data=raw, media_type=kind)
    if not _is_report(mail, quoted, door):
        return Received(via=door.via, received_at=received_at, files=(whole,), facts=_facts(mail.results, name))
    material = tuple(islice(_material(mail, quoted), _MOST_FILES))
    said = _said(mail, own)
    return Received(
        via=door.via,
        received_at=received_at,
        said=said[: BOUNDS.said],
        reporter=_sender(mail),
        files=(*material, replace(whole, read=False)),
        facts=(carried_by(whole), *_facts(mail.results, ""), *_facts_of(material)),
        problems=tuple(_problems(mail, name, said, material)),
        occasion="" if material else raw_header(mail.headers, "message-id"),
    )


def _apart(name: str, raw: bytes) -> Apart:
    if len(raw) > BOUNDS.bytes:
        raise too_large(len(raw), where=name)
    try:
        return taken_apart(raw, name)
    except ReadError as error:
        raise DeskError(error.what, where=name, next_step=error.next_step) from error


def _is_report(mail: Apart, quoted: str, door: Door) -> bool:
    if door.to_desk:
        return True
    if door.ours and _sender(mail).rpartition("@")[2] not in door.ours:
        return False
    if mail.carried:
        return True
    forward = is_forward_subject(subject_of(mail.headers))
    return bool(quoted) and (forward or any(part.forwarded for part in runs(quoted)))


def _sender(mail: Apart) -> str:
    """The address that the mail says it is from, which anybody can write there."""
    found = (address.address for value in mail.headers.get("from", ()) for address in addresses(value))
    return next(filter(None, found), "")


def _said(mail: Apart, own: str) -> str:
    """The sender's own words, below a subject that is theirs and not the handed-on mail's."""
    subject = subject_of(mail.headers)
    theirs = subject and not is_forward_subject(subject) and not _REPLY.match(subject)
    return f"{subject}\n\n{own}".strip() if theirs else own


def _material(mail: Apart, quoted: str) -> Iterable[File]:
    """What is handed on: whole mails, files, and the mails in the text that are not among them."""
    yield from (File(name=_mail_name(each), data=each, media_type=_MAIL) for each in mail.carried)
    if quoted and not _is_among(quoted, mail.carried):
        yield File(name="forwarded.txt", data=quoted.encode("utf-8", "replace"), media_type="text/plain")
    yield from (File(name=each.name, data=each.content, media_type=each.media_type) for each in mail.files)


def _mail_name(raw: bytes) -> str:
    subject = subject_of(parse(raw[:HEAD_BYTES].lstrip()).headers)
    return f"{subject[:80].strip(' .') or 'message'}.eml"


def _is_among(quoted: str, carried: Iterable[bytes]) -> bool:
    """Whether the longest quoted line is found in one of the mails that are attached whole."""
    line = max((_plain(each) for each in quoted.split("\n")), key=len, default="")
    return len(line) >= _TELLING and any(line in _plain(_text(each)) for each in carried)


def _text(raw: bytes) -> str:
    try:
        return taken_apart(raw, "").text[:_BODY]
    except ReadError:
        return ""


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip("> ")


def _facts(results: Iterable[str], of: str) -> tuple[Fact, ...]:
    """What the servers wrote about who sent a mail; only those of one's own servers can be relied on."""
    pairs = (result.partition(":") for result in results)
    return tuple(Fact(name=name.strip().lower(), value=value.strip(), of=of) for name, _, value in pairs)


def _facts_of(material: Iterable[File]) -> Iterable[Fact]:
    for file in material:
        if file.media_type == _MAIL:
            yield from _facts(results_of(file.data), file.name)


def _problems(mail: Apart, name: str, said: str, material: Sequence[File]) -> Iterable[Problem]:
    """What of the mail was not taken as it should be."""
    if mail.left_out:
        yield Problem(what=_LEFT_OUT.format(mail.left_out), where=name, next_step=_BY_ITSELF)
    if not mail.whole:
        yield Problem(what=_CUT, where=name, next_step="Ask the sender to send it again.")
    if len(mail.text) > _BODY:
        yield Problem(what=_LONG_BODY.format(_BODY), where=name, next_step=_BY_ITSELF)
    if len(said) > BOUNDS.said:
        yield Problem(what=_LONG.format(BOUNDS.said), where=name)
    if not material:
        yield _NO_MATERIAL
    if len(material) == _MOST_FILES:
        yield Problem(what=_MANY.format(_MOST_FILES), where=name, next_step=_BY_ITSELF)
