"""Reports: bringing one in, as JSON or as files, and coming back to it, by account or by receipt code."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import File as Uploaded
from fastapi import Form, UploadFile
from pydantic import Field, StringConstraints

from bonafides.desk import replies
from bonafides.desk import reports as taking
from bonafides.desk.intake.received import BOUNDS, File, Received
from bonafides.desk.people import throttle
from bonafides.desk.people.throttle import Kind, Tried
from bonafides.errors import DeskError
from bonafides.store.records import new_id
from bonafides.web.api import views
from bonafides.web.api.errors import ApiError
from bonafides.web.api.fields import Code, Given, PathId, Words
from bonafides.web.api.route import Asking, asks, router

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.desk.replies import Returned
    from bonafides.desk.reports import Taken
    from bonafides.store.records import Report
    from bonafides.web.api.route import Caller

routes = router("Reports")
JSON_LIMIT = 32 * 1024**2
"""Bytes of a report as JSON, where files take a third more than they are; larger ones come as a form."""
FORM_LIMIT = BOUNDS.bytes + 2 * 1024**2
Said = Annotated[str, StringConstraints(max_length=BOUNDS.said)]
RoleWords = Annotated[str, StringConstraints(max_length=200)]
Occasion = Annotated[str, StringConstraints(max_length=64)]
Base64 = Annotated[
    str,
    StringConstraints(pattern=r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"),
    Field(json_schema_extra={"contentEncoding": "base64"}),
]


class GivenFile(Given):
    """A file as it came."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    data: Base64 = Field(description="Its bytes.")
    media_type: Annotated[str, StringConstraints(max_length=200)] = Field("", description="What it says it is.")


class GivenReport(Given):
    """What somebody reports: words of their own, the conversation, files, or any of them."""

    said: Said = Field("", description="What the reporter says in their own words; never judged.")
    conversation: Said = Field("", description="The messages as text, such as `Name: Hello` on each line.")
    role: RoleWords = Field("", description="What the person approached does, in general words.")
    files: list[GivenFile] = Field(default_factory=list, max_length=1_000)
    anonymous: bool = Field(False, description="Keep nothing of who brings it; the answer holds a receipt code.")
    occasion: Occasion = Field("", description="Your own number of this report: with the same one it is taken once.")


class TakenReport(views.View):
    """A report that was taken in."""

    report: str
    receipt: str = Field(description="The code by which an anonymous reporter returns: told once, kept nowhere.")
    again: bool = Field(description="Whether the very same had been taken before: nothing was added.")
    problems: tuple[views.Problem, ...]
    case: str | None = Field(description="Its case, for tokens that may see cases.")
    number: int | None


ReturnedReport = views.made(
    "ReturnedReport",
    report=(str, ...),
    received_at=(datetime, ...),
    status=(str, Field(description="received, open or closed.")),
    said=(str, ...),
    answers=(views.many(views.Answer), Field(description="What was said to and by the reporter.")),
)


class GivenCode(Given):
    """A receipt code."""

    code: Code


class GivenWord(Given):
    """What a reporter adds."""

    text: Words


class GivenWordByCode(GivenWord):
    """The same by receipt code."""

    code: Code


@routes.post(
    "/reports", operation_id="add_report", response_model=TakenReport, status_code=201,
    **asks("report.add", most=JSON_LIMIT),
)  # fmt: skip
def add_report(caller: Asking, given: GivenReport) -> dict[str, Any]:
    """Bring a report, with files in base64."""
    files = tuple(File(name=each.name, data=b64decode(each.data), media_type=each.media_type) for each in given.files)
    return _taken(caller, given, files)


@routes.post(
    "/reports/form", operation_id="add_report_form", response_model=TakenReport, status_code=201,
    **asks("report.add", most=FORM_LIMIT),
)  # fmt: skip
def add_report_form(
    caller: Asking,
    said: Annotated[Said, Form()] = "",
    conversation: Annotated[Said, Form()] = "",
    role: Annotated[RoleWords, Form()] = "",
    anonymous: Annotated[bool, Form()] = False,
    occasion: Annotated[Occasion, Form()] = "",
    files: Annotated[list[UploadFile] | None, Uploaded()] = None,
) -> dict[str, Any]:
    """Bring a report as a form, for larger files."""
    given = GivenReport(said=said, conversation=conversation, role=role, anonymous=anonymous, occasion=occasion)
    return _taken(caller, given, tuple(_files(files or ())))


@routes.get(
    "/reports", operation_id="list_own_reports", response_model=views.many(ReturnedReport), **asks("report.read")
)  # fmt: skip
def list_own_reports(caller: Asking) -> list[dict[str, Any]]:
    """What the token's owner reported with their account, and the answers to it."""
    return [_returned(report, found) for report, found in replies.by_account(caller.desk, caller.actor)]


@routes.post("/reports/{report}/words", operation_id="add_to_report", status_code=204, **asks("report.add"))
def add_to_report(caller: Asking, report: PathId, given: GivenWord) -> None:
    """Add some words to a report of one's own."""
    replies.add_to(caller.desk, replies.own(caller.desk, caller.actor, report), given.text)


@routes.post("/receipts", operation_id="open_receipt", response_model=ReturnedReport, **asks("report.add"))
def open_receipt(caller: Asking, given: GivenCode) -> dict[str, Any]:
    """What belongs to a receipt code. Of wrong codes only some are answered."""
    report = _by_code(caller, given.code)
    return _returned(report, replies.by_receipt(caller.desk, given.code))


@routes.post("/receipts/words", operation_id="add_by_receipt", status_code=204, **asks("report.add"))
def add_by_receipt(caller: Asking, given: GivenWordByCode) -> None:
    """Add some words to the report of a receipt code."""
    replies.add_to(caller.desk, _by_code(caller, given.code), given.text)


def _files(brought: Iterable[UploadFile]) -> Iterable[File]:
    for each in brought:
        yield File(name=each.filename or "file", data=each.file.read(), media_type=each.content_type or "")


def _taken(caller: Caller, given: GivenReport, files: tuple[File, ...]) -> dict[str, Any]:
    """Take it in; what is anonymous is told from what is alike by the occasion alone."""
    reporter = "" if given.anonymous else caller.actor.account
    if given.conversation.strip():
        pasted = given.conversation.encode("utf-8", "replace")
        files = (File(name="messages.txt", data=pasted, media_type="text/plain"), *files)
    received = Received(
        via=taking.API, received_at=caller.desk.now(), said=given.said, role=given.role.strip(), files=files,
        reporter=reporter, occasion=given.occasion or (new_id() if given.anonymous else ""),
    )  # fmt: skip
    if given.anonymous and caller.settings["anonymous"] != "yes":
        raise DeskError("this desk takes no anonymous reports", where="body.anonymous", next_step="Leave it out.")
    return _told(caller, taking.take(caller.desk, caller.actor, received, reporter=reporter))


def _told(caller: Caller, taken: Taken) -> dict[str, Any]:
    seen = caller.may("case.list")
    return {
        "report": taken.reports[0],
        "receipt": taken.receipt,
        "again": taken.again,
        "problems": taken.problems,
        "case": taken.case if seen else None,
        "number": taken.number if seen else None,
    }


def _returned(report: Report, found: Returned) -> dict[str, Any]:
    return {
        "report": report.id,
        "received_at": found.received_at,
        "status": found.status,
        "said": report.said,
        "answers": [views.answer(each, named=False) for each in found.answers],
    }


def _by_code(caller: Caller, code: str) -> Report:
    """The report of a code; Missing where it is wrong, 429 after too many wrong ones from one address."""
    admission = throttle.admit(caller.desk, Tried(kind=Kind.RECEIPT, value=caller.address))
    if not admission:
        raise ApiError(429, headers={"retry-after": str(ceil(admission.wait.total_seconds()))})
    report = replies.reported(caller.desk, code)
    with caller.desk.store.writing() as writing:
        throttle.succeeded(writing, admission)
    return report
