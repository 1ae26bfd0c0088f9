"""Links between cases: suggested by the program with reasons, confirmed or rejected by a person, undone at will."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bonafides.desk.desk import known_case
from bonafides.desk.linking.suggesting import Reason
from bonafides.errors import DeskError, MissingError
from bonafides.store import equals, one_of
from bonafides.store.records import Alert, Case, Link, Report, new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.desk.desk import Desk, Work
    from bonafides.desk.linking.suggesting import Suggestion
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading

SUGGESTED, CONFIRMED, REJECTED = STATES = ("suggested", "confirmed", "rejected")
SAME_LURE = "same-lure"
"""The alert: another case seems to have the same lure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """How far a lure seems to reach."""

    cases: int
    """How many cases seem to have the same lure, this one among them."""
    people: int
    """How many different people reported them, of those who gave a name: the others may be one or many."""


def suggest(work: Work, case: Case, found: Sequence[Suggestion]) -> None:
    """Keep what the program suggests about a case, and raise an alert where it belongs to another one.

    Two cases between which there is a link, whatever was decided on it, are not linked again.
    """
    known = _linked(work, case.id)
    rows = [
        Link(
            id=new_id(),
            one=min(case.id, each.other),
            other=max(case.id, each.other),
            strength=each.strength,
            because=tuple(map(_kept, each.because)),
            state=SUGGESTED,
            who="",
            at=work.now,
        )
        for each in found
        if each.other not in known
    ]
    work.add(*rows)
    if rows:
        work.add(Alert(id=new_id(), case=case.id, kind=SAME_LURE, at=work.now))


def alike(reading: Reading, case: str) -> Alike:
    """How far the lure of a case seems to reach, by the links that nobody has rejected."""
    ones = reading.pick(Link, ("other", "state"), equals("one", case))
    others = reading.pick(Link, ("one", "state"), equals("other", case))
    ends = {case, *(end for end, state in (*ones, *others) if state != REJECTED)}
    people = {who for (who,) in reading.pick(Report, ("reporter",), one_of("case", sorted(ends))) if who}
    return Alike(cases=len(ends), people=len(people))


def _linked(work: Work, case: str) -> set[str]:
    ones = work.writing.pick(Link, ("other",), equals("one", case))
    others = work.writing.pick(Link, ("one",), equals("other", case))
    return {end for (end,) in (*ones, *others)}


def decide(desk: Desk, actor: Actor, link_id: str, state: str, *, of: str = "") -> Link:
    """Confirm or reject a link, or take either back (`suggested`); `of`: only a link of this case (an id)."""
    if state not in STATES:
        raise DeskError("there is no such state of a link", where="link", next_step=f"There are: {', '.join(STATES)}.")
    with desk.store.reading() as reading:
        known = reading.get(Link, link_id)
    if known is None or of not in ("", known.one, known.other):
        raise MissingError("there is no such link", where="link")
    with desk.acting(actor, "link.decide", case=known.one, plain={"state": state}) as work:
        known_case(work.writing, known.other)
        found = work.writing.get(Link, link_id)
        if found is None:
            raise MissingError("there is no such link", where="link")
        return work.change(replace(found, state=state, who=actor.account, at=work.now))


def reasons(link: Link) -> tuple[Reason, ...]:
    """Why a link was suggested, strongest first."""
    told = (json.loads(each) for each in link.because)
    return tuple(Reason(family=family, shown=shown, cases=cases, strength=nats) for family, shown, cases, nats in told)


def _kept(reason: Reason) -> str:
    return json.dumps([reason.family, reason.shown, reason.cases, reason.strength], ensure_ascii=False)


def confirmed_with(work: Work, case_id: str) -> set[str]:
    """The case and all that confirmed links join to it, however many steps away."""
    known, new = {case_id}, {case_id}
    while new:
        touching = [
            link
            for side in ("one", "other")
            for link in work.writing.find(Link, one_of(side, sorted(new)), equals("state", CONFIRMED))
        ]
        new = {end for link in touching for end in (link.one, link.other)} - known
        known |= new
    return known
