"""What happened over time: every event once, and of people only what they do, in words and numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bonafides.desk.figures.timeline import KINDS, ROWS, STEPS, Happening, approached, events, happenings, timeline_html
from bonafides.render.clock import Clock
from bonafides.render.phrases import phrases
from bonafides.store.records import Report
from tests.desk.dossiers import NOW, START, case, dossier, report
from tests.desk.figures.test_graph import HTML, SVG, Page
from tests.page.hostile import BODIES

WORDS = phrases("en", "bonafides.desk")
CLOCK = Clock(zone=START.tzinfo, name="UTC", words=phrases("en"))  # type: ignore[arg-type]


def happened() -> tuple[Happening, ...]:
    it = dossier()
    return happenings([it.case], reports=it.reports, notes=it.notes, tasks=it.tasks, judgements=it.judgements)


def test_what_happened_in_a_case_oldest_first() -> None:
    assert [each.what for each in happened()] == ["report", "opened", "note", "task", "judgement"]
    made = events(happened(), CLOCK, WORDS)
    assert made is not None
    assert [lane.label for lane in made.lanes] == [WORDS(f"graph.event.{kind}") for kind in KINDS[:5]]
    assert len(made.dots) == 5
    assert made.dates == ("2 March 2026", "1 April 2026")


def test_of_several_cases_each_has_a_row_and_what_is_crowded_is_counted() -> None:
    cases = [case(number) for number in range(1, 4)]
    reports = [report(each, day=40, place=place) for each in cases for place in range(9)]
    made = events(happenings(cases, reports=reports), CLOCK, WORDS)
    assert made is not None
    assert made.lanes[0].label.startswith("No. 1 Dana")
    assert [dot.inside for dot in made.dots if dot.report] == ["9", "9", "9"]


@pytest.mark.parametrize("count", [ROWS, ROWS + 1, 900])
def test_no_drawing_has_more_rows_than_can_be_read(count: int) -> None:
    made = events(happenings(case(number) for number in range(1, count + 1)), CLOCK, WORDS)
    assert made is not None
    assert len(made.lanes) == ROWS
    assert len(made.dots) <= ROWS * (STEPS + 1)
    assert (count > ROWS) == made.lanes[-1].label.endswith("further cases")
    assert max(float(dot.y) for dot in made.dots) < made.height


def test_nothing_happened() -> None:
    assert events((), CLOCK, WORDS) is None
    assert "<svg" not in timeline_html((), lang="en")


def test_what_was_taken_back_or_belongs_elsewhere_is_left_out() -> None:
    it = dossier()
    undone = [replace(each, undone_at=NOW) for each in it.judgements]
    assert [each.what for each in happenings([it.case], judgements=undone)] == ["opened"]
    assert happenings([case(77)], reports=it.reports)[0].case.number == 77
    assert len(happenings([case(77)], reports=it.reports)) == 1


def _of(role: str) -> Report:
    return report(case(1), role=role)


def test_who_was_approached_is_roles_in_the_order_of_the_alphabet_never_a_ranking() -> None:
    reports = [_of("researcher")] * 7 + [_of("engineer"), _of("Engineer"), _of(""), _of(" researcher")]
    assert approached(reports) == (("", 1), ("engineer", 2), ("researcher", 8))
    page = timeline_html(happened(), lang="en", roles=approached(reports))
    assert page.index("engineer") < page.index("researcher")
    assert "account-of-alex" not in page


@pytest.mark.parametrize("lang", ["en", "fr", "de", "da", "es"])
def test_the_table_says_what_the_drawing_shows(lang: str) -> None:
    page = timeline_html(happened(), lang=lang, roles=(("engineer", 2),), href=lambda each: f"/cases/{each.number}")
    words = "".join(Page(page).words)
    said = phrases(lang, "bonafides.desk")
    assert all(words.count(said(f"graph.event.{kind}")) >= 2 for kind in KINDS[:5])


@pytest.mark.parametrize("body", BODIES)
def test_whatever_an_account_or_a_role_is_called_it_stays_text(body: str) -> None:
    cases = [case(1, body), case(2, body)]
    reports = [report(each, role=body) for each in cases]
    page = timeline_html(happenings(cases, reports=reports), lang="en", roles=approached(reports))
    parsed = Page(page)
    assert parsed.open == []
    assert parsed.tags <= SVG | HTML
    assert not {name for name in parsed.attributes if name.startswith("on")} | (parsed.attributes & {"style", "href"})
    assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x00\x1b\u200b") & set(page)


def test_events_of_one_moment_stand_on_one_spot() -> None:
    one = case(1)
    reports = [report(one, day=1, place=place) for place in range(3)]
    made = events(happenings([one], reports=reports), CLOCK, WORDS)
    assert made is not None
    assert [dot.inside for dot in made.dots if dot.report] == ["3"]
    assert one.opened_at - reports[0].received_at == timedelta(0)
