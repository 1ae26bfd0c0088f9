"""Which property of STIX 2.1 holds which field of a record; what no property holds goes into our extension."""

from __future__ import annotations

import re
from typing import Any

from bonafides.render.exchange.slots import Slot, at, moment

BLANK = "-"
"""Stands in a property that STIX requires where the record has nothing to say."""
_MEDIA_TYPE = re.compile("[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+_-]{0,80}")
_SHA256 = re.compile("[0-9a-fA-F]{64}")


def _alone(value: str) -> list[str] | None:
    return [value] if value else None


def _joined(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _hashes(value: str) -> dict[str, str] | None:
    return {"SHA-256": value} if _SHA256.fullmatch(value) else None


def _media_type(value: str) -> str | None:
    return value if _MEDIA_TYPE.fullmatch(value) else None


def _sha256(value: Any) -> str:
    return str(value.get("SHA-256", "")) if isinstance(value, dict) else ""


def _time(field: str, place: str) -> Slot:
    return Slot(field=field, place=place, write=moment, read=at)


ROOT = (
    Slot(field="title", place="name", filler=BLANK),
    Slot(field="summary", place="description"),
    Slot(field="lang", place="lang"),
    _time("begun_at", "created"),
    _time("made_at", "published"),
)
PERSONA = (Slot(field="name", place="name", filler=BLANK),)
THREAD = (Slot(field="key", place="name"),)
CASE = (Slot(field="persona", place="name"),)
NOTE = (
    _time("at", "created"),
    Slot(field="text", place="content", filler=BLANK),
    Slot(field="by", place="authors", write=_alone, read=_joined),
)
TASK = (_time("at", "created"), Slot(field="text", place="content", filler=BLANK))
VERDICT = (
    _time("at", "created"),
    Slot(field="reason", place="explanation"),
    Slot(field="by", place="authors", write=_alone, read=_joined),
)
FILE = (
    Slot(field="name", place="name", filler=BLANK),
    Slot(field="media_type", place="mime_type", write=_media_type),
    Slot(field="size", place="size"),
    Slot(field="sha256", place="hashes", write=_hashes, read=_sha256),
)
NETWORK = (
    Slot(field="campaign", place="name", filler=BLANK),
    _time("first_seen", "first_seen"),
    _time("last_seen", "last_seen"),
)
