"""What is shared as an event of MISP: objects of its own templates, notes and opinions as analyst data, and the rest.

What a template has no attribute for stands in one `bonafides-record` for each record; ids are UUIDs of version 5.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bonafides.render.exchange import misp_slots
from bonafides.render.exchange.flags import DECEPTIVE, decided, to_look_for
from bonafides.render.exchange.ids import uuid_of
from bonafides.render.exchange.needed import needed
from bonafides.render.exchange.plainly import plainly
from bonafides.render.exchange.slots import split
from bonafides.render.exchange.stix_accounts import firms
from bonafides.render.exchange.taxonomy import of_shared
from bonafides.render.machine import dumped
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pymisp import MISPEvent, MISPObject

    from bonafides.render.exchange.slots import Slot
    from bonafides.render.exchange.value import Case, Persona, Said, Shared, Thread, Verdict

Json = dict[str, Any]
ROOM = "bonafides.render.exchange"
RECORD = "bonafides-record"
TEMPLATE = "0d6f4f2e-7b1a-4b6e-8c53-9f2a6b7e5d10"
"""Of `bonafides-record`: `kind`, `of` (the object, note or opinion that it completes) and `fields` (JSON)."""
MAIL = "email"
_LAST = 4_102_444_800
"""Seconds of the year 2100: later times are somebody's mistake, and MISP holds 32 bits."""
_SLOTS: dict[str, tuple[str, tuple[Slot, ...]]] = {
    "persona": ("person", misp_slots.PERSONA),
    "message": ("instant-message", misp_slots.MESSAGE),
    "mail": ("email", misp_slots.MAIL),
    "case": ("flowintel-case", misp_slots.CASE),
    "task": ("flowintel-task", misp_slots.TASK),
    "file": ("file", misp_slots.FILE),
    "network": ("social-media-group", misp_slots.NETWORK),
}
"""Template and attributes of each kind of record that has an object."""


def event(shared: Shared) -> str:
    """The event as text. Raises RenderError where the library is not installed."""
    needed("pymisp", "pydantic")
    made = _Event(shared=shared)
    made.fill()
    return dumped({"Event": made.plain()}, indent=2) + "\n"


@dataclass(slots=True)
class _Event:
    """An event that is being made."""

    shared: Shared
    objects: dict[str, MISPObject] = field(default_factory=dict)
    analysts: dict[str, list[Json]] = field(default_factory=dict)
    """Notes and opinions as MISP writes them."""
    order: dict[str, list[str]] = field(default_factory=dict)
    tied: set[tuple[str, str]] = field(default_factory=set)

    @property
    def uuid(self) -> str:
        """The event's own."""
        return uuid_of("event", self.shared.key)

    def says(self, key: str, **values: object) -> str:
        """Words for people, in the event's language."""
        return phrases(self.shared.lang, ROOM)(f"says.{key}", **values)

    def fill(self) -> None:
        """All objects, each after those that it names."""
        people = [self._persona(place, persona) for place, persona in enumerate(self.shared.personas)]
        for thread in self.shared.threads:
            self._thread(thread, people)
        if self.shared.case:
            self._case(self.shared.case)
        if self.shared.network:
            self._network()
        for task in self.shared.tasks:
            self.record("task", task, more={"title": self.says("task"), **_state(task.done_at)})
        for file in self.shared.files:
            self.record("file", file)
        for note in self.shared.notes:
            self._note(note)
        for verdict in self.shared.verdicts:
            self._verdict(verdict)
        for each in self.shared.foreign:
            self.kept("foreign", plainly(each))
        self._root()

    # --- how an object is made

    def record(self, kind: str, record: object, *, listed: bool = True, more: Json | None = None) -> str:
        """Add a record as an object of its template, with what this cannot hold beside it; hands back its id."""
        fields = plainly(record)
        template, slots = _SLOTS[kind]
        placed, rest = split(fields, slots)
        own = uuid_of(template, self.shared.key, kind, fields)
        if listed:
            self.order.setdefault(kind, []).append(own)
        if own not in self.objects:
            self.object(template, own, {**(more or {}), **placed})
            if own not in self.objects:  # nothing of it that the template holds
                return self._alone(kind, own, fields)
            self._beside(kind, own, rest)
        return own

    def object(self, template: str, own: str, values: Json) -> None:
        """Add an object of that template, unless it lacks what the template requires."""
        from pymisp import InvalidMISPObject, MISPObject

        made = MISPObject(template, strict=True)
        made.uuid = own
        for relation, value in values.items():
            _attribute(made, relation, value)
        try:
            made.to_dict()
        except InvalidMISPObject:
            return
        if made.attributes:
            self.objects[own] = made

    def _beside(self, kind: str, own: str, rest: Json) -> None:
        record = uuid_of(RECORD, own)
        self.objects[record] = made = _record(record, kind, own, rest)
        made.add_reference(own, "describes", uuid=uuid_of("reference", record, own))

    def _alone(self, kind: str, own: str, rest: Json) -> str:
        self.objects.setdefault(own, _record(own, kind, own, rest))
        return own

    def kept(self, kind: str, fields: Json) -> str:
        """Add a record that no template of MISP is for."""
        own = uuid_of(RECORD, self.shared.key, kind, fields)
        self.order.setdefault(kind, []).append(own)
        return self._alone(kind, own, fields)

    def tie(self, source: str, target: str, kind: str) -> None:
        """Add a reference between two objects."""
        if source in self.objects and target in self.objects and (source, target) not in self.tied:
            self.tied.add((source, target))
            self.objects[source].add_reference(target, kind, uuid=uuid_of("reference", source, target))

    # --- what there is

    def _persona(self, place: int, persona: Persona) -> str:
        values = _addresses((*persona.identifiers, *persona.gave)) | {"text": self.says("persona", name=persona.name)}
        if persona.account:
            values |= {"alias": persona.account, "text": self.says("member")}
        own = self.record("persona", persona, more=values)
        if to_look_for(self.shared, place):
            judged = decided(self.shared) in DECEPTIVE
            self._watch(own, _addresses(persona.identifiers + (persona.gave if judged else ())))
        self._named(own, persona)
        return own

    def _watch(self, own: str, watched: Json) -> None:
        """Addresses that there is reason to look for: what it only wrote, where a person judged it deceptive."""
        known = {(place, misp_slots.stripped(each)) for place, many in watched.items() for each in many}
        for attribute in self.objects[own].attributes:
            relation = attribute.object_relation
            if relation in ("e-mail", "phone-number") and (relation, attribute.value) in known:
                attribute.to_ids = attribute.object_relation == "e-mail"
                attribute.comment = self.says("look")

    def _named(self, own: str, persona: Persona) -> None:
        """Firms that it names, and whose name it uses: never as offenders."""
        for name in firms(persona):
            firm = uuid_of("organization", self.shared.key, name)
            self.object("organization", firm, {"name": name, "description": self.says("firm")})
            self.tie(own, firm, "mentions")
        for name in persona.impersonates:
            victim = uuid_of("victim", self.shared.key, name)
            roles = ["Impersonated", "Victim"]
            self.object("person", victim, {"full-name": name, "text": self.says("impersonated"), "role": roles})
            self.tie(own, victim, "impersonates")
        if persona.impersonates:
            self._presents(own, persona)

    def _presents(self, own: str, persona: Persona) -> None:
        pages = [each.removeprefix("url:") for each in persona.identifiers if each.startswith("url:")]
        values: Json = {"account-name": persona.name, "impersonated-account-name": persona.impersonates[0]}
        values |= {"account-url": _link(pages[0])} if pages else {}
        presented = uuid_of("impersonation", self.shared.key, own)
        self.object("impersonation", presented, values)
        self.tie(presented, own, "describes")

    def _thread(self, thread: Thread, people: list[str]) -> None:
        messages = [self._message(each) for each in thread.messages]
        fields = {name: value for name, value in plainly(thread).items() if name != "messages"}
        own = self.kept("thread", fields | ({"messages": messages} if messages else {}))
        members = [people[place] for place in thread.personas if place < len(people)]
        for each in dict.fromkeys([*messages, *members]):
            self.tie(own, each, "includes")
        if len(members) > 1:
            group = uuid_of("group", self.shared.key, own)
            names = [self.shared.personas[place].name for place in thread.personas if place < len(people)]
            platforms = [each.channel for each in thread.messages]
            values = {"group-name": thread.key, "person-name": names, "platform": platforms}
            self.object("social-media-group", group, values)

    def _message(self, message: Said) -> str:
        """A mail or a message; how its files are called stands with it."""
        return self.record("mail" if message.channel == MAIL else "message", message, listed=False)

    def _case(self, case: Case) -> None:
        words = {"description": self.says("case"), "case-uuid": uuid_of("case", self.shared.key)}
        own = self.record("case", case, more=words)
        for each in list(self.objects):
            if self.objects[each].name in ("person", "flowintel-task"):
                self.tie(own, each, "includes")

    def _network(self) -> None:
        accounts = [each.account for each in self.shared.personas if each.account]
        more = {"description": self.says("accounts"), "username": accounts}
        self.record("network", self.shared.network, more=more)

    def _note(self, note: Any) -> None:
        placed, rest = split(plainly(note), misp_slots.NOTE)
        self._analyst("Note", note, "note", {"language": self.shared.lang} | placed, rest)

    def _verdict(self, verdict: Verdict) -> None:
        """What a person decided: how far they take it for deceptive, in per cent, as MISP has it."""
        placed, rest = split(plainly(verdict), misp_slots.VERDICT)
        scale = {"opinion": 50 if verdict.verdict == "unclear" else 100 if verdict.verdict in DECEPTIVE else 0}
        self._analyst("Opinion", verdict, "verdict", scale | placed, rest)

    def _analyst(self, list_: str, record: Any, kind: str, made: Json, rest: Json) -> None:
        own = uuid_of(list_, self.shared.key, plainly(record))
        self.order.setdefault(kind, []).append(own)
        if any(each["uuid"] == own for each in self.analysts.get(list_, [])):
            return
        at = _stamp(made["created"])
        about = {"uuid": own, "object_uuid": self.uuid, "object_type": "Event", "created": at, "modified": at}
        self.analysts.setdefault(list_, []).append({**made, **about})
        if rest:
            self._beside_analyst(kind, own, rest)

    def _beside_analyst(self, kind: str, own: str, rest: Json) -> None:
        record = uuid_of(RECORD, own)
        self.objects[record] = _record(record, kind, own, rest)

    def _root(self) -> None:
        from bonafides.render.exchange.stix import RECORDS

        fields = {name: value for name, value in plainly(self.shared).items() if name not in RECORDS | {"tlp"}}
        _, rest = split(fields, misp_slots.EVENT)
        own = uuid_of(RECORD, self.uuid)
        self.objects[own] = _record(own, "shared", self.uuid, rest | ({"order": self.order} if self.order else {}))

    # --- the event

    def plain(self) -> Json:
        """The event as JSON values, as PyMISP writes them."""
        made = self._made()
        whole: Json = json.loads(made.to_json(sort_keys=True))
        return whole | self.analysts

    def _made(self) -> MISPEvent:
        from pymisp import MISPEvent

        shared = self.shared
        made = MISPEvent(force_timestamps=True)
        made.from_dict(
            uuid=self.uuid, info=misp_slots.stripped(shared.title) or misp_slots.SOMEBODY,
            date=shared.made_at.date().isoformat(),
            timestamp=int(min(max(shared.made_at.timestamp(), 0), _LAST)),
            analysis=2 if shared.verdicts else 1, threat_level_id=4, distribution=0, published=False,
        )  # fmt: skip
        if shared.tlp:
            made.add_tag(shared.tlp.label.lower())
        for technique in of_shared(shared):
            made.add_tag(technique.tag)
        for each in self.objects.values():
            made.add_object(each)
        if shared.summary.strip():
            report = uuid_of("event-report", shared.key)
            made.add_event_report(made.info[:190], _quoted(shared.summary), uuid=report)
        return made


def _attribute(made: MISPObject, relation: str, value: Any) -> None:
    """Add an attribute, or several of one name; none that would be empty."""
    found = [text for each in (value if isinstance(value, list) else [value]) if (text := misp_slots.stripped(each))]
    for text in dict.fromkeys(found):
        own = uuid_of("attribute", made.uuid, relation, text)
        made.add_attribute(relation, value=text, uuid=own, to_ids=False)


def _record(own: str, kind: str, of: str, fields: Json) -> MISPObject:
    from pymisp import MISPObject

    made = MISPObject(RECORD)
    made.uuid = own
    made.template_uuid, made.template_version = TEMPLATE, 1
    values = {"kind": kind, "of": of, "fields": dumped(fields)}
    for relation, value in values.items():
        made.add_attribute(
            relation, value=value, type="text", disable_correlation=True, to_ids=False,
            uuid=uuid_of("attribute", own, relation),
        )  # fmt: skip
    return made


def _addresses(identifiers: Iterable[str]) -> Json:
    """Identifiers as attributes of a person."""
    places = {"email": "e-mail", "phone": "phone-number", "handle": "handle", "url": "handle"}
    found: dict[str, list[str]] = {}
    for identifier in identifiers:
        kind, _, value = identifier.partition(":")
        if kind in places and value.strip():
            found.setdefault(places[kind], []).append(_link(value) if kind == "url" else value)
    return dict(found)


def _link(value: str) -> str:
    return value if "://" in value else f"https://{value}"


def _state(done_at: datetime | None) -> Json:
    return {"status": "finished" if done_at else "created"}


def _stamp(value: str) -> str:
    """A time as MISP writes it, and as PyMISP reads it: in UTC, which is not said."""
    return datetime.fromisoformat(value).replace(tzinfo=None).isoformat(sep=" ")


def _quoted(text: str) -> str:
    """A text that no markdown is made of: each line as code."""
    lines: Iterable[str] = text.split("\n")
    return "\n".join(f"    {line}" for line in lines)
