"""What a hand-over takes out and what it says about whoever reported, in sentences, before anything is handed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from itertools import zip_longest
from typing import TYPE_CHECKING

from bonafides.desk.handover.dossier import Part
from bonafides.desk.handover.redaction import conversations_of
from bonafides.model import Form
from bonafides.render.clean import visible
from bonafides.render.clock import Clock
from bonafides.render.contacts import contacts
from bonafides.render.exchange.tlp import Tlp
from bonafides.render.names import is_role
from bonafides.render.own import own_names
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.desk.handover.dossier import Choices, Dossier, Prepared
    from bonafides.model import Conversation, Message
    from bonafides.render.phrases import Phrases

ROOM = "bonafides.desk"
SHOWN = 200
"""Messages that the preview shows; the bundle has all of them."""
ADDRESSES = ("mail", "phone", "link", "handle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as it will stand in the bundle."""

    speaker: str
    text: str
    mine: bool
    changed: bool
    """Whether something in it was replaced or left out."""


def taken_out(dossier: Dossier, choices: Choices) -> tuple[str, ...]:
    """What is replaced or left out: a sentence for each kind of thing; what there is none of is not named."""
    words = phrases(choices.lang, ROOM)
    conversations = conversations_of(dossier.reports).conversations
    return (
        *(_replaced(conversations, words) if choices.redact else ()),
        *_left_out(dossier, choices, conversations, words),
        words("handover.taken.never"),
    )


def about_reporter(dossier: Dossier, choices: Choices) -> tuple[str, ...]:
    """What the bundle says about whoever reported, so that it is handed on knowingly."""
    words = phrases(choices.lang, ROOM)
    conversations = conversations_of(dossier.reports).conversations
    return (*_plainly(dossier, choices, conversations, words), words("handover.about.between_lines"))


def cautions(dossier: Dossier, choices: Choices) -> tuple[str, ...]:
    """What to think of first."""
    words = phrases(choices.lang, ROOM)
    wide = choices.tlp in (Tlp.CLEAR, Tlp.GREEN)
    told = {
        "wide": wide and not choices.redact,
        "wide_account": wide and choices.redact and Part.IDENTIFIERS in choices.parts,
        "files": Part.ATTACHMENTS in choices.parts and bool(_files(dossier)),
        "files_redacted": Part.ATTACHMENTS in choices.parts and bool(_files(dossier)) and choices.redact,
        "impersonated": Part.IDENTIFIERS in choices.parts or not choices.redact,
    }
    return (*(words(f"handover.caution.{key}") for key, true in told.items() if true), words("handover.caution.read"))


def shown(dossier: Dossier, prepared: Prepared) -> tuple[Shown, ...]:
    """The messages as they will be, each with whether it differs from what came in."""
    reports = sorted(dossier.reports, key=lambda each: (each.received_at, each.id))
    before = [m for each in conversations_of(reports).conversations for m in each.messages]
    after = [m for e in prepared.report.entries for m in e.conversation.messages] if prepared.report else []
    pairs = list(zip_longest(before, after))[:SHOWN]
    return tuple(_shown(old, new) for old, new in pairs if old and new)


def _shown(before: Message, after: Message) -> Shown:
    return Shown(
        speaker=visible(after.speaker),
        text=visible(after.content, lines=True),
        mine=after.mine,
        changed=before.content != after.content,
    )


def _replaced(conversations: tuple[Conversation, ...], words: Phrases) -> Iterator[str]:
    people = {" ".join(n.casefold().split()) for each in conversations for n in each.counterparts if not is_role(n)}
    people |= {" ".join(n.casefold().split()) for n in own_names(conversations)}
    if people:
        yield words.count("handover.taken.people", len(people - {""}))
    found = {
        (contact.kind, contact.key)
        for each in conversations
        for message in each.messages
        for contact in contacts(message.content)
    }
    for kind in ADDRESSES:
        if count := sum(each == kind for each, _ in found):
            yield words.count(f"handover.taken.{kind}", count)


def _left_out(
    dossier: Dossier, choices: Choices, conversations: tuple[Conversation, ...], words: Phrases
) -> Iterator[str]:
    counts = {
        Part.OWN_WORDS: _own(conversations),
        Part.SAID: sum(bool(each.said or each.role) for each in dossier.reports),
        Part.ATTACHMENTS: len(dossier.attachments),
        Part.NOTES: len(dossier.notes),
        Part.TASKS: len(dossier.tasks),
        Part.JUDGEMENTS: len(dossier.judgements),
        Part.LINKS: len(dossier.links),
    }
    for part, count in counts.items():
        if count and part not in choices.parts:
            yield words.count(f"handover.taken.{part}", count)
    if Part.ATTACHMENTS in choices.parts and (mails := len(dossier.attachments) - _files(dossier)):
        yield words.count("handover.taken.attachments", mails)
    if choices.redact and Part.IDENTIFIERS not in choices.parts:
        yield words("handover.taken.identifiers")


def _plainly(
    dossier: Dossier, choices: Choices, conversations: tuple[Conversation, ...], words: Phrases
) -> Iterator[str]:
    if own_names(conversations) and not choices.redact:
        yield words("handover.about.name")
    if (own := _own(conversations)) and Part.OWN_WORDS in choices.parts:
        yield words.count("handover.about.own", own)
    if any(each.role for each in dossier.reports) and Part.SAID in choices.parts:
        yield words("handover.about.role")
    if any(each.said for each in dossier.reports) and Part.SAID in choices.parts:
        yield words("handover.about.said")
    if dossier.reports:
        clock = Clock(zone=UTC, name="UTC", words=phrases(choices.lang))
        yield words("handover.about.when", span=clock.span(each.received_at for each in dossier.reports))
    if (files := _files(dossier)) and Part.ATTACHMENTS in choices.parts:
        yield words.count("handover.about.files", files)
    if dossier.notes and Part.NOTES in choices.parts:
        yield words("handover.about.notes")


def _files(dossier: Dossier) -> int:
    """How many files can be handed over: not the mails of reporters, which came without their bytes."""
    return sum(bool(each.data) for each in dossier.attachments)


def _own(conversations: tuple[Conversation, ...]) -> int:
    return sum(m.mine or m.form is Form.TOLD for each in conversations for m in each.messages)
