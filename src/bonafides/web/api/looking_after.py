"""Looking after the desk: figures, the audit log, retention, settings, access requests, the privacy file."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Path, Query
from pydantic import BeforeValidator, Field, StringConstraints, create_model
from starlette.responses import Response

from bonafides.desk import access, log, retention
from bonafides.desk.figures.case_facts import case_facts
from bonafides.desk.figures.statistics import Statistics, statistics, statistics_csv
from bonafides.desk.permissions import require
from bonafides.desk.privacy import privacy_file
from bonafides.desk.settings import LONGEST, NAMES, change_settings
from bonafides.store.records import schema
from bonafides.web.api import views
from bonafides.web.api.cases import Before, MaybeId, Page
from bonafides.web.api.fields import Choice, Given, Id, Language, whole
from bonafides.web.api.route import Asking, Caller, asks, router

routes = router("Looking after")
Year = Annotated[int, Path(ge=2000, le=2999, description="A year that is over.")]
Speak = Annotated[Language, Query(description="The language of its labels.")]


class FigureRow(views.View):
    """A count; nothing where it is withheld, so that nobody can be made out."""

    key: str
    label: str
    count: int | None
    share: float | None


class FigureTable(views.View):
    """Counts of all cases of the year by one property."""

    key: str
    title: str
    rows: tuple[FigureRow, ...]


class Figures(views.View):
    """The figures of a year."""

    lang: str
    first: datetime
    until: datetime
    k: int = Field(description="No count from 1 to k - 1 is shown, or can be worked out.")
    total: int | None = Field(description="Null where there were fewer than k cases; then there are no tables.")
    dismissed: int | None = Field(description="Cases found ordinary or not about behaviour.")
    tables: tuple[FigureTable, ...]


class LogLine(views.View):
    """An entry of the audit log."""

    seq: int
    at: datetime
    action: str
    case: str
    number: int = Field(description="The number of its case; 0 where it has none, or the case was deleted.")
    who: str = Field(description="Who did it; empty for the program itself, and where that was deleted.")
    plain: dict[str, Any] = Field(description="What stays for ever, such as the rule of a deletion.")
    gone: bool = Field(description="Whether its detail was deleted, as with its case.")
    hash: str


class Verified(views.View):
    """What a check of the audit log found."""

    entries: int
    head: str = Field(description="Digest of the last entry: kept elsewhere, it shows later that none was cut off.")
    purged: int
    faults: tuple[str, ...] = Field(description="What does not fit, as `kind:place`; empty where all fits.")


class GivenHead(Given):
    """A digest that was noted earlier."""

    head: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class RuleCount(views.View):
    """A rule of retention."""

    name: str
    days: int
    soon: int | None = Field(description="How many cases it deletes within thirty days.")


class Due(views.View):
    """A case that is deleted next."""

    number: int
    rule: str
    at: datetime


class Held(views.View):
    """A case that is kept for a legal reason."""

    number: int
    reason: str


class Upcoming(views.View):
    """What the rules will delete, as things stand."""

    rules: tuple[RuleCount, ...]
    next: tuple[Due, ...]
    held: tuple[Held, ...]


class Swept(views.View):
    """What a round of deleting did."""

    cases: int
    held: int = Field(description="Cases that are due and kept for a legal reason.")


_SET: dict[str, Any] = {
    "lang": Language,
    "anonymous": Annotated[str, Choice(("yes", "no"))],
    "timezone": Annotated[str, StringConstraints(max_length=64)],
}
_DAYS = Annotated[int, Field(ge=0, le=LONGEST), BeforeValidator(whole)]
_TEXT = Annotated[str, StringConstraints(max_length=2_000)]
_NAMED: dict[str, Any] = {
    name.replace("-", "_"): (_SET.get(name, _DAYS if name.startswith("keep-") else _TEXT) | None, None)
    for name in NAMES
}
if TYPE_CHECKING:
    GivenSettings = Given
else:  # one field for each setting that there is
    GivenSettings = create_model("GivenSettings", __base__=Given, __doc__="Settings to be set.", **_NAMED)


class GivenPerson(Given):
    """Whose data it is about: one of the three."""

    account: Id | None = None
    receipt: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    mentioned: Annotated[str, StringConstraints(min_length=1, max_length=400)] | None = None


@routes.get("/statistics/{year}", operation_id="read_statistics", response_model=Figures, **asks("statistics.read"))
def read_statistics(caller: Asking, year: Year, lang: Speak = "en") -> Statistics:
    """The figures of a year that is over, in which nobody can be made out."""
    return _figures(caller, year, lang)


_CSV: dict[str, Any] = {"description": "The table.", "content": {"text/csv": {"schema": {"type": "string"}}}}


@routes.get(
    "/statistics/{year}/table", operation_id="read_statistics_table", response_class=Response,
    **asks("statistics.read", responses={200: _CSV}),
)  # fmt: skip
def read_statistics_table(caller: Asking, year: Year, lang: Speak = "en") -> Response:
    """The same for a spreadsheet, as CSV."""
    kept = statistics_csv(_figures(caller, year, lang))
    return Response(
        kept.encode("utf-8", "replace"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="statistics-{year}.csv"'},
    )


@routes.get("/audit", operation_id="read_log", response_model=tuple[LogLine, ...], **asks("audit.read"))
def read_log(caller: Asking, before: Before = 0, case: MaybeId = "", limit: Page = log.PAGE) -> list[dict[str, Any]]:
    """Entries of the audit log, the latest first; `before`: only those with a smaller place."""
    return [
        {
            **{name: getattr(line.entry, name) for name in ("seq", "at", "action", "case", "hash")},
            "number": line.number, "who": line.who, "plain": dict(line.plain), "gone": line.gone,
        }
        for line in log.lines(caller.desk, caller.actor, before=before, case=case, limit=limit)
    ]  # fmt: skip


@routes.post("/audit/verify", operation_id="verify_log", response_model=Verified, **asks("audit.verify"))
def verify_log(caller: Asking, given: GivenHead) -> object:
    """Check the whole audit log; that it was checked is entered in it."""
    return log.verified(caller.desk, caller.actor, head=given.head or "")


@routes.get("/retention", operation_id="read_retention", response_model=Upcoming, **asks("setting.read"))
def read_retention(caller: Asking) -> dict[str, Any]:
    """For how long what is kept, what is deleted soon, and what is held back."""
    found = retention.upcoming(caller.desk, caller.actor)
    rules = caller.settings.rules
    return {
        "rules": [{"name": each.name, "days": each.days, "soon": found.counts.get(each.name)} for each in rules],
        "next": [{"number": number, "rule": rule, "at": at} for number, rule, at in found.next],
        "held": [{"number": number, "reason": reason} for number, reason in found.held],
    }


@routes.post("/retention/sweep", operation_id="sweep", response_model=Swept, **asks("case.purge"))
def sweep(caller: Asking) -> retention.Swept:
    """Delete every case whose time is over, by rule. What is held is kept."""
    require(caller.actor, "case.purge")
    return retention.sweep(caller.desk)


@routes.get("/settings", operation_id="read_settings", response_model=dict[str, str], **asks("setting.read"))
def read_settings(caller: Asking) -> dict[str, str]:
    """What the desk is set to."""
    return dict(caller.settings.values)


@routes.patch("/settings", operation_id="change_settings", status_code=204, **asks("setting.change"))
def set_settings(caller: Asking, given: GivenSettings) -> None:
    """Set those settings that are named; all of them or none."""
    named = given.model_dump(exclude_none=True)
    change_settings(caller.desk, caller.actor, {name.replace("_", "-"): str(value) for name, value in named.items()})


@routes.post("/access", operation_id="export_access", response_model=dict[str, Any], **asks("access.export"))
def export_access(caller: Asking, given: GivenPerson) -> Any:
    """Everything that is kept about one person, for that person."""
    return json.loads(
        access.export(
            caller.desk, caller.actor, account=given.account or "", receipt=given.receipt or "",
            mentioned=given.mentioned or "",
        )
    )  # fmt: skip


@routes.get("/privacy", operation_id="read_privacy_file", response_model=dict[str, str], **asks("privacy.read"))
def read_privacy_file(caller: Asking, lang: Speak = "en") -> dict[str, str]:
    """The privacy file as it follows from tables, roles and rules in force: each document by its name."""
    require(caller.actor, "privacy.read")
    return privacy_file(schema(), caller.settings, lang)


def _figures(caller: Caller, year: int, lang: str) -> Statistics:
    zone = ZoneInfo(caller.settings["timezone"])
    first, until = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    facts = case_facts(caller.desk, caller.actor, first, until)
    return statistics(facts, year=year, now=caller.desk.now(), lang=lang, zone=zone)
