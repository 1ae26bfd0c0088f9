"""The figures of a year, in which nobody can be made out, to be read and for a spreadsheet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from bonafides.desk.figures.case_facts import case_facts
from bonafides.desk.figures.statistics import statistics, statistics_csv, statistics_html
from bonafides.web.csrf import pages
from bonafides.web.desk.fields import number
from bonafides.web.desk.signed import Mine, clock, shown
from bonafides.web.page import language

if TYPE_CHECKING:
    from bonafides.desk.figures.statistics import Statistics
    from bonafides.web.desk.signed import Here

router = pages()
YEARS = 5
"""Years that can be asked for, the last one that is over first."""


@router.get("/desk/statistics")
def figures(request: Request, here: Mine, year: str = "") -> Response:
    """The figures of a year that is over."""
    years = _years(request, here)
    chosen = number(year) if number(year) in years else years[0]
    found = _figures(request, here, chosen)
    return shown(request, here, "figures.html", years=years, year=chosen, figures=statistics_html(found))


@router.get("/desk/statistics/{year}.csv")
def table(request: Request, here: Mine, year: str) -> Response:
    """The same for a spreadsheet."""
    years = _years(request, here)
    chosen = number(year) if number(year) in years else years[0]
    kept = statistics_csv(_figures(request, here, chosen))
    return Response(
        kept.encode("utf-8-sig", "replace"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="statistics-{chosen}.csv"'},
    )


def _years(request: Request, here: Here) -> tuple[int, ...]:
    this = here.desk.now().astimezone(clock(here.settings, language(request)).zone).year
    return tuple(this - back for back in range(1, YEARS + 1))


def _figures(request: Request, here: Here, year: int) -> Statistics:
    zone = clock(here.settings, language(request)).zone
    first, until = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    facts = case_facts(here.desk, here.actor, first, until)
    return statistics(facts, year=year, now=here.desk.now(), lang=language(request), zone=zone)
