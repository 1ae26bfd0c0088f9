"""What whoever works at the desk should see before anything else: alerts nobody has looked at, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bonafides.desk.cases import LISTED
from bonafides.desk.links import alike
from bonafides.store import absent, less, one_of
from bonafides.store.records import Alert, Case, Task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading

SHOWN = 5
"""Alerts that the inbox shows at once; the next ones follow when these were seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alert, with the case that it is about."""

    alert: Alert
    case: Mapping[str, Any]
    """The fields that the inbox shows."""
    cases: int
    """How many cases seem to have the same lure, this one among them."""
    people: int
    """How many different people reported them, of those who gave a name."""


def raised(desk: Desk, actor: Actor, *, limit: int = SHOWN) -> tuple[Raised, ...]:
    """The latest alerts that nobody has seen."""
    with desk.looking(actor, "case.list") as reading:
        alerts = reading.find(Alert, absent("seen_at"), order="-at,id", limit=limit)
        cases = _listed(reading, alerts)
        return tuple(_raised(reading, each, cases[each.case]) for each in alerts if each.case in cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something to be done by now, with the case that it is about."""

    task: Task
    case: Mapping[str, Any]
    """The fields that the inbox shows."""


def due(desk: Desk, actor: Actor, *, limit: int = SHOWN) -> tuple[Due, ...]:
    """What whoever asks, or nobody in particular, has to do within a day or should have done, the earliest first."""
    by = desk.now() + timedelta(days=1)
    with desk.looking(actor, "case.list") as reading:
        own = one_of("owner", (actor.account, ""))
        tasks = reading.find(Task, own, absent("done_at"), less("due_at", by), order="due_at,id", limit=limit)
        cases = _listed(reading, tasks)
        return tuple(Due(task=each, case=cases[each.case]) for each in tasks if each.case in cases)


def _listed(reading: Reading, of: Sequence[Alert] | Sequence[Task]) -> Mapping[str, Mapping[str, Any]]:
    rows = reading.pick(Case, LISTED, one_of("id", sorted({each.case for each in of}))) if of else []
    return {row[0]: dict(zip(LISTED, row, strict=True)) for row in rows}


def _raised(reading: Reading, alert: Alert, case: Mapping[str, Any]) -> Raised:
    found = alike(reading, alert.case)
    return Raised(alert=alert, case=case, cases=found.cases, people=found.people)
