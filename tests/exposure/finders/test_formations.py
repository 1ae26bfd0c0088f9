"""Desks, sections and companies that a text tells apart from others, and what every office and club has."""

from __future__ import annotations

import time

import pytest

from bonafides.exposure import judge
from bonafides.model.exposure import ExposureKind
from tests.exposure.profiles import GUARDED, profile, row

CATCHES = (
    "I lead Bravo Watch in the cable tapping section.",
    "Since May I am second in command of the Baltic Approaches Squadron.",
    "Our desk covers the Gulf; it is called Desk 6.",
    "Two years in the Handler Support Group, East.",
    "Radio operator, 7th Comms Det.",
    "I serve in the Kestrel Company of the border regiment.",
    "Ex 2 SCOTS, now 51 Bde HQ.",
    "Seit 2020 Referent im Referat Nahost.",
    "Scharfschütze im Zug 3.",
    "Je dirige la section Iran de la sous-direction.",
    "Plongeur au groupement de plongeurs démineurs de la Manche.",
    "Jeg leder Nordatlantsektionen.",
    "Menig i 1. bataljon.",
    "Dirijo la sección de Oriente Próximo.",
    "Buceador de la Unidad Especial de Buceadores de Combate.",
    "Sergeant, Sniper Platoon.",
    "Embedded with Task Force Anvil.",
    "Staff officer, J35.",
    "Deputy on the Balkans desk since 2020.",
    "Seven years in the Technical Attack Group.",
    "Attached to 2-7 Cav for the rotation.",
    "Analyst in Branch 12, then Branch 14.",
    "Team Kestrel Four, covert entry.",
    "Served in 7 Bty and later 12 (Minden) Bty.",
    "I belong to the Arctic Sensors Group, second floor.",
    "Linguist, Language Flight Charlie.",
    "Ich leite das Referat 214.",
    "Seit 2019 im Dezernat 43, Observation.",
    "Gruppe Spionageabwehr, Sachgebiet Ost.",
    "Mitarbeit in der Länderreferat Kaukasus.",
    "Cheffe du bureau Sahel.",
    "En poste à la section filatures, groupe 4.",
    "Chef de quart, 3e Cie, 13e BCA.",
    "Analyste au pôle Caucase.",
    "Souschef i Kinakontoret.",
    "Analytiker i kontoret for kontraspionage.",
    "Tilknyttet deling 2 i 4. kompagni.",
    "Jefe del negociado 5.",
    "Destinado en la célula de contraespionaje.",
    "Unidad de interceptación, equipo 2.",
    "Teniente en la 2ª Cía.",
    "I was with the Eastern Flank desk until spring.",
    "My squad is Blue Troop.",
    "Worked nights with the handset exploitation team.",
    "Clerk to the intelligence and security committee.",
    "I was the boss of B Flight, 208 Sqn.",
    "As deputy head of the Hormuz desk I wrote the morning note.",
    "Joined Team 14 of the tracking service.",
    "Member of the joint targeting team for the northern sector.",
    "Analyst, Maritime Domain Section, Gulf of Guinea.",
    "I coordinate agents' travel for Station Vienna.",
    "Ich gehöre zur Gruppe Auswertung Iran.",
    "Ich führe die zweite Kompanie des Jägerbataillons.",
    "Je commande la 2e section, compagnie Bravo.",
    "Membre de l'équipe de déminage de Toulon.",
    "Jeg arbejder i Kinasektionen.",
    "Chef for indhentningsgruppen.",
    "Cabo en la 3ª Compañía de zapadores.",
    "Oficial del patrullero Cormorán.",
    "OIC, Det 3, 17 SOS",
    "NCOIC, 2 Plt, A Btry",
    "Analyst · Team Echo · Arctic Branch",
    "Watch keeper, Subsurface Plot Team",
    "Operator in the Vehicle Tracking Unit",
    "Referatsleiter Z14",
    "Gruppenleiter Observation Süd",
    "Analyste zone Afrique, pôle Sahel",
    "Analytiker, Irandesken",
    "Analista, Negociado Oriente Medio",
    "Our little unit, the Harbour Swimmers Section, trains at night.",
)
SPARES = (
    "Worked for the Federal Police, the Ministry of Finance and the Coast Guard.",
    "Served in the Royal Marines Band Service as a clarinettist.",
    "Joined the Army Reserve and later the Air Force.",
    "Software lead at Airbus Defence and Space, Munich.",
    "Systems engineer in the radar business of Hensoldt.",
    "Designed training for the Police Academy.",
    "Member of the Works Council and the Health and Safety Committee.",
    "Coordinated the Engineering Department's summer party.",
    "Presented at the IEEE Radar Conference in Florence.",
    "Applied MIL-STD-810, DO-178C and STANAG 4586.",
    "Managed suppliers in the Toulouse area.",
    "Tutored at the Open University, Faculty of Science.",
    "Promoted to Staff Sergeant; responsible for welfare.",
    "Led the Bid Team that won two awards.",
    "Supervised the Welding Shop and trained apprentices.",
    "Deputy Head of Department.",
    "Project Manager, Infrastructure and Estates.",
    "Introduced Kanban in the Test Team.",
    "Owner of the risk register, Work Package 4.",
    "Drafted Annex B of the contract.",
    "Completed the Junior Officer Leadership Programme.",
    "Represented the Navy at the Invictus Games.",
    "Kitchen of a hundred meals a day; Cook of the Year.",
    "Responsible for Lot 2 and Lot 7 of the tender.",
    "Ran the Christmas market stall of the Officers' Wives Club.",
    "Spoke on Panel 3 of the Munich Security Conference.",
    "Chair of the Women in Engineering Network.",
    "Paid my dues in Customer Support, Tier 1.",
    "I am based in Portsmouth and love it.",
    "Born in Kiel, live in Bremen, work in Hamburg.",
    "Ich arbeite bei der Bundeswehr in Koblenz.",
    "Seit 2015 beim Bundesamt in Bonn tätig.",
    "Ausbilder in der Lehrwerkstatt, Gruppe von 12 Azubis.",
    "Mitglied der Arbeitsgemeinschaft Qualität.",
    "Leitung der Stabsstelle Kommunikation.",
    "Sachbearbeiter Vergabe, Haushalt und Einkauf.",
    "Gestionnaire au ministère des Armées, à Paris.",
    "Chef de projet, direction des achats.",
    "Réserviste opérationnel, gendarmerie nationale.",
    "Membre du Conseil d'administration de l'Amicale.",
    "Ansat i Forsvarsministeriet i København.",
    "Projektleder, afdelingen for HR og Løn.",
    "Underviser på Forsvarsakademiet.",
    "Funcionaria del Ministerio de Defensa en Madrid.",
    "Responsable de compras y contratación, equipo de 6.",
    "Profesor en la Academia General Militar.",
    "Led a team of 12 in human resources.",
    "Member of the sailing club and the Book Group.",
    "Led the Communications Team through a busy year.",
    "Sat on the Wellbeing Working Group.",
    "I play in the percussion section.",
    "Flight to Madrid cancelled, twice.",
    "Branch secretary of the trade union.",
    "Project team won an award.",
    "1st place in the bake-off.",
    "Company B was the smaller supplier.",
    "Business unit director.",
    "I hold 3 degrees and a driving licence.",
    "Night watch at the observatory.",
    "The Legal Team and the Press Office helped.",
    "Leiter der Abteilung Einkauf.",
    "Ich fahre Zug nach Köln.",
    "Referat über Goethe gehalten.",
    "Mitarbeiterin im Haushaltsreferat.",
    "Bureau d'études mécanique.",
    "Section sportive du lycée.",
    "Cellule photo du ministère.",
    "Jeg spiller på 2. hold i håndbold.",
    "Medlem af et strikkehold.",
    "Sección de recursos humanos.",
    "Grupo de lectura los jueves.",
    "Company picnic organiser.",
    "Crew of volunteers at the food bank.",
    "Group 4 at kindergarten adored the visit.",
    "Our department has a great choir.",
    "Recognised as Employee of the Month by the Regional Office.",
    "Fluent in Desk Research and Excel.",
    "Received the Chief Executive's Commendation.",
    "Member, Institute of Physics and the Royal Aeronautical Society.",
    "Lived in Building Society limbo while buying a house.",
    "My best decision was moving to Room Service, a band.",
    "Played for Team GB at the Deaflympics.",
    "Passed Module 3 and Unit 5 of the diploma.",
    "Led Station Managers through a change programme.",
    "Consultant at the Max Planck Institute for Chemistry.",
    "Bought 12 desks for the reading area.",
    "Attended Staff Course 14 in Rome.",
    "Shared a flat with three cats near Harbour Bridge.",
    "Meeting people at the Sector Skills Council.",
    "Arbeitsgruppe Digitalisierung geleitet.",
    "Hauptabteilung Personal, Leiter Ausbildung.",
    "Umzug in das neue Verwaltungsgebäude begleitet.",
    "Membre du Groupe de Travail Qualité.",
    "Secrétaire de la section syndicale de Brest.",
    "Projektleder for bygning og drift.",
    "Secretario del Comité de Empresa, sección 3.",
    "Jefe de Área de Formación.",
)


def told(text: str) -> list[str]:
    cells = {name.replace(" ", "_"): value for name, value in GUARDED.items()}
    found = judge(profile(row("positions", **cells, description=text))).found
    kinds = (ExposureKind.SITE, ExposureKind.UNIT)
    return [each.quote for each in found if each.kind in kinds and each.place.field == "description"]


@pytest.mark.parametrize("text", CATCHES)
def test_a_unit_that_is_told_apart_is_found(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize("text", SPARES)
def test_an_ordinary_team_is_left_alone(text: str) -> None:
    assert not told(text)


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    text = "I led the second section of the third team in Hall 4 near the old gate of Block B at Ostrava, 3rd floor. "

    def seconds(times: int) -> float:
        start = time.perf_counter()
        told(text * times)
        return time.perf_counter() - start

    seconds(1)
    assert seconds(80) < 12 * seconds(20) + 0.5
