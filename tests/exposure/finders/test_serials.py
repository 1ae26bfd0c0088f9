"""Types of letters and figures, what shows that one is worked on, and what else has letters and figures."""

from __future__ import annotations

import pytest

from bonafides.exposure import judge
from bonafides.model.exposure import ExposureKind
from tests.exposure.profiles import guarded, row

FOUND = (
    "Task lead for the W97-2 life extension.",
    "Task manager, AX-14 replacement programme",
    "Test engineer on the K-77 Albatros",
    "Responsable de integración en el programa S-95 Tintorera.",
    "Responsable qualité du lot PX-12 Vautour",
    "Prolongation de vie du M-60",
    "Software für die Nachfolge der P-71",
    "Umrüstung des Hubschraubers KH-40",
    "Refit of the D-4 Garfish boats",
    "Ingeniør på RK-9 missilprojektet",
)
SPARED = (
    "Coordinated the K-12 outreach programme.",
    "Replacement of the B-12 lift and of 40 windows",
    "Renovation of the T-4 building.",
    "Project P-3 on flexible work",
    "Projekt E-12 zur elektronischen Akte",
    "Rolled out SharePoint and the MS-365 project.",
    "Lead for the A-14 road scheme",
    "Lead for the S-4 HANA rollout",
    "Firmware for ARM Cortex M-4 boards",
    "Support contract for the R-7 printers",
    "Upgrade from V-3 to V-4 of the records system",
    "Guidance on EN 9100 and DO-178C",
    "I ride my FX-3 to work.",
)
HEADLINES = ("Sonar / Acoustics / Music", "Radar · Optics · Cycling", "Ingénieure Radar / Optique / Musique")
CLUBS = (
    "Team 4 won the pub quiz again.",
    "Kirchenchor sucht Tenöre, Probe dienstags, Raum 3",
    "Cuarteto de cuerda, ensayo en el local 2",
    "New paint in the stairwell of building 2",
    "Boîte à livres: caisse 3, rue du Moulin",
    "Night desk at the marathon: four hours of handing out numbers",
)


def _kinds(table: str, column: str, text: str) -> set[ExposureKind]:
    made = guarded(row(table, **{column: text}))
    return {each.kind for each in judge(made).found if each.place.row == 1}


@pytest.mark.parametrize("text", FOUND)
def test_a_type_that_is_worked_on_is_found(text: str) -> None:
    made = guarded(row("positions", company_name="Ministry of Defence", title="Officer", description=text))
    assert any(each.kind is ExposureKind.PROGRAMME for each in judge(made).found)


@pytest.mark.parametrize("text", SPARED)
def test_what_offices_and_roads_have_is_left_alone(text: str) -> None:
    made = guarded(row("positions", company_name="Ministry of Defence", title="Officer", description=text))
    assert not [each.quote for each in judge(made).found]


@pytest.mark.parametrize("text", HEADLINES)
def test_fields_of_work_side_by_side_are_no_name(text: str) -> None:
    assert ExposureKind.PROGRAMME not in _kinds("profile", "headline", text)


@pytest.mark.parametrize("text", CLUBS)
def test_what_clubs_have_is_no_unit_and_no_site(text: str) -> None:
    assert not _kinds("shares", "share_commentary", text)
