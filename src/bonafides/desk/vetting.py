"""What the marks of a case say when they are held against each other, and in which other cases they stand too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.desk.desk import known_case
from bonafides.desk.linking import pictures
from bonafides.desk.permissions import decide
from bonafides.store import equals, one_of
from bonafides.store.records import Case, Mark
from bonafides.vet import Told, vet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading
    from bonafides.vet import Vetting

MOST = 50
"""Other cases that are named for one value."""
_TELLING = ("mail", "phone", "handle", "profile", "domain", "photo")
"""Families whose values are somebody's own; a firm's or a person's name is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A value of this case that stands in others too."""

    family: str
    value: str
    cases: tuple[int, ...]
    """Their numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCase:
    """The vetting of a case."""

    number: int
    vetting: Vetting
    seen: tuple[Seen, ...]


def vetted(desk: Desk, actor: Actor, case_id: str) -> OfCase:
    """Vet what a case holds of the other side; raises Refused or DeskError."""
    with desk.store.reading() as reading:
        case_id = known_case(reading, case_id).id
    with desk.looking(actor, "case.read", case=case_id) as reading:
        case = known_case(reading, case_id)
        marks = tuple(reading.find(Mark, equals("case", case.id), order="id"))
        return OfCase(number=case.number, vetting=vet(told(marks)), seen=_seen(reading, actor, case, marks))


def told(marks: Iterable[Mark]) -> Told:
    """The marks of a case as what is told of somebody."""
    by: dict[str, dict[str, None]] = {}
    for mark in marks:
        by.setdefault(mark.family, {})[mark.shown] = None
    given = {family: tuple(values) for family, values in by.items()}
    of_mails = {mail.rpartition("@")[2] for mail in given.get("mail", ())}
    return Told(
        firms=given.get("firm", ())[:1],
        mails=given.get("mail", ()),
        phones=given.get("phone", ()),
        urls=(*(each for each in given.get("domain", ()) if each not in of_mails), *given.get("profile", ())),
    )


def _seen(reading: Reading, actor: Actor, case: Case, marks: tuple[Mark, ...]) -> tuple[Seen, ...]:
    """Values that others bear too, in cases that whoever looks may read."""
    telling = {mark.key: mark for mark in marks if mark.family in _TELLING}
    if not telling:
        return ()
    others = [each for each in reading.find(Mark, one_of("key", list(telling))) if each.case != case.id]
    same = [(telling[each.key], each) for each in others if _is_same(telling[each.key], each)]
    cases = {each.id: each for each in reading.find(Case, one_of("id", sorted({other.case for _, other in same})))}
    found: dict[tuple[str, str], set[int]] = {}
    for mark, other in same:
        held = cases.get(other.case)
        if held is not None and decide(actor, "case.read", case=held).allowed:
            found.setdefault((mark.family, mark.shown), set()).add(held.number)
    return tuple(
        Seen(family=family, value=value, cases=tuple(sorted(numbers)[:MOST]))
        for (family, value), numbers in sorted(found.items())
    )


def _is_same(mark: Mark, other: Mark) -> bool:
    """Whether a mark with the same key is the same; of pictures only a part of the hash is the key."""
    if mark.family != "photo":
        return True
    bits = pictures.fingerprint(mark.shown) ^ pictures.fingerprint(other.shown)
    return bits.bit_count() <= pictures.DISTANCE
