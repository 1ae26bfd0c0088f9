"""The detect room: a conversation in, findings with exact spans out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.detect.channel import CHANNEL
from bonafides.detect.contact import CONTACT
from bonafides.detect.context import CONTEXT
from bonafides.detect.covert import COVERT
from bonafides.detect.device import DEVICE
from bonafides.detect.escalation import ESCALATION
from bonafides.detect.hook import HOOK
from bonafides.detect.likeness import LIKENESS
from bonafides.detect.lock_in import LOCK_IN
from bonafides.detect.mitigating import MITIGATING
from bonafides.detect.probing import PROBING
from bonafides.detect.progress import PROGRESS
from bonafides.detect.scam import SCAM
from bonafides.detect.starter_task import STARTER_TASK
from bonafides.detect.thread import prepare
from bonafides.detect.tie import TIE
from bonafides.model import Finding

if TYPE_CHECKING:
    from bonafides.detect.indicator import Indicator
    from bonafides.detect.learned import Model
    from bonafides.detect.thread import Thread
    from bonafides.model import Conversation

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

INDICATORS: tuple[Indicator, ...] = (*MESSAGE_BORNE, *LIKENESS, *PROGRESS)
"""Every indicator. The last two groups look at what the ones before them found."""


def detect(conversation: Conversation, model: Model | None = None) -> tuple[Finding, ...]:
    """Everything seen in a conversation, one finding per indicator; drafts and the user's own words are not judged.

    `model` replaces the learned layer's, for training and its evaluation.
    """
    thread = prepare(conversation, model)
    findings: tuple[Finding, ...] = ()
    for group in (MESSAGE_BORNE, LIKENESS, PROGRESS):
        findings += _found(group, replace(thread, findings=findings))
    return findings


def _found(indicators: tuple[Indicator, ...], thread: Thread) -> tuple[Finding, ...]:
    return tuple(
        Finding(indicator=i.id, stage=i.stage, polarity=i.polarity, kind=i.kind, spans=spans, strength=i.grade(thread))
        for i in indicators
        if (spans := i.find(thread))
    )
