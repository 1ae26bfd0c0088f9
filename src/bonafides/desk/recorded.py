"""What the program made of a report when it came in, read back from what was kept: nothing is judged anew."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bonafides.model import (
    Assessment,
    Contribution,
    Entry,
    Finding,
    Kind,
    Level,
    Mode,
    Polarity,
    Span,
    Stage,
    Step,
)
from bonafides.read import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.model import Conversation
    from bonafides.store.records import Report


def recorded(report: Report) -> Entry | None:
    """The conversation of a report with its judgement; None where nothing in it could be read.

    A place that the conversation does not have is left out, so that a page can always be shown.
    """
    if not report.conversation or not report.assessment:
        return None
    reading = read_text(report.conversation, name="report", join=False)
    if not reading.conversations:
        return None
    conversation = reading.conversations[0]
    judged = _assessment(json.loads(report.assessment), conversation)
    return Entry(conversation=conversation, assessment=judged, advice=None)


def _assessment(told: dict[str, Any], conversation: Conversation) -> Assessment:
    parts = tuple(filter(None, (_contribution(each, conversation) for each in told["findings"])))
    lengths = len(conversation.messages)
    return Assessment(
        level=Level(told["level"]),
        kind=Kind(told["kind"]),
        risk=told["risk"],
        prior=told["prior"],
        mode=Mode(told["mode"]),
        stage=_stage(told["stage"]),
        base=told["base"],
        score=told["score"],
        because=tuple(part for part in parts if part.finding.polarity is Polarity.FOR),
        against=tuple(part for part in parts if part.finding.polarity is Polarity.AGAINST),
        unknown=tuple(told["unknown"]),
        would_change=tuple(told["would_change"]),
        progression=tuple(_step(each) for each in told["progression"] if each["message"] < lengths),
        peers=(told["peers"]["hits"], told["peers"]["all"]) if told["peers"] else None,
    )


def _contribution(told: dict[str, Any], conversation: Conversation) -> Contribution | None:
    spans = tuple(_spans((told, *told["also"]), conversation))
    if not spans:
        return None
    finding = Finding(
        indicator=told["indicator"],
        stage=_stage(told["stage"]),
        polarity=Polarity(told["polarity"]),
        kind=Kind(told["kind"]),
        spans=spans,
        by=told.get("by", ""),
    )
    return Contribution(finding=finding, value=told["contribution"])


def _spans(places: Iterable[dict[str, Any]], conversation: Conversation) -> Iterable[Span]:
    for each in places:
        if each["message"] < len(conversation.messages):
            longest = len(conversation.messages[each["message"]].content)
            yield Span(message=each["message"], start=min(each["start"], longest), end=min(each["end"], longest))


def _stage(value: str | None) -> Stage | None:
    return Stage(value) if value else None


def _step(told: dict[str, Any]) -> Step:
    return Step(
        stage=Stage(told["stage"]),
        message=told["message"],
        at=datetime.fromisoformat(told["at"]) if told["at"] else None,
    )
