"""Which attribute of MISP's object templates holds which field of a record; the rest goes into an object of our own.

PyMISP drops blanks around values and refuses empty ones; what it would change stands in the rest as well.
"""

from __future__ import annotations

import re
from typing import Any

from bonafides.render.exchange.slots import Slot, at, moment

BLANK, SOMEBODY = "-", "Bonafides"
"""Stand where MISP wants a text, or whose it is, and the record has none."""
_SHA256 = re.compile("[0-9a-fA-F]{64}")


def stripped(value: Any) -> str | None:
    """A text as PyMISP keeps it; None for one of which nothing is left."""
    return str(value).strip().strip("\x00") or None


def _time(field: str, place: str) -> Slot:
    return Slot(field=field, place=place, write=_moment, read=at)


def _moment(value: str) -> str:
    """As PyMISP writes a time."""
    return moment(value).replace("Z", "+00:00")


def _text(field: str, place: str, filler: str = "") -> Slot:
    return Slot(field=field, place=place, write=stripped, read=str, filler=filler)


def _number(value: Any) -> str | None:
    return None if value is None else str(value)


PERSONA = (_text("name", "full-name"),)
MESSAGE = (
    _text("text", "body"),
    _text("speaker", "from-name"),
    _text("channel", "app-used"),
    _text("subject", "subject"),
    _time("sent_at", "sent-date"),
)
MAIL = (
    _text("text", "email-body"),
    _text("speaker", "from-display-name"),
    _text("subject", "subject"),
    _time("sent_at", "send-date"),
)
CASE = (
    _text("persona", "title"),
    _text("status", "status"),
    _time("opened_at", "creation-date"),
    _time("closed_at", "finish-date"),
)
TASK = (
    _text("text", "description"),
    _time("at", "creation-date"),
    _time("due_at", "deadline"),
    _time("done_at", "finish-date"),
)
FILE = (
    _text("name", "filename"),
    _text("media_type", "mimetype"),
    Slot(field="size", place="size-in-bytes", write=_number, read=int),
    Slot(
        field="sha256",
        place="sha256",
        write=lambda value: value if _SHA256.fullmatch(value) else None,
        read=str,
    ),
)
NETWORK = (_text("campaign", "group-name"),)
NOTE = (_text("text", "note", BLANK), _text("by", "authors", SOMEBODY), _time("at", "created"))
VERDICT = (_text("reason", "comment", BLANK), _text("by", "authors", SOMEBODY), _time("at", "created"))
EVENT = (_text("title", "info", SOMEBODY),)
