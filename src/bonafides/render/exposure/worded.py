"""The list of things to do about one's own profile, in the words of a language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.model.exposure import Exposed, Exposure, ExposureKind, KeepKind
from bonafides.render.clean import name, visible
from bonafides.render.phrases import Phrases, phrases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.model.exposure import Place
    from bonafides.render.view import SourceRef

ROOM = "bonafides.exposure"
SHOWN = 12
"""Places of one kind that a person is shown; the JSON form has all of them."""
_QUOTE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do."""

    kind: ExposureKind
    name: str
    todo: str
    why: str
    instead: str
    sources: tuple[SourceRef, ...]
    places: tuple[tuple[str, str], ...]
    """Where it stands, and the words."""
    more: str
    """How many places are not shown, as a sentence; empty where all are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """Everything that is said, in its order."""

    words: Phrases
    lead: str
    items: tuple[Item, ...]
    kept: tuple[tuple[str, tuple[str, ...]], ...]
    checks: tuple[str, ...]


def worded(found: Exposure, lang: str, sources: Mapping[str, SourceRef]) -> Worded:
    """The list in a language, the least costly change first. Raises RenderError for an unknown language."""
    words = phrases(lang, ROOM)
    known = dict(found.sources)
    items = tuple(
        _item(kind, found, words, tuple(sources[id_] for id_ in known.get(kind, ()) if id_ in sources))
        for kind in found.kinds
    )
    return Worded(
        words=words,
        lead=words.count("look.lead", len(found.found)) if found.found else words("look.nothing"),
        items=items,
        kept=tuple(_kept(found, words)),
        checks=tuple(words(f"check.{kind}", n=words.number(n)) for kind, n in found.checks),
    )


def _item(kind: ExposureKind, found: Exposure, words: Phrases, sources: tuple[SourceRef, ...]) -> Item:
    all_of = found.of(kind)
    left = len(all_of) - SHOWN
    return Item(
        kind=kind,
        name=words(f"kind.{kind}.name"),
        todo=words(f"kind.{kind}.todo"),
        why=words(f"kind.{kind}.why"),
        instead=words(f"kind.{kind}.instead"),
        sources=sources,
        places=tuple((where(each.place, words), quote(each, words)) for each in all_of[:SHOWN]),
        more=words.count("look.more", left) if left > 0 else "",
    )


def where(place: Place, words: Phrases) -> str:
    """The place in words: file, row, field."""
    return words("look.where", file=name(place.file, 80), row=words.number(place.row), field=name(place.label))


def quote(each: Exposed, words: Phrases) -> str:
    """The user's own words, made harmless to look at."""
    begin, end = words.items("mark.quote")
    shown = visible(each.quote).strip()
    return f"{begin}{shown if len(shown) <= _QUOTE else shown[: _QUOTE - 1].rstrip() + '…'}{end}"


def _kept(found: Exposure, words: Phrases) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (words(f"keep.{kind}"), tuple(name(each.text, 80) for each in found.kept if each.kind == kind))
        for kind in KeepKind
        if any(each.kind == kind for each in found.kept)
    ]
