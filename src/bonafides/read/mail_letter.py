"""One mail as this room understands it: who, to whom, when, which words are the sender's own, which are quoted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING

from bonafides.read.identity import EMAIL, PHONE, phone_id
from bonafides.read.mail_body import Body, body_of
from bonafides.read.mail_headers import Address, addresses, moment, raw_header, raw_headers, subject_of
from bonafides.read.mail_quotes import Run, is_forward_subject, runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_CARRIED_DEPTH = 5
_SIGNATURE_LINES = 8
_TELLING_LINE = 12
"""Characters from which a line is worth comparing."""
_NOBODY = Address(name="", address="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail, or one that another mail carries or hands on."""

    sender: Address
    recipients: tuple[Address, ...] = ()
    sent_at: datetime | None = None
    subject: str = ""
    words: tuple[str, ...] = ()
    """The sender's own words: stretches of the body as it stands."""
    attachments: tuple[str, ...] = ()
    quoted: frozenset[int] = frozenset()
    """Hashes of the telling lines quoted from other mails."""
    phones: frozenset[str] = frozenset()
    """`phone:...` identifiers in the signature."""
    message_id: str = ""
    references: tuple[str, ...] = ()
    """Message ids that this one continues, the oldest first."""
    delivered_to: str = ""
    received: bool = False
    """Whether a mail server took it in: a copy of one's own sent mail was never received."""
    draft: bool = False
    carried: bool = False
    """Found inside another mail."""
    left_out: int = 0
    """Parts nested too deep to be read."""
    whole: bool = True
    """False where the file ends before the mail does."""


def line_hashes(text: str) -> Iterator[int]:
    """Hashes of the lines of `text` that are long enough to compare, without quote marks."""
    for line in text.split("\n"):
        bare = line.lstrip("> \t").strip()
        if len(bare) >= _TELLING_LINE:
            yield hash(bare)


def letters(raw: bytes, zone: tzinfo) -> list[Letter]:
    """The mail in `raw` with those it carries, the carried ones first. Raises ValueError for what is no mail."""
    mail = BytesParser(policy=compat32).parsebytes(raw.lstrip(b"\r\n\t \xef\xbb\xbf"))
    if not any(raw_header(mail, name) for name in ("From", "Date", "Subject", "To", "Received", "Message-ID")):
        raise ValueError
    return _letters(mail, zone, 0)


def _letters(mail: Message, zone: tzinfo, depth: int) -> list[Letter]:
    body = body_of(mail)
    inner = body.carried if depth < _CARRIED_DEPTH else []
    found = [letter for carried in inner for letter in _letters(carried, zone, depth + 1)]
    letter, handed_on = _letter(mail, body, zone, carried=depth > 0)
    return [*found, *handed_on, letter]


def _letter(mail: Message, body: Body, zone: tzinfo, *, carried: bool) -> tuple[Letter, list[Letter]]:
    subject, text = subject_of(mail), body.text
    words, handed_on, quoted = _words(text, forward=is_forward_subject(subject))
    received = bool(raw_header(mail, "Received"))
    letter = Letter(
        sender=_sender(mail),
        recipients=tuple(a for name in ("To", "Cc") for value in raw_headers(mail, name) for a in addresses(value)),
        sent_at=_sent_at(mail, zone),
        subject=subject,
        words=words,
        attachments=tuple(body.attachments),
        quoted=quoted,
        phones=_phones(words),
        message_id=raw_header(mail, "Message-ID"),
        references=tuple(f"{raw_header(mail, 'References')} {raw_header(mail, 'In-Reply-To')}".split()),
        delivered_to=_first_address(mail, "Delivered-To", "X-Original-To", "Envelope-To"),
        received=received,
        draft=not received and _is_draft(mail),
        carried=carried,
        left_out=body.left_out,
        whole=not any(type(defect).__name__ == "CloseBoundaryNotFoundDefect" for defect in mail.defects),
    )
    return letter, handed_on


def _words(text: str, *, forward: bool) -> tuple[tuple[str, ...], list[Letter], frozenset[int]]:
    """(own words, mails handed on with their own header lines, hashes of the rest that is quoted)."""
    parts = runs(text)
    own = tuple(words for part in parts if not part.quoted and (words := text[part.start : part.end].strip("\n")))
    own = tuple(words for words in own if words.strip())
    quotes = [part for part in parts if part.quoted]
    passed_on = [part for part in quotes if part.words_at and (part.forwarded or forward or not own)]
    kept = (part for part in quotes if part not in passed_on)
    hashes = frozenset(value for part in kept for value in line_hashes(text[part.start : part.end]))
    if not own and not passed_on and text.strip():
        own = (text.strip("\n"),)  # nothing but quotes: better judged than lost
    return own, [_handed_on(text, part) for part in passed_on], hashes


def _handed_on(text: str, part: Run) -> Letter:
    """A forwarded mail; of what it quotes in turn, only the first words are its own."""
    inner = text[part.words_at : part.end]
    own = [run for run in runs(inner) if not run.quoted]
    words = tuple(filter(str.strip, (inner[run.start : run.end].strip("\n") for run in own)))
    sender = next(iter(addresses(part.sender.replace("[mailto:", "<").replace("]", ">"))), _NOBODY)
    return Letter(sender=sender, words=words, phones=_phones(words), carried=True)


def _sender(mail: Message) -> Address:
    for header in ("From", "Sender", "Return-Path", "Reply-To"):
        for value in raw_headers(mail, header):
            for address in addresses(value):
                return address
    return _NOBODY


def _first_address(mail: Message, *names: str) -> str:
    """The topmost of these headers: the receiving server writes above everything that a sender could have put."""
    for name in names:
        match = EMAIL.search(raw_header(mail, name))
        if match:
            return match[0].lower()
    return ""


def _sent_at(mail: Message, zone: tzinfo) -> datetime | None:
    """The Date header, else the time at which the first server took it in."""
    stamp = moment(raw_header(mail, "Date"), zone)
    if stamp is None:
        for value in reversed(raw_headers(mail, "Received")):
            stamp = stamp or moment(value.rpartition(";")[2].strip(), zone)
    return stamp


def _is_draft(mail: Message) -> bool:
    labels = raw_header(mail, "X-Gmail-Labels").lower()
    return raw_header(mail, "X-Unsent") == "1" or bool(raw_header(mail, "X-Mozilla-Draft-Info")) or "draft" in labels


def _phones(words: tuple[str, ...]) -> frozenset[str]:
    """International numbers in the last lines of the mail."""
    last = "\n".join((words[-1] if words else "").rstrip().split("\n")[-_SIGNATURE_LINES:])[-2_000:]
    found = (phone_id(match[0]) for match in PHONE.finditer(last) if match[0].startswith("+"))
    return frozenset(filter(None, found))
