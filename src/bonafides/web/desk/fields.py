"""What a form of the desk brought, as plain values."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile

from bonafides.desk.intake.received import File

if TYPE_CHECKING:
    from datetime import tzinfo

    from starlette.datastructures import FormData

_PLACE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\U0010ffff]*\Z")


def text(given: FormData, name: str) -> str:
    """A field of text, with the line breaks of everywhere else; empty where there is none."""
    value = given.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def texts(given: FormData, name: str) -> tuple[str, ...]:
    """All values of a field that can be given several times."""
    return tuple(value for value in given.getlist(name) if isinstance(value, str))


def files(given: FormData, name: str) -> tuple[File, ...]:
    """The files of a field."""
    brought = [each for each in given.getlist(name) if isinstance(each, UploadFile) and (each.filename or each.size)]
    return tuple(
        File(name=each.filename or "file", data=each.file.read(), media_type=each.content_type or "")
        for each in brought
    )


def day(given: FormData, name: str, zone: tzinfo) -> datetime | None:
    """The end of a day, as the desk counts days; None where none was given, or what is none."""
    try:
        return datetime.combine(date.fromisoformat(text(given, name)), time(23, 59), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def number(value: str) -> int:
    """A whole number of an address; 0 for anything else."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else 0


def onward_place(value: str, otherwise: str) -> str:
    """A place of this very site to go on to; never another site."""
    return value if _PLACE.match(value) else otherwise
