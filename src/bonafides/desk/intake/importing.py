"""Many reports at once: read one after the other, kept some at a time, each whole and with an entry of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bonafides.desk.desk import Work
from bonafides.desk.permissions import require
from bonafides.desk.reports import Ready, keep, known, prepared, sender
from bonafides.desk.settings import desk_settings
from bonafides.errors import DeskError
from bonafides.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bonafides.desk.desk import Desk
    from bonafides.desk.intake.received import Received
    from bonafides.desk.permissions import Actor

AT_ONCE = 100
"""Reports that become durable together: what is lost where the machine fails is read again, and taken then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import brought."""

    taken: int
    again: int
    """What had been taken before."""
    refused: int


def take_all(
    desk: Desk,
    actor: Actor,
    reports: Iterable[Received],
    *,
    say: Callable[[Problem], object] = lambda problem: None,
    tell: Callable[[int], object] = lambda done: None,
) -> Imported:
    """Take in many reports. `say` is called with what could not be taken, `tell` with how many are done.

    Raises Refused; what was taken until a StoreError stays, and is not taken twice when it is run again.
    """
    require(actor, "import.add")
    with desk.store.reading() as reading:
        settings = desk_settings(reading)
    taken = again = refused = 0
    for part in _parts(iter(reports)):
        new = _unknown(desk, part)
        ready = []
        for each in new:
            try:
                ready.append(prepared(each, settings))
            except DeskError as error:
                refused += 1
                say(Problem(what=error.what, where=error.where or each.via, next_step=error.next_step))
        kept = _keep(desk, actor, ready)
        taken += kept
        again += len(part) - len(new) + len(ready) - kept
        tell(taken + again + refused)
    return Imported(taken=taken, again=again, refused=refused)


def _parts(reports: Iterator[Received]) -> Iterator[list[Received]]:
    while part := list(islice(reports, AT_ONCE)):
        yield part


def _unknown(desk: Desk, part: list[Received]) -> list[Received]:
    """Those that were not taken before, each once."""
    with desk.store.reading() as reading:
        fresh = {each.digest: each for each in part if known(reading, each) is None}
    return list(fresh.values())


def _keep(desk: Desk, actor: Actor, ready: list[Ready]) -> int:
    kept = 0
    with desk.store.writing() as writing:
        for each in ready:
            if known(writing, each.received) is None:
                work = Work(writing=writing, actor=actor, now=desk.now())
                keep(work, each, reporter=sender(writing, each.received))
                desk.enter(work, "report.add")
                kept += 1
    return kept
