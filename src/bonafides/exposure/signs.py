"""Everything that is looked for, in one visible tuple: what draws a talent spotter, each with proof and near miss."""

from __future__ import annotations

from bonafides.exposure.colleagues import colleagues
from bonafides.exposure.contact import contact
from bonafides.exposure.searching import searching
from bonafides.exposure.sign import ExposureSign, listed_words
from bonafides.model.exposure import ExposureKind

SIGNS: tuple[ExposureSign, ...] = (
    ExposureSign(
        kind=ExposureKind.CONTACT,
        sources=("in-mha",),
        find=contact,
        catches=(
            ("profile.summary", "Reach me on +44 7700 900123."),
            ("profile.summary", "Write to j.example@gmail.com"),
            ("emails.email address", "j.example@army.mil"),
        ),
        spares=(
            ("profile.summary", "Press enquiries: press@company.example"),
            ("positions.description", "From 2014 to 2019 I looked after 12 500 000 records."),
            ("emails.email address", "j.example@gmail.com"),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.SCALE,
        sources=("asio-2023-25",),
        find=listed_words("scale"),
        catches=(("positions.description", "Led 14 cleared analysts."),),
        spares=(("positions.description", "Led a team of 14 nurses."),),
    ),
    ExposureSign(
        kind=ExposureKind.CLEARANCE,
        sources=("asio-2023-25", "csis-2023"),
        find=listed_words("clearance"),
        catches=(
            ("profile.headline", "TS/SCI cleared systems engineer"),
            ("profile.summary", "Habilitation Secret Défense en cours de validité."),
            ("profile.summary", "Sicherheitsüberprüfung Ü2 vorhanden."),
            ("profile.summary", "Sikkerhedsgodkendt til HEMMELIGT."),
            ("profile.summary", "Habilitación personal de seguridad, grado RESERVADO."),
        ),
        spares=(
            ("profile.summary", "Secret Santa organiser and clear communicator."),
            ("positions.description", "Handled customs clearance and the summer clearance sale."),
            ("profile.summary", "No security clearance required."),
            ("positions.description", "Habilitation électrique B1V."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.UNIT,
        sources=("asio-2023-25", "bfv-2017"),
        find=listed_words("unit", in_names=True),
        catches=(
            ("positions.title", "Platoon sergeant, 2nd Battalion, The Rifles"),
            ("positions.company name", "Panzerbataillon 203"),
            ("positions.description", "Chef de section au 3e régiment d'infanterie de marine"),
        ),
        spares=(
            ("volunteering.company name", "Salvation Army"),
            ("positions.title", "Brigade de cuisine"),
            ("skills.name", "SAS programming"),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.SITE,
        sources=("asio-2023-25", "aivd-2022"),
        find=listed_words("site", in_places=True),
        catches=(
            ("positions.location", "RAF Windmere"),
            ("positions.description", "Posted to the naval base at Hartwick, Building 12, Room 4."),
            ("positions.location", "Falkenberg-Kaserne"),
        ),
        spares=(
            ("positions.location", "Fort Worth, Texas"),
            ("positions.title", "Site manager"),
            ("positions.description", "Grew the customer base and ran a summer camp."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.PROGRAMME,
        sources=("asio-2023-25", "aivd-2022"),
        find=listed_words("programme"),
        catches=(
            ("positions.description", "Test lead for Project NIGHTHERON at the Ministry of Defence."),
            ("positions.description", "Maintained the F-35."),
            ("positions.description", "Ingénieur sur le programme CORMORAN, ministère des Armées."),
        ),
        spares=(
            ("positions.title", "Programme Manager"),
            ("education.notes", "Erasmus programme"),
            ("skills.name", "Google Cloud Platform"),
            ("skills.name", "NATO phonetic alphabet"),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.INTELLIGENCE,
        sources=("asio-2023-25", "csis-2023"),
        find=listed_words("intelligence", in_names=True),
        catches=(
            ("positions.title", "SIGINT analyst"),
            ("positions.company name", "Bundesnachrichtendienst"),
            ("positions.title", "Officier de renseignement"),
        ),
        spares=(
            ("positions.title", "Business intelligence analyst"),
            ("skills.name", "Artificial intelligence"),
            ("positions.title", "Security guard"),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.CONTROLLED,
        sources=("aivd-2022", "asio-2023-25"),
        find=listed_words("controlled"),
        catches=(
            ("positions.description", "ITAR-controlled seeker design."),
            ("positions.description", "Kept the COMSEC account."),
        ),
        spares=(
            ("positions.description", "Placed classified ads."),
            ("positions.title", "Export control compliance manager"),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.COLLEAGUES,
        sources=("vsd-2024", "mi5-2025"),
        find=colleagues,
        catches=(
            ("positions.description", "At the Ministry of Defence I work with my colleague Jane Forrester."),
            ("connections.position", "SIGINT analyst"),
        ),
        spares=(
            ("positions.description", "At the Ministry of Defence I worked with Microsoft Azure."),
            ("connections.position", "Primary school teacher"),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.JOB_SEARCH,
        sources=("ncsc-2025", "csis-2023"),
        find=searching,
        wide=True,
        catches=(
            ("profile.headline", "Former ministry adviser, open to work"),
            ("preferences.open to recruiters", "Yes"),
        ),
        spares=(("profile.headline", "We are hiring and looking for talented engineers"),),
    ),
    ExposureSign(
        kind=ExposureKind.SIDE_WORK,
        sources=("kapo-2017", "tbyl-uk"),
        find=listed_words("side_work"),
        wide=True,
        catches=(("profile.summary", "Open to paid consulting."),),
        spares=(("profile.summary", "I lead a consulting practice."),),
    ),
    ExposureSign(
        kind=ExposureKind.OPEN_DOOR,
        sources=("aivd-2022", "tbyl-uk"),
        find=listed_words("open_door"),
        wide=True,
        catches=(("profile.summary", "I accept all invitations."),),
        spares=(("profile.summary", "I like open conversations."),),
    ),
    ExposureSign(
        kind=ExposureKind.TRAVEL,
        sources=("dgsi-2018",),
        find=listed_words("travel"),
        wide=True,
        catches=(("shares.share commentary", "I'll be in Lisbon next week."),),
        spares=(("shares.share commentary", "I was born in Lisbon."),),
    ),
)
"""In the order in which they come first where two want the same words."""
