"""Events of MISP from another program: persons, addresses, notes and opinions are taken, everything is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bonafides.errors import RenderError
from bonafides.render.exchange import misp_slots
from bonafides.render.exchange.ids import uuid_of
from bonafides.render.exchange.plainly import back
from bonafides.render.exchange.slots import join
from bonafides.render.exchange.text import EPOCH, plain
from bonafides.render.exchange.tlp import Tlp
from bonafides.render.exchange.value import About, Foreign, Note, Persona, Said, Shared, Task, Thread, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Json = dict[str, Any]
Say = Callable[..., None]
_IDENTIFIERS = {
    "email": "email", "email-src": "email", "email-dst": "email", "phone-number": "phone", "url": "url",
}  # fmt: skip
_TAKEN = frozenset({"person", "flowintel-task", "instant-message", "email", "Note", "Opinion", *_IDENTIFIERS})


def understood(event: Json, objects: list[Json], *, say: Say) -> Shared:
    """What is understood of an event that another program made, with all of its objects kept as they are."""
    notes, verdicts = _analysed(objects, say)
    attributes = [each for each in _list(event.get("Attribute")) if isinstance(each, dict)]
    kept = [_kept(str(each.get("name") or each.get("list")), each) for each in objects]
    kept += [_kept(str(each.get("type")), each) for each in attributes]
    kept += [_kept("EventReport", each) for each in _list(event.get("EventReport")) if isinstance(each, dict)]
    tasks = tuple(_of("flowintel-task", objects, Task, misp_slots.TASK, say))
    said = tuple(_of("instant-message", objects, Said, misp_slots.MESSAGE, say))
    said += tuple(_of("email", objects, Said, misp_slots.MAIL, say))
    unknown = sorted({each.kind for each in kept} - _TAKEN)
    if unknown:
        say("unknown", kinds=", ".join(each[:40] for each in unknown[:10]))
    at = _day(event.get("date"))
    people = tuple(_people(objects, attributes))
    return Shared(
        key=uuid_of("misp", str(event.get("uuid")), [each.data for each in kept]),
        about=About.OTHER,
        title=plain(_text(event.get("info"))),
        publisher=plain(_publisher(event)),
        begun_at=at,
        made_at=at,
        tlp=_tlp(event),
        personas=people,
        threads=(Thread(key="messages", messages=said),) if said else (),
        notes=notes,
        tasks=tasks,
        verdicts=verdicts,
        foreign=tuple(kept),
    )


def _analysed(objects: Iterable[Json], say: Say) -> tuple[tuple[Note, ...], tuple[Verdict, ...]]:
    notes: list[Note] = []
    verdicts: list[Verdict] = []
    for each in objects:
        try:
            if each.get("list") == "Note":
                notes.append(back(Note, join(_clean(each), {}, misp_slots.NOTE)))
            elif each.get("list") == "Opinion":
                found = {"verdict": f"{plain(str(each.get('opinion')))[:20]} / 100"}
                verdicts.append(back(Verdict, join(_clean(each), found, misp_slots.VERDICT)))
        except (RenderError, ValueError, TypeError, OverflowError):
            say("record", str(each.get("uuid")))
    return tuple(notes), tuple(verdicts)


def _of(name: str, objects: Iterable[Json], type_: type[Any], slots: Any, say: Say) -> Iterator[Any]:
    for each in objects:
        if each.get("name") != name:
            continue
        values = {"at": EPOCH.isoformat()} if type_ is Task else {"speaker": "them", "text": ""}
        try:
            yield back(type_, join(_first(each), values, slots))
        except (RenderError, ValueError, TypeError, OverflowError):
            say("record", str(each.get("uuid")))


def _people(objects: Iterable[Json], attributes: Iterable[Json]) -> Iterator[Persona]:
    """Persons that are no victims, and addresses that stand alone."""
    for each in objects:
        if each.get("name") == "person":
            roles = [str(a.get("value")).lower() for a in _attributes(each) if a.get("object_relation") == "role"]
            if not {"victim", "impersonated", "witness", "target"} & set(roles):
                name = _text(_first(each).get("full-name"))
                yield Persona(name=plain(name), identifiers=tuple(sorted(set(_identifiers(_attributes(each))))))
    found = tuple(sorted(set(_identifiers(attributes))))
    if found:
        yield Persona(name=found[0].partition(":")[2], identifiers=found)


def _identifiers(attributes: Iterable[Json]) -> Iterator[str]:
    for each in attributes:
        kind, value = _IDENTIFIERS.get(str(each.get("type"))), _text(each.get("value"))
        if kind and value:
            bare = value.partition("://")[2] or value
            yield plain(f"{kind}:{bare if kind == 'url' else value.lower()}")


def _first(found: Json) -> Json:
    values: Json = {}
    for each in _attributes(found):
        values.setdefault(str(each.get("object_relation")), plain(str(each.get("value"))))
    return values


def _attributes(found: Json) -> list[Json]:
    return [each for each in _list(found.get("Attribute")) if isinstance(each, dict)]


def _clean(found: Json) -> Json:
    return {key: plain(value) if isinstance(value, str) else value for key, value in found.items()}


def _publisher(event: Json) -> str:
    made = event.get("Orgc") or event.get("Org")
    return _text(made.get("name")) if isinstance(made, dict) else ""


def _tlp(event: Json) -> Tlp | None:
    from bonafides.render.exchange.misp_read import tlp_of

    return tlp_of([_text(each.get("name")) for each in _list(event.get("Tag")) if isinstance(each, dict)])


def _day(value: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    except ValueError:
        return EPOCH


def _kept(kind: str, found: Json) -> Foreign:
    bare = {key: value for key, value in found.items() if key != "list"}
    return Foreign(format="misp", kind=plain(kind), data=plain(json.dumps(bare, ensure_ascii=False, sort_keys=True)))


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _text(found: Any) -> str:
    return found if isinstance(found, str) else ""
