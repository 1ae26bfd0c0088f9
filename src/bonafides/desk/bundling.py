"""A case taken out of the store to be handed over; that a bundle was made is entered, and what was chosen for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.desk.cases import whole
from bonafides.desk.desk import known_case
from bonafides.desk.handover.bundle import file_name, handover
from bonafides.desk.handover.dossier import Dossier
from bonafides.desk.intake.carrying import carriers
from bonafides.desk.settings import desk_settings
from bonafides.store import equals, one_of
from bonafides.store.records import Attachment, Judgement, Link, Note, Report, Task

if TYPE_CHECKING:
    from bonafides.desk.desk import Desk
    from bonafides.desk.handover.dossier import Choices
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading


def dossier(desk: Desk, actor: Actor, case_id: str) -> Dossier:
    """All that the desk holds of a case, for whoever may hand it over: of the reporters' mails, that they are there."""
    with desk.looking(actor, "case.export", case=case_id) as reading:
        return _gathered(reading, case_id)


def bundle(desk: Desk, actor: Actor, case_id: str, choices: Choices) -> tuple[str, bytes]:
    """The bundle's name and bytes. Nothing is sent."""
    it = dossier(desk, actor, case_id)
    made = handover(it, choices, now=desk.now())
    with desk.acting(actor, "case.export", case=case_id) as work:
        work.plain |= {"tlp": choices.tlp.value, "redacted": choices.redact}
        work.detail["parts"] = sorted(part.value for part in choices.parts)
    return file_name(it, choices), made


def _gathered(reading: Reading, case_id: str) -> Dossier:
    of_case, of_parts = equals("case", case_id), one_of("case", whole(reading, case_id))
    reports, files = tuple(reading.find(Report, of_case)), reading.find(Attachment, of_case)
    mails = carriers(reports)
    sides = (reading.find(Link, equals(side, case_id)) for side in ("one", "other"))
    return Dossier(
        case=known_case(reading, case_id),
        reports=reports,
        notes=tuple(reading.find(Note, of_parts)),
        tasks=tuple(reading.find(Task, of_parts)),
        judgements=tuple(reading.find(Judgement, of_case)),
        attachments=tuple(replace(each, data=b"") if (each.report, each.sha256) in mails else each for each in files),
        links=tuple(link for found in sides for link in found),
        desk=desk_settings(reading)["name"],
    )
