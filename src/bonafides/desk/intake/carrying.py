"""The mail in which a reporter handed something on: it is kept whole as evidence, and it says who they are."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.desk.intake.received import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.desk.intake.received import File
    from bonafides.store.records import Report

CARRIED_BY = "carried-by"
"""The fact of a report that names its mail, by the SHA-256 of the bytes."""


def carried_by(mail: File) -> Fact:
    """The fact that a report came within this mail."""
    return Fact(name=CARRIED_BY, value=mail.sha256)


def carriers(reports: Iterable[Report]) -> frozenset[tuple[str, str]]:
    """The mails in which reports were handed on, as (id of the report, SHA-256 of the file)."""
    told = ((report.id, name, value) for report in reports for name, value, _ in _facts(report))
    return frozenset((report, value) for report, name, value in told if name == CARRIED_BY)


def nameless(report: Report) -> Report:
    """The report without its reporter and without what the servers wrote about the reporter's own mail."""
    told = _facts(report)
    if all(name != CARRIED_BY for name, _, _ in told):
        return replace(report, reporter="")
    kept = tuple(each for each, (_, _, of) in zip(report.facts, told, strict=True) if of)
    return replace(report, reporter="", facts=kept)


def _facts(report: Report) -> list[tuple[str, str, str]]:
    return [tuple(json.loads(each)) for each in report.facts]
