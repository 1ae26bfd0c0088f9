"""The figures of a year: right, the same the day after, and with nobody to be made out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.desk.figures.statistics import (
    KINDS,
    LEVELS,
    OTHERS,
    STAGES,
    VERDICTS,
    CaseFact,
    Statistics,
    statistics,
    statistics_csv,
    statistics_html,
)
from bonafides.errors import DeskError
from tests.page.hostile import BODIES

YEAR = datetime(2025, 1, 1, tzinfo=UTC)
AFTER = datetime(2026, 1, 1, tzinfo=UTC)
ROLES = ("engineer", "Engineer ", "researcher", "official", "the only harbour pilot", "")

moments = st.datetimes(datetime(2024, 11, 1), datetime(2026, 3, 1), timezones=st.just(UTC))
facts = st.builds(
    CaseFact,
    opened_at=moments,
    closed_at=st.none() | moments,
    answered_at=st.none() | moments,
    kind=st.sampled_from((*KINDS, "")),
    level=st.sampled_from(LEVELS),
    verdict=st.sampled_from((*VERDICTS[:6], "")),
    channel=st.sampled_from(("linkedin", "email", "a rare forum", "")),
    stage=st.sampled_from((*STAGES, "X1", "")),
    role=st.sampled_from(ROLES),
)
many = st.lists(facts, max_size=120)


def made(given_facts: list[CaseFact], lang: str = "en", now: datetime = AFTER) -> Statistics:
    return statistics(given_facts, year=2025, now=now, lang=lang)


def cases(count: int, **properties: str) -> list[CaseFact]:
    opened = YEAR + timedelta(days=40)
    fact = CaseFact(opened_at=opened, answered_at=opened + timedelta(hours=3), closed_at=opened + timedelta(days=5))
    return [replace(fact, **properties) for _ in range(count)]  # type: ignore[arg-type]


def shown(figures: Statistics, table: str) -> dict[str, int | None]:
    found = figures.table(table)
    assert found is not None
    return {row.key: row.count for row in found.rows}


def test_every_case_of_the_year_counts_dismissed_ones_too() -> None:
    facts = [
        *cases(30, kind="approach", level="warn", verdict="approach", channel="LinkedIn", role="engineer", stage="S4"),
        *cases(12, kind="ordinary", level="quiet", verdict="ordinary", channel="email", role="Engineer"),
        *cases(8, kind="unclear", level="watch", verdict="not-about-behaviour", channel="email", role="official"),
    ]
    figures = made([*facts, replace(facts[0], opened_at=AFTER), replace(facts[0], opened_at=YEAR - timedelta(days=1))])
    assert figures.total == 50
    assert figures.dismissed == 20
    assert shown(figures, "month")["2025-02"] == 50
    assert shown(figures, "kind") == {"approach": 30, "scam": 0, "device-lure": 0, "ordinary": 12, "unclear": 8}
    assert shown(figures, "stage") == {**dict.fromkeys(STAGES, 0), "S4": 30, "none": 20}
    assert shown(figures, "channel") == {"email": 20, "linkedin": 30}
    assert shown(figures, "role") == {"engineer": 42, "official": 8}
    assert (figures.half("answered"), figures.half("closed")) == ("within a day", "within a week")


def test_small_counts_are_withheld_and_rare_roles_are_not_even_named() -> None:
    facts = [
        *cases(40, kind="approach", verdict="approach", role="engineer"),
        *cases(9, kind="scam", verdict="ordinary", role="official"),
        *cases(2, kind="ordinary", verdict="not-about-behaviour", role="the only harbour pilot"),
    ]
    figures = made(facts)
    assert shown(figures, "kind") == {"approach": 40, "scam": None, "device-lure": 0, "ordinary": None, "unclear": 0}
    assert shown(figures, "role") == {"engineer": 40, OTHERS: 11}
    assert figures.dismissed is None
    everywhere = statistics_html(figures) + statistics_csv(figures)
    assert "pilot" not in everywhere
    assert "withheld" in everywhere


@pytest.mark.parametrize("count", [0, 1, 4])
def test_of_fewer_than_five_cases_nothing_is_said(count: int) -> None:
    figures = made(cases(count, kind="approach"))
    assert (figures.total, figures.tables) == (None, ())
    assert "fewer than 5" in statistics_html(figures)
    assert [row[3] for row in csv.reader(io.StringIO(statistics_csv(figures)))] == ["cases", ""]


@settings(deadline=None, max_examples=60)
@given(many)
def test_every_table_counts_every_case_once_and_shows_no_small_count(given_facts: list[CaseFact]) -> None:
    figures = made(given_facts)
    of_the_year = sum(YEAR <= fact.opened_at < AFTER for fact in given_facts)
    assert figures.total == (of_the_year if of_the_year >= 5 else None)
    for table in figures.tables:
        counts = [row.count for row in table.rows]
        known = [count for count in counts if count is not None]
        assert not [count for count in known if 0 < count < 5]
        assert None in counts or sum(known) == of_the_year
        assert len(counts) - len(known) != 1
        assert sum(known) + 5 <= of_the_year or None not in counts


@settings(deadline=None, max_examples=60)
@given(many, many, st.data())
def test_a_day_later_the_figures_are_the_same(before: list[CaseFact], new: list[CaseFact], data: st.DataObject) -> None:
    """Whatever happens after the year's end: cases come in, are answered, closed and decided. Nothing to subtract."""
    later = [replace(fact, opened_at=max(fact.opened_at, AFTER)) for fact in new]
    went_on = [_gone_on(fact, data.draw(st.booleans()), data.draw(st.sampled_from(VERDICTS))) for fact in before]
    assert made([*went_on, *later], now=AFTER + timedelta(days=1)) == made(before)


def _gone_on(fact: CaseFact, closes: bool, verdict: str) -> CaseFact:
    """A case with what happens to it after the end of the year, where it was open then."""
    answered = fact.answered_at if fact.answered_at and fact.answered_at < AFTER else AFTER + timedelta(hours=1)
    if fact.closed_at and fact.closed_at < AFTER:
        return replace(fact, answered_at=answered)
    closed = AFTER + timedelta(hours=2) if closes else None
    return replace(fact, answered_at=answered, closed_at=closed, verdict=verdict if closes else "")


@pytest.mark.parametrize("now", [YEAR + timedelta(days=200), AFTER - timedelta(seconds=1)])
def test_a_year_that_goes_on_has_no_figures(now: datetime) -> None:
    with pytest.raises(DeskError, match="years that are over"):
        made(cases(50, kind="approach"), now=now)


def test_a_least_count_that_hides_nothing_is_refused() -> None:
    with pytest.raises(DeskError):
        statistics(cases(50), year=2025, now=AFTER, k=1)


def test_a_year_may_begin_in_another_month() -> None:
    figures = statistics(cases(20, kind="scam"), year=2024, now=AFTER, begins=4)
    months = figures.table("month")
    assert months is not None
    assert [row.key for row in months.rows][::11] == ["2024-04", "2025-03"]
    assert shown(figures, "kind") == {**dict.fromkeys(KINDS, 0), "scam": 20}


class Cells(HTMLParser):
    """The words of a page, and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("lang", ["en", "fr", "de", "da", "es"])
def test_whatever_role_somebody_states_it_is_neither_markup_nor_a_formula(lang: str) -> None:
    facts = [fact for body in BODIES for fact in cases(6, kind="scam", channel=body, role=body)]
    figures = made(facts, lang)
    page = Cells()
    page.feed(statistics_html(figures))
    assert page.tags <= {"p", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "bdi"}
    assert not {name for name in page.attributes if name.startswith("on")} | ({"style"} & page.attributes)
    rows = list(csv.reader(io.StringIO(statistics_csv(figures), newline="")))
    assert {len(row) for row in rows} == {6}
    assert len(rows) > 100
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
    assert not [cell for row in rows for cell in row if {"\n", "\r", "\u202e", "\x1b"} & set(cell)]
