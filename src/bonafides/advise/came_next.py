"""What followed in the documented cases that reached the same stage: counted from the cases, never a prediction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bonafides.advise.tables import broken, table
from bonafides.model import CameNext, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bonafides.advise.words import Words

ROWS = 3
FEWEST = 3
"""Rows and times that rest on fewer cases are left out."""
USUALLY = 2 / 3
"""The share of the timed cases that a time must hold for."""
TIMES = ("days", "weeks", "months", "year", "two_years", "three_years", "longer")
"""By when after the first contact a stage had come at the latest, shortest first."""
SPANS = ("year", "two_years", "three_years")
"""The bound that a case of one, two or three calendar years gives for every stage in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedCase:
    """One documented case: a role, never a name, and the stages in the order in which they came."""

    id: str
    role: str
    years: str
    legal: str
    legal_date: str
    stages: tuple[Stage, ...]
    by: Mapping[Stage, str]
    """By when a stage had come, as one of TIMES, where the account says more than its years do."""
    dated: bool
    """Whether `years` is when it happened, from first contact to end, and not only when it was told."""

    def latest(self, stage: Stage) -> str:
        """By when `stage` had come, as one of TIMES: as told, else the case's whole length; empty where unknown."""
        if stage in self.by or not self.dated:
            return self.by.get(stage, "")
        first, _, last = self.years.partition("-")
        length = int(last or first) - int(first)
        return SPANS[length] if length < len(SPANS) else TIMES[-1]

    def after(self, stage: Stage) -> tuple[Stage, ...]:
        """The stages that came after the first time of `stage`; none where the case never reached it."""
        return self.stages[self.stages.index(stage) + 1 :] if stage in self.stages else ()


@cache
def documented_cases() -> tuple[DocumentedCase, ...]:
    """The cases that come with the program, in the order of their ids; AdviseError where the file is damaged."""
    try:
        return tuple(_case(entry) for entry in (table("cases.toml") or {})["case"])
    except (KeyError, TypeError, ValueError) as error:
        raise broken("cases.toml", f"a field is missing or wrong: {error}") from error


def came_next(stage: Stage | None, seen: Iterable[Stage], words: Words) -> tuple[CameNext, ...]:
    """At most three stages that most often followed `stage`, highest share first, without those already `seen`."""
    if stage is None:
        return ()
    reached = tuple(case for case in documented_cases() if stage in case.stages)
    passed = {stage, *seen}
    counts = Counter(later for case in reached for later in dict.fromkeys(case.after(stage)) if later not in passed)
    order = tuple(Stage)
    best = sorted(counts, key=lambda later: (-counts[later], order.index(later)))[:ROWS]
    return tuple(_row(stage, later, reached, words) for later in best if counts[later] >= FEWEST)


def came_next_lines(rows: Iterable[CameNext], words: Words) -> tuple[str, ...]:
    """The rows as sentences, with the reminder that they are about those cases only; empty for no rows."""
    said = tuple(
        words.say(
            "came_next.row" if not row.within else "came_next.row_within",
            count=row.count,
            of=row.of,
            then=words.say(f"came_next.then.{row.stage}"),
            within=row.within,
        )
        for row in rows
    )
    return (*said, *words.lines("came_next.limits")) if said else ()


def _row(stage: Stage, later: Stage, reached: tuple[DocumentedCase, ...], words: Words) -> CameNext:
    followed = tuple(case for case in reached if later in case.after(stage))
    times = [TIMES.index(latest) for case in followed if (latest := case.latest(later))]
    return CameNext(
        stage=later,
        count=len(followed),
        of=len(reached),
        within=_within(times, words),
        cases=tuple(case.id for case in followed),
    )


def _within(times: list[int], words: Words) -> str:
    if len(times) < FEWEST:
        return ""
    usual = next(at for at in range(len(TIMES)) if sum(time <= at for time in times) >= USUALLY * len(times))
    return words.say(f"came_next.within.{TIMES[usual]}") if TIMES[usual] != TIMES[-1] else ""


def _case(entry: Mapping[str, object]) -> DocumentedCase:
    stages = tuple(Stage(stage) for stage in _strings(entry["stages"]))
    by = {Stage(stage): str(time) for stage, time in dict(entry.get("by", {})).items()}  # type: ignore[call-overload]
    if not set(by.values()) <= set(TIMES):
        raise ValueError("by")
    return DocumentedCase(
        id=str(entry["id"]),
        role=str(entry["role"]),
        years=str(entry["years"]),
        legal=str(entry["legal"]),
        legal_date=str(entry.get("legal_date", "")),
        stages=stages,
        by=by,
        dated=bool(entry.get("dated", True)),
    )


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("stages")
    return tuple(str(item) for item in value)
