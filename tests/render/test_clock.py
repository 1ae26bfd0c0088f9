"""Times in words, in the report's zone or in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bonafides.model import Provenance
from bonafides.render.clock import clock
from bonafides.render.phrases import phrases

AT = datetime(2026, 3, 31, 23, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "name", "moment"),
    [
        ("UTC", "UTC", "31 March 2026, 23:05"),
        ("Europe/Berlin", "Europe/Berlin", "1 April 2026, 01:05"),
        ("Nowhere/Atall", "UTC", "31 March 2026, 23:05"),
        ("", "UTC", "31 March 2026, 23:05"),
        ("../../etc/passwd", "UTC", "31 March 2026, 23:05"),
        ("Europe", "UTC", "31 March 2026, 23:05"),
    ],
)
def test_zone(zone: str, name: str, moment: str) -> None:
    told = clock(Provenance(timezone=zone), phrases("en"))
    assert (told.name, told.moment(AT)) == (name, moment)


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        ("en", "1 April 2026", "2 April 2026"),
        ("fr", "1er avril 2026", "2 avril 2026"),
        ("de", "1. April 2026", "2. April 2026"),
        ("da", "1. april 2026", "2. april 2026"),
        ("es", "1 de abril de 2026", "2 de abril de 2026"),
    ],
)
def test_days_are_written_as_the_language_writes_them(lang: str, first: str, second: str) -> None:
    told = clock(Provenance(timezone="UTC"), phrases(lang))
    assert told.day(AT + timedelta(days=1)) == first
    assert told.day(AT + timedelta(days=2)) == second


def test_unknown_times_are_left_out() -> None:
    told = clock(Provenance(), phrases("en"))
    assert (told.moment(None), told.day(None), told.span([None])) == ("", "", "")
    assert told.span([None, AT]) == "31 March 2026"


@pytest.mark.parametrize("at", [datetime.min, datetime.max])
def test_the_edges_of_the_calendar_do_not_overflow(at: datetime) -> None:
    for zone in ("Pacific/Kiritimati", "America/Adak"):
        assert clock(Provenance(timezone=zone), phrases("en")).moment(at.replace(tzinfo=UTC))
