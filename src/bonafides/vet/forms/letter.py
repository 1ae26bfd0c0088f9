"""Reads the headers of one mail: who it says it is from, who took it, and what servers say of it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from bonafides.vet.forms.page import links_in
from bonafides.vet.told import Letter, Result, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 512 * 1024
"""Bytes of headers that are read."""
_LONGEST = 10_000
_MOST = 60
_METHODS = ("spf", "dkim", "dmarc", "arc")


def told_by_letter(raw: bytes, *, page: str = "") -> Told:
    """What the headers of a mail tell; with the links of its HTML, where `page` holds that. Never raises."""
    letter = letter_of(raw)
    return Told(
        names=(letter.name,) if letter.name and "@" not in letter.name else (),
        mails=tuple(dict.fromkeys(filter(None, (letter.sender, letter.reply_to)))),
        links=links_in(page),
        letters=(letter,),
    )


def letter_of(raw: bytes) -> Letter:
    """The headers of a mail. A header that is broken is the same as one that is not there."""
    head = _head(raw)
    message = BytesHeaderParser().parsebytes(head)

    def every(name: str) -> list[str]:
        return [_plain(str(value)) for value in islice(message.get_all(name) or (), _MOST)]

    def first(name: str) -> str:
        return next(iter(every(name)), "")

    name, sender = _person(first("from"))
    received = every("received")
    return Letter(
        name=name,
        sender=sender,
        reply_to=_person(first("reply-to"))[1],
        return_path=_person(first("return-path"))[1],
        message_id=first("message-id").strip(" <>").rpartition("@")[2],
        sent=_moment(first("date")),
        received=tuple(filter(None, (_moment(each.rpartition(";")[2]) for each in reversed(received)))),
        keepers=tuple(filter(None, map(_by, received))),
        results=tuple(each for header in every("authentication-results") for each in results_of(header)),
    )


def results_of(header: str) -> tuple[Result, ...]:
    """The results in one Authentication-Results header (RFC 8601, section 2.2), comments left out."""
    parts = _bare(header[:_LONGEST]).split(";")
    server = "" if "=" in parts[0] else next(iter(parts[0].split()), "")
    found = []
    for part in parts if "=" in parts[0] else parts[1:]:
        pairs = [word.partition("=") for word in part.split() if "=" in word]
        if not pairs or pairs[0][0].lower().partition("/")[0] not in _METHODS:
            continue
        method, _, outcome = pairs[0]
        properties = {name.lower(): value.strip('"<>') for name, _, value in pairs[1:]}
        found.append(
            Result(
                server=server.lower(), method=method.lower().partition("/")[0], outcome=outcome.lower(),
                domain=_domain(properties),
            )
        )  # fmt: skip
    return tuple(found[:_MOST])


def _head(raw: bytes) -> bytes:
    """The bytes above the first empty line."""
    raw = raw[:HEAD].replace(b"\r\n", b"\n").replace(b"\0", b"")
    if raw.startswith(b"From "):
        raw = raw.partition(b"\n")[2]
    return raw.partition(b"\n\n")[0] + b"\n\n"


def _plain(value: str) -> str:
    """A header unfolded, its encoded words resolved where they can be."""
    value = " ".join(value[:_LONGEST].split())
    if "=?" not in value:
        return value.encode("utf-8", "replace").decode("utf-8")
    try:
        return str(make_header(decode_header(value)))
    except Exception:  # the standard library fails in many ways on broken words
        return value


def _person(value: str) -> tuple[str, str]:
    """Name and address; a header of several people gives the first."""
    try:
        name, address = parseaddr(value)
    except (IndexError, ValueError, RecursionError):
        name, address = "", ""
    if "@" not in address:  # a name with an unquoted comma or colon: take what stands in angle brackets
        inside = value.rpartition("<")[2].partition(">")[0].strip()
        name, address = (value.rpartition("<")[0].strip(' "'), inside) if "@" in inside else (name, "")
    return name.strip(), address.strip().lower()


def _moment(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value.strip()[:200])
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return found if 1970 < found.year < 2100 else None


def _by(received: str) -> str:
    """The host that took the letter, by a Received line."""
    words = _bare(received).split()
    return next((after for word, after in pairwise(words) if word.lower() == "by"), "").strip(";")


def _domain(properties: dict[str, str]) -> str:
    """Whose mail it is: the domain that signed it, that sent it, or that From shows."""
    wanted = ("header.d", "header.i", "smtp.mailfrom", "envelope-from", "header.from", "smtp.helo")
    value = next((properties[each] for each in wanted if properties.get(each)), "")
    return value.rpartition("@")[2].lower()


def _bare(header: str) -> str:
    """Without comments, which may hold anything and stand inside each other."""
    return "".join(_outside(header))


def _outside(header: str) -> Iterator[str]:
    deep = 0
    for char in header:
        if char == "(":
            deep += 1
        elif char == ")":
            deep = max(0, deep - 1)
        elif not deep:
            yield char
