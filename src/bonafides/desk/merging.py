"""One approach reported twice: put two cases together, take reports apart again, and undo either."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.desk.cases import NEW, touched
from bonafides.desk.desk import known_case
from bonafides.desk.permissions import require
from bonafides.errors import ConflictError, MissingError
from bonafides.model import Level
from bonafides.store import absent, equals, one_of
from bonafides.store.records import Answer, Attachment, Case, Mark, Merge, Report, new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.desk.desk import Desk, Work
    from bonafides.desk.permissions import Actor


def merge(desk: Desk, actor: Actor, into: str, merged: str) -> Merge:
    """Make the case `merged` a part of `into`: its reports go over, with their files and answers; it stays as a sign.

    Notes, tasks and judgements stay with the case in which they were made, and are shown with it.
    """
    if into == merged:
        raise ConflictError("a case cannot be merged with itself", where="case")
    with desk.acting(actor, "case.merge", case=into) as work:
        target, source = (known_case(work.writing, each) for each in (into, merged))
        require(actor, "case.merge", case=source)  # or whoever has one case could take over any other
        if source.merged_into or target.merged_into:
            raise ConflictError("one of these cases is part of another one already", where="case")
        if source.verdict and target.verdict and source.verdict != target.verdict:
            differ = "these cases were decided differently, and are kept for different times"
            raise ConflictError(differ, where="case", next_step="Open one of them again first.")
        if source.hold:
            raise ConflictError(
                "the other case is kept for a legal reason", where="case", next_step="Keep it by itself."
            )
        moved = [report.id for report in work.writing.find(Report, equals("case", source.id))]
        done = Merge(id=new_id(), into=target.id, merged=source.id, who=actor.account, at=work.now, moved=tuple(moved))
        work.add(done)
        _move(work, moved, target.id)
        for part in work.writing.find(Case, equals("merged_into", source.id)):
            work.change(replace(part, merged_into=target.id))  # so that every part is found from the whole
        touched(work, replace(source, merged_into=target.id, reports=0))
        _counted(work, target)
        return done


def split(desk: Desk, actor: Actor, case_id: str, reports: Sequence[str]) -> Case:
    """Make a case of its own of some of a case's reports; what is kept for a legal reason stays so in both."""
    with desk.acting(actor, "case.merge", case=case_id) as work:
        work.action = "case.split"
        source = known_case(work.writing, case_id)
        there = work.writing.find(Report, equals("case", source.id))
        moved = [report.id for report in there if report.id in set(reports)]
        if not moved or len(moved) == len(there):
            raise ConflictError("choose some of the reports, not none and not all", where="reports")
        case = replace(
            source, id=new_id(), number=(work.writing.top(Case, "number") or 0) + 1, status=NEW, verdict="",
            closed_at=None, reports=len(moved), opened_at=work.now,
        )  # fmt: skip
        work.add(case)
        _move(work, moved, case.id)
        _counted(work, source)
        return _counted(work, case)


def undo(desk: Desk, actor: Actor, merge_id: str) -> Case:
    """Take a merge back: the reports that went over return, and the parts that the other case had brought along."""
    with desk.store.reading() as reading:
        known = reading.get(Merge, merge_id)
    if known is None or known.undone_at:
        raise MissingError("there is no such merge, or it was undone already", where="merge")
    with desk.acting(actor, "case.merge", case=known.into) as work:
        work.action = "case.unmerge"
        target, source = (known_case(work.writing, each) for each in (known.into, known.merged))
        if target.merged_into:
            whole = "the case that took it is part of another one by now"
            raise ConflictError(whole, where="merge", next_step="Undo that merge first.")
        there = work.writing.find(Report, equals("case", target.id))
        _move(work, [report.id for report in there if report.id in set(known.moved)], source.id)
        for inner in work.writing.find(Merge, equals("into", source.id), absent("undone_at")):
            work.change(replace(known_case(work.writing, inner.merged), merged_into=source.id))
        work.change(replace(known, undone_at=work.now))
        _counted(work, target)
        return _counted(work, replace(source, merged_into="", hold=source.hold or target.hold))


def _counted(work: Work, case: Case) -> Case:
    """Write a case with the number of its reports, and the strongest that the program said of one."""
    rows = work.writing.find(Report, equals("case", case.id), order="received_at,-digest,id")
    told = [json.loads(row.assessment) for row in rows if row.assessment]
    strongest = max(told, key=lambda each: (Level(each["level"]).rank, each["risk"]), default=None)
    if strongest:
        case = replace(
            case, level=strongest["level"], kind=strongest["kind"], stage=strongest["stage"] or "",
            risk=strongest["risk"],
        )  # fmt: skip
    return touched(work, replace(case, reports=max(1, sum(bool(row.digest) for row in rows))))


def _move(work: Work, reports: Sequence[str], case: str) -> None:
    for report in work.writing.find(Report, one_of("id", reports)):
        work.change(replace(report, case=case))
    for file in work.writing.find(Attachment, one_of("report", reports)):
        work.change(replace(file, case=case))
    for answer in work.writing.find(Answer, one_of("report", reports)):
        work.change(replace(answer, case=case))
    for mark in work.writing.find(Mark, one_of("report", reports)):
        work.writing.change(replace(mark, case=case))
