"""The desk: where its work is kept, its clock, and the one way in which anything is changed."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from bonafides.desk import chain, upkeep
from bonafides.desk.permissions import require
from bonafides.errors import MissingError
from bonafides.store import equals
from bonafides.store.records import Case, Record
from bonafides.store.store import as_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bonafides.desk.later import Later
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading, Store, Writing

R = TypeVar("R", bound=Record)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every verb of the desk works on."""

    store: Store
    now: Callable[[], datetime] = _now
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    """Which account has looked at which case on which day: the chain holds it, and need not be asked again."""
    turn: threading.Lock = field(default_factory=threading.Lock)
    later: Later | None = None
    """Where a server does what takes a while; without one it is done at once."""

    def scrub(self) -> None:
        """After a purge: overwrite what the rows left behind, and say beside the backups what they may not bring back.

        At once, or soon where a server must go on answering.
        """
        if self.later is None:
            self._clear_away()
        else:
            self.later(self._clear_away)

    def _clear_away(self) -> None:
        upkeep.scrub(self.store)
        upkeep.look_after_backups(self.store, self.now())

    @contextmanager
    def acting(self, actor: Actor, action: str, *, case: str = "", plain: Mapping[str, object] | None = None,
               reporter: str = "") -> Iterator[Work]:  # fmt: skip
        """One action of somebody: it is checked, done whole or not at all, and entered in the audit chain.

        Raises Refused where the role does not allow it, DeskError where there is no such case.
        """
        with self.store.writing() as writing:
            found = known_case(writing, case) if case else None
            require(actor, action, case=found, reporter=reporter)
            work = Work(writing=writing, actor=actor, now=self.now())
            yield work
            self.enter(work, action, case=found.id if found else "", plain=plain)

    def enter(self, work: Work, action: str, *, case: str = "", plain: Mapping[str, object] | None = None) -> None:
        """Append what was done to the chain, in the transaction of the work."""
        chain.record(
            work.writing,
            work.action or action,
            at=work.now,
            who=work.actor.account,
            case=work.case or case,
            plain={**(plain or {}), **work.plain},
            detail=work.detail,
            rows=work.rows,
        )
        if (work.action or action) == chain.PURGE:
            upkeep.owe_scrub(work.writing)

    @contextmanager
    def looking(self, actor: Actor, action: str, *, case: str = "", reporter: str = "") -> Iterator[Reading]:
        """A snapshot for somebody who may do `action`; that they looked at a case is entered once a day."""
        with self.store.reading() as reading:
            found = known_case(reading, case) if case else None
            require(actor, action, case=found, reporter=reporter)
            yield reading
        if found:
            self.looked(actor, action, found.id)

    def looked(self, actor: Actor, action: str, case: str) -> None:
        """Enter that somebody looked at a case, once a day for each."""
        mark = (actor.account, f"{action}:{case}", self.now().date().isoformat())
        with self.turn:
            if mark in self.seen:
                return
            if len(self.seen) > 100_000:
                self.seen.clear()
            self.seen.add(mark)
        with self.store.writing() as writing:
            if not writing.get(Case, case):  # purged meanwhile: nothing may be said of it any more
                return
            if not chain.recorded_today(writing, f"{action}.looked", self.now(), who=actor.account, case=case):
                chain.record(writing, f"{action}.looked", at=self.now(), who=actor.account, case=case)


@dataclass(slots=True, kw_only=True)
class Work:
    """One action under way: what is written goes into its entry of the chain."""

    writing: Writing
    actor: Actor
    now: datetime
    rows: dict[str, str] = field(default_factory=dict)
    detail: dict[str, object] = field(default_factory=dict)
    plain: dict[str, object] = field(default_factory=dict)
    """What stays in the chain for ever: never a name, never a text."""
    case: str = ""
    """The case that it turned out to be about, where that is known only now."""
    action: str = ""
    """Another name for the chain, where the action turned out to be more."""

    def add(self, *records: Record) -> None:
        """Add rows."""
        kept = [as_kept(each) for each in records]
        self.writing.add(*kept)
        self._vouch(kept)

    def change(self, record: R) -> R:
        """Replace a row; hands it back."""
        kept = as_kept(record)
        self.writing.change(kept)
        self._vouch([kept])
        return kept

    def take_out(self, record: Record) -> None:
        """Remove a row."""
        self.writing.remove(type(record), equals("id", record.id))
        if type(record) in chain.TRACKED:
            self.rows[chain.row_name(record)] = ""

    def _vouch(self, records: list[Record]) -> None:
        for each in records:
            if type(each) in chain.TRACKED:
                self.rows[chain.row_name(each)] = chain.digest(each)


def known_case(reading: Reading, case: str) -> Case:
    """The case of that id, or of that number; raises DeskError where there is none."""
    found = reading.get(Case, case)
    if found is None and case.isdecimal() and len(case) < 16:
        found = next(iter(reading.find(Case, equals("number", int(case)))), None)
    if found is None:
        raise MissingError(
            "there is no such case", where="case", next_step="It may have been purged; the audit log says when."
        )
    return found
