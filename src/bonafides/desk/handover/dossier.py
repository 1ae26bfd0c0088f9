"""What a hand-over is made of: the records of a case, what is chosen of them, and how they look once redacted."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from bonafides.desk.links import reasons
from bonafides.errors import DeskError
from bonafides.render.exchange.tlp import Tlp
from bonafides.store.records import Judgement, Link, Note, Task

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bonafides import model
    from bonafides.store.records import Attachment, Case, Report

R = TypeVar("R", Note, Task, Judgement, Link)


class Part(StrEnum):
    """What may be left out of a hand-over."""

    NOTES = "notes"
    TASKS = "tasks"
    JUDGEMENTS = "judgements"
    LINKS = "links"
    ATTACHMENTS = "attachments"
    """The files themselves; without them their names, sizes and SHA-256 stand in the list all the same."""
    OWN_WORDS = "own-words"
    """The reporter's own messages in the conversation."""
    SAID = "said"
    """What the reporter added in their own words, and what they do."""
    IDENTIFIERS = "identifiers"
    """Names and addresses of the account itself, where they are replaced everywhere else."""


USUAL = frozenset({Part.NOTES, Part.TASKS, Part.JUDGEMENTS, Part.LINKS, Part.IDENTIFIERS})
"""What is handed over unless something else is chosen: nothing that the reporter wrote, no files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that the desk holds of one case."""

    case: Case
    reports: tuple[Report, ...] = ()
    notes: tuple[Note, ...] = ()
    tasks: tuple[Task, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    links: tuple[Link, ...] = ()
    desk: str = ""
    """What the desk is called, for whoever receives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How a case is handed over."""

    tlp: Tlp
    lang: str = "en"
    redact: bool = True
    """Replace names, addresses, numbers and links of everybody in the texts, the same always by the same word."""
    parts: frozenset[Part] = USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A dossier as it will be handed over: chosen, redacted, judged once more."""

    dossier: Dossier
    """Records in which all free text is redacted where that was chosen, in the order of their times."""
    report: model.Report | None
    """The conversations with the program's judgement; None where nothing could be read."""
    account: tuple[tuple[str, str], ...]
    """Names and addresses of the account, as (kind, value); empty where they were not chosen."""
    choices: Choices
    made_at: datetime


def choices(tlp: str, *, lang: str = "en", redact: bool = True, parts: frozenset[str] = USUAL) -> Choices:
    """Choices from what a form sends. Raises DeskError for a marking or a part that there is none of."""
    try:
        chosen = frozenset(Part(part) for part in parts)
        return Choices(tlp=Tlp(tlp.upper().removeprefix("TLP:")), lang=lang, redact=redact, parts=chosen)
    except ValueError as error:
        markings = ", ".join(each.label for each in Tlp)
        raise DeskError(
            "there is no such marking or part of a hand-over",
            next_step=f"Use {markings}; parts are {', '.join(Part)}.",
        ) from error


def chosen(dossier: Dossier, parts: frozenset[Part]) -> Dossier:
    """The dossier without what is left out, in the order of time; files stay in the list without their bytes."""
    reports = sorted(dossier.reports, key=lambda each: (each.received_at, each.id))
    files = sorted(dossier.attachments, key=lambda each: (each.report, each.sha256, each.id))
    if Part.SAID not in parts:
        reports = [replace(each, said="", role="") for each in reports]
    if Part.ATTACHMENTS not in parts:
        files = [replace(each, data=b"") for each in files]
    return Dossier(
        case=dossier.case,
        reports=tuple(reports),
        notes=_in_order(dossier.notes) if Part.NOTES in parts else (),
        tasks=_in_order(dossier.tasks) if Part.TASKS in parts else (),
        judgements=_in_order(dossier.judgements) if Part.JUDGEMENTS in parts else (),
        attachments=tuple(files),
        links=_in_order(dossier.links) if Part.LINKS in parts else (),
        desk=dossier.desk,
    )


def rewritten(dossier: Dossier, say: Callable[[str], str]) -> Dossier:
    """The dossier with `say` applied to every text that somebody wrote, always in the same order."""
    return Dossier(
        case=replace(dossier.case, persona=say(dossier.case.persona), hold=say(dossier.case.hold)),
        reports=tuple(
            replace(each, role=say(each.role), said=say(each.said), problems=tuple(map(say, each.problems)))
            for each in dossier.reports
        ),
        notes=tuple(replace(each, text=say(each.text)) for each in dossier.notes),
        tasks=tuple(replace(each, text=say(each.text)) for each in dossier.tasks),
        judgements=tuple(replace(each, reason=say(each.reason)) for each in dossier.judgements),
        attachments=tuple(replace(each, name=say(each.name)) for each in dossier.attachments),
        links=tuple(_link(each, say) for each in dossier.links),
        desk=dossier.desk,
    )


def _link(link: Link, say: Callable[[str], str]) -> Link:
    told = ((each.family, say(each.shown), each.cases, each.strength) for each in reasons(link))
    return replace(link, because=tuple(json.dumps(each, ensure_ascii=False) for each in told))


def _in_order(records: tuple[R, ...]) -> tuple[R, ...]:
    return tuple(sorted(records, key=lambda each: (each.at, each.id)))
