"""One mail as this room understands it: who, to whom, when, which words are the sender's own, which are quoted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from bonafides.read.identity import EMAIL
from bonafides.read.mail.body import Body, body_of
from bonafides.read.mail.headers import Address, addresses, decoded, moment, raw_header, subject_of
from bonafides.read.mail.parts import parse
from bonafides.read.mail.quotes import Run, is_forward_subject, runs
from bonafides.read.mail.signature import signature_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.model import Attachment
    from bonafides.read.mail.parts import Headers

_CARRIED_DEPTH = 5
_TELLING_LINE = 12
"""Characters from which a line is worth comparing."""
_TELLING_LINES = 4
"""Quoted lines that are remembered of one mail, to see whether what it quotes is there."""
_LAST_REFERENCES = 3
_NOBODY = Address(name="", address="")
_ONE_OF_THESE = ("from", "date", "subject", "to", "received", "message-id")
_DRAFT_LABELS = (
    "draft",
    "entwürfe",
    "brouillon",
    "borrador",
    "rascunho",
    "bozze",
    "черновик",
    "草稿",
    "kladde",
    "utkast",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail, or one that another mail carries or hands on."""

    sender: Address
    recipients: tuple[Address, ...] = ()
    sent_at: datetime | None = None
    subject: str = ""
    words: str = ""
    """The sender's own words: the body as it stands, without the lines that are quoted."""
    attachments: tuple[Attachment, ...] = ()
    quoted: tuple[int, ...] = ()
    """Hashes of a few telling lines quoted from other mails."""
    signature: tuple[str, ...] = ()
    """What the signature says of the sender, as identifiers."""
    message_id: bytes = b""
    """A digest of it, which is shorter; empty where it has none."""
    references: tuple[bytes, ...] = ()
    """Digests of message ids that this one continues: the oldest, then the last few."""
    delivered_to: str = ""
    received: bool = False
    """Whether a mail server took it in: a copy of one's own sent mail was never received."""
    draft: bool = False
    carried: bool = False
    """Found inside another mail."""
    handed_on: bool = False
    """Found in the words of another mail, below header lines that a program wrote for people."""
    left_out: int = 0
    """Parts nested too deep, or too many, to be read."""
    whole: bool = True
    """False where the file ends before the mail does."""


def line_hashes(text: str) -> Iterator[int]:
    """Hashes of the lines of `text` that are long enough to compare, without quote marks."""
    return map(hash, _telling_lines(text))


def _telling_lines(text: str) -> Iterator[str]:
    bare = (line.lstrip("> \t").strip() for line in text.split("\n"))
    return (line for line in bare if len(line) >= _TELLING_LINE)


def letters(raw: bytes, zone: tzinfo) -> list[Letter]:
    """The mail in `raw` with those it carries, the carried ones first. Raises ValueError for what is no mail."""
    mail = parse(raw.lstrip(b"\r\n\t \xef\xbb\xbf"))
    if not any(raw_header(mail.headers, name) for name in _ONE_OF_THESE):
        raise ValueError
    return letters_of(body_of(mail), zone)


def letters_of(body: Body, zone: tzinfo, *, depth: int = 0) -> list[Letter]:
    """A mail that has been taken apart, with those it carries or hands on before it."""
    found: list[Letter] = []
    if depth < _CARRIED_DEPTH:
        for carried in body.carried:
            found += letters_of(carried, zone, depth=depth + 1)
    letter, handed_on = _letter(body, zone, depth)
    return [*found, *handed_on, letter]


def _letter(body: Body, zone: tzinfo, depth: int) -> tuple[Letter, list[Letter]]:
    headers = body.headers
    subject, text = subject_of(headers), body.text
    words, handed_on, quoted = _words(text, forward=is_forward_subject(subject))
    received = "received" in headers
    sender = _sender(headers)
    recipients = _recipients(headers)
    letter = Letter(
        sender=sender,
        recipients=recipients,
        sent_at=_sent_at(headers, zone),
        subject=_once(subject),
        words=words,
        attachments=tuple(body.attachments),
        quoted=quoted,
        signature=signature_of(words, sender.name or sender.address.partition("@")[0]),
        message_id=_digest(raw_header(headers, "message-id")),
        references=_references(headers),
        delivered_to=_once(_first_address(headers, "delivered-to", "x-original-to", "envelope-to")),
        received=received,
        draft=not received and _is_draft(headers),
        carried=depth > 0,
        left_out=body.left_out + (len(body.carried) if depth >= _CARRIED_DEPTH else 0),
        whole=body.whole or depth > 0,
    )
    return letter, handed_on


def _recipients(headers: Headers) -> tuple[Address, ...]:
    values = [*headers.get("to", ()), *headers.get("cc", ())]
    if len(values) == 1:
        return addresses(values[0])
    return tuple(address for value in values for address in addresses(value))


def _references(headers: Headers) -> tuple[bytes, ...]:
    listed = f"{raw_header(headers, 'references')} {raw_header(headers, 'in-reply-to')}".split()
    return tuple(map(_digest, dict.fromkeys((listed[0], *listed[-_LAST_REFERENCES:])))) if listed else ()


def _digest(message_id: str) -> bytes:
    return blake2b(message_id.encode("utf-8", "replace"), digest_size=8).digest() if message_id else b""


@lru_cache(maxsize=16_384)
def _once(text: str) -> str:
    """The same text as the same object: subjects come again and again."""
    return text


def _words(text: str, *, forward: bool) -> tuple[str, list[Letter], tuple[int, ...]]:
    """(own words, mails handed on with their own header lines, hashes of some of the rest that is quoted)."""
    parts = runs(text)
    if len(parts) == 1 and not parts[0].quoted:
        return text.strip("\n"), [], ()
    own = _own(text, parts)
    quotes = [part for part in parts if part.quoted]
    passed_on = [part for part in quotes if part.words_at and (part.forwarded or forward or not own)]
    hashes = _quoted(text, [part for part in quotes if part not in passed_on])
    if not own and not passed_on:
        own = text.strip("\n")  # nothing but quotes: better judged than lost
    return own, [_handed_on(text, part) for part in passed_on], hashes


def _quoted(text: str, parts: Sequence[Run]) -> tuple[int, ...]:
    lines = {line for part in parts for line in _telling_lines(text[part.start : part.end])}
    return tuple(map(hash, sorted(lines, key=len)[-_TELLING_LINES:]))


def _own(text: str, parts: tuple[Run, ...]) -> str:
    """What is not quoted, character by character; empty where it is only blank."""
    own = "".join(text[part.start : part.end] for part in parts if not part.quoted).strip("\n")
    return own if own.strip() else ""


def _handed_on(text: str, part: Run) -> Letter:
    """A forwarded mail; of what it quotes in turn, only the first words are its own."""
    inner = text[part.words_at : part.end]
    parts = runs(inner)
    sender = next(iter(addresses(part.sender.replace("[mailto:", "<").replace("]", ">"))), _NOBODY)
    words = _own(inner, parts)
    return Letter(
        sender=sender,
        subject=part.subject,
        words=words,
        quoted=_quoted(inner, [each for each in parts if each.quoted]),
        signature=signature_of(words, sender.name or sender.address.partition("@")[0]),
        carried=True,
        handed_on=True,
    )


def _sender(headers: Headers) -> Address:
    for name in ("from", "sender", "return-path", "reply-to"):
        for value in headers.get(name, ()):
            for address in addresses(value):
                return address
    return _NOBODY


def _first_address(headers: Headers, *names: str) -> str:
    """The topmost of these headers: the receiving server writes above everything that a sender could have put."""
    for name in names:
        match = EMAIL.search(raw_header(headers, name)[:1_000])
        if match:
            return match[0].lower()
    return ""


def _sent_at(headers: Headers, zone: tzinfo) -> datetime | None:
    """The Date header, else the time at which the first server took it in."""
    stamp = moment(raw_header(headers, "date"), zone)
    if stamp is None:
        for value in reversed(headers.get("received", [])[-20:]):
            stamp = stamp or moment(value.rpartition(";")[2].strip(), zone)
    return stamp


def _is_draft(headers: Headers) -> bool:
    if raw_header(headers, "x-unsent").strip() == "1" or raw_header(headers, "x-mozilla-draft-info"):
        return True
    labels = raw_header(headers, "x-gmail-labels")
    return bool(labels) and any(word in decoded(labels).lower() for word in _DRAFT_LABELS)
