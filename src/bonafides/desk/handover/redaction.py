"""A case made ready to be handed over: chosen, its conversations read and judged again, then redacted as one report.

Notes, tasks and reasons are redacted together with the conversations, as further texts of the same report: so the same
person has the same word everywhere, and there is one function that redacts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.desk.handover.dossier import Part, Prepared, chosen, rewritten
from bonafides.examine import Case as Asked
from bonafides.examine import assess, examine
from bonafides.model import Conversation, Entry, Message, Mode, Problem, Provenance, Reading
from bonafides.read import read_text
from bonafides.render.names import is_role
from bonafides.render.own import without_own_words
from bonafides.render.phrases import phrases
from bonafides.render.redact import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bonafides.desk.handover.dossier import Choices, Dossier
    from bonafides.model import Report
    from bonafides.store import records

ROOM = "bonafides.desk"
_DESK = "admin"
"""Whoever wrote what is redacted beside the conversations: a role, not a name."""
_NAMES = ("email", "phone", "url", "handle")


def prepare(dossier: Dossier, choices: Choices, made_at: datetime) -> Prepared:
    """The case as it will be handed over at `made_at`. Raises RenderError for a language without words."""
    picked = chosen(dossier, choices.parts)
    reading = conversations_of(picked.reports)
    report = _examined(reading, choices.lang) if reading.conversations else None
    wanted = not choices.redact or Part.IDENTIFIERS in choices.parts
    account = tuple(_account(reading.conversations)) if wanted else ()
    if report and Part.OWN_WORDS not in choices.parts:
        report = without_own_words(report, phrases(choices.lang, ROOM)("handover.left_out"))
    if choices.redact:
        report, picked = _redacted(report, picked, choices.lang)
    return Prepared(dossier=picked, report=report, account=account, choices=choices, made_at=made_at)


def conversations_of(reports: Iterable[records.Report]) -> Reading:
    """What the reports of a case hold, as it was read when they came in; named by the place of the report."""
    found: list[Conversation] = []
    problems: list[Problem] = []
    for place, report in enumerate(reports, start=1):
        if report.conversation.strip():
            reading = read_text(report.conversation, name=f"report-{place}", join=False)
            found += _named(reading.conversations, f"report-{place}")
            problems += reading.problems
    return Reading(conversations=tuple(found), problems=tuple(problems), provenance=Provenance(inputs=()))


def _named(conversations: Iterable[Conversation], name: str) -> Iterator[Conversation]:
    for place, each in enumerate(conversations, start=1):
        yield replace(each, id=name if place == 1 else f"{name}.{place}")


def _examined(reading: Reading, lang: str) -> Report:
    """Judged by the rules of today, without advice: that was for the person approached."""
    report = examine(reading, Asked(mode=Mode.SINGLE, lang=lang))
    return replace(report, entries=tuple(replace(entry, advice=None) for entry in report.entries))


def _account(conversations: Iterable[Conversation]) -> Iterator[tuple[str, str]]:
    """Names and addresses of the other side, each once."""
    found: dict[tuple[str, str], None] = {}
    for each in conversations:
        found |= dict.fromkeys(("name", name) for name in each.counterparts if name.strip() and not is_role(name))
        for party in each.parties:
            pairs = [identifier.partition(":") for identifier in sorted(party.identifiers) if not party.mine]
            found |= dict.fromkeys((kind, value) for kind, _, value in pairs if kind in _NAMES)
    yield from found


def _redacted(report: Report | None, dossier: Dossier, lang: str) -> tuple[Report | None, Dossier]:
    """Report and records with the same names and addresses replaced by the same words."""
    texts: list[str] = []

    def noted(text: str) -> str:
        texts.append(text)
        return text

    rewritten(dossier, noted)
    beside = _beside(texts)
    whole = replace(report, entries=(*report.entries, beside)) if report else _alone(beside)
    done = redact(whole, phrases(lang))
    *entries, last = done.entries
    said = iter([message.content for message in last.conversation.messages])
    return (replace(done, entries=tuple(entries)) if report else None), rewritten(dossier, lambda _: next(said))


def _beside(texts: Iterable[str]) -> Entry:
    """Texts as a conversation, so that they can be redacted with the others."""
    thread = Conversation(id="beside", messages=tuple(Message(speaker=_DESK, text=text) for text in texts))
    return Entry(conversation=thread, assessment=assess(Conversation(id="beside", messages=())), advice=None)


def _alone(entry: Entry) -> Report:
    report = examine(Reading(conversations=()), Asked(mode=Mode.SINGLE))
    return replace(report, entries=(entry,))
