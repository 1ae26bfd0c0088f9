"""Our own bundle of STIX without the report that heads it, as when a file was cut off: what its records still say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bonafides.render.exchange.ids import uuid_of
from bonafides.render.exchange.plainly import back, plainly
from bonafides.render.exchange.slots import at
from bonafides.render.exchange.stix_known import EXTENSION, TOOL, tlp_of
from bonafides.render.exchange.text import EPOCH, plain
from bonafides.render.exchange.value import About, Persona, Shared, Thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Json = dict[str, Any]
Record = Callable[[str, Json], Any]
"""From a kind of record and its object to the record; None where it cannot be read."""
_LISTS = {"note": "notes", "task": "tasks", "verdict": "verdicts", "file": "files", "foreign": "foreign"}


def kind_of(found: Json) -> str:
    """What kind of record an object says it is; empty for one that is not ours."""
    own = _own(found)
    kind = own.get("record")
    return kind if isinstance(kind, str) and kind != "shared" else ""


def rescued(objects: Mapping[str, Json], record: Record) -> tuple[Shared, set[str]] | None:
    """What the records among these objects say, in the order of the file, and the ids of all that it rests on.

    None where no record is ours. Who takes part in a thread is known from what the thread names.
    """
    read = {id_: made for id_, each in objects.items() if (kind := kind_of(each)) and (made := record(kind, each))}
    if not read:
        return None
    of = [objects[id_] for id_ in read]
    people = [id_ for id_, each in read.items() if isinstance(each, Persona)]
    kinds = {id_: kind_of(objects[id_]) for id_ in read}
    fields: Json = {name: [plainly(read[i]) for i in read if kinds[i] == kind] for kind, name in _LISTS.items()}
    fields["personas"] = [plainly(read[id_]) for id_ in people]
    fields["threads"] = [
        plainly(each) | {"personas": [people.index(ref) for ref in _refs(objects[id_]) if ref in people]}
        for id_, each in read.items()
        if isinstance(each, Thread)
    ]
    fields |= {kind: plainly(each) for kind in ("case", "network") for i, each in read.items() if kinds[i] == kind}
    return back(Shared, fields | _head(objects, of, kinds)), _held(objects, of)


def _head(objects: Mapping[str, Json], of: list[Json], kinds: Mapping[str, str]) -> Json:
    """What the report would have said, as far as the records themselves tell."""
    about = {"case": About.CASE, "network": About.CAMPAIGN}
    first = [str(each.get("name", "")) for each in of if kind_of(each) in ("case", "network", "persona")]
    marked = tlp_of([ref for each in of for ref in _texts(each.get("object_marking_refs"))])
    maker = objects.get(str(of[0].get("created_by_ref")), {})
    return {
        "key": uuid_of("rescued", list(kinds)),
        "about": next((value for kind, value in about.items() if kind in kinds.values()), About.THREAD).value,
        "title": plain(next(filter(None, first), "")),
        "begun_at": min(_times(of, "created"), default=EPOCH),
        "made_at": max(_times(of, "modified"), default=EPOCH),
        "publisher": plain(str(maker.get("name", ""))) if maker and maker["id"] != TOOL else "",
        "redacted": any(_own(each).get("redacted") is True for each in of),
        **({"tlp": marked.value} if marked else {}),
        **({"lang": lang} if (lang := _lang(of)) else {}),
    }


def _held(objects: Mapping[str, Json], of: list[Json]) -> set[str]:
    """Ids of the records and of what follows from them: what the same maker made, and what that names."""
    makers = {str(each.get("created_by_ref")) for each in of} | {TOOL}
    made = [each for each in objects.values() if each.get("created_by_ref") in makers]
    named = {ref for each in made for ref in (*_refs(each), str(each.get("source_ref")), str(each.get("target_ref")))}
    marks = {ref for each in made for ref in _texts(each.get("object_marking_refs"))}
    return {EXTENSION} | makers | {each["id"] for each in (*made, *of)} | named | marks


def _times(of: Iterable[Json], name: str) -> Iterator[Any]:
    from datetime import datetime

    for each in of:
        try:
            yield datetime.fromisoformat(at(str(each[name])))
        except (KeyError, ValueError, OverflowError):
            continue


def _lang(of: Iterable[Json]) -> str:
    return next((each["lang"] for each in of if isinstance(each.get("lang"), str)), "")


def _own(found: Json) -> Json:
    extensions = found.get("extensions")
    own = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    return own if isinstance(own, dict) else {}


def _refs(found: Json) -> list[str]:
    return _texts(found.get("object_refs"))


def _texts(found: Any) -> list[str]:
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
