"""A report comes in: it is read and judged by the same corridor as everything else, and becomes a case."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bonafides.desk import links
from bonafides.desk.cases import heard
from bonafides.desk.desk import known_case
from bonafides.desk.intake.received import understood
from bonafides.desk.linking import suggesting as linking
from bonafides.desk.linking.marks import Found, marks_of_all
from bonafides.desk.people.accounts import with_email
from bonafides.desk.permissions import Actor, Role, require
from bonafides.desk.settings import desk_settings
from bonafides.model import Kind, Level
from bonafides.store import equals
from bonafides.store.records import Attachment, Case, Judgement, Mark, Note, Report, Task, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bonafides.desk.desk import Desk, Work
    from bonafides.desk.intake.received import Judged, Received, Understood
    from bonafides.desk.settings import DeskSettings
    from bonafides.model import Assessment, Problem
    from bonafides.store import Reading

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters of receipt codes: none that can be taken for another."""
_CODE = 20
"""Letters of a receipt code: 99 random bits."""
FORM, API = "form", "api"
MOST = 5
"""Conversations of one report beyond which only those with signs are kept: the rest is nobody's business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A report that was taken in."""

    case: str
    number: int
    reports: tuple[str, ...]
    receipt: str
    """The code by which the reporter returns: shown once, never kept; empty where they have an account."""
    problems: tuple[Problem, ...]
    again: bool = False
    """Whether the very same had been taken before: nothing was added."""


def take(desk: Desk, actor: Actor, received: Received, *, reporter: str = "") -> Taken:
    """Take in a report: read it, judge it, keep it as a case, and look for others of the same hand.

    `reporter`: the account of whoever brings it. A mail's sender is the reporter, by their account where they have
    one. Without either it is anonymous, the actor is not kept with it, and a
    receipt code is made for forms. What was taken in already is not taken twice; of forms, what has the same
    `occasion`. Raises Refused, and DeskError for a
    report that is empty or too large.
    """
    require(actor, "report.add")  # before anything is read
    if received.via == FORM and not received.occasion:  # two people who paste the same lure are two reports
        received = replace(received, occasion=new_id())
    with desk.store.reading() as reading:
        if found := known(reading, received):
            return found
        settings = desk_settings(reading)
    ready = prepared(received, settings)
    code = new_code() if received.via in (FORM, API) and not reporter else ""
    by = replace(actor, account="") if code else actor
    with desk.acting(by, "report.add") as work:
        if found := known(work.writing, received):
            work.action = "report.again"  # somebody was faster
            return found
        return keep(work, ready, reporter=reporter or sender(work.writing, received), code=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A report that was read and judged, and only has to be kept."""

    received: Received
    grasped: Understood
    marks: Sequence[tuple[Found, ...]]
    """Of each conversation; files count with the first."""


def prepared(received: Received, settings: DeskSettings) -> Ready:
    """Read and judge a report; nothing is kept yet. Raises DeskError for one that is empty or too large."""
    grasped = _less(understood(received, timezone=ZoneInfo(settings["timezone"]), lang=settings["lang"]))
    conversations = [each.entry.conversation for each in grasped.conversations]
    pictures = [file for file in grasped.attachments if file.read]  # the rest is logos of signatures and the like
    marks = marks_of_all((each, pictures if at == 0 else ()) for at, each in enumerate(conversations))
    return Ready(received=received, grasped=grasped, marks=marks)


def keep(work: Work, ready: Ready, *, reporter: str = "", code: str = "") -> Taken:
    """Keep a report as a case, and look for others of the same hand."""
    received, grasped = ready.received, ready.grasped
    case, reports = _kept(work, received, grasped, reporter, digest_of(code))
    work.case = case.id
    work.plain["via"] = received.via
    _link(work, case, reports, ready.marks)
    return Taken(
        case=case.id,
        number=case.number,
        reports=tuple(each.id for each in reports),
        receipt=code,
        problems=grasped.problems,
    )


def known(reading: Reading, received: Received) -> Taken | None:
    """The earlier report of the same content, if there is one; no receipt is made again."""
    found = reading.find(Report, equals("digest", received.digest), limit=1)
    case = reading.get(Case, found[0].case) if found else None
    if case is None:
        return None
    return Taken(case=case.id, number=case.number, reports=(found[0].id,), receipt="", problems=(), again=True)


def sender(reading: Reading, received: Received) -> str:
    """The account that a mail's address belongs to, or the address itself, so that they can be answered."""
    if "@" not in received.reporter:
        return received.reporter
    found = with_email(reading, received.reporter)
    return found.id if found else received.reporter


def add(desk: Desk, to: Report, received: Received) -> Taken:
    """Take in what the reporter of `to` adds to it: it becomes a further report of the same case.

    It is read and judged like the first; what this report has been added already is not taken twice. Raises DeskError
    for what is empty or too large.
    """
    received = replace(received, occasion=to.id)  # two people who add the same file both reach their case
    with desk.store.reading() as reading:
        if found := known(reading, received):
            return found
        settings = desk_settings(reading)
    ready = prepared(received, settings)
    grasped = ready.grasped
    actor = Actor(account=to.reporter, role=Role.REPORTER.value)
    with desk.acting(actor, "report.add", case=to.case) as work:
        work.action, work.plain["via"] = "report.word", received.via
        case = known_case(work.writing, to.case)
        reports = _reports(received, grasped, case=case.id, reporter=to.reporter, receipt=to.receipt)
        work.add(*reports, *_files(grasped, case.id, reports[0].id))
        heard(work, _risen(case, grasped))
        _link(work, case, reports, ready.marks)
    ids = tuple(each.id for each in reports)
    return Taken(case=case.id, number=case.number, reports=ids, receipt="", problems=grasped.problems)


def _weight(judged: Assessment) -> tuple[int, float]:
    """By what the strongest conversation is found: a short text without any sign has a risk near the base rate, which
    one with signs and reasons against can fall below.
    """
    return judged.level.rank, judged.risk


def _risen(case: Case, grasped: Understood) -> Case:
    """The case with what the program says of the strongest conversation, where that is stronger than before."""
    strongest = max((each.entry.assessment for each in grasped.conversations), key=_weight, default=None)
    if strongest is None or _weight(strongest) <= (Level(case.level).rank, case.risk):
        return case
    stage = strongest.stage.value if strongest.stage else ""
    return replace(case, level=strongest.level.value, kind=strongest.kind.value, stage=stage, risk=strongest.risk)


def new_code() -> str:
    """A receipt code, in groups that can be read out."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_CODE))
    return "-".join(letters[at : at + 5] for at in range(0, _CODE, 5))


def digest_of(code: str) -> str:
    """What is kept of a receipt code, however it was typed; empty for what can be none."""
    letters = "".join(letter for letter in code.lower() if letter in ALPHABET)
    return hashlib.sha256(letters.encode()).hexdigest() if len(letters) == _CODE else ""


def _less(grasped: Understood) -> Understood:
    """Of a whole export, the conversations that show signs; if none does, the first."""
    if len(grasped.conversations) <= MOST:
        return grasped
    ranked = sorted(grasped.conversations, key=lambda each: _weight(each.entry.assessment), reverse=True)
    kept = [each for each in ranked if each.entry.assessment.level is not Level.QUIET][:MOST]
    return replace(grasped, conversations=tuple(kept or ranked[:1]))


def _kept(
    work: Work, received: Received, grasped: Understood, reporter: str, receipt: str
) -> tuple[Case, Sequence[Report]]:
    case = _case(work, received, grasped)
    reports = _reports(received, grasped, case=case.id, reporter=reporter, receipt=receipt)
    work.add(case, *reports, *_files(grasped, case.id, reports[0].id))
    if case.verdict:
        work.add(
            Judgement(
                id=new_id(), case=case.id, who=work.actor.account, at=work.now, verdict=case.verdict,
                reason=received.said or case.verdict, suggested=f"{case.level}/{case.kind}",
            )
        )  # fmt: skip
    elif received.earlier and received.said:
        work.add(Note(id=new_id(), case=case.id, who=work.actor.account, at=work.now, text=received.said))
    work.add(*_handed(work, received, case.id))
    return case, reports


def _handed(work: Work, received: Received, case: str) -> Sequence[Note | Task]:
    """Notes and tasks that came from another desk, at their own times."""
    who = work.actor.account
    notes = [Note(id=new_id(), case=case, who=who, at=each.at, text=each.text) for each in received.notes]
    tasks = [
        Task(id=new_id(), case=case, who=who, at=t.at, text=t.text, due_at=t.due_at, done_at=t.done_at)
        for t in received.tasks
    ]
    return [*notes, *tasks]


def _reports(received: Received, grasped: Understood, *, case: str, reporter: str, receipt: str) -> Sequence[Report]:
    """A row for each conversation; what belongs to the whole stands with the first."""
    said = "" if received.earlier else received.said  # of an earlier case it is the office's words, not the reporter's
    judged: Sequence[Judged | None] = grasped.conversations or (None,)
    first = _report(received, judged[0], case=case, reporter=reporter, receipt=receipt)
    problems = tuple(json.dumps([each.what, each.where, each.next_step]) for each in grasped.problems)
    facts = tuple(json.dumps([each.name, each.value, each.of]) for each in received.facts)
    return [
        replace(first, said=said, problems=problems, facts=facts, digest=received.digest),
        *(_report(received, each, case=case, reporter=reporter, receipt=receipt) for each in judged[1:]),
    ]


def _files(grasped: Understood, case: str, report: str) -> list[Attachment]:
    return [
        Attachment(
            id=new_id(), case=case, report=report, name=each.name, media_type=each.media_type,
            size=len(each.data), sha256=each.sha256, data=each.data,
        )
        for each in grasped.attachments
    ]  # fmt: skip


def _case(work: Work, received: Received, grasped: Understood) -> Case:
    earlier = received.earlier
    strongest = max(grasped.conversations, key=lambda each: _weight(each.entry.assessment), default=None)
    judged = strongest.entry.assessment if strongest else None
    seen = _persona(strongest.entry.conversation.counterparts) if strongest else ""
    opened = (earlier.first_seen if earlier else None) or work.now
    verdict = earlier.verdict if earlier else ""
    return Case(
        id=new_id(),
        number=(work.writing.top(Case, "number") or 0) + 1,
        persona=(earlier.persona if earlier else "") or seen,
        status="closed" if verdict else "new",
        level=(judged.level if judged else Level.QUIET).value,
        kind=(judged.kind if judged else Kind.UNCLEAR).value,
        stage=judged.stage.value if judged and judged.stage else "",
        risk=judged.risk if judged else 0.0,
        opened_at=opened,
        changed_at=work.now,
        closed_at=work.now if verdict else None,
        verdict=verdict,
        reports=1,
    )


def _persona(names: Sequence[str]) -> str:
    """Names of the other side, three at most; pastes and exports that name nobody say `them`."""
    return ", ".join([name for name in names if name.strip() and name.casefold() != "them"][:3])


def _report(received: Received, judged: Judged | None, *, case: str, reporter: str, receipt: str) -> Report:
    conversation = judged.entry.conversation if judged else None
    texts = [*conversation.counterparts, *(each.content for each in conversation.messages)] if conversation else []
    return Report(
        id=new_id(), case=case, via=received.via, reporter=reporter, receipt=receipt, received_at=received.received_at,
        role=received.role, said="", conversation=judged.conversation if judged else "",
        assessment=judged.assessment if judged else "", words="\n".join(texts), problems=(), facts=(), digest="",
    )  # fmt: skip


def _link(work: Work, case: Case, reports: Sequence[Report], marks: Sequence[tuple[Found, ...]]) -> None:
    """Keep what others may share, and look for those who do."""
    found: Mapping[str, tuple[Found, str]] = {
        mark.key: (mark, report.id) for report, of_it in zip(reports, marks, strict=False) for mark in of_it
    }
    suggested = linking.suggest(work.writing, case.id, tuple(mark for mark, _ in found.values()))
    work.writing.add(
        *(
            Mark(id=new_id(), case=case.id, report=report, family=mark.family, key=mark.key, shown=mark.shown)
            for mark, report in found.values()
        )
    )
    links.suggest(work, case, suggested)
