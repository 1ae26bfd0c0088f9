"""What it adds: reasons that count half, evidence against that counts nothing, never a lower level."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.assess import assess
from bonafides.detect import MESSAGE_BORNE, detect
from bonafides.model import Assessment, Finding, Level, Mode, Polarity, Span
from bonafides.second_reader import Opinion
from tests.second_reader.threads import TALK, thread

PRESSING = thread(
    ("them", "Our client would pay 2,000 for a short report. They prefer not to be named."),
    ("them", "For the next one 4,000, but it needs the internal draft. No need to tell your employer."),
)


def seen(*indicators: str) -> tuple[Finding, ...]:
    known = {indicator.id: indicator for indicator in MESSAGE_BORNE}
    return tuple(
        Finding(
            indicator=id_,
            stage=known[id_].stage,
            polarity=known[id_].polarity,
            kind=known[id_].kind,
            spans=(Span(message=0, start=0, end=8),),
            strength=0.5,
            by="reader",
        )
        for id_ in indicators
    )


def judged(opinion: Opinion, own: tuple[Finding, ...], mode: Mode = Mode.SINGLE) -> tuple[Assessment, Assessment]:
    alone = assess(own, PRESSING, mode=mode)
    return alone, opinion.joined(alone, assess((*own, *opinion.counted), PRESSING, mode=mode))


def adds_up(judgement: Assessment) -> bool:
    return math.isclose(judgement.base + math.fsum(c.value for c in judgement.contributions()), judgement.score)


def test_nothing_seen_changes_nothing() -> None:
    own = assess(detect(TALK), TALK)
    assert Opinion().joined(own, own) is own


def test_a_sign_counts_half_and_is_marked() -> None:
    alone, both = judged(Opinion(findings=seen("asks-for-secrecy")), ())
    (part,) = both.because
    assert (part.finding.by, part.finding.strength) == ("reader", 0.5)
    assert both.score - alone.score == pytest.approx(part.value)
    assert part.value > 0
    assert both.peers is None
    assert adds_up(both)


AGAINST = [indicator.id for indicator in MESSAGE_BORNE if indicator.polarity is Polarity.AGAINST]


def test_evidence_against_is_shown_and_counts_nothing() -> None:
    alone, both = judged(Opinion(findings=seen(*AGAINST)), detect(PRESSING))
    assert {part.finding.indicator for part in both.against if part.finding.by} == set(AGAINST)
    assert all(part.value == 0 for part in both.against if part.finding.by)
    assert (both.score, both.risk, both.level, both.kind, both.peers) == (
        alone.score,
        alone.risk,
        alone.level,
        alone.kind,
        alone.peers,
    )
    assert adds_up(both)


@given(
    own=st.sets(st.sampled_from([indicator.id for indicator in MESSAGE_BORNE]), max_size=12),
    heard=st.sets(st.sampled_from([indicator.id for indicator in MESSAGE_BORNE]), max_size=12),
    mode=st.sampled_from(Mode),
)
def test_it_never_lowers_a_level_or_a_score(own: set[str], heard: set[str], mode: Mode) -> None:
    found = tuple(replace(finding, by="", strength=1.0) for finding in seen(*sorted(own)))
    alone, both = judged(Opinion(findings=seen(*sorted(heard - own))), found, mode)
    assert both.level.rank >= alone.level.rank
    assert both.score >= alone.score - 1e-9
    assert adds_up(both)


def test_a_judge_that_would_lower_the_level_is_not_followed() -> None:
    own = replace(assess(detect(PRESSING), PRESSING), level=Level.ALARM)
    lower = replace(assess((), PRESSING), level=Level.WATCH)
    joined = Opinion(findings=seen("vague-client")).joined(own, lower)
    assert (joined.level, joined.kind) == (Level.ALARM, own.kind)
