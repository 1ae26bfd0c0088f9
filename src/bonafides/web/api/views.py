"""What is answered: the records as other programs may see them, described from the tables themselves."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, ConfigDict, Field, create_model

from bonafides.desk import cases, links
from bonafides.desk.intake.carrying import nameless
from bonafides.desk.replies import FROM_REPORTER
from bonafides.store import records
from bonafides.store.records import Element, elements

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from bonafides.desk.cases import Opened
    from bonafides.web.api.route import Caller


class View(BaseModel):
    """Something that is answered."""

    model_config = ConfigDict(from_attributes=True, ser_json_inf_nan="null")


def _of(kind: type[records.Record], *, name: str = "", only: Container[str] = (), without: Container[str] = (),
        **more: Any) -> type[View]:  # fmt: skip
    """The view of a table, with its fields and what each is kept for."""
    listed = [each for each in elements(kind) if each.field not in without and (not only or each.field in only)]
    known = {each.field: (_type(each), Field(description=each.held.why)) for each in listed}
    return cast("type[View]", create_model(name or kind.__name__, __base__=View, **cast("Any", {**known, **more})))


def made(name: str, **fields: Any) -> type[View]:
    """A view with these fields: each a type and a description."""
    return cast("type[View]", create_model(name, __base__=View, **fields))


def many(view: type[View]) -> Any:
    """The type of some of them."""
    return tuple[view, ...]  # type: ignore[valid-type]


def _type(element: Element) -> Any:
    kind: Any = tuple[str, ...] if element.type is tuple else element.type
    return kind | None if element.optional else kind


_BINARY = {"schema": {"type": "string", "format": "binary"}}
BYTES: dict[str, Any] = {"description": "The bytes.", "content": {"application/octet-stream": _BINARY}}
WITHHELD = "Nothing where the token or the role may not see who reported."
Case = _of(records.Case)
CaseRow = _of(records.Case, name="CaseRow", only=cases.LISTED)
Note = _of(records.Note)
Task = _of(records.Task)
Judgement = _of(records.Judgement)
Merge = _of(records.Merge)
Alert = _of(records.Alert)
Campaign = _of(records.Campaign)
Attachment = _of(records.Attachment, without=("case", "data"))
Token = _of(records.Token, without=("account",))
Mark = _of(records.Mark)
Account = _of(
    records.Account, without=("secret", "totp", "step", "recovery", "subject"),
    second_factor=(bool, Field(description="Whether a second factor is set up.")),
)  # fmt: skip
Answer = _of(
    records.Answer, without=("who",), who=(str | None, Field(description=f"The account that wrote it. {WITHHELD}"))
)


class Problem(View):
    """Something that could not be read."""

    what: str
    where: str
    next_step: str


class Fact(View):
    """What the way in states and nobody has judged."""

    name: str
    value: str
    of: str


class ReasonWhy(View):
    """Something that two cases share."""

    family: str
    shown: str
    cases: int = Field(description="How many cases bear it.")
    strength: float = Field(description="Nats that it adds.")


_REPORT: dict[str, Any] = {
    "reporter": (str | None, Field(description=f"Account or mail address; empty if anonymous. {WITHHELD}")),
    "problems": (tuple[Problem, ...], Field(description="What could not be read.")),
    "facts": (tuple[Fact, ...], Field(description="What the way in states, such as the checks of a mail's sender.")),
}
_BARE = ("reporter", "receipt", "conversation", "assessment", "words", "problems", "facts", "digest")
Report = _of(records.Report, without=_BARE, **_REPORT)
ReportFile = _of(
    records.Report, name="ReportFile", without=_BARE, **_REPORT,
    conversation=(dict[str, Any] | None, Field(description="As in conversation.schema.json; null: nothing to read.")),
    assessment=(dict[str, Any] | None, Field(description="As in assessment.schema.json; null: nothing to judge.")),
)  # fmt: skip
Link = _of(records.Link, without=("because",), because=(tuple[ReasonWhy, ...], Field(description="Strongest first.")))


Links = made(
    "Links", links=(many(Link), Field(description="The strongest first, rejected ones last.")),
    cases=(many(CaseRow), Field(description="Those at their other ends.")),
)  # fmt: skip
CaseFile = made(
    "CaseFile", case=(Case, ...),
    due_at=(datetime, Field(description="When it is deleted, unless something happens or it is held.")),
    reports=(many(Report), ...), attachments=(many(Attachment), ...), notes=(many(Note), ...),
    tasks=(many(Task), ...), judgements=(many(Judgement), ...), answers=(many(Answer), ...),
    links=(many(Link), ...),
    linked=(many(CaseRow), Field(description="The cases at the other end of the links.")),
    merges=(many(Merge), ...), alerts=(many(Alert), Field(description="Those that nobody has seen.")),
    campaign=(Campaign | None, ...),
    names=(dict[str, str], Field(description="Names of the accounts that worked on it.")),
)  # fmt: skip


def case_file(caller: Caller, found: Opened) -> dict[str, Any]:
    """A case as this caller may see it."""
    named = caller.may("report.reporter", found.case)
    return {
        "case": found.case,
        "due_at": found.due_at,
        "reports": [report(each, named=named) for each in found.reports],
        "attachments": found.attachments,
        "notes": found.notes,
        "tasks": found.tasks,
        "judgements": found.judgements,
        "answers": [answer(each, named=named) for each in found.answers],
        "links": [link(each) for each in found.links],
        "linked": tuple(found.linked.values()),
        "merges": found.merges,
        "alerts": found.alerts,
        "campaign": found.campaign,
        "names": dict(found.names) if named else _without(found),
    }


def report(row: records.Report, *, named: bool) -> dict[str, Any]:
    """A report without its conversation; `named`: with who reported."""
    facts = row.facts if named else nameless(row).facts
    return {
        **{each: getattr(row, each) for each in ("id", "case", "via", "received_at", "role", "said")},
        "reporter": row.reporter if named else None,
        "problems": [dict(zip(Problem.model_fields, json.loads(each), strict=True)) for each in row.problems],
        "facts": [dict(zip(Fact.model_fields, json.loads(each), strict=True)) for each in facts],
    }


def report_file(row: records.Report, *, named: bool) -> dict[str, Any]:
    """A report with what was written and what the program says of it."""
    parts = {
        part: json.loads(text) if (text := getattr(row, part)) else None for part in ("conversation", "assessment")
    }
    return {**report(row, named=named), **parts}


def answer(row: records.Answer, *, named: bool) -> dict[str, Any]:
    """An answer; one that the reporter wrote does not say who that is, unless `named`."""
    return {**asdict(row), "who": None if row.kind == FROM_REPORTER and not named else row.who}


def link(row: records.Link) -> dict[str, Any]:
    """A link with its reasons."""
    return {**asdict(row), "because": links.reasons(row)}


def account(row: records.Account) -> dict[str, Any]:
    """An account without anything that opens it."""
    shown = {name: getattr(row, name) for name in ("id", "name", "email", "role", "made_at", "closed_at")}
    return {**shown, "second_factor": bool(row.totp)}


def _without(found: Opened) -> Mapping[str, str]:
    """The names without those of whoever is known here only as a reporter."""
    worked: Iterable[str] = (
        found.case.owner,
        *(each.who for rows in (found.notes, found.tasks, found.judgements) for each in rows),
        *(each.owner for each in found.tasks),
        *(each.who for each in found.answers if each.kind != FROM_REPORTER),
    )
    kept = set(worked)
    return {id: name for id, name in found.names.items() if id in kept}
