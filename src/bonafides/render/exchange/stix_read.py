"""A bundle of STIX 2.1 back as what is shared: our own whole, others' as far as they are understood, nothing lost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bonafides.errors import RenderError
from bonafides.render.exchange import stix_slots
from bonafides.render.exchange.opening import MOST, Unread, opened
from bonafides.render.exchange.plainly import back, plainly
from bonafides.render.exchange.slots import join
from bonafides.render.exchange.stix_foreign import understood
from bonafides.render.exchange.stix_known import EXTENSION, tlp_of
from bonafides.render.exchange.stix_rescue import rescued
from bonafides.render.exchange.value import (
    Case,
    File,
    Foreign,
    Network,
    Note,
    Persona,
    Shared,
    Task,
    Thread,
    Verdict,
)
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.render.exchange.slots import Slot

Json = dict[str, Any]
ROOM = "bonafides.render.exchange"
DAMAGED = "damaged"
KINDS: dict[str, tuple[type[Any], tuple[Slot, ...]]] = {
    "persona": (Persona, stix_slots.PERSONA),
    "thread": (Thread, stix_slots.THREAD),
    "case": (Case, stix_slots.CASE),
    "note": (Note, stix_slots.NOTE),
    "task": (Task, stix_slots.TASK),
    "verdict": (Verdict, stix_slots.VERDICT),
    "file": (File, stix_slots.FILE),
    "network": (Network, stix_slots.NETWORK),
    "foreign": (Foreign, ()),
}
"""Kinds of records in our extension, with the properties that hold their fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a bundle holds."""

    shared: tuple[Shared, ...]
    """Each matter for itself; one of somebody else's making comes last."""
    problems: tuple[Unread, ...] = ()


def is_stix(whole: Any) -> bool:
    """Whether a JSON value is a bundle of STIX."""
    return isinstance(whole, dict) and isinstance(whole.get("objects"), list)


def read_stix(raw: bytes, name: str = "bundle", *, lang: str = "en") -> Read:
    """What a bundle says; `lang` is the language in which it is said what could not be read.

    Raises RenderError for what is no bundle at all, or too large.
    """
    found = opened(raw, name, "objects.item")
    if not is_stix(found.whole):
        raise RenderError("this is no bundle of STIX 2.1", where=name, next_step="It needs a list named objects.")
    reading = _Reading(name=name, problems=[], lang=lang)
    if found.damaged:
        reading.say(DAMAGED)
    reading.take(found.whole["objects"])
    return Read(shared=tuple(reading.read()), problems=tuple(reading.problems))


@dataclass(slots=True)
class _Reading:
    """A bundle that is being read."""

    name: str
    problems: list[Unread]
    lang: str
    objects: dict[str, Json] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """Ids that some matter of ours names."""

    def say(self, key: str, where: str = "", **values: object) -> None:
        """Note what could not be read; `where` is an id."""
        words = phrases(self.lang, ROOM)
        place = f"{self.name}, {where[:80]}" if where else self.name
        rest = words("unread.again" if key == DAMAGED else "unread.rest")
        what = words(f"unread.{key}", **values)
        self.problems.append(Unread(what=what, where=place, next_step=rest, fatal=key == DAMAGED))

    def take(self, objects: list[Any]) -> None:
        """All objects by their ids; of two with one id the later one counts, and that is said."""
        if len(objects) > MOST:
            self.say("more", n=MOST)
        for place, each in enumerate(objects[:MOST], start=1):
            id_, type_ = (each.get("id"), each.get("type")) if isinstance(each, dict) else (None, None)
            if not (isinstance(id_, str) and isinstance(type_, str)):
                self.say("no_object", str(place))
                continue
            if str(each.get("spec_version", "2.1")) != "2.1":
                self.say("version", id_)
            known = self.objects.get(id_)
            if known is not None and known != each:
                self.say("twice", id_)
            if known is None or str(each.get("modified", "")) >= str(known.get("modified", "")):
                self.objects[id_] = each

    def read(self) -> Iterable[Shared]:
        """Every matter of ours, then what is left as one of somebody else's."""
        ours = [shared for each in self.objects.values() if (shared := self._ours(each))] or self._rescued()
        left = [each for id_, each in self.objects.items() if id_ not in self.used]
        if ours:
            return self._with_left(ours, left)
        return [understood(left, say=self.say)]

    def _rescued(self) -> list[Shared]:
        """A matter of ours whose report is missing, from its records."""
        try:
            found = rescued(self.objects, lambda kind, each: self._record(kind, each) if kind in KINDS else None)
        except (RenderError, ValueError, TypeError, OverflowError):
            return []
        if found is None:
            return []
        self.used |= found[1]
        self.say("headless")
        return [found[0]]

    def _with_left(self, ours: list[Shared], left: list[Json]) -> list[Shared]:
        """What another program added to a bundle of ours: notes are read, all is kept, and said."""
        if not left:
            return ours
        self.say("added", n=len(left))
        return [*ours, understood(left, say=self.say)]

    def _ours(self, root: Json) -> Shared | None:
        own = _extension(root)
        if root["type"] != "report" or own.get("record") != "shared":
            return None
        rest = dict(_fields(own))
        order = rest.pop("order", {})
        self.used |= {root["id"], EXTENSION, *_texts(root.get("object_refs")), *_texts(root.get("object_marking_refs"))}
        try:
            fields = join(root, rest, stix_slots.ROOT)
            marked = tlp_of(_texts(root.get("object_marking_refs")))
            fields |= {"tlp": marked.value} if marked else {}
            return back(Shared, fields | self._records(order if isinstance(order, dict) else {}))
        except (RenderError, ValueError, TypeError, OverflowError):
            self.say("not_ours", root["id"])
            self.used.discard(root["id"])
            return None

    def _records(self, order: Json) -> Json:
        """The fields of `Shared` that are objects of their own, as JSON values."""

        def of(kind: str) -> list[Json]:
            return [plainly(each) for each in self._all(kind, _texts(order.get(kind)))]

        singles = {"case": "case", "network": "network"}
        lists = {
            "personas": "persona", "threads": "thread", "notes": "note", "tasks": "task", "verdicts": "verdict",
            "files": "file", "foreign": "foreign",
        }  # fmt: skip
        found: Json = {name: records for name, kind in lists.items() if (records := of(kind))}
        return found | {name: records[0] for name, kind in singles.items() if (records := of(kind))}

    def _all(self, kind: str, ids: list[str]) -> Iterable[Any]:
        for id_ in ids:
            found = self.objects.get(id_)
            self.used.add(id_)
            if found is None:
                self.say("missing", id_)
                continue
            record = self._record(kind, found)
            if record is not None:
                yield record

    def _record(self, kind: str, found: Json) -> Any:
        own = _extension(found)
        if kind == "foreign" and not own:
            return Foreign(format="stix", kind=found["type"], data=canonical(found))
        type_, slots = KINDS[kind]
        try:
            return back(type_, join(found, _fields(own), slots))
        except (RenderError, ValueError, TypeError, OverflowError):
            self.say("record", found["id"])
            self.used.discard(found["id"])
            return None


def canonical(found: Json) -> str:
    """An object as one text, always the same."""
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _extension(found: Json) -> Json:
    extensions = found.get("extensions")
    own = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    return own if isinstance(own, dict) else {}


def _fields(own: Json) -> Json:
    fields = own.get("fields")
    return fields if isinstance(fields, dict) else {}


def _texts(found: Any) -> list[str]:
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
