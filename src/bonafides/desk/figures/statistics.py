"""Figures for the annual report: counts of a finished year in which nobody can be made out.

Only a year that is over is counted, as it stood when it ended: runs on different days give the same figures, so that
subtracting one from the other gives nothing. What can still move them is a case of that year that is deleted, merged or
judged anew afterwards: keep the figures that were given out, and give out those. Years do not overlap; whoever changes
the month in which the year begins makes two that do, and these can be subtracted.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from bonafides.desk import retention
from bonafides.desk.figures.disclosure import LEAST, gathered, withheld
from bonafides.errors import ConflictError, DeskError
from bonafides.model import Kind, Level, Stage
from bonafides.render.clean import name, visible
from bonafides.render.phrases import phrases
from bonafides.render.templating import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markupsafe import Markup

    from bonafides.render.phrases import Phrases

ROOM = "bonafides.desk"
OPEN, NONE, OTHERS = "open", "none", "others"
VERDICTS = (*retention.VERDICTS, OPEN, NONE)
KINDS = tuple(kind.value for kind in Kind)
"""The last takes what is none of them, as in every table."""
LEVELS = (*(level.value for level in Level), NONE)
STAGES = (*(stage.value for stage in Stage if stage is not Stage.DEVICE_LURE), NONE)
"""A device lure has no stage of its own here: its count would be that of the kind of the same name."""
WITHIN = (("day", timedelta(days=1)), ("week", timedelta(days=7)), ("month", timedelta(days=30)))
LATER = "later"
"""Later or not at all. One figure, since those still open stand among the verdicts, and must not be told apart here."""
DISMISSED = ("ordinary", "not-about-behaviour")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet may take for a formula."""
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """What is counted of one case. Times are aware."""

    opened_at: datetime
    closed_at: datetime | None = None
    answered_at: datetime | None = None
    kind: str = ""
    level: str = ""
    verdict: str = ""
    channel: str = ""
    stage: str = ""
    role: str = ""
    """What the person approached does, in general words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One count of a table."""

    key: str
    label: str
    count: int | None
    """None where it is withheld."""
    share: float | None
    """Of all cases of the year, from 0 to 1; None where it is withheld."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Counts of all cases of the year by one property."""

    key: str
    title: str
    rows: tuple[Row, ...]

    def count(self, *keys: str) -> int | None:
        """The cases in these rows together; None where one of them is withheld or not in the table."""
        found = {row.key: row.count for row in self.rows}
        counts = [count for key in keys if (count := found.get(key)) is not None]
        return sum(counts) if len(counts) == len(keys) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The figures of one year. Whatever is shown of them follows from these rows alone."""

    lang: str
    first: datetime
    until: datetime
    """The moment after the last; figures are as they stood then."""
    k: int
    total: int | None
    """None where there were fewer than k cases, and then there are no tables."""
    tables: tuple[Table, ...]

    def table(self, key: str) -> Table | None:
        """The table of that key."""
        return next((each for each in self.tables if each.key == key), None)

    @property
    def dismissed(self) -> int | None:
        """Cases that the desk found ordinary or not about behaviour; None where that is withheld."""
        verdicts = self.table("verdict")
        return verdicts.count(*DISMISSED) if verdicts else None

    def half(self, key: str) -> str:
        """How soon half of the cases were answered or closed: a row's label; empty where late or withheld."""
        seen, table = 0, self.table(key)
        for row in table.rows if table else ():
            if row.count is None or row.key == LATER:
                return ""
            seen += row.count
            if 2 * seen >= (self.total or 0):
                return row.label
        return ""


def statistics(
    facts: Iterable[CaseFact],
    *,
    year: int,
    now: datetime,
    lang: str = "en",
    k: int = LEAST,
    zone: tzinfo = UTC,
    begins: int = 1,
) -> Statistics:
    """The figures of the year that begins in month `begins` of `year`; dismissed cases count like all others.

    No count from 1 to k - 1 is shown or can be worked out. Raises DeskError for a year that is not over, and for k
    below 3, which would hide nothing.
    """
    first, until = datetime(year, begins, 1, tzinfo=zone), datetime(year + 1, begins, 1, tzinfo=zone)
    _possible(until, now, k)
    counted = [_as_of(fact, until) for fact in facts if first <= fact.opened_at < until]
    enough = len(counted) >= k
    return Statistics(
        lang=lang,
        first=first,
        until=until,
        k=k,
        total=len(counted) if enough else None,
        tables=_tables(counted, phrases(lang, ROOM), first, k) if enough else (),
    )


def statistics_html(figures: Statistics) -> Markup:
    """The figures as part of a page: a sentence on each matter of note, then a table for each property."""
    from markupsafe import Markup

    words = phrases(figures.lang, ROOM)
    return Markup(template("statistics.html", ROOM).render(figures=figures, words=words, percent=_percent))  # noqa: S704


def statistics_csv(figures: Statistics) -> str:
    """The figures for a spreadsheet; no cell can be taken for a formula, and what is withheld is left empty."""
    written = io.StringIO(newline="")
    out = csv.writer(written)
    out.writerow(("table", "key", "label", "cases", "share", "withheld"))
    out.writerow(("total", "", "", *_cells(figures.total, 1.0)))
    for table in figures.tables:
        for row in table.rows:
            out.writerow((table.key, guarded(row.key), guarded(row.label), *_cells(row.count, row.share)))
    return written.getvalue()


def verdict_name(key: str, words: Phrases) -> str:
    """What a decision is called, and what a case without one."""
    return words(f"statistics.verdict.{key}" if key in (OPEN, NONE) else f"verdict.{key}.name")


def guarded(cell: str) -> str:
    """A text as one cell of a CSV file that no spreadsheet takes for a formula."""
    shown = visible(cell)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def _possible(until: datetime, now: datetime, k: int) -> None:
    if k < 3:
        raise DeskError("with so small a least count people could be made out", next_step=f"Use {LEAST} or more.")
    if now < until:
        raise ConflictError(
            "figures are given for years that are over only",
            next_step=f"Ask for an earlier year, or from {until:%Y-%m-%d} on: figures of a year that goes on could be "
            "subtracted from each other, and would show single cases.",
        )


def _as_of(fact: CaseFact, until: datetime) -> CaseFact:
    """The case as it stood then: what came later had not happened."""
    closed = fact.closed_at if fact.closed_at and fact.closed_at < until else None
    answered = fact.answered_at if fact.answered_at and fact.answered_at < until else None
    verdict = (fact.verdict or NONE) if closed else OPEN
    return replace(fact, closed_at=closed, answered_at=answered, verdict=verdict)


def _tables(facts: Sequence[CaseFact], words: Phrases, first: datetime, k: int) -> tuple[Table, ...]:
    said = phrases(words.lang)
    months = [_month(first, at) for at in range(12)]

    def within(fact: CaseFact, then: datetime | None) -> str:
        return _within(fact.opened_at, then)

    listed: tuple[tuple[str, Sequence[str], Callable[[CaseFact], str], Callable[[str], str]], ...] = (
        (
            "month",
            months,
            lambda f: f"{f.opened_at.astimezone(first.tzinfo):%Y-%m}",
            lambda key: _month_name(key, said),
        ),
        ("kind", KINDS, lambda f: f.kind, lambda key: words(f"statistics.kind.{key}")),
        ("level", LEVELS, lambda f: f.level, lambda key: _name("level", key, said, words)),
        ("verdict", VERDICTS, lambda f: f.verdict, lambda key: verdict_name(key, words)),
        ("stage", STAGES, lambda f: f.stage, lambda key: _name("stage", key, said, words)),
        ("answered", _TIMES, lambda f: within(f, f.answered_at), lambda key: words(f"statistics.answered.{key}")),
        ("closed", _TIMES, lambda f: within(f, f.closed_at), lambda key: words(f"statistics.closed.{key}")),
    )
    fixed = [_fixed(key, keys, Counter(map(of, facts)), label, words, k) for key, keys, of, label in listed]
    channels = Counter(_folded(fact.channel) for fact in facts)
    roles = Counter(_folded(fact.role) for fact in facts)
    return (
        *fixed,
        _free("channel", channels, lambda key: said.get(f"channel.{key}", key), words, k),
        _free("role", roles, lambda key: key, words, k),
    )


_TIMES = (*(key for key, _ in WITHIN), LATER)


def _fixed(
    key: str, keys: Sequence[str], counts: Counter[str], label: Callable[[str], str], words: Phrases, k: int
) -> Table:
    """A table whose rows are known beforehand; a value that is none of them counts as the last."""
    total = counts.total()
    numbers = [counts[each] for each in keys]
    numbers[-1] += total - sum(numbers)
    hidden = withheld(numbers, k)
    rows = tuple(_row(each, label(each), None if at in hidden else numbers[at], total) for at, each in enumerate(keys))
    return Table(key=key, title=words(f"statistics.table.{key}"), rows=rows)


def _free(key: str, counts: Counter[str], label: Callable[[str], str], words: Phrases, k: int) -> Table:
    """A table whose rows are whatever there is: what is rare is not even named, but counted together."""
    total = counts.total()
    keys = sorted(counts)
    hidden = gathered([counts[each] for each in keys], k)
    shown = [each for at, each in enumerate(keys) if at not in hidden]
    rows = [_row(each or NONE, label(each) or words("statistics.not_stated"), counts[each], total) for each in shown]
    if hidden:
        rows.append(_row(OTHERS, words("statistics.others"), sum(counts[keys[at]] for at in hidden), total))
    return Table(key=key, title=words(f"statistics.table.{key}"), rows=tuple(rows))


def _row(key: str, label: str, count: int | None, total: int) -> Row:
    return Row(key=key, label=label, count=count, share=None if count is None else count / total)


def _within(since: datetime, then: datetime | None) -> str:
    if then is None:
        return LATER
    return next((key for key, longest in WITHIN if then - since <= longest), LATER)


def _folded(text: str) -> str:
    return name(text, _LONGEST).casefold()


def _month(first: datetime, after: int) -> str:
    years, month = divmod(first.month - 1 + after, 12)
    return f"{first.year + years}-{month + 1:02}"


def _month_name(key: str, said: Phrases) -> str:
    year, _, month = key.partition("-")
    return f"{said.items('date.months')[int(month) - 1]} {year}"


def _name(of: str, key: str, said: Phrases, words: Phrases) -> str:
    """What reports call a level or a stage; where there is none, what these tables call that."""
    return words(f"statistics.no_{of}") if key == NONE else said(f"{of}.{key}.name")


def _percent(share: float) -> int:
    return round(share * 100)


def _cells(count: int | None, share: float | None) -> tuple[str, str, str]:
    return ("", "", "yes") if count is None or share is None else (str(count), f"{share:.4f}", "")
