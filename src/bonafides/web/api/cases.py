"""Cases: the list, one of them with all that belongs to it, and what is done to it while it is open."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from bonafides.desk import alerts, cases, retention
from bonafides.desk.finding import search
from bonafides.desk.people import accounts
from bonafides.desk.permissions import decide
from bonafides.errors import MissingError
from bonafides.store.records import Case, Note, Task
from bonafides.web.api import views
from bonafides.web.api.fields import (
    Choice,
    FewWords,
    Given,
    Id,
    LevelName,
    Moment,
    OpenStatus,
    PathCase,
    PathId,
    Persona,
    Reason,
    Verdict,
    Words,
)
from bonafides.web.api.route import Asking, asks, router
from bonafides.web.api.scopes import SCOPES, scope_of
from bonafides.web.guard import SANDBOX

routes = router("Cases")
Statuses = Annotated[str, Choice((*cases.STATUSES, "not-closed", "all"))]
_STATUSES = {"not-closed": cases.Filter().status, "all": cases.STATUSES}
Page = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Before = Annotated[int, Query(ge=0, le=2**53, description="`next` of the page before; 0 for the first.")]
Owner = Annotated[str, Query(pattern=r"^[0-9a-z-]{0,64}$", description="An account; `nobody`, or `me`; empty: all.")]
MaybeId = Annotated[str, Query(pattern=r"^[0-9a-z-]{0,64}$")]
ABOUT = tuple(
    action for actions in SCOPES.values() for action in actions
    if action.startswith(("case.", "link.")) or action in ("report.reporter", "campaign.edit")
)  # fmt: skip
"""What can be done about a case."""

Inbox = views.made(
    "Inbox",
    rows=(views.many(views.CaseRow), Field(description="The latest first.")),
    counts=(dict[str, int], Field(description="How many cases there are, by status.")),
    next=(int, Field(description="`before` of the next page; 0 where there is none.")),
)
Hit = views.made(
    "Hit", case=(views.CaseRow, ...), before=(str, Field(description="What stands before the word.")),
    word=(str, ...), after=(str, ...),
)  # fmt: skip
Raised = views.made(
    "Raised", alert=(views.Alert, ...), case=(views.CaseRow, ...),
    cases=(int, Field(description="How many cases seem to have the same lure, this one among them.")),
    people=(int, Field(description="How many different people reported them, of those who gave a name.")),
)  # fmt: skip


class Allowed(views.View):
    """Whether somebody may do something, and the rule that says so."""

    action: str
    allowed: bool
    role: str
    reach: str = Field(description="How far the role's permission goes; empty where it has none.")


class GivenOwner(Given):
    """Who works on a case."""

    owner: Id | Annotated[str, Choice([""])] = Field(description="An account's id; empty: nobody.")


class GivenStatus(Given):
    """Where an open case stands."""

    status: OpenStatus


class GivenPersona(Given):
    """How an account presents itself."""

    persona: Persona


class GivenNote(Given):
    """A note."""

    text: Words


class GivenTask(Given):
    """Something to do."""

    text: FewWords
    owner: Id | Annotated[str, Choice([""])] = ""
    due: Annotated[date, Field(strict=False)] | None = Field(None, description="The last day, as the desk counts days.")


class GivenDone(Given):
    """Whether a task is done."""

    done: bool


class GivenReason(Given):
    """Why a case is kept."""

    reason: Reason


@routes.get("/cases", operation_id="list_cases", response_model=Inbox, **asks("case.list"))
def list_cases(
    caller: Asking, status: Statuses = "not-closed", level: LevelName | None = None, verdict: Verdict | None = None,
    owner: Owner = "", campaign: MaybeId = "", before: Before = 0, limit: Page = cases.PAGE,
) -> cases.Inbox:  # fmt: skip
    """Cases that pass the filters, by number, the latest first."""
    wanted = cases.Filter(
        status=_STATUSES.get(status, (status,)),
        level=level or "",
        verdict=verdict or "",
        owner={"": None, "nobody": "", "me": caller.actor.account}.get(owner, owner),
        campaign=campaign,
    )
    return cases.inbox(caller.desk, caller.actor, wanted, before=before, limit=limit)


@routes.get("/cases/{case}", operation_id="read_case", response_model=views.CaseFile, **asks("case.read"))
def read_case(caller: Asking, case: PathCase) -> dict[str, Any]:
    """A case with its reports, notes, tasks, judgements, answers and links; texts of conversations stand apart."""
    return views.case_file(caller, cases.opened(caller.desk, caller.actor, case))


@routes.get(
    "/cases/{case}/reports/{report}", operation_id="read_report", response_model=views.ReportFile, **asks("case.read")
)  # fmt: skip
def read_report(caller: Asking, case: PathCase, report: PathId) -> dict[str, Any]:
    """A report of a case: what was written, and what the program says of it."""
    found = cases.opened(caller.desk, caller.actor, case)
    row = next((each for each in found.reports if each.id == report), None)
    if row is None:
        raise MissingError("there is no such report", where="report")
    return views.report_file(row, named=caller.may("report.reporter", found.case))


@routes.get(
    "/cases/{case}/attachments/{attachment}", operation_id="read_attachment", response_class=Response,
    **asks("case.attachment", responses={200: views.BYTES}),
)  # fmt: skip
def read_attachment(caller: Asking, case: PathCase, attachment: PathId) -> Response:
    """A file as it came, byte by byte. It comes from a stranger: open it with nothing that runs what is in it."""
    named = scope_of("report.reporter") in caller.bearer.scopes
    found = cases.attachment(caller.desk, caller.actor, caller.case(case), attachment, named=named)
    kept = quote(found.name.encode("utf-8", "replace"), safe="")
    return Response(
        found.data,
        media_type="application/octet-stream",
        headers={
            "content-security-policy": SANDBOX,
            "content-disposition": f"attachment; filename=\"file.bin\"; filename*=UTF-8''{kept}",
        },
    )


@routes.get(
    "/cases/{case}/permissions", operation_id="read_case_permissions", response_model=tuple[Allowed, ...],
    **asks("case.read"),
)  # fmt: skip
def read_case_permissions(caller: Asking, case: PathCase) -> list[dict[str, Any]]:
    """What the token's owner may do about a case, and by which rule; a token may be for less."""
    found = cases.opened(caller.desk, caller.actor, case).case
    return [{**_plain(decide(caller.actor, action, case=found))} for action in ABOUT]


@routes.put("/cases/{case}/owner", operation_id="assign_case", response_model=views.Case, **asks("case.edit"))
def assign_case(caller: Asking, case: PathCase, given: GivenOwner) -> Case:
    """Let somebody work on a case, or nobody."""
    return cases.assign(caller.desk, caller.actor, caller.case(case), given.owner)


@routes.put("/cases/{case}/status", operation_id="set_case_status", response_model=views.Case, **asks("case.edit"))
def set_case_status(caller: Asking, case: PathCase, given: GivenStatus) -> Case:
    """Say where an open case stands; it is closed by a judgement."""
    return cases.set_status(caller.desk, caller.actor, caller.case(case), given.status)


@routes.put("/cases/{case}/persona", operation_id="rename_case", response_model=views.Case, **asks("case.edit"))
def rename_case(caller: Asking, case: PathCase, given: GivenPersona) -> Case:
    """Say how the account presents itself."""
    return cases.rename(caller.desk, caller.actor, caller.case(case), given.persona)


@routes.post(
    "/cases/{case}/notes", operation_id="add_note", response_model=views.Note, status_code=201, **asks("case.note")
)  # fmt: skip
def add_note(caller: Asking, case: PathCase, given: GivenNote) -> Note:
    """Write a note."""
    return cases.note(caller.desk, caller.actor, caller.case(case), given.text)


@routes.post(
    "/cases/{case}/tasks", operation_id="add_task", response_model=views.Task, status_code=201, **asks("case.task")
)  # fmt: skip
def add_task(caller: Asking, case: PathCase, given: GivenTask) -> Task:
    """Write down something to do."""
    due = _end(given.due, ZoneInfo(caller.settings["timezone"])) if given.due else None
    return cases.task(caller.desk, caller.actor, caller.case(case), given.text, owner=given.owner, due_at=due)


@routes.put("/cases/{case}/tasks/{task}", operation_id="finish_task", response_model=views.Task, **asks("case.task"))
def finish_task(caller: Asking, case: PathCase, task: PathId, given: GivenDone) -> Task:
    """Say that a task is done, or not yet."""
    return cases.finish(caller.desk, caller.actor, caller.case(case), task, done=given.done)


@routes.put("/cases/{case}/hold", operation_id="hold_case", response_model=views.Case, **asks("case.hold"))
def hold_case(caller: Asking, case: PathCase, given: GivenReason) -> Case:
    """Keep a case beyond its time, for a legal reason."""
    return retention.hold(caller.desk, caller.actor, caller.case(case), given.reason)


@routes.delete("/cases/{case}/hold", operation_id="release_case", response_model=views.Case, **asks("case.hold"))
def release_case(caller: Asking, case: PathCase) -> Case:
    """Let a case that was kept for a legal reason go again."""
    return retention.hold(caller.desk, caller.actor, caller.case(case), "")


@routes.delete("/cases/{case}", operation_id="purge_case", status_code=204, **asks("case.purge"))
def purge_case(caller: Asking, case: PathCase) -> None:
    """Delete a case and everything about it; this cannot be undone. The audit log keeps that it happened."""
    retention.purge(caller.desk, caller.actor, caller.case(case))


@routes.post("/cases/{case}/alerts/seen", operation_id="acknowledge_alerts", status_code=204, **asks("case.note"))
def acknowledge_alerts(caller: Asking, case: PathCase) -> None:
    """Say that the alerts of a case were seen."""
    cases.acknowledge(caller.desk, caller.actor, caller.case(case))


@routes.get("/alerts", operation_id="list_alerts", response_model=views.many(Raised), **asks("case.list"))
def list_alerts(caller: Asking, limit: Page = alerts.SHOWN) -> tuple[alerts.Raised, ...]:
    """The latest alerts that nobody has seen, such as two of the staff with one lure."""
    return alerts.raised(caller.desk, caller.actor, limit=limit)


@routes.get("/changes", operation_id="list_changes", response_model=tuple[str, ...], **asks("case.list"))
def list_changes(caller: Asking, since: Moment) -> list[str]:
    """Ids of the cases that changed after a moment, the earliest change first."""
    return cases.since(caller.desk, caller.actor, since)


@routes.get("/search", operation_id="search_cases", response_model=views.many(Hit), **asks("case.search"))
def search_cases(
    caller: Asking, words: Annotated[str, Query(min_length=1, max_length=400)], limit: Page = 50
) -> tuple[object, ...]:
    """Cases whose reports or notes hold all the words, each as a beginning of one, the latest first."""
    return search(caller.desk, caller.actor, words, limit=limit)


@routes.get("/people", operation_id="list_people", response_model=dict[str, str], **asks("case.list"))
def list_people(caller: Asking) -> dict[str, str]:
    """Names of those who work on cases, by the ids of their accounts."""
    return accounts.working(caller.desk)


def _plain(decision: object) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in Allowed.model_fields}


def _end(day: date, zone: ZoneInfo) -> datetime | None:
    """The end of a day; None at the ends of the calendar, where there is none."""
    try:
        return datetime.combine(day, time(23, 59), zone).astimezone(UTC)
    except OverflowError:
        return None
