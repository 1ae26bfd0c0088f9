"""A checked report as a value to share: the other side's words and the program's judgement, nothing of the user's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.errors import RenderError
from bonafides.model import FLAGGED, Form, Level
from bonafides.render.contacts import contacts
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
from bonafides.render.handed.preparing import concerning, voice
from bonafides.render.own import is_own, own, own_addresses, without_name
from bonafides.render.phrases import ENGLISH, phrases
from bonafides.render.quote import cut
from bonafides.render.view import HandIn, View

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
_LOWER = {Level.ALARM: Level.WARN, Level.WARN: Level.WATCH}


def of_report(report: Report, view: View, tlp: Tlp | None = None) -> Shared:
    """What may be shared of a report: redacted where the view asks for it, the user's own left out unless chosen.

    Only the conversations of `to_share` are in it. Raises RenderError where there is none, and for a language without
    words.
    """
    chosen = view.hand_in or HandIn()
    mine = own(report, chosen.names)  # of everything: their name may stand in a talk that is not shared
    report = concerning(report, to_share(report, view))
    if view.redact or not chosen.own_name:
        report = without_name(report, voice(phrases(ENGLISH)), mine, others=view.redact)
    threads, personas = threads_of(report.entries, own_words=chosen.own_words, redacted=view.redact)
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


def to_share(report: Report, view: View) -> tuple[Entry, ...]:
    """The conversations that are shared: the only one there is, else those from `warn` up, or as the view asks.

    Ordinary talk with other people is no business of another organisation. Raises RenderError where none is left of
    those that were read.
    """
    least = view.min_level or FLAGGED
    lone = view.min_level is None and len(report.entries) == 1
    kept = tuple(each for each in report.entries if lone or each.assessment.level.rank >= least.rank)
    if report.entries and not kept:
        raise RenderError(
            f"no conversation is at {least} or above, so there is nothing to share",
            next_step=f"Say --min-level {_LOWER.get(least, Level.QUIET)} to share those below it too.",
        )
    return kept


def threads_of(
    entries: Iterable[Entry], *, own_words: bool, redacted: bool
) -> tuple[tuple[Thread, ...], tuple[Persona, ...]]:
    """Conversations as threads, and whoever takes part on the other side, each once.

    `own_words` says whether the user's messages stay; where names were replaced, identifiers are no data and are left
    out.
    """
    known: dict[Persona, int] = {}
    threads = tuple(_thread(entry, known, own_words=own_words, redacted=redacted) for entry in entries)
    return _merged(threads, tuple(known))


def _merged(
    threads: tuple[Thread, ...], personas: tuple[Persona, ...]
) -> tuple[tuple[Thread, ...], tuple[Persona, ...]]:
    """The same account of several threads as one persona, with all addresses that it gave in any of them."""
    gave: dict[Persona, set[str]] = {}
    for each in personas:
        gave.setdefault(replace(each, gave=()), set()).update(each.gave)
    places = {each: place for place, each in enumerate(gave)}
    moved = [places[replace(each, gave=())] for each in personas]
    return (
        tuple(replace(each, personas=tuple(dict.fromkeys(moved[at] for at in each.personas))) for each in threads),
        tuple(replace(each, gave=tuple(sorted(found))) for each, found in gave.items()),
    )


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
            of = {way: [sign for sign in each.judged.signs if sign.polarity == way][:5] for way in ("for", "against")}
            lines += [f"- {view.explain(sign.indicator).title}" for sign in of["for"]]
            lines += [words("says.against", sign=view.explain(sign.indicator).title) for sign in of["against"]]
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
    """Everybody on the other side, with the identifiers that the files give, and the addresses that they wrote."""
    given = {party.name: party.identifiers for party in conversation.parties if not party.mine}
    return tuple(
        Persona(
            name=plain(name),
            identifiers=() if redacted else tuple(sorted(map(plain, given.get(name, ())))),
            gave=() if redacted else _gave(conversation, name, given.get(name, frozenset())),
        )
        for name in conversation.counterparts
    )


def _gave(conversation: Conversation, name: str, given: Iterable[str]) -> tuple[str, ...]:
    """Addresses in somebody's own messages that are not the user's, nor known from the files."""
    mine = own_addresses([conversation])
    texts = [each.content for each in conversation.messages if each.speaker == name and not is_own(each)]
    found = {_identifier(text[c.start : c.end], c.kind): c for text in texts for c in contacts(text)}
    kept = {plain(value) for value, c in found.items() if value and (c.kind, c.key) not in mine}
    return tuple(sorted(kept - set(map(plain, given))))


def _identifier(written: str, kind: str) -> str:
    """An address as identifiers are written; empty for links, which often lead to what is nobody's own."""
    match kind:
        case "mail":
            return f"email:{written.lower()}"
        case "phone":
            digits = "".join(char for char in written if char.isdigit())
            return f"phone:{'+' if written.lstrip('(').startswith('+') else ''}{digits}"
        case "handle":
            return f"handle:{written.lstrip('@').lower()}"
        case _:
            return ""


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
