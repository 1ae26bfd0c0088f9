"""Names and protected work that nobody has listed, told by their shape, and what only looks like them."""

from __future__ import annotations

import pytest

from bonafides.exposure import judge
from bonafides.exposure.finders.naming import Naming
from bonafides.exposure.grammar.tokens import words_of
from tests.exposure.profiles import guarded, profile, row

FOUND = (
    "Twelve years on the BITTERN upgrade, three of them in the desert.",
    "• CONOPS for Sable Willow (LRIP), two demos",
    "J'ai participé à l'opération Vent du Nord.",
    "Enquêteur au sein de la cellule Lotus",
    "In der Arbeitsgruppe „Nebelhorn“ betreue ich die Zulieferer.",
    "Jefe de la operación Marea Baja.",
    "Responsable du lot 3 de l'étude ALCYON.",
    "Auswertung der Übung WINTERWOLF.",
    "Wrote the test plan for Op GREYFRIARS.",
    "Investigador en la operación Faro Rojo",
    "Vi fremstiller komponenter på våbenlisten.",
    "Test conductor for GREY SELKIE and its successor.",
    "Erprobung des Flugkörpers Hornisse auf dem Versuchsgelände.",
    "Nous construisons un brouilleur baptisé Chardon.",
    "I grow the crystals that end up on the Wassenaar list.",
    "Je gère le coffre du chiffre et les habilitations informatiques.",
    "Mise en service du radar Épervier sur site",
    "Coordino los ensayos de LECHUZA con la Armada.",
    "These days I am the technical authority for PALE HORSEMAN.",
    'Chef de projet du brouilleur "Tramontane".',
    "Ansvarlig for softwaren i FALKEØJE.",
    "Ich arbeite an einer Drohne, die wir Libelle nennen.",
    "Member of Task Force Orchid, drafting.",
    "Chef du projet GENÊT, en lien avec l'état-major.",
    "Llevo cinco años en el proyecto Cernícalo.",
    "Desde 2018 dirijo las pruebas del buscador Halcón.",
    "Built dashboards. On SANDPIPER since March.",
    "I look after boat 3 of the Ravenglass class.",
    "Plans for exercise series Silent Fjord.",
    "Refit planning for the Marlow boats.",
    "2 Jahre Fregatte Klasse 127, davor Sonarsystem TÜMMLER",
    "Etching of masks for an ITAR cell, US citizens only",
    "Reliability growth on the Blackcap decoy launcher",
    "Chargé des essais du programme MISTRAL BLEU.",
    "Projektmedarbejder i SKARV-programmet",
    "Case officer on Operation Larkrise; disclosure and exhibits.",
    "Mi equipo mantiene el simulador de TRAMONTANA.",
    "Liaison officer for MARTLET STONE at the ministry.",
    "In my spare time I sail; at work I fight with MAGPIE-3.",
    "Guardo las llaves de cifra y el registro de materias clasificadas.",
    'Meine Aufgabe heißt seit drei Jahren "Projekt Flachwasser".',
    "He worked for eight years on the Sandgrouse interceptor.",
    "Thermal models for the GRANITE ORCHID bus; two patents.",
    "Tecnología controlada por ITAR y MTCR.",
    "Formulación de explosivos para cabezas de guerra.",
    "Beregning af sprængladninger til torpedoer.",
    "Encargado del subregistro OTAN.",
    "Stealth-Beschichtungen für Rumpfteile.",
    "Custodio de claves de cifra en la embajada.",
    "Found and chained exploits for phones.",
    "Sole keeper of the NATO sub-registry, two safes.",
    "Wrote jamming techniques for the threat library.",
    "Gestion des articles contrôlés de la sécurité des systèmes d'information (ACSSI).",
    "Mise à la clé des postes radio de la frégate.",
    "Gestión de documentación reservada y secreta.",
    "Fører NATO-registret og de klassificerede dokumenter.",
    "Arbeitsplatz am GEHEIM-Rechner, Aufsicht über den VS-Tresor.",
    "I hold the codes for the strongroom and the cipher safe.",
    "Führung der VS-Registratur, 4.000 Verschlusssachen.",
    "Verwaltung der Schlüsselmittel für drei Standorte.",
    "Administrateur du réseau Secret Défense de l'état-major.",
    "Piezas sujetas a licencia de exportación de material de defensa.",
    "Systemadministrator på et HEMMELIGT netværk.",
    "Administration des Geheim-Netzes im Lagezentrum.",
    "Only US persons may enter my lab; all drawings are ITAR.",
    "Formulation of insensitive explosive compositions for shells.",
    "Skift af nøglemateriale på skibets radioer.",
    "Fluid dynamics of hypersonic re-entry vehicles.",
    "Loaded the crypto keys into the radios of the brigade.",
    "Root on the high side, tier 2 on the low side.",
    "Reducción de la firma acústica de submarinos.",
)
SPARED = (
    "Lehrauftrag an der Hochschule Bremen, Vorlesung Regelungstechnik",
    "Beauftragter für Datenschutz und Gleichstellung",
    "Installed a Bruker detector and a Zeiss microscope in the laboratory.",
    "Project Management Office, Programme Assurance",
    "My thesis became a small book; it sold ninety copies.",
    'Programmør, C# og Python, intranettet "Perlen"',
    "Betreute Praktikanten im Projekt Schule und Wirtschaft",
    "Kontrol med nøgler til depotet",
    "Contracting under FAR and DFARS; CPARS reports.",
    "Fellow of the Royal Aeronautical Society (RAeS), member of INCOSE.",
    "Etching of glass for the officers' mess",
    "I supported colleagues through Covid and the move to Teams.",
    "Speaker at the DEFENCE EMPLOYERS breakfast.",
    "AMU-kurser, ADR-bevis, TRUCKKORT",
    "Fan of Real Madrid. Volunteer for Médecins Sans Frontières.",
    "Bureau d'études, suivi des dossiers RH, plan ÉGALITÉ",
    'Leitender Prüfer am Rechnungshof, Prüfbericht "Dienstreisen"',
    "Welcomed delegations from Norway, Japan and Chile",
    "Worked with suppliers such as Parker, Eaton and Festo on a hydraulic system.",
    "I studied at Delft and worked at Philips on the MRI scanner.",
    "Maintained the HVAC, LOXAM lifts and BMS.",
    "Co-chair of the Pride network, Stonewall liaison",
    "Every morning I read The Economist; every night, Terry Pratchett.",
    "Set up the Wellbeing Hub and a project called Better Together.",
    "Conception d'affiches pour la journée du patrimoine",
    "Mi equipo de fútbol es el Betis y mi grupo de rock, Extremoduro.",
    "Entretien des postes de travail du lycée",
    "Deltager i konferencer i Aalborg og Oslo",
    "LEISTUNGEN: Planung, Einkauf, Berichtswesen.",
    "Gestión del sistema SAP y del programa de becas.",
    "Winner of the Defence Innovation Award for teamwork.",
    "Flight safety audits on Airbus aircraft under EASA Part 145",
    "Vi laver komponenter til cykler og ovne.",
    "I speak Dari, Pashto and some Farsi.",
    "Kochte für 400 Leute; Operation Truthahn war ein Erfolg.",
    "Payroll for 300 staff. KPIs up by 12 %. SLA met.",
    "Our dog is called Biscuit and my bike Rocinante.",
    'Migration nach SAP S/4HANA, Projekt "Digitale Akte".',
    "Translated manuals for Renault Trucks and Michelin tyres on a vehicle fleet",
    "Introduced Microsoft Teams to the office.",
    "Gestion du budget et du programme Erasmus.",
    "Ensayos de hormigón y de pintura, laboratorio de Getafe",
    "Red Cross first aid and red team rugby.",
    "Registrar of births, later registry clerk at the court.",
    "Leitung der Registratur und der Poststelle.",
    "Domain names and web hosting.",
    "Verwaltung der Schlüssel für die Dienstfahrzeuge.",
    "Handled the registry of visitors and the key cupboard.",
    "EU register of interests.",
    "Hazardous chemicals storage audit, COSHH register.",
    "System administration of the library catalogue.",
    "Handled confidential staff files with care.",
    "Chiffre d'affaires en hausse, gestion des dossiers.",
    "Key account management and key performance indicators.",
    "Battery system development for buses.",
    "Database of spare parts, bar code readers.",
    "Enseignement de la cryptographie en licence.",
    "Redes sociales y comunicación.",
    "Classified invoices by department.",
    "Registrering af inventar og drift af printere.",
    "Llaves de los vehículos y material de oficina.",
    "Netzwerktechnik, Schulungen, Rufbereitschaft.",
    "Risk register, issues log, decisions register.",
    "Cryptography lecturer for undergraduates.",
)
KINDS = {"programme", "controlled-work"}


def at_work(text: str) -> list[str]:
    """What is found in a description of guarded work."""
    cells = {"company_name": "Ministry of Defence", "title": "Engineer", "started_on": "Jan 2020", "description": text}
    return [each.kind for each in judge(profile(row("positions", **cells))).found if each.place.field == "description"]


@pytest.mark.parametrize("text", FOUND)
def test_what_is_named_or_protected_is_found(text: str) -> None:
    assert at_work(text)


@pytest.mark.parametrize("text", SPARED)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert KINDS.isdisjoint(at_work(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deputy lead on BRISTLECONE Mk2", ["BRISTLECONE Mk2"]),
        ("Tools: MATLAB, ANSYS", []),
        ("The Dual Review Board (DURAB) and Jean DUPONT", []),
        ("SAFETY ENGINEER, FELLOW, MENTOR", []),
        ("the Baekho-II ship killer", ["Baekho-II"]),
        ("le missile Aquilon", ["Aquilon"]),
        ("my boat Bonnie", []),
    ],
)
def test_a_name_is_told_by_its_shape(text: str, expected: list[str]) -> None:
    words = words_of(text)
    found = Naming(words, text, frozenset()).names(bare=True)
    assert [text[words[start].start : words[end - 1].end] for start, end in found] == expected


def test_a_name_is_found_wherever_it_is_mentioned_again() -> None:
    work = row("positions", 7, company_name="Naval Group", description="Essais du programme ORPHIE.", title="Ingénieur")
    made = profile(work, row("skills", name="Orphie"), row("recommendations-received", text="Elle a sauvé Orphie."))
    assert {each.place.table for each in judge(made).found if each.quote == "Orphie"} == {
        "skills",
        "recommendations-received",
    }


@pytest.mark.parametrize(
    "text", ["Operation Pumpkin Loaf is a go.", "Project Sourdough, week three.", "SO PROUD of us."]
)
def test_a_joke_in_a_post_names_nothing(text: str) -> None:
    assert not [each for each in judge(guarded(row("shares", share_commentary=text))).found if each.place.row == 1]


def test_employers_and_people_of_the_profile_are_no_names() -> None:
    text = "On exchange with KESTRELLE in Ulm; taught ALBERTSEN."
    rows = (row("positions", 8, company_name="Kestrelle"), row("profile", last_name="Albertsen", summary=text))
    assert not [each for each in judge(guarded(*rows)).found if each.kind == "programme"]
