"""Objects of STIX from another program: personas, addresses, notes and opinions are taken, everything is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bonafides.errors import RenderError
from bonafides.render.exchange import stix_slots
from bonafides.render.exchange.ids import uuid_of
from bonafides.render.exchange.plainly import back
from bonafides.render.exchange.slots import join
from bonafides.render.exchange.stix_known import EXTENSION, TOOL, tlp_of
from bonafides.render.exchange.text import EPOCH, plain
from bonafides.render.exchange.value import About, Foreign, Note, Persona, Shared, Task, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Json = dict[str, Any]
Say = Callable[..., None]
_NOT_ABOUT = frozenset(
    {"marking-definition", "extension-definition", "relationship", "sighting", "observed-data", "bundle"}
)
_TAKEN = frozenset({"note", "opinion", "user-account", "email-addr", "url", "domain-name", "identity"})
_TITLED = ("report", "grouping", "campaign", "incident", "x-incident")


def understood(objects: list[Json], *, say: Say) -> Shared:
    """What is understood of objects that another program made, with all of them kept as they are."""
    objects = [each for each in objects if not _same_everywhere(each)]
    notes, tasks, verdicts = _written(objects, say)
    passed = sorted({each["type"] for each in objects if each["type"] not in _TAKEN | _NOT_ABOUT | {*_TITLED}})
    if passed:
        say("unknown", kinds=", ".join(map(_short, passed[:10])))
    named = [each for kind in _TITLED for each in objects if each["type"] == kind and _text(each, "name")]
    times = sorted(time for each in objects if (time := _moment(each)))
    kept = tuple(Foreign(format="stix", kind=plain(each["type"]), data=_canonical(each)) for each in objects)
    fields: Json = {"begun_at": times[0], "made_at": times[-1]} if times else {"begun_at": EPOCH, "made_at": EPOCH}
    return Shared(
        key=uuid_of("stix", [each.data for each in kept]),
        about=About.OTHER,
        title=plain(_text(named[0], "name")) if named else "",
        summary=plain(_text(named[0], "description")) if named else "",
        publisher=plain(_publisher(objects)),
        tlp=tlp_of([ref for each in objects for ref in each.get("object_marking_refs") or () if isinstance(ref, str)]),
        personas=tuple(_personas(objects)),
        notes=notes,
        tasks=tasks,
        verdicts=verdicts,
        foreign=kept,
        **fields,
    )


def _same_everywhere(found: Json) -> bool:
    """Whether it is this program, its extension, or a technique that it names: they say nothing of a matter."""
    ours = found["type"] == "attack-pattern" and found.get("created_by_ref") == TOOL
    return ours or found["id"] in (TOOL, EXTENSION)


def _written(objects: Iterable[Json], say: Say) -> tuple[tuple[Note, ...], tuple[Task, ...], tuple[Verdict, ...]]:
    notes: list[Note] = []
    tasks: list[Task] = []
    verdicts: list[Verdict] = []
    for each in objects:
        try:
            if each["type"] == "note" and "task" in (each.get("labels") or ()):
                tasks.append(back(Task, join(_clean(each), {}, stix_slots.TASK)))
            elif each["type"] == "note":
                notes.append(back(Note, join(_clean(each), {}, stix_slots.NOTE)))
            elif each["type"] == "opinion":
                found = {"verdict": plain(_text(each, "opinion"))}
                verdicts.append(back(Verdict, join(_clean(each), found, stix_slots.VERDICT)))
        except (RenderError, ValueError, TypeError, OverflowError):
            say("record", each["id"])
    return tuple(notes), tuple(tasks), tuple(verdicts)


def _clean(found: Json) -> Json:
    return {key: plain(value) if isinstance(value, str) else value for key, value in found.items()}


def _personas(objects: list[Json]) -> Iterator[Persona]:
    """Individuals that are not the makers of the objects, and accounts by their own name."""
    makers = {each.get("created_by_ref") for each in objects if isinstance(each.get("created_by_ref"), str)}
    for each in objects:
        if each["type"] == "identity" and each["id"] not in makers and each.get("identity_class") == "individual":
            yield Persona(name=plain(_text(each, "name")))
        identifier = _identifier(each)
        if identifier:
            name = _text(each, "display_name") or identifier.partition(":")[2]
            yield Persona(name=plain(name), identifiers=(plain(identifier),))


def _identifier(found: Json) -> str:
    match found["type"]:
        case "email-addr":
            return f"email:{_text(found, 'value').lower()}" if _text(found, "value") else ""
        case "url":
            bare = _text(found, "value").partition("://")[2] or _text(found, "value")
            return f"url:{bare}" if bare else ""
        case "user-account":
            login = _text(found, "account_login") or _text(found, "user_id")
            if _text(found, "account_type") == "phone" and login:
                return f"phone:{login}"
            platform = _text(found, "account_type") or "account"
            return f"handle:{platform}/{login}".lower() if login else ""
    return ""


def _publisher(objects: Iterable[Json]) -> str:
    """The organisation that made most of it, as far as the bundle names one."""
    makers = [each.get("created_by_ref") for each in objects if isinstance(each.get("created_by_ref"), str)]
    names = {each["id"]: _text(each, "name") for each in objects if each["type"] == "identity"}
    return next((names[each] for each in makers if names.get(each)), "")


def _moment(found: Json) -> Any:
    from datetime import UTC, datetime

    try:
        at = datetime.fromisoformat(_text(found, "created"))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _text(found: Json, name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _short(type_: str) -> str:
    return plain(type_)[:40]


def _canonical(found: Json) -> str:
    return plain(json.dumps(found, ensure_ascii=False, sort_keys=True))
