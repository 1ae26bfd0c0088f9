"""The assess room: findings in, a judgement out whose parts add up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bonafides.assess.level import kind_of, level_of
from bonafides.assess.measured import peers_of
from bonafides.assess.scorecard import BASE, row_of
from bonafides.assess.stages import deepest, progression
from bonafides.assess.unknowns import unknown, would_change
from bonafides.errors import AssessError
from bonafides.model import Assessment, Contribution, Form, Kind, Mode, Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.model import Conversation, Finding

DEFAULT_PRIOR = 0.5
LEAST = -1.0
"""The most that an impression of the whole may take away where a line was crossed."""
ARCHIVE_FROM = 20
"""An export with more conversations than this is judged as an archive unless the user says otherwise."""


def assess(
    findings: Sequence[Finding],
    conversation: Conversation,
    *,
    mode: Mode = Mode.SINGLE,
    prior: float = DEFAULT_PRIOR,
) -> Assessment:
    """Judge one conversation.

    `findings` are the detect room's and the interview room's, `prior` the base rate of deception, strictly between 0
    and 1, for which `risk` holds. Raises AssessError for another prior.
    """
    if not 0 < prior < 1:
        raise AssessError(
            f"a base rate must lie between 0 and 1, not {prior}",
            where="--prior",
            next_step="For one approach among a hundred conversations, say 0.01.",
        )
    contributions = sorted(_weighed(findings), key=_order)
    because = tuple(c for c in contributions if c.finding.polarity is Polarity.FOR)
    against = tuple(c for c in contributions if c.finding.polarity is Polarity.AGAINST)
    strength = math.fsum(c.value for c in contributions)
    level = level_of(because, strength, mode=mode, messages=_statements(because, conversation))
    steps = progression(findings, conversation)
    return Assessment(
        level=level,
        kind=kind_of(because, level),
        risk=_logistic(BASE + strength + math.log(prior / (1 - prior))),
        prior=prior,
        mode=mode,
        stage=deepest(steps),
        base=BASE,
        score=BASE + strength,
        because=because,
        against=against,
        unknown=unknown(conversation),
        would_change=would_change(findings, level),
        progression=steps,
        peers=None if conversation.told or conversation.only_told else peers_of(strength),
    )


def _statements(because: Sequence[Contribution], conversation: Conversation) -> int:
    """How much there is to go by: messages of the other side, and signs that the person told."""
    theirs = {index for index, message in enumerate(conversation.messages) if message.judged}
    quoted = {span.message for contribution in because for span in contribution.finding.spans}
    told = {index for index in quoted if conversation.messages[index].form is Form.TOLD}
    return len(theirs | told)


def _weighed(findings: Sequence[Finding]) -> Iterator[Contribution]:
    """What each finding adds; where a line was crossed, an impression of the whole takes little away."""
    crossed = any(row_of(finding.indicator).crosses for finding in findings)
    for finding in findings:
        row = row_of(finding.indicator)
        value = row.weight * finding.strength
        yield Contribution(finding=finding, value=max(value, LEAST) if crossed and row.overall else value)


def _order(contribution: Contribution) -> tuple[bool, float, int, str]:
    """Signs before overall impressions, the strongest first, then as they came."""
    finding = contribution.finding
    overall = row_of(finding.indicator).overall
    return overall, -abs(contribution.value), finding.spans[0].message, finding.indicator


def _logistic(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-700.0, min(700.0, log_odds))))


__all__ = ["ARCHIVE_FROM", "DEFAULT_PRIOR", "Kind", "assess"]
