"""The machine formats: one JSON line per conversation (`jsonl`), or the whole report as one object (`json`)."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bonafides.render.quote import cut
from bonafides.render.redact import as_viewed
from bonafides.render.view import reaches

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bonafides.model import (
        Advice,
        Contribution,
        Conversation,
        Entry,
        Moment,
        PackUsed,
        Problem,
        Provenance,
        Report,
        Sighting,
        Span,
    )
    from bonafides.render.view import View

ASSESSMENT_SCHEMA = "bonafides.assessment/1"
REPORT_SCHEMA = "bonafides.report/1"

Json = dict[str, Any]

_NAMES = "conversation "
_SURROGATES = re.compile("[\ud800-\udfff]")
_AWKWARD = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Characters that end a line, drive a terminal or reorder text when a JSON file is merely looked at."""


def json_lines(report: Report, view: View) -> str:
    """One line per conversation, in input order (docs/assessment.schema.json).

    Problems are on the line of the conversation that their `where` names; a lone conversation carries all of them.
    The first line's provenance also lists the inputs.
    """
    report = as_viewed(report, view)
    shown = [entry for entry in report.entries if reaches(entry, view)]
    problems = _problems_of(report)
    lines = []
    for number, entry in enumerate(shown):
        record = _assessment(entry, problems.get(entry.conversation.id, ()))
        record["provenance"] = _provenance(report.provenance, inputs=number == 0)
        if report.packs:  # compared, and nothing found, is not the same as not compared
            record.setdefault("seen", [])
        lines.append(dumped(record) + "\n")
    return "".join(lines)


def json_report(report: Report, view: View) -> str:
    """The whole report as one object (docs/report.schema.json)."""
    report = as_viewed(report, view)
    shown = [entry for entry in report.entries if reaches(entry, view)]
    problems = _problems_of(report)
    whole = {
        "schema": REPORT_SCHEMA,
        "mode": report.mode.value,
        "prior": report.prior,
        "min_level": view.min_level.value if view.min_level else None,
        "redacted": view.redact,
        "conversations": len(report.entries),
        "provenance": _provenance(report.provenance, inputs=True),
        "problems": [_problem(problem) for problem in report.problems],
        "indicators": _indicators(shown, view),
        **({"packs": [pack_json(pack) for pack in report.packs]} if report.packs else {}),
        "entries": [_whole_entry(entry, problems.get(entry.conversation.id, ())) for entry in shown],
    }
    return dumped(whole, indent=2) + "\n"


def dumped(value: Json, indent: int | None = None) -> str:
    """JSON that is always valid UTF-8: half a surrogate pair becomes U+FFFD, so that offsets still hold."""
    raw = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    escaped = _AWKWARD.sub(lambda found: f"\\u{ord(found[0]):04x}", raw)
    return _SURROGATES.sub("\ufffd", escaped)


def _assessment(entry: Entry, problems: Iterable[Problem]) -> Json:
    judged = entry.assessment
    record: Json = {
        "schema": ASSESSMENT_SCHEMA,
        "id": entry.conversation.id,
        "risk": round(judged.risk, 6),
        "prior": judged.prior,
        "level": judged.level.value,
        "kind": judged.kind.value,
        "stage": judged.stage.value if judged.stage else None,
        "mode": judged.mode.value,
        "score": _number(judged.score),
        "base": _number(judged.base),
        "peers": {"hits": judged.peers[0], "all": judged.peers[1]} if judged.peers else None,
        "findings": [_finding(part, entry.conversation) for part in judged.contributions()],
        "progression": [
            {"stage": step.stage.value, "message": step.message, "at": timestamp(step.at)}
            for step in judged.progression
        ],
        "unknown": list(judged.unknown),
        "would_change": list(judged.would_change),
        "problems": [_problem(problem) for problem in problems],
    }
    if entry.seen:
        record["seen"] = [sighting_json(each, entry.conversation) for each in entry.seen]
    if entry.timeline:
        record["timeline"] = [_moment(moment) for moment in entry.timeline]
    return record


def _moment(moment: Moment) -> Json:
    return {
        "message": moment.message,
        "risk": round(moment.risk, 6),
        "level": moment.level.value,
        "kind": moment.kind.value,
        "stage": moment.stage.value if moment.stage else None,
    }


def _whole_entry(entry: Entry, problems: Iterable[Problem]) -> Json:
    record = _assessment(entry, problems)
    record["conversation"] = _conversation(entry.conversation)
    record["advice"] = _advice(entry.advice) if entry.advice else None
    return record


def sighting_json(each: Sighting, conversation: Conversation) -> Json:
    """What a pack says of a conversation, with the places quoted."""
    return {
        "what": each.what,
        "pack": pack_json(each.pack),
        "kind": each.kind,
        "since": each.since,
        "reports": each.reports,
        "note": each.note,
        "agreed": each.agreed,
        "of": each.of,
        "places": [_place(span, conversation) for span in each.spans],
    }


def pack_json(pack: PackUsed) -> Json:
    """A pack that was used."""
    return {
        **asdict(pack),
        "published_at": timestamp(pack.published_at),
        "expires_at": timestamp(pack.expires_at),
    }


def _finding(part: Contribution, conversation: Conversation) -> Json:
    finding = part.finding
    first, *also = finding.spans
    record = {
        "indicator": finding.indicator,
        "stage": finding.stage.value if finding.stage else None,
        "polarity": finding.polarity.value,
        "kind": finding.kind.value,
        "contribution": _number(part.value),
        **_place(first, conversation),
        "also": [_place(span, conversation) for span in also],
    }
    return {**record, "by": finding.by} if finding.by else record


def _place(span: Span, conversation: Conversation) -> Json:
    """Offsets count code points of `Message.content`: `quote == content[start:end]`."""
    return {"message": span.message, "start": span.start, "end": span.end, "quote": cut(conversation, span)}


def _conversation(conversation: Conversation) -> Json:
    """What a consumer needs to find the conversation again; its messages stay where they are."""
    times = [message.sent_at for message in conversation.messages if message.sent_at]
    return {
        "counterparts": list(conversation.counterparts),
        "channels": list(conversation.channels),
        "messages": len(conversation.messages),
        "first": timestamp(min(times, default=None)),
        "last": timestamp(max(times, default=None)),
        "joins": [{"threads": list(join.threads), "because": join.because} for join in conversation.joins],
    }


def _advice(advice: Advice) -> Json:
    record: Json = asdict(advice)
    for item in record["came_next"]:
        item["stage"] = item["stage"].value
    return record


def _indicators(entries: Iterable[Entry], view: View) -> Json:
    used = {part.finding.indicator for entry in entries for part in entry.assessment.contributions()}
    return {indicator: asdict(view.explain(indicator)) for indicator in sorted(used)}


def _problem(problem: Problem) -> Json:
    return {"what": problem.what, "where": problem.where, "next_step": problem.next_step, "fatal": problem.fatal}


def _provenance(provenance: Provenance, *, inputs: bool) -> Json:
    record: Json = asdict(provenance)
    if not inputs:
        del record["inputs"]
    if provenance.reader is None:
        del record["reader"]
    return record


def _problems_of(report: Report) -> dict[str, tuple[Problem, ...]]:
    """Problems by the conversation that they concern, or that their `where` names."""
    ids = {entry.conversation.id for entry in report.entries}
    if len(ids) == 1:
        return {ids.pop(): report.problems}
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in report.problems:
        for named in ids & {problem.conversation, *_parts(problem.where)}:
            found[named] = (*found.get(named, ()), problem)
    return found


def _parts(where: str) -> Iterable[str]:
    """Whatever in a `where` is a conversation's id: all of it, or a part between commas or colons.

    A bare number is rather that of a line or a message, unless the word `conversation` stands before it.
    """
    for part in (where, *re.split("[,;:]", where)):
        named = part.strip()
        if named.startswith(_NAMES):
            yield named.removeprefix(_NAMES)
        elif not named.isdigit():
            yield named


def _number(value: float) -> float:
    """Without the noise of binary fractions, and still adding up to far below what anybody compares."""
    return round(value, 9)


def timestamp(at: datetime | None) -> str | None:
    """`2026-03-01T09:00:00Z`, None where no time is known."""
    return at.isoformat().replace("+00:00", "Z") if at else None
