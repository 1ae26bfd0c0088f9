"""Routes by country: codes, status, dates, and data files that say where each line comes from."""

from __future__ import annotations

import re
import warnings
from datetime import date

import pytest

from bonafides.advise import routes_available
from bonafides.advise.routes import Country, country_named, outdated
from bonafides.advise.tables import names
from bonafides.errors import AdviseError
from bonafides.model import Kind, Situation, Status
from tests.advise.matrix import Asked, lines

LOOK_UP = "ook it up there yourself before you use it"
SECURITY = {
    "en": re.compile("security"),
    "fr": re.compile("sécurité|security officer"),
    "de": re.compile("Sicherheit|Geheimschutz|Security Officer"),
    "da": re.compile("sikkerhed|security officer"),
    "es": re.compile("seguridad"),
}
FILES = [name for name in names("routes") if name != "generic"]


@pytest.mark.parametrize(
    ("given", "code"),
    [("GB", "GB"), ("uk", "GB"), (" de ", "DE"), ("Eu", "EU"), ("", "generic"), ("zm", "generic"), ("BR", "generic")],
)
def test_a_code_finds_its_file(given: str, code: str) -> None:
    assert country_named(given).code == code


@pytest.mark.parametrize("given", ["ZZ", "DEU", "Germany", "1", "../de", "generic", "d\x00", "ａｕ"])
def test_a_code_that_no_country_has_is_refused_with_a_next_step(given: str) -> None:
    with pytest.raises(AdviseError) as caught:
        country_named(given)
    assert "two-letter" in caught.value.next_step


@pytest.mark.parametrize("code", ["US", "GB", "CA", "DE", "FR", "AU", "NZ", "NL", "NO", "FI", "CH", "JP", "BE", "SE"])
def test_every_documented_country_has_a_route(code: str) -> None:
    assert country_named(code).code == code


@pytest.mark.parametrize("code", FILES)
def test_a_country_file_is_complete(code: str) -> None:
    country: Country = country_named(code)
    assert country.emergency
    assert country.languages
    assert not country.non_state_first
    for desk in country.desks:
        assert desk.source.startswith("https://"), desk.name
        assert desk.contacts
        assert "en" in desk.note
    assert {kind for desk in country.desks for kind in desk.kinds} >= set(Kind) - {Kind.ORDINARY}
    for lang, offices in country.offices.items():
        assert {Status(status) for status in offices}
        assert all(SECURITY[lang].search(phrase) for phrase in offices.values())


@pytest.mark.parametrize("code", FILES)
@pytest.mark.parametrize("kind", [Kind.APPROACH, Kind.SCAM, Kind.DEVICE_LURE, Kind.UNCLEAR])
def test_every_route_shows_its_date_and_to_look_it_up(code: str, kind: Kind) -> None:
    routes = Asked(kind=kind, country=code, channels=()).advice().routes
    assert routes
    for route in routes:
        assert LOOK_UP in route.note
        assert route.verified_on in route.note


def test_the_generic_way_names_help_outside_the_state_first() -> None:
    routes = Asked(status=Status.JOURNALIST, situation=Situation.THREATENED, channels=()).advice().routes
    named = [route.name for route in routes]
    assert "lawyer" in named[0]
    assert "police" in named[-1].lower()
    assert any("press-freedom" in name for name in named[1:-1])


def test_status_changes_whom_to_tell() -> None:
    first = {status: lines(Asked(status=status, country="de").advice(), "tell")[0] for status in Status}
    assert len(set(first.values())) >= 7
    assert "Geheimschutz" in first[Status.CLEARED]
    assert "university" in first[Status.ACADEMIC]


def test_status_changes_the_routes() -> None:
    def named(status: Status) -> list[str]:
        return [route.name for route in Asked(status=status, country="AU", channels=()).advice().routes]

    assert "Contact Reporting Scheme" in named(Status.CLEARED)[0]
    assert not any("Contact Reporting" in name for name in named(Status.STUDENT))


def test_all_routes_can_be_listed() -> None:
    listed = routes_available()
    assert {row.country for row in listed} == {code.upper() for code in FILES} | {"generic"}
    assert listed[-1].country == "generic"
    assert all(row.languages for row in listed if row.country != "generic")


@pytest.mark.parametrize(
    ("verified_on", "today", "old"),
    [
        ("2024-02-25", date(2025, 2, 24), False),
        ("2024-02-25", date(2025, 2, 25), True),
        ("2024-02", date(2025, 1, 31), False),
        ("2024-02", date(2025, 2, 1), True),
        ("2024", date(2025, 6, 1), True),
        ("", date(2025, 6, 1), False),
    ],
)
def test_a_reading_is_outdated_after_a_year(verified_on: str, today: date, old: bool) -> None:
    assert outdated(verified_on, today) is old


def test_no_reading_is_in_the_future_and_old_ones_are_named() -> None:
    today = date.today()
    for row in routes_available():
        if outdated(row.verified_on, today):
            warnings.warn(f"{row.country}: {row.name} was last verified on {row.verified_on}", stacklevel=1)
        assert not row.verified_on or row.verified_on <= today.isoformat()
