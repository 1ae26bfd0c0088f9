"""Everything that is looked for, in one visible tuple: what draws a talent spotter, each with proof and near miss."""

from __future__ import annotations

from bonafides.exposure.finders.clearances import clearances
from bonafides.exposure.finders.colleagues import colleagues
from bonafides.exposure.finders.contact import contact
from bonafides.exposure.finders.formations import formations
from bonafides.exposure.finders.premises import premises
from bonafides.exposure.finders.searching import searching
from bonafides.exposure.finders.travelling import travelling
from bonafides.exposure.finders.undertakings import undertakings
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
            ("comments.message", "My Signal is mirabel.79, say hi."),
            ("comments.message", "Schreib mir auf Threema, ID R8KP2WXZ."),
        ),
        spares=(
            ("profile.summary", "Press enquiries: press@company.example"),
            ("positions.description", "From 2014 to 2019 I looked after 12 500 000 records."),
            ("positions.description", "Signal processing in Python 3.11, session 4b."),
            ("emails.email address", "j.example@gmail.com"),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.SCALE,
        sources=("asio-2023-25",),
        find=listed_words("scale"),
        catches=(
            ("positions.description", "Led 14 cleared analysts."),
            ("profile.summary", "Line lead for 112 technicians and nine aircraft."),
            ("profile.summary", "We look after nineteen officers who are living under another name."),
        ),
        spares=(
            ("positions.description", "Led a team of 14 nurses."),
            ("positions.description", "Sold 40 boats last year at the marina."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.CLEARANCE,
        sources=("asio-2023-25", "csis-2023"),
        find=clearances,
        catches=(
            ("profile.headline", "TS/SCI cleared systems engineer"),
            ("profile.summary", "Habilitation Secret Défense en cours de validité."),
            ("profile.summary", "Sicherheitsüberprüfung Ü2 vorhanden."),
            ("profile.summary", "I was screened to Stg. Geheim level."),
            ("profile.summary", "SC since 2020, CTC before that."),
            ("profile.summary", "Sikkerhedsgodkendt til HEMMELIGT."),
            ("profile.summary", "Habilitación personal de seguridad, grado RESERVADO."),
        ),
        spares=(
            ("profile.summary", "Secret Santa organiser and clear communicator."),
            ("positions.description", "Handled customs clearance and the summer clearance sale."),
            ("profile.summary", "No security clearance required."),
            ("profile.summary", "Our secret is not a secret: long fermentation."),
            ("positions.description", "Habilitation électrique B1V."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.UNIT,
        sources=("asio-2023-25", "bfv-2017"),
        find=formations,
        catches=(
            ("positions.title", "Platoon sergeant, 2nd Battalion, The Rifles"),
            ("positions.company name", "Panzerbataillon 203"),
            ("positions.description", "Chef de section au 3e régiment d'infanterie de marine"),
            ("profile.summary", "C Co, 2-519th PIR"),
            ("profile.summary", "Analytiker i Ruslandssektionen, hold 3"),
        ),
        spares=(
            ("volunteering.company name", "Salvation Army"),
            ("positions.title", "Brigade de cuisine"),
            ("positions.company name", "Civil Nuclear Constabulary"),
            ("profile.summary", "Head of the Finance Division, team of 12"),
            ("skills.name", "SAS programming"),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.SITE,
        sources=("asio-2023-25", "aivd-2022"),
        find=premises,
        catches=(
            ("positions.location", "RAF Windmere"),
            ("positions.description", "Posted to the naval base at Hartwick, Building 12, Room 4."),
            ("positions.location", "Falkenberg-Kaserne"),
            ("profile.summary", "I work in the screened hall 22B, behind the second fence."),
            ("profile.summary", "Trabajo en la sala acorazada del sótano, edificio 8."),
        ),
        spares=(
            ("positions.location", "Fort Worth, Texas"),
            ("positions.title", "Site manager"),
            ("positions.description", "Grew the customer base and ran a summer camp."),
            ("profile.summary", "Quality gate 3 passed, meeting in conference room 2."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.PROGRAMME,
        sources=("asio-2023-25", "aivd-2022"),
        find=undertakings,
        catches=(
            ("positions.description", "Test lead for Project NIGHTHERON at the Ministry of Defence."),
            ("positions.description", "Maintained the F-35."),
            ("positions.description", "Ingénieur sur le programme CORMORAN, ministère des Armées."),
            ("positions.description", "Gerätebau für die Bundeswehr, Vorhaben „Nordkaper“."),
            ("positions.description", "At the Ministry of Defence I look after the Larkspur jamming pod."),
        ),
        spares=(
            ("positions.title", "Programme Manager"),
            ("education.notes", "Erasmus programme"),
            ("skills.name", "Google Cloud Platform"),
            ("skills.name", "NATO phonetic alphabet"),
            ("shares.share commentary", "Operation Turkey begins."),
            ("profile.summary", "I use MATLAB and SIMULINK."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.INTELLIGENCE,
        sources=("asio-2023-25", "csis-2023"),
        find=listed_words("intelligence", in_names=True, grave=True),
        catches=(
            ("positions.title", "SIGINT analyst"),
            ("positions.company name", "Bundesnachrichtendienst"),
            ("positions.title", "Officier de renseignement"),
            ("profile.summary", "We live inside the adversary's servers and read along."),
            ("profile.summary", "Ich treffe Informanten in Hafenstädten."),
        ),
        spares=(
            ("positions.title", "Business intelligence analyst"),
            ("skills.name", "Artificial intelligence"),
            ("positions.title", "Security guard"),
            ("profile.summary", "Die Spielfigur arbeitet für einen frei erfundenen Geheimdienst."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.CONTROLLED,
        sources=("aivd-2022", "asio-2023-25"),
        find=listed_words("controlled"),
        catches=(
            ("positions.description", "ITAR-controlled seeker design."),
            ("positions.description", "Kept the COMSEC account."),
            ("positions.description", "Kryptoverwaltung der Bundeswehr, Ausgabe der Schlüsselmittel."),
            ("positions.description", "I loaded cryptographic keys for the Royal Navy."),
        ),
        spares=(
            ("positions.description", "Placed classified ads."),
            ("positions.title", "Export control compliance manager"),
            ("positions.description", "Custodian of the key cupboard and the visitors' register."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.COLLEAGUES,
        sources=("vsd-2024", "mi5-2025"),
        find=colleagues,
        catches=(
            ("positions.description", "At the Ministry of Defence I work with my colleague Jane Forrester."),
            ("connections.position", "SIGINT analyst"),
            ("comments.message", "Hr. Kjeldsen har koderne."),
            ("comments.message", "Hortense Baillargeon est toujours dans mon service."),
        ),
        spares=(
            ("positions.description", "At the Ministry of Defence I worked with Microsoft Azure."),
            ("connections.position", "Primary school teacher"),
            ("comments.message", "Anna Meyer still sings in my old choir."),
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
            ("profile.summary", "She retires in the autumn and is keen to hear from companies in shipping."),
            ("shares.share commentary", "Wer einen Elektrotechniker braucht: gern melden!"),
        ),
        spares=(
            ("profile.headline", "We are hiring and looking for talented engineers"),
            ("shares.share commentary", "Congratulations to Anna on her new role!"),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.SIDE_WORK,
        sources=("kapo-2017", "tbyl-uk"),
        find=listed_words("side_work", serving=True),
        wide=True,
        catches=(
            ("profile.summary", "Open to paid consulting."),
            ("profile.summary", "Tagessatz für Beratung auf Anfrage."),
        ),
        spares=(
            ("profile.summary", "I lead a consulting practice."),
            ("profile.summary", "I do not take paid consulting work."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.OPEN_DOOR,
        sources=("aivd-2022", "tbyl-uk"),
        find=listed_words("open_door", serving=True),
        wide=True,
        catches=(
            ("profile.summary", "I accept all invitations."),
            ("profile.summary", "Whoever sends me a request gets a yes."),
            ("profile.summary", "Je ne refuse aucune invitation."),
        ),
        spares=(
            ("profile.summary", "I like open conversations."),
            ("profile.summary", "I only accept requests from people I know."),
        ),
    ),
    ExposureSign(
        kind=ExposureKind.TRAVEL,
        sources=("dgsi-2018",),
        find=travelling,
        wide=True,
        catches=(
            ("shares.share commentary", "I'll be in Lisbon next week."),
            ("shares.share commentary", "In Lisbon 8 to 12 February with the delegation."),
            ("profile.summary", "Vom 3. bis 8. Februar 2031 begleite ich den Minister nach Lissabon."),
        ),
        spares=(
            ("shares.share commentary", "I was born in Lisbon."),
            ("shares.share commentary", "The museum in Lisbon opens its new wing on 3 March 2031."),
        ),
    ),
)
"""In the order in which they come first where two want the same words."""
