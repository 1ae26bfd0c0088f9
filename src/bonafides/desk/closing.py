"""The ordinary end of a case in one step: the reporter is answered, and a person decides, or neither happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.desk.cases import NOT_ABOUT_BEHAVIOUR, judged
from bonafides.desk.desk import known_case
from bonafides.desk.permissions import require
from bonafides.desk.replies import answered
from bonafides.errors import DeskError

if TYPE_CHECKING:
    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store.records import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer as somebody has written it."""

    kind: str
    lang: str
    text: str
    report: str = ""
    """The report that it answers; the first of the case where it is empty."""


def close(desk: Desk, actor: Actor, case_id: str, *, verdict: str, reason: str, answer: Draft | None) -> Case | None:
    """Put an answer there for the reporter, and close the case with a verdict and a reason; without answer only that.

    Raises Refused where the role allows one of the two only, DeskError where one of them cannot be. The verdict
    `not-about-behaviour` purges the case at once, answer and all: with it there can be none; it gives None.
    """
    if answer and verdict == NOT_ABOUT_BEHAVIOUR:
        raise DeskError(
            "with this verdict all of the case is deleted, an answer too",
            where="answer",
            next_step="Leave the answer out; tell the reporter yourself where you can.",
        )
    plain = {"verdict": verdict, **({"answer": answer.kind} if answer else {})}
    with desk.acting(actor, "case.judge", case=case_id, plain=plain) as work:
        if answer:
            require(actor, "case.answer", case=known_case(work.writing, case_id))
            answered(
                work, case_id, kind=answer.kind, lang=answer.lang, text=answer.text, report=answer.report
            )  # fmt: skip
        closed = judged(work, case_id, verdict, reason)
    if closed is None:
        desk.scrub()
    return closed
