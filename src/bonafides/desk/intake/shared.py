"""A bundle of STIX or an event of MISP as reports for the desk: threads are read anew, notes and tasks come along.

What somebody else judged is a note that says so: this desk has not decided anything yet. The file itself is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.desk.intake.received import BOUNDS, Earlier, File, Received, ToDo, Written
from bonafides.desk.intake.remark import Remark
from bonafides.errors import DeskError, RenderError
from bonafides.model import Attachment, Conversation, Form, Level, Message, Party, Problem
from bonafides.render.exchange.ids import uuid_of
from bonafides.render.exchange.opening import LARGEST
from bonafides.render.exchange.plainly import plainly
from bonafides.render.exchange.text import EPOCH, plain
from bonafides.render.interchange import interchange
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bonafides.read.reader import Head
    from bonafides.render.exchange.value import Said, Shared, Thread

ROOM = "bonafides.desk"
_VIA = "import"
_MARKS = ('"objects"', '"Event"', '"response"')
_LONGEST = 50_000
"""Characters of a note."""
_FORMS = {form.value: form for form in Form}


def is_bundle(head: Head) -> bool:
    """Whether a file begins like a bundle of STIX or an event of MISP, and not like lines of conversations."""
    text = head.text.lstrip("\ufeff \t\r\n")
    begun = text[:4096]
    return (
        text.startswith(("{", "["))
        and (('"bundle"' in begun and '"type"' in begun) or any(mark in begun for mark in _MARKS))
        and '"messages"' not in begun.partition("\n")[0]
    )


def from_bundle(name: str, raw: bytes, *, at: datetime, lang: str = "en") -> Iterator[Received | Problem]:
    """A report for each matter in a bundle, and every problem with it.

    `lang` is the language of what the desk says about it. Raises DeskError for what is no bundle, or too large.
    """
    from bonafides.render.exchange.misp_read import read_misp
    from bonafides.render.exchange.stix_read import read_stix

    try:
        read = read_stix if _is_stix(raw) else read_misp
        found = read(raw, name, lang=lang)
    except RenderError as refused:
        raise DeskError(refused.what, where=refused.where or name, next_step=refused.next_step) from refused
    for error in found.problems:
        yield Remark(what=error.what, where=error.where, next_step=error.next_step, fatal=error.fatal)
    for each in found.shared:
        if _is_empty(each):
            words = phrases(lang, ROOM)
            yield Problem(what=words("shared.nothing"), where=name, next_step=words("shared.nothing_next"), fatal=True)
            continue
        yield received(each, name, raw, at=at, lang=lang)


def received(shared: Shared, name: str, raw: bytes, *, at: datetime, lang: str = "en") -> Received:
    """One matter as a report: what was written, to be judged anew, and what somebody else noted about it."""
    lines = "".join(interchange(_conversation(each, shared) for each in shared.threads if each.messages)).encode()
    files = [File(name="conversations.jsonl", data=lines, media_type="application/x-ndjson")] if lines else []
    if len(raw) + len(lines) <= BOUNDS.bytes:
        files.append(File(name=name, data=raw, media_type="application/json", read=False))
    begun = shared.begun_at if shared.begun_at > EPOCH else None
    return Received(
        via=_VIA,
        received_at=at,
        files=tuple(files),
        earlier=Earlier(persona=_persona(shared)[:500], first_seen=begun),
        notes=tuple(Written(at=note.at, text=text) for note in shared.notes if (text := _text(note.text)))
        + tuple(_told(shared, at, lang)),
        tasks=tuple(
            ToDo(at=task.at, text=text, due_at=task.due_at, done_at=task.done_at)
            for task in shared.tasks
            if (text := _text(task.text))
        ),
        occasion=uuid_of("shared", plainly(shared)),
    )


def _is_stix(raw: bytes) -> bool:
    """Whether it names objects as a bundle does; of either, the reader says what is wrong with it."""
    return b'"objects"' in raw[:LARGEST] and b'"Event"' not in raw[:4096]


def _is_empty(shared: Shared) -> bool:
    """Whether there is nothing in it to make a case of."""
    said = any(each.messages for each in shared.threads)
    held = (shared.personas, shared.case, shared.network, shared.notes, shared.tasks, shared.verdicts, shared.files)
    return not (said or any(held) or shared.foreign)


def _persona(shared: Shared) -> str:
    """How the account presents itself: as the case says, else one account alone, of the gravest thread.

    Of a campaign, which is many accounts, the title.
    """
    if shared.case and shared.case.persona:
        return shared.case.persona
    named = [] if shared.network else [_speaker(each, shared) for each in sorted(shared.threads, key=_gravity)]
    named += [] if shared.network else [each.name for each in shared.personas]
    return next((each for each in named if each.strip()), "") or shared.title.strip() or "-"


def _gravity(thread: Thread) -> tuple[int, float]:
    """Smaller for graver threads."""
    ranks = {level.value: level.rank for level in Level}
    judged = thread.judged
    return (-ranks.get(judged.level, -1), -judged.risk) if judged else (2, 0.0)


def _speaker(thread: Thread, shared: Shared) -> str:
    """Of those who take part, whose messages bear the most signs; the first where none do."""
    people = [shared.personas[place].name for place in thread.personas if place < len(shared.personas)]
    signs = thread.judged.signs if thread.judged else ()
    by = [thread.messages[p.message].speaker for s in signs for p in s.places if p.message < len(thread.messages)]
    return max(people, key=by.count, default="")


def _conversation(thread: Thread, shared: Shared) -> Conversation:
    """A thread to be read anew.

    A name that was replaced is none: another bundle's `Person A` is somebody else. Addresses of the account that were
    handed over all the same are those of the one person on the other side.
    """
    people = [shared.personas[place] for place in thread.personas if place < len(shared.personas)]
    known = {each.name: each for each in people}
    alone = shared.redacted and len(known) == 1
    apart = {each for one in shared.personas if one not in known.values() for each in one.identifiers}

    def named(name: str) -> str:
        return "them" if alone and name in known else name

    parties = tuple(
        Party(name=named(name), identifiers=frozenset(persona.identifiers) | (apart if alone else frozenset()))
        for name, persona in known.items()
    )
    me = sorted({each.speaker for each in thread.messages if each.own})
    return Conversation(
        id=thread.key,
        messages=tuple(_message(each, named(each.speaker)) for each in thread.messages),
        parties=(*parties, *(Party(name=name, mine=True) for name in me)),
    )


def _message(said: Said, speaker: str) -> Message:
    return Message(
        speaker=speaker or "them",
        text=said.text,
        mine=said.own,
        sent_at=said.sent_at,
        channel=said.channel,
        form=_FORMS.get(said.form, Form.SENT),
        subject=said.subject,
        attachments=tuple(
            Attachment(name=each.name, media_type=each.media_type, size=each.size, sha256=each.sha256)
            for each in said.files
        ),
    )


def _told(shared: Shared, at: datetime, lang: str) -> Iterator[Written]:
    """What the desk says of where it is from, and of what others judged."""
    words, levels = phrases(lang, ROOM), phrases(lang)
    publisher = " ".join(shared.publisher.split())[:200] or words("shared.nobody")
    marked = shared.tlp.label if shared.tlp else words("shared.unmarked")
    lines = [words("shared.from", publisher=publisher, tlp=marked)]
    said = dict.fromkeys(each.judged.level for each in shared.threads if each.judged)
    lines += [words("shared.program", level=levels.get(f"level.{each}.name", each)) for each in said]
    if shared.foreign:
        lines.append(words("shared.kept", n=len(shared.foreign)))
    yield Written(at=at, text=_text("\n".join(lines)))
    for verdict in shared.verdicts:
        name = words.get(f"verdict.{verdict.verdict}.name", verdict.verdict)
        who = ", ".join(filter(None, (verdict.by, publisher)))
        text = words("shared.judgement", verdict=name, who=who, day=f"{verdict.at:%Y-%m-%d}")
        undone = f"\n{words('shared.undone', day=f'{verdict.undone_at:%Y-%m-%d}')}" if verdict.undone_at else ""
        yield Written(at=verdict.at, text=_text(f"{text}{undone}\n\n{verdict.reason}"))


def _text(text: str) -> str:
    """A text as a note may be: not empty, not endless."""
    return plain(text).strip("\n")[:_LONGEST] if text.strip() else ""
