"""The audit chain as people look at it: what was done, when, by whom, and whether all of it still fits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.desk import chain
from bonafides.desk.cases import account_names
from bonafides.desk.permissions import matrix
from bonafides.store import equals, less, one_of
from bonafides.store.records import Case, Detail, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.desk.chain import Verified
    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry, with what its detail still tells."""

    entry: Entry
    plain: Mapping[str, object]
    """What stays for ever, such as the rule of a purge."""
    number: int
    """The number of its case; 0 where it has none, or the case was deleted."""
    who: str
    """The name of whoever did it; empty for the program itself, and where the detail is gone."""
    gone: bool
    """Whether the detail was deleted, as with its case."""
    withheld: bool = False
    """Whether it was somebody who reported, whom not everybody who reads the log may know."""


def lines(desk: Desk, actor: Actor, *, before: int = 0, case: str = "", limit: int = PAGE) -> tuple[Line, ...]:
    """Entries by their place, the latest first; `before`: only those with a smaller place; `case`: of one case only."""
    with desk.looking(actor, "audit.read") as reading:
        tests = [*([less("seq", before)] if before else []), *([equals("case", case)] if case else [])]
        entries = reading.find(Entry, *tests, order="-seq", limit=limit)
        places = [each.seq for each in entries]
        who = dict(reading.pick(Detail, ("seq", "who"), one_of("seq", places))) if places else {}
        ids = sorted({each.case for each in entries if each.case})
        numbers = dict(reading.pick(Case, ("id", "number"), one_of("id", ids))) if ids else {}
        names = account_names(reading, set(who.values()))
    hidden = {each.seq for each in entries if _is_hidden(actor, each)}
    return tuple(
        Line(
            entry=each,
            plain=json.loads(each.plain) if each.plain else {},
            number=numbers.get(each.case, 0),
            who="" if each.seq in hidden else names.get(who.get(each.seq, ""), ""),
            gone=each.seq not in who,
            withheld=each.seq in hidden and each.seq in who,
        )
        for each in entries
    )


def _is_hidden(actor: Actor, entry: Entry) -> bool:
    """Whether an entry says who reported, to somebody whose role may not know that of any case."""
    return entry.action.startswith("report.") and actor.role not in matrix()["report.reporter"]


def verified(desk: Desk, actor: Actor, *, head: str = "") -> Verified:
    """Check the whole chain, and enter that it was checked; `head`: a digest noted earlier, which must be in it."""
    with desk.looking(actor, "audit.verify") as reading:
        found = chain.verify(reading, head=head.strip())
    with desk.acting(actor, "audit.verify") as work:
        work.plain["faults"] = len(found.faults)
    return found
