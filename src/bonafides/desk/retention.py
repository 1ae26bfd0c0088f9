"""Forgetting: when a case is due, what holds it back, and the purge that leaves nothing of it but that it happened."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bonafides.desk import chain, upkeep
from bonafides.desk.desk import known_case
from bonafides.desk.permissions import PROGRAM
from bonafides.desk.settings import desk_settings
from bonafides.errors import ConflictError, DeskError, MissingError
from bonafides.store import Test, absent, equals, less, more
from bonafides.store.records import (
    OF_A_CASE,
    RECORDS,
    Account,
    Attempt,
    Campaign,
    Case,
    Detail,
    Entry,
    Link,
    Merge,
    Record,
    Token,
    Visit,
    name_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bonafides.desk.desk import Desk, Work
    from bonafides.desk.permissions import Actor
    from bonafides.desk.settings import DeskSettings
    from bonafides.store import Writing

VERDICTS = ("approach", "scam", "device-lure", "ordinary", "unclear", "not-about-behaviour")
"""What a person can decide about a case; each has a rule of its own."""
_REASON = 2_000
"""Characters of a reason to hold a case."""
DECIDED = "decision"
"""The rule by which a person purges a case before its time."""
_BY_NAME = {name_of(kind): kind for kind in RECORDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a round of forgetting did."""

    cases: int
    held: int
    """Cases that are due and kept for a legal reason."""


def due(case: Case, settings: DeskSettings) -> datetime:
    """When a case is purged: by its verdict from its closing, or from its last change while it is open."""
    if case.closed_at is None:
        return case.changed_at + timedelta(days=settings.days("open"))
    return case.closed_at + timedelta(days=settings.days(case.verdict or "unclear"))


def rule_of(case: Case) -> str:
    """The name of the rule that a case falls under."""
    return "open" if case.closed_at is None else case.verdict or "unclear"


def hold(desk: Desk, actor: Actor, case_id: str, reason: str) -> Case:
    """Keep a case beyond its time, for a legal reason in words; with none, let it go again."""
    if len(reason) > _REASON:
        raise DeskError("this is too long", where="reason", next_step=f"At most {_REASON:,} characters.")
    with desk.acting(actor, "case.hold", case=case_id) as work:
        case = known_case(work.writing, case_id)
        if case.merged_into:
            part = "this case is part of another one, which is kept or deleted as a whole"
            raise ConflictError(part, where="case", next_step="Hold that one.")
        return work.change(replace(case, hold=reason.strip(), changed_at=work.now))


def purge(desk: Desk, actor: Actor, case_id: str, rule: str = DECIDED) -> None:
    """Forget a case: everything that was reported, written, judged and logged about it. Cannot be undone.

    What stays is an entry of the chain: which random id, when, by which rule, how many rows. Raises DeskError for a
    case under legal hold. `Store.scrub` then overwrites what the rows have left behind.
    """
    with desk.acting(actor, chain.PURGE, case=case_id, plain={"rule": rule}) as work:
        forget(work, known_case(work.writing, case_id))
    desk.scrub()


def forget(work: Work, case: Case) -> None:
    """Remove all rows of a case and of its parts, within an action that is entered as its purge.

    Raises ConflictError where one of them is kept for a legal reason; nothing is removed then.
    """
    parts = work.writing.find(Case, equals("merged_into", case.id))
    if any(each.hold for each in (case, *parts)):
        held = "this case, or a part of it, is kept for a legal reason"
        raise ConflictError(held, where="case", next_step="A lead can lift the hold.")
    names = _forgotten(work, case)
    for part in parts:
        names |= _forgotten(work, part)
        chain.record(work.writing, chain.PURGE, at=work.now, case=part.id, plain={"rule": "part", "of": case.id})
    work.rows |= {name: _digest_now(work.writing, name) for name in names}


def sweep(desk: Desk, *, ending: Callable[[], bool] = lambda: False) -> Swept:
    """Forget every case that is due, every sign-in that is over, and details of the log that are old enough.

    Done by the program, by rule; stopped half-way it goes on the next time. `ending` is asked before each case: it may
    take its time, and stops the round.
    """
    now = desk.now()
    with desk.store.reading() as reading:
        settings = desk_settings(reading)
        over = [row for rule in VERDICTS for row in reading.pick(Case, ("id", "hold"), *_over(rule, settings, now))]
        over += reading.pick(Case, ("id", "hold"), *_over("open", settings, now))
    swept, held = 0, sum(bool(hold) for _, hold in over)
    for case_id, hold in over:
        if ending():
            return Swept(cases=swept, held=held)
        if not hold:
            swept += _purge_if_due(desk, case_id, now)
    _forget_visits(desk, now)
    _forget_details(desk, now)
    _forget_accounts(desk, now)
    if swept or upkeep.owes_scrub(desk.store):
        desk.scrub()
    upkeep.look_after_backups(desk.store, now)
    return Swept(cases=swept, held=held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """What the rules will delete, as things stand."""

    counts: Mapping[str, int]
    """How many cases each rule deletes within SOON."""
    next: tuple[tuple[int, str, datetime], ...]
    """Number, rule and time of the cases that go first."""
    held: tuple[tuple[int, str], ...]
    """Number and reason of those that are kept for a legal reason."""


SOON = timedelta(days=30)
_NEXT = 50


def upcoming(desk: Desk, actor: Actor) -> Upcoming:
    """What is deleted soon, and what is held back."""
    with desk.looking(actor, "setting.read") as reading:
        settings, then = desk_settings(reading), desk.now() + SOON
        counts, going = {}, []
        for rule in (*VERDICTS, "open"):
            tests = _over(rule, settings, then)
            counts[rule] = reading.count(Case, *tests)[()]
            since = "changed_at" if rule == "open" else "closed_at"
            rows = reading.pick(Case, ("number", since, "hold"), *tests, order=since, limit=_NEXT)
            days = timedelta(days=settings.days(rule))
            going += [(number, rule, at + days) for number, at, held in rows if not held]
        held = reading.pick(Case, ("number", "hold"), more("hold", ""), order="number", limit=_NEXT)
    going.sort(key=lambda each: each[2])
    return Upcoming(counts=counts, next=tuple(going[:_NEXT]), held=tuple((number, why) for number, why in held))


def _over(rule: str, settings: DeskSettings, now: datetime) -> list[Test]:
    """Tests for the cases that a rule's time is over for; parts of others go with those."""
    oldest = now - timedelta(days=settings.days(rule))
    whole = equals("merged_into", "")
    if rule == "open":
        return [absent("closed_at"), less("changed_at", oldest), whole]
    return [equals("verdict", rule), less("closed_at", oldest), whole]


def _purge_if_due(desk: Desk, case_id: str, now: datetime) -> int:
    """Forget one case, unless somebody has changed it meanwhile."""
    with desk.store.reading() as reading:
        case = reading.get(Case, case_id)
        if case is None or case.hold or due(case, desk_settings(reading)) >= now:
            return 0
        if reading.count(Case, equals("merged_into", case_id), more("hold", ""))[()]:
            return 0
    with suppress(MissingError), desk.acting(PROGRAM, chain.PURGE, case=case_id, plain={"rule": rule_of(case)}) as work:
        forget(work, known_case(work.writing, case_id))
        return 1
    return 0  # another process was quicker


def _forgotten(work: Work, case: Case) -> set[str]:
    """Remove the rows of one case; says which rows its details had vouched for, others' among them."""
    writing = work.writing
    details = writing.find(Detail, equals("case", case.id))
    names = {name for each in details for name in json.loads(each.text).get("rows", {})}
    names |= {f"case:{case.id}", *(name for kind in OF_A_CASE for name in _names(writing, kind, case.id))}
    gone = {name_of(kind): writing.remove(kind, equals("case", case.id)) for kind in OF_A_CASE}
    for kind, sides in ((Link, ("one", "other")), (Merge, ("into", "merged"))):
        for side in sides:
            names |= {f"{name_of(kind)}:{id}" for (id,) in writing.pick(kind, ("id",), equals(side, case.id))}
            gone[name_of(kind)] = gone.get(name_of(kind), 0) + writing.remove(kind, equals(side, case.id))
    writing.remove(Case, equals("id", case.id))
    if case.campaign and not writing.count(Case, equals("campaign", case.campaign))[()]:
        writing.remove(Campaign, equals("id", case.campaign))  # its name and note speak of nothing else
        names.add(f"{name_of(Campaign)}:{case.campaign}")
    rows = work.plain.setdefault("rows", {})
    if isinstance(rows, dict):
        work.plain["rows"] = {name: rows.get(name, 0) + count for name, count in gone.items()}
    return names


def _names(writing: Writing, kind: type[Record], case: str) -> set[str]:
    """What the chain calls the rows of a case in one table, where it vouches for them."""
    if kind not in chain.TRACKED:
        return set()
    return {f"{name_of(kind)}:{id}" for (id,) in writing.pick(kind, ("id",), equals("case", case))}


def _digest_now(writing: Writing, name: str) -> str:
    kind, _, id = name.partition(":")
    found = writing.get(_BY_NAME[kind], id)
    return chain.digest(found) if found else ""


def _forget_visits(desk: Desk, now: datetime) -> None:
    """Sign-ins, tokens and failed tries that are over: they are in no chain, and nobody needs them."""
    with desk.store.writing() as writing:
        writing.remove(Visit, less("ends_at", now))
        writing.remove(Token, less("ends_at", now))
        writing.remove(Attempt, less("at", now - timedelta(days=1)))


def _forget_details(desk: Desk, now: datetime) -> None:
    """Details that belong to no case, such as of sign-ins: kept for as long as decisions must be answered for."""
    with desk.store.reading() as reading:
        oldest = now - timedelta(days=desk_settings(reading).days("audit-detail"))
        old = reading.pick(Entry, ("seq",), equals("case", ""), less("at", oldest), order="-seq", limit=1)
        there = old and reading.count(Detail, equals("case", ""), less("seq", old[0][0] + 1))[()]
    if not there:
        return
    until = old[0][0]
    with desk.acting(PROGRAM, chain.FORGET, plain={"until": until, "rule": "audit-detail"}) as work:
        details = work.writing.find(Detail, equals("case", ""), less("seq", until + 1))
        names = {name for each in details for name in json.loads(each.text).get("rows", {})}
        work.rows |= {name: _digest_now(work.writing, name) for name in names}
        work.writing.remove(Detail, equals("case", ""), less("seq", until + 1))


def _forget_accounts(desk: Desk, now: datetime) -> None:
    """Names of accounts that were closed as long ago: what they decided stays, by nobody in particular."""
    with desk.store.reading() as reading:
        oldest = now - timedelta(days=desk_settings(reading).days("audit-detail"))
        old = [each for each in reading.find(Account, less("closed_at", oldest)) if each.name != _nobody(each)]
    if not old:
        return
    with desk.acting(PROGRAM, chain.FORGET, plain={"accounts": len(old), "rule": "audit-detail"}) as work:
        for each in old:
            work.change(replace(each, name=_nobody(each), subject=""))


def _nobody(account: Account) -> str:
    return f"former-{account.id[:8]}"
