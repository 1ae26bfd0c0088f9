"""A case: finding it in the inbox, opening it, and what is done to it until it is closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bonafides.desk import chain, retention
from bonafides.desk.desk import known_case
from bonafides.desk.intake.carrying import carriers
from bonafides.desk.links import alike
from bonafides.desk.permissions import matrix, require
from bonafides.desk.settings import desk_settings
from bonafides.errors import ConflictError, DeskError, MissingError, RefusedError
from bonafides.store import Test, absent, equals, less, more, one_of
from bonafides.store.records import (
    Account,
    Alert,
    Answer,
    Attachment,
    Campaign,
    Case,
    Judgement,
    Link,
    Merge,
    Note,
    Report,
    Task,
    new_id,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bonafides.desk.desk import Desk, Work
    from bonafides.desk.links import Alike
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading

NEW, OPEN, WAITING, CLOSED = STATUSES = ("new", "open", "waiting", "closed")
VERDICTS = retention.VERDICTS
NOT_ABOUT_BEHAVIOUR = "not-about-behaviour"
"""The verdict that closes a case and purges it at once."""
REPORTER_ADDED = "reporter-added"
"""The alert: a reporter came back and added something."""
LISTED = (
    "id", "number", "persona", "status", "level", "kind", "stage", "owner", "opened_at", "changed_at", "closed_at",
    "verdict", "campaign", "reports", "risk", "hold",
)  # fmt: skip
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which cases the inbox shows; empty parts let everything pass."""

    status: tuple[str, ...] = (NEW, OPEN, WAITING)
    level: str = ""
    verdict: str = ""
    owner: str | None = None
    """An account id; "" for those that nobody works on; None for all."""
    campaign: str = ""

    def tests(self) -> list[Test]:
        """The same as tests of the store."""
        tests = [one_of("status", self.status), equals("merged_into", "")]
        named = (("level", self.level), ("verdict", self.verdict), ("campaign", self.campaign))
        tests += [equals(name, value) for name, value in named if value]
        return tests if self.owner is None else [*tests, equals("owner", self.owner)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """A page of cases, the latest first."""

    rows: tuple[Mapping[str, Any], ...]
    """The fields LISTED of each."""
    counts: Mapping[str, int]
    """How many cases there are that are not closed, by status."""
    next: int
    """`before` of the next page, 0 where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Everything that belongs to one case."""

    case: Case
    due_at: datetime
    """When it is purged, unless something happens or it is held."""
    reports: tuple[Report, ...]
    attachments: tuple[Mapping[str, Any], ...]
    """Without their bytes: id, report, name, media_type, size, sha256; `carrier`: whether it is the reporter's mail."""
    notes: tuple[Note, ...]
    tasks: tuple[Task, ...]
    judgements: tuple[Judgement, ...]
    answers: tuple[Answer, ...]
    links: tuple[Link, ...]
    linked: Mapping[str, Case]
    """The cases at the other end of the links."""
    merges: tuple[Merge, ...]
    alerts: tuple[Alert, ...]
    alike: Alike
    campaign: Campaign | None
    names: Mapping[str, str]
    """Names of the accounts that worked on it."""


def inbox(desk: Desk, actor: Actor, wanted: Filter | None = None, *, before: int = 0, limit: int = PAGE) -> Inbox:
    """Cases by number, the latest first; `before`: only those with a smaller number."""
    wanted = wanted or Filter()
    tests = wanted.tests()
    with desk.looking(actor, "case.list") as reading:
        below = [less("number", before)] if before else []
        rows = reading.pick(Case, LISTED, *tests, *below, order="-number", limit=limit + 1)
        counts = _counts(reading)
    page = tuple(dict(zip(LISTED, row, strict=True)) for row in rows[:limit])
    return Inbox(
        rows=page,
        counts=counts,
        next=page[-1]["number"] if len(rows) > limit else 0,
    )


def _counts(reading: Reading) -> Mapping[str, int]:
    """Counted by an index alone, however many cases are closed."""
    open_ones = (NEW, OPEN, WAITING)
    counts = reading.count(Case, equals("merged_into", ""), one_of("status", open_ones), by=("status",))
    return {each: counts.get((each,), 0) for each in open_ones}


def opened(desk: Desk, actor: Actor, case_id: str) -> Opened:
    """Open a case; raises Refused or DeskError."""
    with desk.store.reading() as reading:
        case_id = known_case(reading, case_id).id
    with desk.looking(actor, "case.read", case=case_id) as reading:
        return _gathered(reading, known_case(reading, case_id))


def _gathered(reading: Reading, case: Case) -> Opened:
    of_case = equals("case", case.id)
    shown = ("id", "report", "name", "media_type", "size", "sha256")
    links = _links(reading, case.id)
    of_parts = one_of("case", whole(reading, case.id))
    notes = tuple(reading.find(Note, of_parts, order="at,id"))
    tasks = tuple(reading.find(Task, of_parts, order="at,id"))
    judgements = tuple(reading.find(Judgement, of_case, order="at,id"))
    answers = tuple(reading.find(Answer, of_case, order="at,id"))
    others = {link.other if link.one == case.id else link.one for link in links}
    reports = tuple(reading.find(Report, of_case, order="received_at,-digest,id"))
    mails = carriers(reports)
    people = {case.owner, *(each.who for each in notes), *(each.who for each in judgements)}
    people |= {each.who for each in answers} | {who for each in tasks for who in (each.who, each.owner)}
    return Opened(
        case=case,
        due_at=retention.due(case, desk_settings(reading)),
        reports=reports,
        attachments=tuple(
            {**dict(zip(shown, row, strict=True)), "carrier": (row[1], row[5]) in mails}
            for row in reading.pick(Attachment, shown, of_case, order="name,id")
        ),
        notes=notes,
        tasks=tasks,
        judgements=judgements,
        answers=answers,
        links=links,
        linked={each.id: each for each in reading.find(Case, one_of("id", others))} if others else {},
        merges=tuple(reading.find(Merge, equals("into", case.id), absent("undone_at"), order="at,id")),
        alerts=tuple(reading.find(Alert, of_case, absent("seen_at"), order="at,id")),
        alike=alike(reading, case.id),
        campaign=reading.get(Campaign, case.campaign) if case.campaign else None,
        names=account_names(reading, people),
    )


def whole(reading: Reading, case_id: str) -> tuple[str, ...]:
    """The ids of a case and of those that were merged into it, whose notes and tasks are shown with it."""
    return (case_id, *(id for (id,) in reading.pick(Case, ("id",), equals("merged_into", case_id))))


def _links(reading: Reading, case_id: str) -> tuple[Link, ...]:
    found = [link for side in ("one", "other") for link in reading.find(Link, equals(side, case_id))]
    return tuple(sorted(found, key=lambda link: (link.state == "rejected", -link.strength, link.id)))


def account_names(reading: Reading, ids: Sequence[str] | set[str]) -> Mapping[str, str]:
    """What the accounts are called."""
    wanted = sorted({each for each in ids if each})
    return dict(reading.pick(Account, ("id", "name"), one_of("id", wanted))) if wanted else {}


def assign(desk: Desk, actor: Actor, case_id: str, owner: str) -> Case:
    """Let an account work on a case (an id), or nobody ("")."""
    with desk.acting(actor, "case.edit", case=case_id) as work:
        return _changed(work, _given(work, known_case(work.writing, case_id), owner))


def set_status(desk: Desk, actor: Actor, case_id: str, status: str) -> Case:
    """Say where an open case stands: new, open or waiting."""
    with desk.acting(actor, "case.edit", case=case_id, plain={"status": status}) as work:
        return _changed(work, _standing(_still_open(work, case_id), status))


def rename(desk: Desk, actor: Actor, case_id: str, persona: str) -> Case:
    """Say how the account presents itself."""
    with desk.acting(actor, "case.edit", case=case_id) as work:
        return _changed(work, replace(known_case(work.writing, case_id), persona=_said(persona, "persona", 500)))


def edit(
    desk: Desk, actor: Actor, case_id: str, *, owner: str | None = None, persona: str = "", status: str = ""
) -> Case:
    """Several of these at once, all or none; what is None or empty stays as it is."""
    with desk.acting(actor, "case.edit", case=case_id, plain={"status": status} if status else {}) as work:
        case = _still_open(work, case_id) if status else known_case(work.writing, case_id)
        if owner is not None:
            case = _given(work, case, owner)
        if persona:
            case = replace(case, persona=_said(persona, "persona", 500))
        return _changed(work, _standing(case, status) if status else case)


def _given(work: Work, case: Case, owner: str) -> Case:
    _check_owner(work, owner)
    return replace(case, owner=owner, status=OPEN if owner and case.status == NEW else case.status)


def _standing(case: Case, status: str) -> Case:
    if status not in (NEW, OPEN, WAITING):
        raise DeskError("a case is closed by a verdict", where="status", next_step="Give your verdict and a reason.")
    return replace(case, status=status)


def note(desk: Desk, actor: Actor, case_id: str, text: str) -> Note:
    """Write a note."""
    with desk.acting(actor, "case.note", case=case_id) as work:
        found = Note(id=new_id(), case=case_id, who=actor.account, at=work.now, text=_said(text, "note"))
        work.add(found)
        _changed(work, known_case(work.writing, case_id))
        return found


def task(desk: Desk, actor: Actor, case_id: str, text: str, *, owner: str = "", due_at: datetime | None = None) -> Task:
    """Write down something to do."""
    with desk.acting(actor, "case.task", case=case_id) as work:
        known_case(work.writing, case_id)
        _check_owner(work, owner)
        said = _said(text, "task", 2_000)
        found = Task(id=new_id(), case=case_id, who=actor.account, at=work.now, text=said, owner=owner, due_at=due_at)
        work.add(found)
        return found


def finish(desk: Desk, actor: Actor, case_id: str, task_id: str, *, done: bool = True) -> Task:
    """Say that a task is done, or not yet."""
    with desk.acting(actor, "case.task", case=case_id) as work:
        found = work.writing.get(Task, task_id)
        if found is None or found.case not in whole(work.writing, case_id):
            raise MissingError("there is no such task", where="task")
        return work.change(replace(found, done_at=work.now if done else None))


def judge(desk: Desk, actor: Actor, case_id: str, verdict: str, reason: str) -> Case | None:
    """Decide and close. A person decides; what the program had suggested is kept beside it.

    The verdict `not-about-behaviour` purges the case at once, and gives None.
    """
    with desk.acting(actor, "case.judge", case=case_id, plain={"verdict": verdict}) as work:
        closed = judged(work, case_id, verdict, reason)
    if closed is None:
        desk.scrub()
    return closed


def judged(work: Work, case_id: str, verdict: str, reason: str) -> Case | None:
    """The same within an action; whoever calls it scrubs the store afterwards where it gives None."""
    if verdict not in VERDICTS:
        raise DeskError("there is no such verdict", where="verdict", next_step=f"There are: {', '.join(VERDICTS)}.")
    case = _still_open(work, case_id)
    if verdict == NOT_ABOUT_BEHAVIOUR:
        if case.hold:
            raise ConflictError("this case is kept for a legal reason", where="case", next_step="Lift the hold first.")
        work.action, work.plain["rule"] = chain.PURGE, verdict
        retention.forget(work, case)
        return None
    work.add(
        Judgement(
            id=new_id(), case=case_id, who=work.actor.account, at=work.now, verdict=verdict,
            reason=_said(reason, "reason", 10_000), suggested=f"{case.level}/{case.kind}",
        )
    )  # fmt: skip
    return _changed(work, replace(case, status=CLOSED, verdict=verdict, closed_at=work.now))


def reopen(desk: Desk, actor: Actor, case_id: str) -> Case:
    """Take the last judgement back; the case is open again."""
    with desk.acting(actor, "case.judge", case=case_id) as work:
        work.action = "case.reopen"
        case = known_case(work.writing, case_id)
        if case.closed_at is None:
            raise ConflictError("this case is not closed", where="case")
        standing = work.writing.find(Judgement, equals("case", case_id), absent("undone_at"), order="-at", limit=1)
        for each in standing:
            work.change(replace(each, undone_at=work.now))
        return _changed(work, replace(case, status=OPEN, verdict="", closed_at=None))


def attachment(desk: Desk, actor: Actor, case_id: str, attachment_id: str, *, named: bool = True) -> Attachment:
    """A file of a case, with its bytes; the mail in which a reporter handed it on for whoever may see who that is.

    `named`: whether it may say who reported, beside the role: a token may be for less.
    """
    with desk.looking(actor, "case.attachment", case=case_id) as reading:
        found = reading.get(Attachment, attachment_id)
        if found is None or found.case != case_id:
            raise MissingError("there is no such file", where="attachment")
        if (found.report, found.sha256) in carriers(reading.find(Report, equals("id", found.report))):
            require(actor, "report.reporter", case=known_case(reading, case_id))
            if not named:
                raise RefusedError("the token is not for seeing who reported", where="report.reporter")
    return found


def acknowledge(desk: Desk, actor: Actor, case_id: str) -> None:
    """Say that the alerts of a case were seen."""
    with desk.acting(actor, "case.note", case=case_id) as work:
        work.action = "alert.seen"
        for each in work.writing.find(Alert, equals("case", case_id), absent("seen_at")):
            work.change(replace(each, seen_at=work.now, who=actor.account))


def resolved(desk: Desk, actor: Actor, named: str) -> str:
    """The id of a case that is named by its id or its number; raises DeskError where there is none."""
    with desk.looking(actor, "case.list") as reading:
        return known_case(reading, named).id


def since(desk: Desk, actor: Actor, moment: datetime) -> list[str]:
    """Ids of the cases that changed after `moment`."""
    with desk.looking(actor, "case.list") as reading:
        return [id for (id,) in reading.pick(Case, ("id",), more("changed_at", moment), order="changed_at")]


def touched(work: Work, case: Case) -> Case:
    """Write a case that something was done to: its clock starts again."""
    return _changed(work, case)


def heard(work: Work, case: Case) -> Case:
    """Write a case to which its reporter added something: it waits no longer, and an alert says so unless it is new."""
    unseen = (equals("case", case.id), equals("kind", REPORTER_ADDED), absent("seen_at"))
    if case.status != NEW and not work.writing.find(Alert, *unseen, limit=1):
        work.add(Alert(id=new_id(), case=case.id, kind=REPORTER_ADDED, at=work.now))
    return _changed(work, replace(case, status=OPEN if case.status == WAITING else case.status))


def _check_owner(work: Work, owner: str) -> None:
    """Raise MissingError unless this is nobody, or an open account that works on cases."""
    found = work.writing.get(Account, owner) if owner else None
    works = found and found.closed_at is None and found.role in matrix()["case.edit"]
    if owner and not works:
        raise MissingError("nobody of that account works on cases", where="owner")


def _changed(work: Work, case: Case) -> Case:
    return work.change(replace(case, changed_at=work.now))


def _still_open(work: Work, case_id: str) -> Case:
    case = known_case(work.writing, case_id)
    if case.merged_into:
        raise ConflictError(
            "this case is part of another one now", where="case", next_step="Work on that one, or split it."
        )
    if case.closed_at is not None:
        raise ConflictError("this case is closed", where="case", next_step="Open it again first.")
    return case


def _said(text: str, where: str, limit: int = 50_000) -> str:
    """A text that somebody wrote; raises DeskError for an empty or an endless one."""
    plain = text.strip()
    if not plain:
        raise DeskError("this needs a few words", where=where)
    if len(plain) > limit:
        raise DeskError("this is too long", where=where, next_step=f"At most {limit:,} characters.")
    return plain
