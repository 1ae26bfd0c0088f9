"""An event of MISP back as what is shared: our own whole, others' as far as they are understood, nothing lost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bonafides.errors import RenderError
from bonafides.render.exchange import misp_slots
from bonafides.render.exchange.misp import RECORD
from bonafides.render.exchange.misp_foreign import understood
from bonafides.render.exchange.opening import MOST, Unread, opened
from bonafides.render.exchange.plainly import back, plainly
from bonafides.render.exchange.slots import join
from bonafides.render.exchange.stix_read import DAMAGED, ROOM, Read
from bonafides.render.exchange.tlp import Tlp
from bonafides.render.exchange.value import (
    Case,
    File,
    Foreign,
    Network,
    Note,
    Persona,
    Said,
    Shared,
    Task,
    Thread,
    Verdict,
)
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.render.exchange.slots import Slot

Json = dict[str, Any]
KINDS: dict[str, tuple[type[Any], tuple[Slot, ...]]] = {
    "persona": (Persona, misp_slots.PERSONA),
    "message": (Said, misp_slots.MESSAGE),
    "mail": (Said, misp_slots.MAIL),
    "case": (Case, misp_slots.CASE),
    "task": (Task, misp_slots.TASK),
    "file": (File, misp_slots.FILE),
    "network": (Network, misp_slots.NETWORK),
    "note": (Note, misp_slots.NOTE),
    "verdict": (Verdict, misp_slots.VERDICT),
    "foreign": (Foreign, ()),
    "thread": (Thread, ()),
}
_OURS = frozenset({"organization", "impersonation", "social-media-group"})
"""Objects that follow from others, and are not read back."""
_PATHS = tuple(
    f"{outer}{name}.item" for outer in ("Event.", "") for name in ("Object", "Attribute", "Note", "Opinion", "Tag")
)


def is_misp(whole: Any) -> bool:
    """Whether a JSON value is an event of MISP, or an answer of its server that holds some."""
    return bool(events_of(whole))


def events_of(whole: Any) -> list[Json]:
    """The events of a JSON value."""
    if isinstance(whole, dict) and isinstance(whole.get("response"), list):
        return [event for each in whole["response"] for event in events_of(each)]
    if isinstance(whole, list):
        return [event for each in whole for event in events_of(each) if isinstance(each, dict)]
    if isinstance(whole, dict) and isinstance(whole.get("Event"), dict):
        return [whole["Event"]]
    if isinstance(whole, dict) and ("info" in whole or "Object" in whole) and "objects" not in whole:
        return [whole]
    return []


def read_misp(raw: bytes, name: str = "event", *, lang: str = "en") -> Read:
    """What events say; `lang` is the language in which it is said what could not be read.

    Raises RenderError for what is no event at all, or too large.
    """
    found = opened(raw, name, *_PATHS)
    events = events_of(found.whole)
    if not events:
        raise RenderError("this is no event of MISP", where=name, next_step="It needs an Event with its objects.")
    problems: list[Unread] = []
    readings = [_Reading(name=name, event=event, problems=problems, lang=lang) for event in events]
    if found.damaged:
        readings[0].say(DAMAGED)
    shared = tuple(each for reading in readings for each in reading.read())
    return Read(shared=shared, problems=tuple(problems))


@dataclass(slots=True)
class _Reading:
    """An event that is being read."""

    name: str
    event: Json
    problems: list[Unread]
    lang: str
    objects: dict[str, Json] = field(default_factory=dict)
    """By UUID: objects, notes and opinions."""
    rests: dict[str, tuple[str, Json]] = field(default_factory=dict)
    """What completes them: kind and fields, by the UUID of what they complete."""
    used: set[str] = field(default_factory=set)

    def say(self, key: str, where: str = "", **values: object) -> None:
        """Note what could not be read; `where` is an id."""
        words = phrases(self.lang, ROOM)
        place = f"{self.name}, {where[:80]}" if where else self.name
        rest = words("unread.again" if key == DAMAGED else "unread.rest")
        what = words(f"unread.{key}", **values)
        self.problems.append(Unread(what=what, where=place, next_step=rest, fatal=key == DAMAGED))

    def read(self) -> Iterator[Shared]:
        """The matter of ours, and what is left as one of somebody else's."""
        self._take()
        ours = self._ours()
        left = [each for id_, each in self.objects.items() if id_ not in self.used]
        if ours is None:
            yield understood(self.event, left, say=self.say)
            return
        yield ours
        added = [each for each in left if str(each.get("name")) not in _OURS and not self._follows(each)]
        attributes = [each for each in _list(self.event.get("Attribute")) if isinstance(each, dict)]
        if added or attributes:
            count = len(added) + len(attributes)
            self.say("added", n=count)
            yield understood(self.event | {"Attribute": attributes}, added, say=self.say)

    def _follows(self, found: Json) -> bool:
        """Whether it is a person whose name is used: made from a persona, and told by its role."""
        return "Impersonated" in _texts(_values(found).get("role"))

    def _take(self) -> None:
        for list_ in ("Object", "Note", "Opinion"):
            found = _list(self.event.get(list_))
            if len(found) > MOST:
                self.say("more", n=MOST)
            for place, each in enumerate(found[:MOST], start=1):
                if not isinstance(each, dict) or not isinstance(each.get("uuid"), str):
                    self.say("no_object", f"{list_} {place}")
                elif each.get("name") == RECORD:
                    self._complete(each)
                elif each["uuid"] in self.objects:
                    self.say("twice", each["uuid"])
                else:
                    self.objects[each["uuid"]] = each | {"list": list_}

    def _complete(self, found: Json) -> None:
        values = _values(found)
        of, kind = values.get("of"), values.get("kind")
        try:
            fields = json.loads(values.get("fields") or "{}")
        except (ValueError, TypeError, RecursionError):
            fields = None
        if isinstance(of, str) and isinstance(kind, str) and isinstance(fields, dict):
            self.rests[of] = (kind, fields)
        else:
            self.say("record", found["uuid"])

    def _ours(self) -> Shared | None:
        kind, rest = self.rests.get(str(self.event.get("uuid")), ("", {}))
        if kind != "shared":
            return None
        order = rest.pop("order", {})
        try:
            fields = join(self.event, rest, misp_slots.EVENT)
            marked = tlp_of(_names(self.event.get("Tag")))
            fields |= {"tlp": marked.value} if marked else {}
            return back(Shared, fields | self._records(order if isinstance(order, dict) else {}))
        except (RenderError, ValueError, TypeError, OverflowError):
            self.say("not_ours")
            return None

    def _records(self, order: Json) -> Json:
        def of(kind: str) -> list[Json]:
            return [plainly(each) for each in self._all(kind, _texts(order.get(kind)))]

        lists = {
            "personas": "persona", "threads": "thread", "notes": "note", "tasks": "task", "verdicts": "verdict",
            "files": "file", "foreign": "foreign",
        }  # fmt: skip
        found: Json = {name: records for name, kind in lists.items() if (records := of(kind))}
        return found | {name: records[0] for name in ("case", "network") if (records := of(name))}

    def _all(self, kind: str, ids: Iterable[str]) -> Iterator[Any]:
        for id_ in ids:
            record = self._record(kind, id_)
            if record is not None:
                yield record

    def _record(self, kind: str, id_: str) -> Any:
        said, rest = self.rests.get(id_, (kind, {}))
        found = self.objects.get(id_)
        self.used.add(id_)
        if found is None and id_ not in self.rests:
            self.say("missing", id_)
            return None
        type_, slots = KINDS.get(said, KINDS[kind])
        placed = {} if found is None else found if found["list"] != "Object" else _values(found)
        try:
            if kind == "thread":
                rest = rest | self._messages(rest)
            return back(type_, join(placed, rest, slots))
        except (RenderError, ValueError, TypeError, OverflowError):
            self.say("record", id_)
            self.used.discard(id_)
            return None

    def _messages(self, rest: Json) -> Json:
        ids = _texts(rest.get("messages"))
        found = [plainly(each) for each in self._all("message", ids)]
        return {"messages": found} if found else {}


def tlp_of(tags: Iterable[str]) -> Tlp | None:
    """The strictest marking among tags; None where there is none."""
    lower = {each.lower().replace("tlp:white", "tlp:clear") for each in tags}
    found = [each for each in Tlp if each.label.lower() in lower]
    return found[-1] if found else None


def _values(found: Json) -> Json:
    """An object's attributes by their relation; several of one name as a list."""
    values: Json = {}
    for each in _list(found.get("Attribute")):
        if isinstance(each, dict) and isinstance(each.get("object_relation"), str):
            values.setdefault(each["object_relation"], []).append(each.get("value"))
    return {relation: many[0] if len(many) == 1 else many for relation, many in values.items()}


def _names(tags: Any) -> list[str]:
    return [each["name"] for each in _list(tags) if isinstance(each, dict) and isinstance(each.get("name"), str)]


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _texts(found: Any) -> list[str]:
    """Texts of a list, or of what is one alone."""
    many = found if isinstance(found, list) else [found]
    return [each for each in many if isinstance(each, str)]
