"""Which field of a record stands in which place of a format, and what no place holds exactly: the rest.

A place is what other programs read and people change; so what stands there counts, unless the rest says the same more
exactly (a trailing blank that the format drops).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bonafides.render.exchange.text import written

Json = dict[str, Any]


def same(value: Any) -> Any:
    """A value as it stands; nothing for an empty one, which formats do not hold."""
    return value if value not in ("", None) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One field of a record, and its place."""

    field: str
    place: str
    write: Callable[[Any], Any] = same
    """From the field's JSON value to what stands in the place; None where nothing can."""
    read: Callable[[Any], Any] = same
    """And back. May raise ValueError or TypeError for what somebody else wrote there."""
    filler: str = ""
    """Stands in a place that may not be empty, where there is nothing to write."""

    def placed(self, value: Any) -> Any:
        """What stands in the place for that value; None for nothing."""
        native = None if value is None else self.write(value)
        return native if native is not None else self.filler or None


def moment(value: str) -> str:
    """A time as both formats write it."""
    return written(datetime.fromisoformat(value))


def at(value: str) -> str:
    """A time as records write it, from either notation and with or without a zone (then UTC)."""
    found = datetime.fromisoformat(value)
    return found.replace(tzinfo=None).isoformat() + "Z" if found.utcoffset() is None else _zulu(found)


def _zulu(found: datetime) -> str:
    return datetime.fromisoformat(written(found)).isoformat().replace("+00:00", "Z")


def split(fields: Json, slots: Iterable[Slot]) -> tuple[Json, Json]:
    """(what stands in places, the rest) of a record's fields."""
    placed: Json = {}
    rest = dict(fields)
    for slot in slots:
        value = fields.get(slot.field, "" if slot.filler else None)
        native = slot.placed(value)
        if native is None:
            continue
        placed[slot.place] = native
        if slot.read(native) == value:
            rest.pop(slot.field, None)
        else:
            rest[slot.field] = value
    return placed, rest


def join(placed: Mapping[str, Any], rest: Json, slots: Iterable[Slot]) -> Json:
    """The fields of a record again. Raises ValueError or TypeError for places that hold what they cannot."""
    fields = dict(rest)
    for slot in slots:
        native = placed.get(slot.place)
        if native is None:
            continue
        if slot.field not in rest or slot.placed(rest[slot.field]) != native:
            fields[slot.field] = slot.read(native)
    return fields
