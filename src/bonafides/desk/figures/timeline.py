"""What happened in a case or a campaign over time: marks along a line, a table that says the same, and the roles.

Who was approached stands there as roles in general words, in the order of the alphabet: never a name, and no ranking.
Places along the line are percentages, so that the drawing fills any width; places down the page are pixels.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from bonafides.desk.figures.network import persona
from bonafides.render.clean import name
from bonafides.render.clock import Clock
from bonafides.render.phrases import phrases
from bonafides.render.templating import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime, tzinfo

    from markupsafe import Markup

    from bonafides.render.phrases import Phrases
    from bonafides.store.records import Answer, Case, Judgement, Note, Report, Task

ROOM = "bonafides.desk"
LEFT, RIGHT = 27.0, 98.0
"""Where the line begins and ends, in percent; what a row is called stands before it."""
TOP, ROW, AXIS = 14, 30, 26
"""Pixels above the first row, from row to row, and below the last."""
ROWS = 40
"""Rows of a drawing; the cases beyond share the last."""
STEPS = 71
"""Places along the line: what would stand on one place is one mark with a number."""
LISTED = 300
"""Rows of the table."""
KINDS = ("opened", "report", "note", "task", "judgement", "answer", "closed")
"""What can happen, in the order of the rows of a single case."""
_LABEL = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened in a case."""

    at: datetime
    what: str
    """One of KINDS."""
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A mark on a row."""

    report: bool
    x: str
    """Percent of the drawing."""
    y: str
    inside: str
    """How many it stands for, where that is more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A row: what it is called, and where its letters stand."""

    label: str
    y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """The drawing."""

    height: int
    lanes: tuple[Lane, ...]
    dots: tuple[Dot, ...]
    left: str
    right: str
    dates: tuple[str, str]
    """What stands at the beginning and the end of the line."""


def happenings(
    cases: Iterable[Case],
    *,
    reports: Iterable[Report] = (),
    notes: Iterable[Note] = (),
    tasks: Iterable[Task] = (),
    judgements: Iterable[Judgement] = (),
    answers: Iterable[Answer] = (),
) -> tuple[Happening, ...]:
    """What happened in these cases, oldest first; what belongs to another case, or was undone, is left out."""
    known = {case.id: case for case in cases}
    found = [(case.opened_at, "opened", case.id) for case in known.values()]
    found += [(case.closed_at, "closed", case.id) for case in known.values() if case.closed_at]
    found += [(report.received_at, "report", report.case) for report in reports]
    found += [(note.at, "note", note.case) for note in notes]
    found += [(task.at, "task", task.case) for task in tasks]
    found += [(each.at, "judgement", each.case) for each in judgements if each.undone_at is None]
    found += [(answer.at, "answer", answer.case) for answer in answers]
    found.sort(key=lambda each: (each[0], KINDS.index(each[1]), each[2]))
    return tuple(Happening(at=at, what=what, case=known[case]) for at, what, case in found if case in known)


def approached(reports: Iterable[Report]) -> tuple[tuple[str, int], ...]:
    """In which roles people were approached, in the order of the alphabet, and how many reports there are of each.

    Roles are told apart by their letters, not by case; reports that name none come under an empty role.
    """
    roles = [name(report.role) for report in reports]
    first = {role.casefold(): role for role in reversed(roles)}
    counts = Counter(role.casefold() for role in roles)
    return tuple((first[role], counts[role]) for role in sorted(counts))


def timeline_html(
    happened: Sequence[Happening],
    *,
    lang: str,
    zone: tzinfo = UTC,
    roles: Sequence[tuple[str, int]] = (),
    href: Callable[[Case], str] | None = None,
    anchor: str = "timeline",
) -> Markup:
    """The drawing, its table and the roles as part of a page, without inline style or script.

    Of one case it has a row for each kind of event, of several a row for each case. `href` gives the address of a case,
    `anchor` begins the ids, where a page has several drawings. The look is that of the classes in `figures.css`.
    """
    from markupsafe import Markup

    words = phrases(lang, ROOM)
    clock = Clock(zone=zone, name="", words=phrases(lang))
    page = template("timeline.html", ROOM).render(
        drawing=events(happened, clock, words),
        happened=happened[:LISTED],
        left=len(happened) - LISTED,
        several=len({each.case.id for each in happened}) > 1,
        roles=roles,
        words=words,
        clock=clock,
        persona=lambda case: persona(case, words),
        href=href,
        anchor=anchor,
    )
    return Markup(page)  # noqa: S704 - made by a template that escapes


def events(happened: Sequence[Happening], clock: Clock, words: Phrases) -> Events | None:
    """The drawing; None where nothing happened."""
    if not happened:
        return None
    labels, row_of = _rows(happened, words)
    first, last = min(each.at for each in happened), max(each.at for each in happened)
    marks = Counter((_row(each, row_of), _step(each.at, first, last), each.what == "report") for each in happened)
    return Events(
        height=TOP + ROW * len(labels) + AXIS,
        lanes=tuple(Lane(label=label, y=_down(row)) for row, label in enumerate(labels)),
        dots=tuple(_dot(*mark, count) for mark, count in sorted(marks.items())),
        left=_percent(LEFT),
        right=_percent(RIGHT),
        dates=_dates(first, last, clock),
    )


def _rows(happened: Sequence[Happening], words: Phrases) -> tuple[list[str], dict[str, int]]:
    """What the rows are called, and which row an event (by its kind, or the id of its case) is on."""
    cases = {each.case.id: each.case for each in happened}
    if len(cases) == 1:
        seen = {each.what for each in happened}
        kinds = [kind for kind in KINDS if kind in seen]
        return [words(f"graph.event.{kind}") for kind in kinds], {kind: row for row, kind in enumerate(kinds)}
    kept = list(cases.values()) if len(cases) <= ROWS else list(cases.values())[: ROWS - 1]
    labels = [f"{words('graph.number', number=case.number)} {persona(case, words, _LABEL)}" for case in kept]
    if len(kept) < len(cases):
        labels.append(words.count("graph.more_cases", len(cases) - len(kept)))
    return labels, {id_: min(row, ROWS - 1) for row, id_ in enumerate(cases)}


def _row(each: Happening, row_of: dict[str, int]) -> int:
    return row_of[each.what] if each.what in row_of else row_of[each.case.id]


def _step(at: datetime, first: datetime, last: datetime) -> int:
    """Which place along the line a moment has."""
    whole = (last - first) / timedelta(seconds=1)
    return round((at - first) / timedelta(seconds=1) / whole * STEPS) if whole > 0 else 0


def _dot(row: int, step: int, report: bool, count: int) -> Dot:
    x = LEFT + 1.5 + (RIGHT - LEFT - 3) * step / STEPS
    return Dot(report=report, x=_percent(x), y=_down(row), inside=str(count) if count > 1 else "")


def _dates(first: datetime, last: datetime, clock: Clock) -> tuple[str, str]:
    """Days; moments where all of it happened within two days."""
    said = clock.moment if last - first < timedelta(days=2) else clock.day
    return said(first), said(last) if last > first else ""


def _down(row: int) -> str:
    return f"{TOP + ROW * (row + 0.5):.1f}"


def _percent(value: float) -> str:
    return f"{value:.2f}%"
