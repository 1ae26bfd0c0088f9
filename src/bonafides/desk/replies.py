"""What the reporter hears: answers that wait for them behind a receipt code or their account; and what they add."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bonafides.desk.cases import WAITING, heard, touched
from bonafides.desk.desk import known_case
from bonafides.desk.permissions import Actor, Role
from bonafides.desk.reports import digest_of
from bonafides.errors import ConflictError, DeskError, MissingError
from bonafides.render.phrases import languages
from bonafides.store import equals
from bonafides.store.records import Answer, Case, Report, new_id

if TYPE_CHECKING:
    from datetime import datetime

    from bonafides.desk.desk import Desk, Work

FROM_REPORTER = "from-reporter"
"""The kind of what the reporter adds."""
KINDS = ("ordinary", "be-careful", "do-not-answer", "closing", "free")
_LIMIT = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a reporter sees who comes back."""

    received_at: datetime
    status: str
    """received, open, or closed: nothing else of the desk's work."""
    answers: tuple[Answer, ...]
    """What was said to and by them, the earliest first."""


def answer(desk: Desk, actor: Actor, case_id: str, *, kind: str, lang: str, text: str, report: str = "") -> Answer:
    """Put an answer there for the reporter of a case (of one report, or of the first). Nothing is sent."""
    with desk.acting(actor, "case.answer", case=case_id, plain={"kind": kind}) as work:
        found = answered(work, case_id, kind=kind, lang=lang, text=text, report=report)
        case = known_case(work.writing, case_id)
        touched(work, replace(case, status=case.status if case.closed_at else WAITING))
        return found


def answered(work: Work, case_id: str, *, kind: str, lang: str, text: str, report: str = "") -> Answer:
    """The same within an action; where the case stands is left to the caller."""
    if kind not in KINDS:
        raise DeskError("there is no such kind of answer", where="kind", next_step=f"There are: {', '.join(KINDS)}.")
    if lang not in languages("bonafides.desk"):
        raise DeskError("the desk does not write in this language", where="lang", next_step="Choose one of its own.")
    reports = work.writing.find(Report, equals("case", case_id), order="received_at,-digest,id")
    chosen = next((each for each in reports if not report or each.id == report), None)
    if chosen is None:
        raise ConflictError("this case has no report to answer", where="case")
    found = Answer(
        id=new_id(), case=case_id, report=chosen.id, kind=kind, lang=lang, text=_said(text), who=work.actor.account,
        at=work.now,
    )  # fmt: skip
    work.add(found)
    return found


def by_receipt(desk: Desk, code: str) -> Returned:
    """What belongs to a receipt code; raises DeskError for one that is not known (or was purged)."""
    report = reported(desk, code)
    with desk.store.reading() as reading:
        return _returned(desk, report, reading.get(Case, report.case))


def by_account(desk: Desk, actor: Actor) -> tuple[tuple[Report, Returned], ...]:
    """What an account reported itself, the latest first."""
    if not actor.account:
        return ()
    with desk.store.reading() as reading:
        mine = reading.find(Report, equals("reporter", actor.account), order="-received_at,id")
        return tuple((each, _returned(desk, each, reading.get(Case, each.case))) for each in mine if each.digest)


def add_to(desk: Desk, report: Report, text: str) -> None:
    """What the reporter of a report adds to it; that they may is for the caller to know."""
    reporter = Actor(account=report.reporter, role=Role.REPORTER.value)
    with desk.acting(reporter, "report.add", case=report.case) as work:
        work.action = "report.word"
        work.add(
            Answer(
                id=new_id(), case=report.case, report=report.id, kind=FROM_REPORTER, lang="", text=_said(text),
                who=report.reporter, at=work.now,
            )
        )  # fmt: skip
        heard(work, known_case(work.writing, report.case))


def own(desk: Desk, actor: Actor, report: str) -> Report:
    """A report that somebody made with their account; raises DeskError where it is none of theirs."""
    with desk.store.reading() as reading:
        found = reading.get(Report, report)
    if found is None or not actor.account or found.reporter != actor.account:
        raise MissingError("there is no such report", where="report")
    return found


def reported(desk: Desk, code: str) -> Report:
    """The report that a receipt code belongs to; raises DeskError for one that is not known (or was purged)."""
    digest = digest_of(code)
    with desk.store.reading() as reading:
        own = equals("receipt", digest)
        found = reading.find(Report, own, order="received_at,-digest,id", limit=1) if digest else []
    if not found:
        raise MissingError(
            "this code is not known", where="receipt", next_step="Look at it again; after its time a report is deleted."
        )
    return found[0]


def _returned(desk: Desk, report: Report, case: Case | None) -> Returned:
    with desk.store.reading() as reading:
        answers = tuple(reading.find(Answer, equals("report", report.id), order="at,id"))
    closed = case is not None and case.closed_at is not None
    status = "closed" if closed else "received" if case is None or case.status == "new" else "open"
    return Returned(received_at=report.received_at, status=status, answers=answers)


def _said(text: str) -> str:
    plain = text.strip()
    if not plain or len(plain) > _LIMIT:
        raise DeskError("an answer has between one and 50,000 characters", where="text")
    return plain
