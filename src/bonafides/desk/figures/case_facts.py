"""What is counted of the cases of a year, those that were deleted since among them, as far as the chain still tells."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from bonafides.desk import chain
from bonafides.desk.figures.statistics import CaseFact
from bonafides.desk.replies import FROM_REPORTER
from bonafides.store import equals, less, more, one_of
from bonafides.store.records import Answer, Case, Entry, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading

FIELDS = ("id", "opened_at", "closed_at", "kind", "level", "verdict", "stage")
AT_ONCE = 500
_CHANNEL = re.compile(r'"channel": ?"((?:[^"\\]|\\.){1,60})"')
"""The first channel in a line of the interchange format: a quotation mark within a text is escaped there."""
_TOLD = ("report.add", "case.judge", chain.PURGE)
_INSTANT = timedelta(microseconds=1)


def case_facts(desk: Desk, actor: Actor, first: datetime, until: datetime) -> tuple[CaseFact, ...]:
    """The cases that were opened from `first` on and before `until`.

    Of a case that was deleted the chain keeps when it came, when it was decided and how, and nothing else.
    """
    with desk.looking(actor, "statistics.read") as reading:
        rows = reading.pick(
            Case, FIELDS, less("opened_at", until), more("opened_at", first - _INSTANT), equals("merged_into", "")
        )
        return (*_of_cases(reading, rows), *_of_deleted(reading, first, until))


def _of_cases(reading: Reading, rows: Iterable[tuple[Any, ...]]) -> Iterator[CaseFact]:
    """Some hundreds at a time, since reports are long."""
    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        ids = [row[0] for row in part]
        told: dict[str, tuple[str, str]] = {}
        for case, role, conversation in reading.pick(Report, ("case", "role", "conversation"), one_of("case", ids)):
            channel = _CHANNEL.search(conversation)
            before = told.get(case, ("", ""))
            told[case] = (before[0] or role, before[1] or (channel[1] if channel else ""))
        answered = _answered(reading, ids)
        for id, opened_at, closed_at, kind, level, verdict, stage in part:
            role, channel_name = told.get(id, ("", ""))
            yield CaseFact(
                opened_at=opened_at, closed_at=closed_at, answered_at=answered.get(id), kind=kind, level=level,
                verdict=verdict, channel=channel_name, stage=stage, role=role,
            )  # fmt: skip


def _answered(reading: Reading, ids: list[str]) -> dict[str, datetime]:
    """When each case was first answered."""
    first: dict[str, datetime] = {}
    for case, kind, at in reading.pick(Answer, ("case", "kind", "at"), one_of("case", ids), order="at"):
        if kind != FROM_REPORTER:
            first.setdefault(case, at)
    return first


@dataclass(slots=True)
class _Deleted:
    """What the chain tells of a case."""

    opened_at: datetime | None = None
    closed_at: datetime | None = None
    verdict: str = ""
    deleted: bool = False


def _of_deleted(reading: Reading, first: datetime, until: datetime) -> Iterator[CaseFact]:
    found: dict[str, _Deleted] = {}
    for at, action, case, plain in reading.pick(
        Entry, ("at", "action", "case", "plain"), one_of("action", _TOLD), order="seq"
    ):
        each = found.setdefault(case, _Deleted())
        told = json.loads(plain) if plain else {}
        if action == "report.add":
            each.opened_at = each.opened_at or at
        if "verdict" in told:
            each.closed_at, each.verdict = at, told["verdict"]
        each.deleted = each.deleted or action == chain.PURGE
    for each in found.values():
        if each.deleted and each.opened_at and first <= each.opened_at < until:
            yield CaseFact(opened_at=each.opened_at, closed_at=each.closed_at, verdict=each.verdict)
