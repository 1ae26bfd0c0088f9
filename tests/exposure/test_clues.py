"""What makes a row one about guarded work, and what is a joke, a play or a kitchen."""

from __future__ import annotations

import pytest

from bonafides.exposure.clues import is_guarded
from bonafides.exposure.setting import Setting
from bonafides.model.exposure import ProfileRow
from tests.exposure.profiles import profile, row

GUARDED = (
    "Hellenic Propulsion | Engineer | I design solid rocket motors for the navy's ship killers.",
    "Ministry of the Interior | Analyst | I read what smugglers write.",
    "Border Service | Officer | I train crews on thermal cameras at the crossing.",
    "Institute of Physics | Researcher | My models of implosion feed the warhead group.",
    "National Assembly | Adviser | Secretary to the defence and security committee.",
    "Freelance | Exploit developer | I sell zero-days to a government agency that breaks into phones.",
    "Aerial Systems | Test pilot | Armed drones, day and night.",
    "University | Professor | Hypersonic glide bodies and their heat shields.",
    "Prison Service | Handler | I run informants.",
    "Direction générale | Ingénieur | Guidage de missiles balistiques.",
    "Police aux frontières | Brigadier | Filatures.",
    "Grenzpolizei | Kommissar | Überwachung der grünen Grenze.",
    "Firma | Entwickler | Zielsuchköpfe für Flugabwehrraketen.",
    "Folketinget | Sekretær | Udvalget for efterretningstjenesterne.",
    "Grænsekontrol | Betjent | Kameraer langs grænsen og skjult overvågning.",
    "Empresa | Ingeniera | Guiado de misiles antiaéreos.",
    "Central nuclear | Jefe de turno | Reactor y combustible gastado.",
    "Armed Forces of Somewhere | Medic | Clinics.",
    "Grid operator | Chief engineer | Black start plans and the secure control bunker; vetted to Secret.",
    "Shipyard | Welder | Torpedo tubes for frigates.",
    "Foreign Affairs | Attaché | Sanctions talks.",
    "Signals Bureau | Linguist | Intercepted calls.",
    "Marlow & Pike | Security manager | Facility security officer for a List X site.",
    "Self-employed | Interpreter | For deployed troops in the hills.",
    "Elektronik | Ingeniør | Radarsystemer til fregatter.",
    "Radiocom | Technicien | Radios tactiques sur véhicules blindés.",
    "Atelier | Technicienne | Réparation de chars et de canons.",
    "Oakfield | Vetting caseworker | Interviews.",
)
OTHERS = (
    "SecureSoft | Pentester | Malware analysis, exploits and red team for banks.",
    "Tageblatt | Redakteurin | Berichte über Bundeswehr und Panzer.",
    "Council | Planner | Armed forces covenant, project office.",
    "Farm | Manager | Drone surveys, weapon-free pest control.",
    "Mairie | Agent | Police municipale, défense incendie.",
    "Grand Hotel | Sous chef | Brigade of cooks, covert lover of ketchup.",
    "Marketing Agency | Director | Guerrilla campaigns, a killer deck and an army of interns.",
    "School | Teacher | Taught the Cold War and the missile crisis to year 9.",
    "Software Ltd | Developer | Payload parsing, launch planning, defensive programming.",
    "Security Co | Guard | Shopping centre, night shift.",
    "Farm | Owner | Drone mapping of vineyards.",
    "Airline | Pilot | Airbus A320 captain.",
    "Charity | Mission lead | Field agents and target villages.",
    "Museum | Curator | Naval guns and uniforms.",
    "University | Professor | Military history.",
    "Chemical plant | Engineer | Stirred reactor design.",
    "Fire service | Firefighter | Brigade manager, rescue.",
    "Restaurant | Chef de rang | Brigade de salle de 12 personnes.",
    "Agence | Consultante | Bras armé du marketing, agents de terrain.",
    "Bäckerei | Bäcker | Geheimrezept und Kampf um jede Semmel.",
    "Theater | Regisseurin | Agentenstück mit Spionen.",
    "Skole | Lærer | Anden verdenskrig og atomvåben i undervisningen.",
    "Restaurante | Cocinero | Brigada de cocina y arma secreta: el azafrán.",
    "Escuela | Profesora | Guerra fría y misiles en el temario.",
    "Insurance | Agent | Agent of the year, undercover diner.",
    "Pest control | Owner | Rats, wasps and other enemies; heavy weapons: peanut butter.",
    "Railway | Signaller | Signals and points; covert train spotter.",
    "Travel agency | Agent | Border crossings and embassy visas.",
)


def position(text: str) -> ProfileRow:
    company, title, description = (each.strip() for each in text.split("|"))
    return row("positions", company_name=company, title=title, description=description)


@pytest.mark.parametrize("text", GUARDED)
def test_guarded_work_is_recognised(text: str) -> None:
    assert is_guarded(position(text))


@pytest.mark.parametrize("text", OTHERS)
def test_one_word_is_never_enough(text: str) -> None:
    assert not is_guarded(position(text))


def test_a_position_that_goes_on_is_what_the_profile_speaks_of() -> None:
    speaking = row("profile", summary="I design warheads.")
    now, before = row("positions", 1, title="Engineer"), row("positions", 2, title="Engineer", finished_on="2012")
    setting = Setting(profile(speaking, now, before))
    assert setting.of(now)
    assert not setting.of(before)


def test_service_long_left_does_not_colour_a_bakery() -> None:
    baker = row("profile", headline="Baker, Army veteran")
    service = row("positions", 1, company_name="Army", title="Logistics", finished_on="2012")
    post = row("shares", 1, share_commentary="Operation Pumpkin Loaf")
    setting = Setting(profile(baker, service, post))
    assert not setting.guarded
    assert setting.of(service)
    assert not setting.of(post)
