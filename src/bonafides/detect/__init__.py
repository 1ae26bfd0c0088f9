"""The detect room: a conversation in, findings with exact spans out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bonafides.detect import learned
from bonafides.detect.channel import CHANNEL
from bonafides.detect.contact import CONTACT
from bonafides.detect.context import CONTEXT
from bonafides.detect.covert import COVERT
from bonafides.detect.device import DEVICE
from bonafides.detect.escalation import ESCALATION
from bonafides.detect.hook import HOOK
from bonafides.detect.language import COVERED, language_name
from bonafides.detect.likeness import LIKENESS
from bonafides.detect.lock_in import LOCK_IN
from bonafides.detect.mitigating import MITIGATING
from bonafides.detect.probing import PROBING
from bonafides.detect.progress import PROGRESS
from bonafides.detect.scam import SCAM
from bonafides.detect.starter_task import STARTER_TASK
from bonafides.detect.thread import prepare, thread, turns
from bonafides.detect.tie import TIE
from bonafides.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bonafides.detect.indicator import Indicator
    from bonafides.detect.learned import Model
    from bonafides.detect.thread import Proposed, Thread
    from bonafides.model import Conversation, Span

LEAST = 0.3
"""How much of its weight an indicator carries that the learned layer barely proposes ..."""
SURE = 3.0
"""... and the log-odds that it takes to carry that much more."""

STEPS = 400
"""Places of a conversation at which it is looked back on, at most."""

MESSAGE_BORNE: tuple[Indicator, ...] = (
    *CONTACT,
    *HOOK,
    *PROBING,
    *CHANNEL,
    *STARTER_TASK,
    *TIE,
    *ESCALATION,
    *COVERT,
    *LOCK_IN,
    *DEVICE,
    *SCAM,
    *MITIGATING,
    *CONTEXT,
)
"""In the order of the way; the order decides nothing but how equals are listed."""

_PROPOSABLE = frozenset(indicator.id for indicator in MESSAGE_BORNE)

INDICATORS: tuple[Indicator, ...] = (*MESSAGE_BORNE, *LIKENESS, *PROGRESS)
"""Every indicator. The last two groups look at what the ones before them found."""


class Seen(NamedTuple):
    """What was seen of a conversation."""

    findings: tuple[Finding, ...]
    unread: tuple[str, ...]
    """Codes of languages not covered in which a good part of the other side's words is written."""


def detect(conversation: Conversation, model: Model | None = None) -> tuple[Finding, ...]:
    """Everything seen in a conversation, one finding per indicator; drafts and the user's own words are not judged.

    `model` replaces the learned layer's, for training and its evaluation.
    """
    return look(conversation, model).findings


def look(conversation: Conversation, model: Model | None = None, each: Callable[[], object] = bool) -> Seen:
    """The findings of a conversation, with what could not be read; `each` is called after every message."""
    return _seen(prepare(conversation, model, each))


def follow(conversation: Conversation) -> Iterator[tuple[int, Seen]]:
    """What was to be seen after each message by either side: its index, and the findings up to and including it.

    Every message is read once. In a conversation of more than STEPS messages only as many places are looked at,
    evenly spread, the last among them.
    """
    model = learned.load()
    read = tuple(turns(conversation, model))
    every = -(-len(read) // STEPS)
    known: dict[int, Proposed] = {}
    for count in range(len(read), 0, -every)[::-1] if read else ():
        yield read[count - 1].index, _seen(thread(read[:count], model, known))


def _seen(prepared: Thread) -> Seen:
    findings: tuple[Finding, ...] = ()
    for group in (MESSAGE_BORNE, LIKENESS, PROGRESS):
        findings += _found(group, replace(prepared, findings=findings))
    return Seen(findings=findings, unread=prepared.unread)


def _found(indicators: tuple[Indicator, ...], prepared: Thread) -> tuple[Finding, ...]:
    found = ((indicator, *_where(indicator, prepared)) for indicator in indicators)
    return tuple(
        Finding(indicator=i.id, stage=i.stage, polarity=i.polarity, kind=i.kind, spans=spans, strength=strength)
        for i, spans, strength in found
        if spans
    )


def _where(indicator: Indicator, prepared: Thread) -> tuple[tuple[Span, ...], float]:
    """Where an indicator was seen and how strongly: by its own function, or else as the learned layer proposes."""
    if spans := indicator.find(prepared):
        return spans, indicator.grade(prepared)
    proposal = prepared.proposals.get(indicator.id)
    if proposal and indicator.id in _PROPOSABLE:
        return proposal.spans, min(1.0, LEAST + proposal.log_odds / SURE)
    return (), 0.0


__all__ = [
    "COVERED",
    "INDICATORS",
    "LEAST",
    "MESSAGE_BORNE",
    "STEPS",
    "SURE",
    "Seen",
    "detect",
    "follow",
    "language_name",
    "look",
]
