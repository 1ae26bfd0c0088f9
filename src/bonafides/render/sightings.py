"""What others have reported of a conversation, in words: beside the judgement, with what it does not mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.render.clean import name
from bonafides.render.machine import dumped, pack_json, sighting_json
from bonafides.render.phrases import phrases
from bonafides.render.quote import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.model import Compared, Conversation, PackUsed, Report, Sighting

ROOM = "bonafides.packs"
NEAR = 0.6
"""Share of a text's parts from which it is called nearly the same."""
SHOWN = 12
"""Sightings told one by one."""
_PLACES = 8
_DAY = "%Y-%m-%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """One sighting in words."""

    what: str
    lines: tuple[str, ...]
    """How many reported it, since when, and what the publisher says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersSaw:
    """What others have reported of one conversation."""

    heading: str
    items: tuple[Sighted, ...]
    means: tuple[str, ...]
    """What it does not mean, from which list it is, and where a wrong entry is reported."""


def others_saw(conversation: Conversation, seen: Sequence[Sighting], lang: str) -> OthersSaw | None:
    """What there is to say of a conversation; None where nobody has reported anything of it."""
    if not seen:
        return None
    say = phrases(lang, ROOM)
    packs = {each.pack.key + each.pack.series: each.pack for each in seen}.values()
    return OthersSaw(
        heading=say("seen.heading"),
        items=tuple(_sighted(each, conversation, lang) for each in seen[:SHOWN]),
        means=(say("seen.means"), *(line for pack in packs for line in _about(pack, lang))),
    )


def matched_text(found: Compared, lang: str) -> Iterator[str]:
    """What packs say of conversations that nobody judged, for a terminal; a line of its own for each thing."""
    some = False
    for conversation, seen in found.conversations:
        if (told := others_saw(conversation, seen, lang)) is not None:
            some = True
            yield f"{name(conversation.id, 120)}: {told.heading}\n"
            for each in told.items:
                yield f"- {each.what}\n" + "".join(f"  {line}\n" for line in each.lines)
            yield "".join(f"  {line}\n" for line in told.means)
    yield from (f"{label}: {value}\n" for label, value in _facts(found.packs, lang, some=some))


def matched_lines(found: Compared) -> Iterator[str]:
    """The same for machines: one JSON line a conversation (`bonafides.seen/1`)."""
    for conversation, seen in found.conversations:
        table = {
            "schema": "bonafides.seen/1",
            "id": conversation.id,
            "seen": [sighting_json(each, conversation) for each in seen],
            "packs": [pack_json(pack) for pack in found.packs],
        }
        yield dumped(table) + "\n"


def pack_facts(report: Report, lang: str) -> Iterator[tuple[str, str]]:
    """Label and value for each pack that a report was compared with, and what it says where it has nothing."""
    if report.packs:  # the browser edition has neither packs nor their words
        yield from _facts(report.packs, lang, some=any(entry.seen for entry in report.entries))


def _facts(packs: Sequence[PackUsed], lang: str, *, some: bool) -> Iterator[tuple[str, str]]:
    say = phrases(lang, ROOM)
    for pack in packs:
        values = {"publisher": name(pack.publisher, 120), **_days(pack)}
        key = "pack.expired" if pack.expired else "pack.used"
        yield say("pack.label"), say(key, n=say.number(pack.entries), **values)
    if any(not pack.expired for pack in packs) and not some:
        yield say("pack.label"), say("pack.nothing")


def _sighted(each: Sighting, conversation: Conversation, lang: str) -> Sighted:
    say = phrases(lang, ROOM)
    publisher = name(each.pack.publisher, 120)
    numbers = ", ".join(map(str, sorted({span.message + 1 for span in each.spans})[:_PLACES]))
    place = say("seen.place", numbers=numbers) if numbers else ""
    if each.what == "text":
        key = "seen.near" if each.agreed >= NEAR * each.of else "seen.text"
        what = say(key, publisher=publisher, agreed=each.agreed, of=each.of, place=place)
    else:
        quoted = f"“{name(cut(conversation, each.spans[0]), 120)}” ({place})" if numbers else ""
        what = say(f"seen.{each.what}", publisher=publisher, shown=quoted or say("seen.account"))
    kind = say(f"kind.{each.kind}")
    lines = [say("seen.reports", n=each.reports, since=each.since, publisher=publisher, kind=kind)]
    if each.note:
        lines.append(say("seen.note", publisher=publisher, note=name(each.note, 500)))
    return Sighted(what=what, lines=tuple(lines))


def _about(pack: PackUsed, lang: str) -> tuple[str, str]:
    say = phrases(lang, ROOM)
    contact = say("seen.wrong", publisher=name(pack.publisher, 120), contact=name(pack.contact, 300))
    return say("seen.list", **_days(pack)), contact


def _days(pack: PackUsed) -> dict[str, str]:
    return {"published": pack.published_at.strftime(_DAY), "expires": pack.expires_at.strftime(_DAY)}
