"""A hand-over as a value to share with other organisations' programs, and that value as files of the bundle."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from bonafides.desk.handover.dossier import Part
from bonafides.desk.links import reasons
from bonafides.explain import explanations
from bonafides.render.exchange.ids import uuid_of
from bonafides.render.exchange.text import plain, utc
from bonafides.render.exchange.thread import grounds_of, summary, threads_of
from bonafides.render.exchange.value import (
    About,
    Case,
    File,
    Grounds,
    Note,
    Persona,
    Shared,
    Shares,
    Task,
    Tie,
    Verdict,
)
from bonafides.render.phrases import phrases
from bonafides.render.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bonafides.desk.handover.dossier import Prepared
    from bonafides.store.records import Link

ROOM = "bonafides.render.exchange"
STIX, MISP = "case.stix.json", "case.misp.json"


def shared(prepared: Prepared) -> Shared:
    """What a hand-over says, in no format yet: redacted and chosen as the rest of it."""
    it, chosen = prepared.dossier, prepared.choices
    entries = prepared.report.entries if prepared.report else ()
    threads, personas = threads_of(entries, own_words=Part.OWN_WORDS in chosen.parts, redacted=chosen.redact)
    persona = plain(it.case.persona)
    who = _officers(prepared)
    return Shared(
        key=uuid_of("case", it.case.id, chosen.tlp.value, chosen.lang, chosen.redact, sorted(chosen.parts)),
        about=About.CASE,
        title=phrases(chosen.lang, ROOM)("title.case", number=it.case.number, persona=" ".join(persona.split())),
        summary=summary(threads, View(lang=chosen.lang, titles=explanations(chosen.lang, told=True))),
        begun_at=utc(it.case.opened_at),
        made_at=utc(prepared.made_at),
        publisher=plain(it.desk),
        tlp=chosen.tlp,
        lang=chosen.lang,
        redacted=chosen.redact,
        personas=(*personas, *_account(prepared)) if chosen.redact else personas,
        threads=threads,
        case=_case(prepared),
        notes=tuple(Note(at=utc(n.at), text=plain(n.text), by=who[n.who]) for n in it.notes),
        tasks=tuple(
            Task(at=utc(t.at), text=plain(t.text), due_at=utc(t.due_at), done_at=utc(t.done_at)) for t in it.tasks
        ),
        verdicts=tuple(
            Verdict(
                at=utc(j.at), verdict=j.verdict, reason=plain(j.reason), by=who[j.who], suggested=j.suggested,
                undone_at=utc(j.undone_at),
            )
            for j in it.judgements
        ),
        files=tuple(
            File(name=plain(f.name), media_type=plain(f.media_type), size=f.size, sha256=f.sha256)
            for f in it.attachments
        ),
        grounds=grounds_of(prepared.report.provenance) if prepared.report else Grounds(),
    )  # fmt: skip


def stix(prepared: Prepared) -> dict[str, bytes]:
    """A bundle of STIX 2.1; nothing where the extra `share` is not installed."""
    if find_spec("stix2") is None:
        return {}
    from bonafides.render.exchange.stix import bundle

    return {STIX: bundle(shared(prepared)).encode()}


def misp(prepared: Prepared) -> dict[str, bytes]:
    """An event of MISP; nothing where the extra `share` is not installed."""
    if find_spec("pymisp") is None:
        return {}
    from bonafides.render.exchange.misp import event

    return {MISP: event(shared(prepared)).encode()}


def _account(prepared: Prepared) -> Iterable[Persona]:
    """The account itself, where its names and addresses were chosen though they are replaced everywhere else."""
    if not prepared.account:
        return
    names = [plain(value) for kind, value in prepared.account if kind == "name"]
    found = sorted({f"{kind}:{plain(value)}" for kind, value in prepared.account if kind != "name"})
    yield Persona(name=names[0] if names else plain(prepared.dossier.case.persona), identifiers=tuple(found))
    yield from (Persona(name=name) for name in names[1:])


def _case(prepared: Prepared) -> Case:
    it = prepared.dossier.case
    return Case(
        number=it.number, status=it.status, opened_at=utc(it.opened_at), persona=plain(it.persona),
        closed_at=utc(it.closed_at), level=it.level, kind=it.kind, stage=it.stage, verdict=it.verdict,
        ties=tuple(_tie(each) for each in prepared.dossier.links),
    )  # fmt: skip


def _tie(link: Link) -> Tie:
    because = (Shares(family=plain(each.family), shown=plain(each.shown), cases=each.cases) for each in reasons(link))
    return Tie(at=utc(link.at), strength=link.strength, state=link.state, because=tuple(because))


def _officers(prepared: Prepared) -> Mapping[str, str]:
    from bonafides.desk.handover.files import officers

    return officers(prepared)
