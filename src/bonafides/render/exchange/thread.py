"""A checked report as a value to share: the other side's words and the program's judgement, nothing of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model import Form
from bonafides.render.exchange.ids import uuid_of
from bonafides.render.exchange.plainly import plainly
from bonafides.render.exchange.text import EPOCH, plain, utc
from bonafides.render.exchange.value import (
    About,
    File,
    Grounds,
    Input,
    Judged,
    Persona,
    Place,
    Said,
    Shared,
    Sign,
    Thread,
)
from bonafides.render.handed.preparing import voice
from bonafides.render.own import is_own, own, without_name
from bonafides.render.phrases import ENGLISH, phrases
from bonafides.render.quote import cut
from bonafides.render.view import HandIn, View, reaches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bonafides.model import (
        Assessment,
        Attachment,
        Contribution,
        Conversation,
        Entry,
        Message,
        Provenance,
        Report,
    )
    from bonafides.render.exchange.tlp import Tlp

ROOM = "bonafides.render.exchange"


def of_report(report: Report, view: View, tlp: Tlp | None = None) -> Shared:
    """What may be shared of a report: redacted where the view asks for it, the user's own left out unless chosen.

    Raises RenderError for a language without words.
    """
    chosen = view.hand_in or HandIn()
    if view.redact or not chosen.own_name:
        mine = own(report, chosen.names)
        report = without_name(report, voice(phrases(ENGLISH)), mine, others=view.redact)
    threads, personas = threads_of(
        (entry for entry in report.entries if reaches(entry, view)), own_words=chosen.own_words, redacted=view.redact
    )
    times = [said.sent_at for thread in threads for said in thread.messages if said.sent_at]
    grounds = grounds_of(report.provenance)
    marked = tlp.value if tlp else ""
    said = [plainly(each) for each in (*threads, *personas)]
    return Shared(
        key=uuid_of(About.THREAD.value, marked, view.lang, view.redact, said, plainly(grounds)),
        about=About.THREAD,
        title=_title(threads, personas, view.lang),
        summary=summary(threads, view),
        begun_at=min(times, default=EPOCH),
        made_at=max(times, default=EPOCH),
        tlp=tlp,
        lang=view.lang,
        redacted=view.redact,
        personas=personas,
        threads=threads,
        grounds=grounds,
    )


def threads_of(
    entries: Iterable[Entry], *, own_words: bool, redacted: bool
) -> tuple[tuple[Thread, ...], tuple[Persona, ...]]:
    """Conversations as threads, and whoever takes part on the other side, each once.

    `own_words` says whether the user's messages stay; where names were replaced, identifiers are no data and are left
    out.
    """
    known: dict[Persona, int] = {}
    threads = tuple(_thread(entry, known, own_words=own_words, redacted=redacted) for entry in entries)
    return threads, tuple(known)


def summary(threads: Iterable[Thread], view: View) -> str:
    """What the program made of the threads, in a few sentences; its signs are quoted in the threads themselves."""
    words = phrases(view.lang, ROOM)
    judged = phrases(view.lang)
    lines = []
    for each in threads:
        if each.judged:
            level, kind = each.judged.level, each.judged.kind
            named = {"level": judged.get(f"level.{level}.sentence", level), "kind": judged.get(f"kind.{kind}", kind)}
            lines.append(words("says.thread", **named))
            signs = [sign for sign in each.judged.signs if sign.polarity == "for"][:5]
            lines += [f"- {view.explain(sign.indicator).title}" for sign in signs]
    return plain("\n".join(lines))


def grounds_of(provenance: Provenance) -> Grounds:
    """What a report rests on; who the user was taken to be, and their time zone, stay out."""
    return Grounds(
        version=provenance.version,
        rules=provenance.rules,
        inputs=tuple(
            Input(name=plain(_bare(each.name)), kind=each.format, size=each.size, sha256=each.sha256)
            for each in provenance.inputs
        ),
    )


def _bare(name: str) -> str:
    """A file's name without the folders above it, which often hold the user's name."""
    return name.replace("\\", "/").rpartition("/")[2] or name


def _thread(entry: Entry, known: dict[Persona, int], *, own_words: bool, redacted: bool) -> Thread:
    conversation = entry.conversation
    kept = [place for place, message in enumerate(conversation.messages) if own_words or not is_own(message)]
    moved = {place: new for new, place in enumerate(kept)}
    return Thread(
        key=plain(conversation.id),
        messages=tuple(said(conversation.messages[place]) for place in kept),
        personas=tuple(
            known.setdefault(persona, len(known)) for persona in personas_of(conversation, redacted=redacted)
        ),
        judged=judged(entry.assessment, conversation, moved),
    )


def personas_of(conversation: Conversation, *, redacted: bool = False) -> tuple[Persona, ...]:
    """Everybody on the other side, with the identifiers that the files give."""
    given = {party.name: party.identifiers for party in conversation.parties if not party.mine}
    return tuple(
        Persona(
            name=plain(name),
            identifiers=() if redacted else tuple(sorted(map(plain, given.get(name, ())))),
        )
        for name in conversation.counterparts
    )


def said(message: Message) -> Said:
    """A message."""
    return Said(
        speaker=plain(message.speaker),
        text=plain(message.text),
        own=message.mine or message.form is Form.TOLD,
        sent_at=utc(message.sent_at),
        channel=plain(message.channel),
        form=message.form.value,
        subject=plain(message.subject),
        files=tuple(map(_file, message.attachments)),
    )


def _file(attachment: Attachment) -> File:
    return File(
        name=plain(attachment.name),
        media_type=plain(attachment.media_type),
        size=attachment.size,
        sha256=attachment.sha256,
    )


def judged(assessment: Assessment, conversation: Conversation, moved: Mapping[int, int]) -> Judged:
    """What the program made of it; `moved` says where the messages are that are shared, by where they were."""
    return Judged(
        level=assessment.level.value,
        kind=assessment.kind.value,
        risk=assessment.risk,
        prior=assessment.prior,
        mode=assessment.mode.value,
        stage=assessment.stage.value if assessment.stage else "",
        signs=tuple(_sign(part, conversation, moved) for part in assessment.contributions()),
    )


def _sign(part: Contribution, conversation: Conversation, moved: Mapping[int, int]) -> Sign:
    finding = part.finding
    return Sign(
        indicator=finding.indicator,
        polarity=finding.polarity.value,
        kind=finding.kind.value,
        contribution=part.value,
        stage=finding.stage.value if finding.stage else "",
        places=tuple(
            Place(message=moved[span.message], start=span.start, end=span.end, quote=plain(cut(conversation, span)))
            for span in finding.spans
            if span.message in moved
        ),
        by=finding.by,
    )


def _title(threads: tuple[Thread, ...], personas: tuple[Persona, ...], lang: str) -> str:
    words = phrases(lang, ROOM)
    if len(threads) == 1 and threads[0].personas:
        names = ", ".join(personas[place].name for place in threads[0].personas[:3])
        return words("title.thread", names=" ".join(names.split())[:200])
    return words("title.threads", n=len(threads))
