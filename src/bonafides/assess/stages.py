"""Progression: which stages of an approach were seen, and when each was seen first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model import Form, Kind, Polarity, Stage, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bonafides.model import Conversation, Finding


def progression(findings: Iterable[Finding], conversation: Conversation) -> tuple[Step, ...]:
    """One step per stage seen, in order of first sight; evidence against and signs of fraud have no place in it.

    Where any stage is seen, the other side's first message is the contact, if it was they who wrote first.
    """
    first: dict[Stage, int] = {}
    for finding in findings:
        if finding.polarity is Polarity.FOR and finding.kind is not Kind.SCAM and finding.stage is not None:
            message = min(span.message for span in finding.spans)
            first[finding.stage] = min(message, first.get(finding.stage, message))
    opening = next((at for at, message in enumerate(conversation.messages) if message.form is Form.SENT), None)
    if first and opening is not None and not conversation.messages[opening].mine:
        first[Stage.CONTACT] = opening
    ordered = sorted(first.items(), key=lambda item: (item[1], tuple(Stage).index(item[0])))
    return tuple(
        Step(stage=stage, message=message, at=conversation.messages[message].sent_at) for stage, message in ordered
    )


def deepest(steps: Iterable[Step]) -> Stage | None:
    """The furthest stage on the way; the device lure is a side branch and counts only where it stands alone."""
    seen = {step.stage for step in steps}
    on_the_way = [stage for stage in Stage if stage in seen and stage is not Stage.DEVICE_LURE]
    return on_the_way[-1] if on_the_way else (Stage.DEVICE_LURE if seen else None)
