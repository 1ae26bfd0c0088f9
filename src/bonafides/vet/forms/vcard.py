"""Reads a visiting card (vCard 2.1, 3.0 and 4.0; RFC 6350) for the few properties that can be held against others.

Written here because the libraries for it build the whole tree of a file first, pictures and all, and a stranger's card
may hold a million properties: this one reads line by line, keeps six properties, and stops at a bound.
"""

from __future__ import annotations

import quopri
from typing import TYPE_CHECKING

from bonafides.errors import VetError
from bonafides.vet.told import MOST, Told, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 16 * 1024 * 1024
"""Bytes of a card that are read; a picture inside may be large."""
LONGEST = 4_096
"""Characters of a value that are kept."""
_LINES = 200_000
_KEPT = {"FN": "names", "ORG": "firms", "EMAIL": "mails", "TEL": "phones", "URL": "urls"}


def told_by_vcard(raw: bytes, *, where: str = "vCard") -> Told:
    """What a card tells; of several cards in one file the first. Raises VetError for a file without any."""
    text = raw[:LARGEST].decode("utf-8-sig", "replace").replace("\0", "")
    found: dict[str, dict[str, None]] = {field: {} for field in _KEPT.values()}
    left_out, cards = len(raw) > LARGEST, 0
    for line_number, line in enumerate(_unfolded(text)):
        name, value = _property(line)
        if name == "BEGIN" and value.upper() == "VCARD":
            cards += 1
        if line_number > _LINES or cards > 1:
            left_out = True
            break
        field = _KEPT.get(name)
        if field and value and cards:
            if len(found[field]) < MOST:
                found[field][value[:LONGEST]] = None
            else:
                left_out = True
    if not cards:
        raise VetError("this is no visiting card, or it is broken", where=where, next_step="Export it again, as vCard.")
    return Told(
        names=tuple(found["names"]), firms=tuple(found["firms"]), mails=tuple(found["mails"]),
        phones=tuple(found["phones"]), urls=tuple(found["urls"]),
        unread=(Unread(why="beginning", where=where),) if left_out else (),
    )  # fmt: skip


def _unfolded(text: str) -> Iterator[str]:
    """Its lines; one that begins with a blank goes on from the one before, up to a bound."""
    current: list[str] = []
    length = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        soft = bool(current) and current[-1].endswith("=") and "QUOTED-PRINTABLE" in current[0].upper()[:200]
        if current and (line[:1] in (" ", "\t") or soft):
            if length < 4 * LONGEST:
                current.append(line if soft else line[1:])
                length += len(line)
            continue
        if current:
            yield _joined(current)
        current, length = [line[: 4 * LONGEST]], len(line)
    if current:
        yield _joined(current)


def _joined(parts: list[str]) -> str:
    return "".join(part[:-1] if part.endswith("=") and len(parts) > 1 and at < len(parts) - 1 else part
                   for at, part in enumerate(parts))  # fmt: skip


def _property(line: str) -> tuple[str, str]:
    """Name and value of a line; the group before the name and most parameters are left out."""
    head, colon, value = line.partition(":")
    if not colon:
        return "", ""
    name, *parameters = head.upper().split(";")
    name = name.rpartition(".")[2].strip()
    if name not in _KEPT and name != "BEGIN":
        return "", ""
    if any("QUOTED-PRINTABLE" in each for each in parameters):
        value = quopri.decodestring(value.encode("utf-8", "replace")).decode("utf-8", "replace")
    if name == "ORG":
        value = value.replace("\\;", "\x00").partition(";")[0].replace("\x00", ";")
    value = value.replace("\\n", " ").replace("\\N", " ").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    value = " ".join(value.split())
    return name, value.removeprefix("mailto:").removeprefix("tel:") if name != "URL" else value
