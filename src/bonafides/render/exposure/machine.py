"""What one's own profile tells strangers, as one JSON object (docs/exposure.schema.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bonafides.render.exposure.worded import ROOM
from bonafides.render.machine import dumped
from bonafides.render.phrases import Phrases, phrases
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.model.exposure import Exposed, Exposure, ExposureKind, Place
    from bonafides.render.view import SourceRef

SCHEMA = "bonafides.exposure/1"
Json = dict[str, Any]


def exposure_json(found: Exposure, lang: str, sources: Mapping[str, SourceRef]) -> str:
    """The whole object; it ends in a line break."""
    words = phrases(lang, ROOM)
    whole: Json = {
        "schema": SCHEMA,
        "version": __version__,
        "lang": lang,
        "inputs": [
            {"name": each.name, "format": each.format, "sha256": each.sha256, "size": each.size}
            for each in found.inputs
        ],
        "read": [table.value for table in found.tables],
        "findings": [_finding(each) for each in found.found],
        "todo": [_todo(kind, found, words, sources) for kind in found.kinds],
        "keep": [{"kind": each.kind.value, **_place(each.place), "text": each.text} for each in found.kept],
        "checks": [
            {"kind": kind.value, "entries": n, "text": words(f"check.{kind}", n=words.number(n))}
            for kind, n in found.checks
        ],
        "problems": [
            {"what": each.what, "where": each.where, "next_step": each.next_step, "fatal": each.fatal}
            for each in found.problems
        ],
    }
    return dumped(whole, indent=2) + "\n"


def _finding(each: Exposed) -> Json:
    """Offsets count code points of the field as it was read: `quote == text[start:end]`."""
    place = each.place
    return {"kind": each.kind.value, **_place(place), "start": place.start, "end": place.end, "quote": each.quote}


def _place(place: Place) -> Json:
    return {
        "file": place.file,
        "row": place.row,
        "line": place.line,
        "field": place.label,
        "column": place.field,
        "table": place.table.value,
    }


def _todo(kind: ExposureKind, found: Exposure, words: Phrases, sources: Mapping[str, SourceRef]) -> Json:
    named = dict(found.sources).get(kind, ())
    return {
        "kind": kind.value,
        "name": words(f"kind.{kind}.name"),
        "todo": words(f"kind.{kind}.todo"),
        "why": words(f"kind.{kind}.why"),
        "instead": words(f"kind.{kind}.instead"),
        "places": len(found.of(kind)),
        "sources": [
            {"id": each.id, "publisher": each.publisher, "title": each.title, "date": each.date, "url": each.url}
            for each in (sources[id_] for id_ in named if id_ in sources)
        ],
    }
