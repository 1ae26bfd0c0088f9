"""What is shared as a bundle of STIX 2.1: objects that other programs know, and our extension for what they have not.

Ids are UUIDs of version 5 of what they stand for, so that the same value gives the same bundle, byte for byte.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bonafides.render.exchange import stix_slots
from bonafides.render.exchange.flags import DECEPTIVE, decided, to_look_for
from bonafides.render.exchange.ids import stix_id
from bonafides.render.exchange.needed import needed
from bonafides.render.exchange.plainly import plainly
from bonafides.render.exchange.slots import split
from bonafides.render.exchange.stix_accounts import accounts, addresses, firms, pattern
from bonafides.render.exchange.stix_known import (
    EXTENSION,
    SINCE,
    TOOL,
    extension,
    marking,
    marking_id,
    technique_id,
    technique_object,
    tool,
)
from bonafides.render.exchange.taxonomy import of_shared, of_sign
from bonafides.render.exchange.text import written
from bonafides.render.machine import dumped
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.render.exchange.slots import Slot
    from bonafides.render.exchange.stix_accounts import Account
    from bonafides.render.exchange.taxonomy import Technique
    from bonafides.render.exchange.value import Persona, Shared, Thread, Verdict

Json = dict[str, Any]
ROOM = "bonafides.render.exchange"
RECORDS = frozenset({"personas", "threads", "case", "notes", "tasks", "verdicts", "files", "network", "foreign"})
"""Fields of `Shared` that are objects of their own; the others stand in the report that heads a bundle."""


def bundle(shared: Shared) -> str:
    """The bundle as text. Raises RenderError where the library is not installed."""
    needed("stix2", "pydantic")
    made = _Bundle(shared=shared)
    made.fill()
    whole = {"type": "bundle", "id": stix_id("bundle", list(made.objects)), "objects": list(made.objects.values())}
    return dumped(whole, indent=2) + "\n"


@dataclass(slots=True)
class _Bundle:
    """A bundle that is being made."""

    shared: Shared
    objects: dict[str, Json] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=dict)
    """Ids of the records, by kind: equal records are one object, and stand here as often as there are."""
    observed: dict[int, str] = field(default_factory=dict)
    """Ids of the observations of each persona."""
    members: dict[int, str] = field(default_factory=dict)
    """Ids of the personas."""

    @property
    def publisher(self) -> str:
        """Who shares it: the organisation, or this program in place of a person."""
        return stix_id("identity", "publisher", self.shared.publisher) if self.shared.publisher else TOOL

    @property
    def root(self) -> str:
        """The report that heads the bundle."""
        return stix_id("report", self.shared.key)

    def fill(self) -> None:
        """All objects, each after those that it names, the report last but for what another program made."""
        self._known()
        for place, persona in enumerate(self.shared.personas):
            self._persona(place, persona)
        for thread in self.shared.threads:
            self._thread(thread)
        self._case()
        self._network()
        self._work()
        self._foreign()
        self._root()

    # --- how an object is made

    def put(self, kind: str, id_: str, **properties: Any) -> str:
        """Add an object, checked by the library; hands back its id. Nothing for one that is there already."""
        from stix2 import v21

        if id_ in self.objects:
            return id_
        worded = {"lang": self.shared.lang} if "description" in properties else {}
        made = _class(v21, kind)(id=id_, **self._usual(), **worded, **properties)
        self.objects[id_] = json.loads(made.serialize())
        return id_

    def _usual(self) -> Json:
        marked = {"object_marking_refs": [marking_id(self.shared.tlp)]} if self.shared.tlp else {}
        return {"created_by_ref": self.publisher, **marked}

    def record(self, kind: str, type_: str, record: object, slots: Iterable[Slot], /, **properties: Any) -> str:
        """Add a record: in properties what these can hold, in our extension the rest."""
        fields = plainly(record)
        placed, rest = split(fields, slots)
        id_ = stix_id(type_, self.shared.key, kind, fields)
        dated = {"created": written(self.shared.begun_at)} | properties | placed
        dated.setdefault("modified", max(dated["created"], written(self.shared.made_at)))
        self.order.setdefault(kind, []).append(id_)
        return self.put(type_, id_, **dated, extensions=extended(kind, rest, redacted=self.shared.redacted))

    def derived(self, type_: str, *parts: object, **properties: Any) -> str:
        """Add an object that follows from others, and is not read back."""
        begun, made = written(self.shared.begun_at), written(self.shared.made_at)
        id_ = stix_id(type_, self.shared.key, *parts)
        return self.put(type_, id_, created=begun, modified=max(begun, made), **properties)

    def add(self, found: Json) -> str:
        """Add an object as it is."""
        self.objects.setdefault(found["id"], found)
        return str(found["id"])

    def observable(self, account: Account) -> str:
        """Add an observable, marked as all others."""
        marked = {"object_marking_refs": [marking_id(self.shared.tlp)]} if self.shared.tlp else {}
        return self.add(account.object | marked)

    def tie(self, source: str, kind: str, target: str, says: str = "") -> None:
        """Add a relationship."""
        said = {"description": self.says(says)} if says else {}
        parts = ("tie", source, kind, target, says)
        self.derived("relationship", *parts, relationship_type=kind, source_ref=source, target_ref=target, **said)

    def says(self, key: str, **values: object) -> str:
        """Words for people, in the bundle's language."""
        return phrases(self.shared.lang, ROOM)(f"says.{key}", **values)

    # --- what there is

    def _known(self) -> None:
        self.add(tool())
        self.add(extension())
        if self.shared.tlp:
            self.add(marking(self.shared.tlp))
        if self.shared.publisher:
            named = {"name": self.shared.publisher, "identity_class": "organization"}
            dated = {"created": SINCE, "modified": SINCE, "spec_version": "2.1"}
            self.add({"type": "identity", "id": self.publisher, **dated, **named})
        for technique in of_shared(self.shared):
            self.add(technique_object(technique))

    def _persona(self, place: int, persona: Persona) -> None:
        found, gave = list(accounts(persona)), list(addresses(persona.gave))
        says = self.says("member") if persona.account and not persona.name else self.says("persona", name=persona.name)
        own = self.record(
            "persona", "identity", persona, stix_slots.PERSONA,
            description=says, identity_class="unknown" if persona.account else "individual", roles=["persona"],
        )  # fmt: skip
        self.members[place] = own
        ids = list(dict.fromkeys(self.observable(each) for each in (*found, *gave)))
        for each in ids:
            self.tie(own, "related-to", each, "uses")
        for name in persona.impersonates:
            victim = self.derived(
                "identity", "impersonated", name, name=name or stix_slots.BLANK,
                description=self.says("impersonated"), roles=["impersonated", "victim"],
            )  # fmt: skip
            self.tie(own, "related-to", victim, "impersonates")
        for name in firms(persona):
            firm = self.derived(
                "identity", "firm", name, name=name, description=self.says("firm"), identity_class="organization",
                roles=["named-by-persona"],
            )  # fmt: skip
            self.tie(own, "related-to", firm)
        if ids:
            self._seen(place, persona, ids)
            self._look_for(place, [*found, *gave] if decided(self.shared) in DECEPTIVE else found)

    def _seen(self, place: int, persona: Persona, ids: list[str]) -> None:
        """That the accounts were seen writing."""
        messages = [
            each
            for thread in self.shared.threads
            if place in thread.personas
            for each in thread.messages
            if each.speaker == persona.name
        ]
        times = [each.sent_at for each in messages if each.sent_at] or [self.shared.begun_at]
        self.observed[place] = self.derived(
            "observed-data", "seen", place, object_refs=list(dict.fromkeys(ids)),
            first_observed=written(min(times)), last_observed=written(max(times)),
            number_observed=max(1, len(messages)),
        )  # fmt: skip

    def _look_for(self, place: int, found: Iterable[Account]) -> None:
        """Patterns for the accounts themselves, where there is reason to look for them."""
        if not to_look_for(self.shared, place):
            return
        kind = "malicious-activity" if decided(self.shared) in DECEPTIVE else "anomalous-activity"
        for path, value in dict.fromkeys(each.looked_for for each in found if each.looked_for):
            own = self.derived(
                "indicator", "look-for", path, value, name=value, description=self.says("look"), indicator_types=[kind],
                pattern=pattern(path, value), pattern_type="stix", valid_from=written(self.shared.made_at),
            )  # fmt: skip
            self.tie(own, "based-on", self.observed[place])

    def _thread(self, thread: Thread) -> None:
        refs = [self.members[place] for place in thread.personas if place in self.members]
        refs += [self.observed[place] for place in thread.personas if place in self.observed]
        refs += self._sightings(thread)
        judged = thread.judged
        words = phrases(self.shared.lang)
        said = judged and self.says(
            "thread",
            level=words.get(f"level.{judged.level}.sentence", judged.level),
            kind=words.get(f"kind.{judged.kind}", judged.kind),
        )
        self.record(
            "thread", "grouping", thread, stix_slots.THREAD,
            context="suspicious-activity", object_refs=refs or [self.publisher],
            **({"description": "\n".join((said, *self._against(thread)))} if said else {}),
        )  # fmt: skip

    def _against(self, thread: Thread) -> list[str]:
        """What speaks against it, so that whoever reads the description sees both sides."""
        signs = thread.judged.signs if thread.judged else ()
        named = dict.fromkeys(sign.indicator for sign in signs if sign.polarity == "against")
        return [self.says("against", sign=each) for each in named]

    def _sightings(self, thread: Thread) -> list[str]:
        """That techniques were seen: a sighting of each, with the signs that it rests on."""
        seen: dict[Technique, list[str]] = {}
        at: dict[Technique, set[int]] = {}
        for sign in thread.judged.signs if thread.judged else ():
            quotes = " ".join(f"“{place.quote}”" for place in sign.places[:3] if place.quote)
            for technique in of_sign(sign):
                seen.setdefault(technique, []).append(self.says("sign", sign=sign.indicator) + f" {quotes}".rstrip())
                at.setdefault(technique, set()).update(place.message for place in sign.places)
        observed = [self.observed[place] for place in thread.personas if place in self.observed]
        return [
            self.derived(
                "sighting", "seen", technique.id, plainly(thread), sighting_of_ref=technique_id(technique),
                where_sighted_refs=[self.publisher], count=max(1, len(at[technique])), description="\n".join(said),
                **_span(thread, at[technique]),
                **({"observed_data_refs": observed} if observed else {}),
            )
            for technique, said in seen.items()
        ]  # fmt: skip

    def _case(self) -> None:
        case = self.shared.case
        if case is None:
            return
        refs = list(dict.fromkeys([*self.members.values(), *self.order.get("thread", [])]))
        self.record(
            "case", "grouping", case, stix_slots.CASE, description=self.says("case"), context="suspicious-activity",
            object_refs=refs or [self.publisher],
        )  # fmt: skip

    def _network(self) -> None:
        network = self.shared.network
        if network is None:
            return
        own = self._campaign()
        for technique in of_shared(self.shared):
            self.tie(own, "uses", technique_id(technique))
        for member in self.members.values():
            self.tie(own, "related-to", member, "member")
        for each in [key for key in self.objects if key.startswith("indicator--")]:
            self.tie(each, "indicates", own)

    def _campaign(self) -> str:
        network = self.shared.network
        if network and network.last_seen < network.first_seen:  # the library refuses that; the rest keeps both
            slots = tuple(each for each in stix_slots.NETWORK if each.place != "last_seen")
            return self.record("network", "campaign", network, slots, description=self.says("accounts"))
        return self.record("network", "campaign", network, stix_slots.NETWORK, description=self.says("accounts"))

    @property
    def subject(self) -> str:
        """What notes, tasks and judgements are about: the case, the thread, the campaign, or all of it."""
        kinds = ("case", "thread", "network")
        return next((self.order[kind][0] for kind in kinds if kind in self.order), self.root)

    def _work(self) -> None:
        about = [self.subject]
        for note in self.shared.notes:
            self.record("note", "note", note, stix_slots.NOTE, object_refs=about, modified=written(note.at))
        for task in self.shared.tasks:
            changed = written(max(task.at, task.done_at or task.at))
            named = {"abstract": self.says("task"), "labels": ["task"]}
            self.record("task", "note", task, stix_slots.TASK, object_refs=about, modified=changed, **named)
        for verdict in self.shared.verdicts:
            self._verdict(verdict, about)
        for file in self.shared.files:
            self._file(file)

    def _verdict(self, verdict: Verdict, about: list[str]) -> None:
        """What a person decided, as their opinion of what the program suggested."""
        undone = {"revoked": True} if verdict.undone_at else {}
        self.record(
            "verdict", "opinion", verdict, stix_slots.VERDICT, opinion=agreement(verdict), object_refs=about,
            modified=written(max(verdict.at, verdict.undone_at or verdict.at)), **undone,
        )  # fmt: skip

    def _file(self, file: Any) -> None:
        from stix2 import v21

        placed, rest = split(plainly(file), stix_slots.FILE)
        marked = {"object_marking_refs": [marking_id(self.shared.tlp)]} if self.shared.tlp else {}
        apart = {"place": len(self.order.get("file", []))}
        for fields in (rest, rest | plainly(file), rest | apart):  # its id: name and digest
            made = v21.File(**placed, extensions=extended("file", fields))
            found = json.loads(made.serialize()) | marked
            if self.objects.get(found["id"], found) == found:
                break
        self.order.setdefault("file", []).append(self.add(found))

    def _foreign(self) -> None:
        """Objects of another program: as they came where STIX can hold them, else their text in a note."""
        for each in self.shared.foreign:
            found = _as_it_came(each.data) if each.format == "stix" else None
            if found and found["id"] not in self.objects:
                self.order.setdefault("foreign", []).append(self.add(found))
                continue
            self.record(
                "foreign", "note", each, (), content=self.says("foreign"), labels=["foreign"], object_refs=[self.root]
            )

    def _root(self) -> None:
        from stix2 import v21

        fields = {name: value for name, value in plainly(self.shared).items() if name not in RECORDS | {"tlp"}}
        placed, rest = split(fields, stix_slots.ROOT)
        placed |= {"modified": max(written(self.shared.begun_at), written(self.shared.made_at))}
        within = [each for each in self.objects if each.partition("--")[0] not in ("marking-definition", "bundle")]
        made = v21.Report(
            id=self.root, **self._usual(), **placed, report_types=["threat-report"], object_refs=within,
            extensions=extended("shared", rest | ({"order": self.order} if self.order else {})),
        )  # fmt: skip
        self.objects = {**self.objects, self.root: json.loads(made.serialize())}


def extended(kind: str, rest: Json, *, redacted: bool = False) -> Json:
    """Our extension: a record's kind, its fields that no property holds, and whether its names were replaced."""
    own: Json = {"extension_type": "property-extension", "record": kind} | ({"redacted": True} if redacted else {})
    return {EXTENSION: own | ({"fields": rest} if rest else {})}


def _span(thread: Thread, at: set[int]) -> Json:
    """When the messages at these places were sent; of a sign that is of no one message, all of them."""
    said = [each for place, each in enumerate(thread.messages) if place in at or not at]
    times = [each.sent_at for each in said if each.sent_at]
    return {"first_seen": written(min(times)), "last_seen": written(max(times))} if times else {}


def agreement(verdict: Verdict) -> str:
    """A person's verdict as an opinion of what the program had suggested, on the scale of STIX."""
    suggested = verdict.suggested.partition("/")[2]
    if verdict.verdict == "unclear" or not suggested or suggested == "unclear":
        return "neutral"
    if verdict.verdict == suggested:
        return "agree"
    return "neutral" if {verdict.verdict, suggested} <= DECEPTIVE else "disagree"


def _as_it_came(data: str) -> Json | None:
    """An object that the library takes; None for any other."""
    import stix2

    try:
        found = json.loads(data)
        stix2.parse(found, allow_custom=True, version="2.1")
        return found if isinstance(found, dict) and isinstance(found.get("id"), str) else None
    except (stix2.exceptions.STIXError, ValueError, TypeError, RecursionError, AttributeError, KeyError):
        return None


def _class(v21: Any, kind: str) -> Any:
    """The library's class of an object type."""
    return {
        "attack-pattern": v21.AttackPattern, "campaign": v21.Campaign, "grouping": v21.Grouping,
        "identity": v21.Identity, "indicator": v21.Indicator, "note": v21.Note, "observed-data": v21.ObservedData,
        "opinion": v21.Opinion, "relationship": v21.Relationship, "sighting": v21.Sighting,
    }[kind]  # fmt: skip
