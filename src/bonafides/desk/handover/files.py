"""The files of a hand-over: each exporter is a frozen value that holds a pure function, listed in EXPORTERS."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bonafides.desk.figures.graph import figures_css
from bonafides.desk.figures.network import family_name
from bonafides.desk.figures.timeline import happenings, timeline_html
from bonafides.desk.handover.dossier import Part
from bonafides.desk.handover.sharing import misp, stix
from bonafides.desk.links import reasons
from bonafides.explain import explanations
from bonafides.model import Level
from bonafides.render import HandIn, render
from bonafides.render.clean import name, visible
from bonafides.render.clock import Clock
from bonafides.render.html import html_body, style
from bonafides.render.interchange import interchange
from bonafides.render.machine import dumped, json_report, timestamp
from bonafides.render.phrases import phrases
from bonafides.render.templating import template
from bonafides.render.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from bonafides.desk.figures.timeline import Happening
    from bonafides.desk.handover.dossier import Prepared
    from bonafides.store.records import Attachment, Link, Report

ROOM = "bonafides.desk"
CASE_SCHEMA = "bonafides.handover-case/1"

Json = dict[str, Any]
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One kind of file in a hand-over."""

    name: str
    """Key of the sentence that says what its files are (`handover.file.<name>`)."""
    write: Callable[[Prepared], Files]
    """Files by their names in the bundle; none where there is nothing to write."""


def report_page(prepared: Prepared) -> Files:
    """The conversations with the words that signs rest on, to be read."""
    if prepared.report is None:
        return {}
    view = View(lang=prepared.choices.lang, verbose=True, titles=explanations(prepared.choices.lang, told=True))
    words = phrases(prepared.choices.lang, ROOM)
    return {"report.html": page(prepared, words("handover.report_title"), html_body(prepared.report, view), own=False)}


def report_pdf(prepared: Prepared) -> Files:
    """The same on paper, with a summary of one page; none where typst is not installed or there is no text."""
    if prepared.report is None or find_spec("typst") is None:
        return {}
    lang = prepared.choices.lang
    said = HandIn(own_words=Part.OWN_WORDS in prepared.choices.parts, own_name=not prepared.choices.redact)
    view = View(lang=lang, hand_in=said, tlp=prepared.choices.tlp.value, titles=explanations(lang, told=True))
    return {"report.pdf": render(prepared.report, "pdf", view)}


def report_data(prepared: Prepared) -> Files:
    """The same for programs (docs/report.schema.json)."""
    if prepared.report is None:
        return {}
    view = View(lang=prepared.choices.lang, verbose=True, titles=explanations(prepared.choices.lang, told=True))
    whole = json.loads(json_report(prepared.report, view)) | {"redacted": prepared.choices.redact}
    return {"report.json": (dumped(whole, indent=2) + "\n").encode()}


def messages(prepared: Prepared) -> Files:
    """The conversations in the interchange format, ready to be read again."""
    if prepared.report is None:
        return {}
    lines = interchange(entry.conversation for entry in prepared.report.entries)
    return {"messages.jsonl": "".join(lines).encode()}


def case_page(prepared: Prepared) -> Files:
    """Notes, tasks, judgements, links and what happened when, to be read."""
    words = phrases(prepared.choices.lang, ROOM)
    body = template("handover_case.html", ROOM).render(
        it=prepared.dossier,
        account=prepared.account,
        words=words,
        said=phrases(prepared.choices.lang),
        levels=[level.value for level in Level],
        clock=_clock(prepared),
        clean=visible,
        short=name,
        family=lambda key: family_name(key, words),
        officers=officers(prepared),
        reasons=reasons,
        suggested=lambda said: _suggested(said, prepared.choices.lang),
        verdict=lambda key: words.get(f"verdict.{key}.name", name(key)),
        timeline=timeline_html(_happened(prepared), lang=prepared.choices.lang),
    )
    return {"case.html": page(prepared, words("handover.case_title", number=prepared.dossier.case.number), body)}


def case_data(prepared: Prepared) -> Files:
    """The same for programs; people of the desk are numbered, the reporter is left out."""
    it, who = prepared.dossier, officers(prepared)
    whole: Json = {
        "schema": CASE_SCHEMA,
        "tlp": prepared.choices.tlp.label,
        "case": _case(prepared),
        "account": [{"kind": kind, "value": value} for kind, value in prepared.account],
        "reports": [_report(each, f"report-{place}") for place, each in enumerate(it.reports, start=1)],
        "notes": [{"at": timestamp(n.at), "by": who[n.who], "text": n.text} for n in it.notes],
        "tasks": [
            {"at": timestamp(t.at), "text": t.text, "due_at": timestamp(t.due_at), "done_at": timestamp(t.done_at)}
            for t in it.tasks
        ],
        "judgements": [
            {
                "at": timestamp(j.at), "by": who[j.who], "verdict": j.verdict, "reason": j.reason,
                "suggested": j.suggested, "undone_at": timestamp(j.undone_at),
            }
            for j in it.judgements
        ],
        "attachments": listed(it.attachments),
        "links": [
            {"at": timestamp(k.at), "because": _because(k), "strength": round(k.strength, 3), "state": k.state}
            for k in it.links
        ],
        "timeline": [{"at": timestamp(each.at), "what": each.what} for each in _happened(prepared)],
    }  # fmt: skip
    return {"case.json": (dumped(whole, indent=2) + "\n").encode()}


def attachments(prepared: Prepared) -> Files:
    """The files that came with the reports, under names that nothing opens by itself."""
    named = zip(inert_names(prepared.dossier.attachments), prepared.dossier.attachments, strict=True)
    return {place: each.data for place, each in named if each.data}


EXPORTERS = (
    Exporter(name="case_page", write=case_page),
    Exporter(name="case_data", write=case_data),
    Exporter(name="report_page", write=report_page),
    Exporter(name="report_pdf", write=report_pdf),
    Exporter(name="report_data", write=report_data),
    Exporter(name="messages", write=messages),
    Exporter(name="stix", write=stix),
    Exporter(name="misp", write=misp),
    Exporter(name="attachments", write=attachments),
)
"""What a hand-over holds besides its cover and its lists, in the order in which the cover names it."""


def page(prepared: Prepared, title: str, body: str, *, own: bool = True) -> bytes:
    """A page of the bundle: its marking above and below, no script, nothing fetched.

    `body` is markup; `own` says whether it needs the card that the pages of a report bring with them.
    """
    words = phrases(prepared.choices.lang, ROOM)
    whole = template("handover_page.html", ROOM).render(
        title=title,
        body=body,
        own=own,
        style=style(),
        figures=figures_css(),
        tlp=prepared.choices.tlp,
        redacted=prepared.choices.redact,
        you=phrases(prepared.choices.lang)("redacted.you"),
        words=words,
    )
    return whole.encode("utf-8", "replace")


def inert_names(files: Iterable[Attachment]) -> list[str]:
    """What attached files are called in the bundle: numbered, with an ending that no program claims."""
    return [f"attachments/{place:04}.bin" for place, _ in enumerate(files, start=1)]


def listed(files: tuple[Attachment, ...]) -> list[Json]:
    """Every file that came, included or not."""
    return [
        {
            "file": place if each.data else None, "name": name(each.name, 120), "media_type": name(each.media_type),
            "size": each.size, "sha256": each.sha256,
        }
        for place, each in zip(inert_names(files), files, strict=True)
    ]  # fmt: skip


def _case(prepared: Prepared) -> Json:
    it = prepared.dossier.case
    return {
        "number": it.number, "persona": it.persona, "status": it.status, "opened_at": timestamp(it.opened_at),
        "closed_at": timestamp(it.closed_at), "level": it.level, "kind": it.kind, "stage": it.stage,
        "verdict": it.verdict,
    }  # fmt: skip


def _because(link: Link) -> list[Json]:
    return [{"family": each.family, "shown": each.shown, "cases": each.cases} for each in reasons(link)]


def _report(report: Report, place: str) -> Json:
    """Without account, receipt and digest, by which the reporter could be found."""
    return {
        "report": place, "received_at": timestamp(report.received_at), "via": report.via, "role": report.role,
        "said": report.said, "as_judged_then": _judged(report.assessment), "not_read": list(report.problems),
    }  # fmt: skip


def _judged(assessment: str) -> Json | None:
    """What the program made of it when it came in, without the words that it quoted."""
    try:
        line = json.loads(assessment.partition("\n")[0])
    except ValueError:
        return None
    kept = ("level", "kind", "stage", "risk", "prior", "mode")
    return {key: line.get(key) for key in kept} if isinstance(line, dict) else None


def _suggested(said: str, lang: str) -> str:
    """What the program had said, `level/kind`, in words."""
    level, _, kind = said.partition("/")
    named = (phrases(lang).get(f"level.{level}.name", level), phrases(lang, ROOM).get(f"statistics.kind.{kind}", kind))
    return ", ".join(name(each) for each in named if each)


def officers(prepared: Prepared) -> Mapping[str, str]:
    """People of the desk as numbers, in the order in which they appear."""
    it, words = prepared.dossier, phrases(prepared.choices.lang, ROOM)
    done = sorted([(n.at, n.who) for n in it.notes] + [(j.at, j.who) for j in it.judgements])
    who = dict.fromkeys(account for _, account in done)
    return {account: words("handover.officer", n=place) for place, account in enumerate(who, start=1)}


def _happened(prepared: Prepared) -> tuple[Happening, ...]:
    it = prepared.dossier
    return happenings([it.case], reports=it.reports, notes=it.notes, tasks=it.tasks, judgements=it.judgements)


def _clock(prepared: Prepared) -> Clock:
    return Clock(zone=UTC, name="UTC", words=phrases(prepared.choices.lang))


def day(at: datetime, prepared: Prepared) -> str:
    """A day in words, in UTC."""
    return _clock(prepared).day(at)
