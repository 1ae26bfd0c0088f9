"""The judgement: parts that add up, levels that follow the evidence, honesty about too little."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.assess import assess
from bonafides.assess.level import THRESHOLDS, level_of
from bonafides.assess.measured import bands, peers_of
from bonafides.assess.scorecard import BASE, SCORECARD, TOLD
from bonafides.assess.unknowns import _LOWERS, _RAISES
from bonafides.detect import INDICATORS
from bonafides.errors import AssessError
from bonafides.model import (
    Contribution,
    Conversation,
    Finding,
    Kind,
    Level,
    Message,
    Mode,
    Polarity,
    Span,
    Stage,
)

BY_ID = {indicator.id: indicator for indicator in INDICATORS}
CROSSING = [name for name, row in SCORECARD.items() if row.crosses]
SELECTIONS = st.lists(st.sampled_from(sorted(SCORECARD)), unique=True, max_size=12)


def conversation(count: int = 4) -> Conversation:
    return Conversation(id="c", messages=tuple(Message(speaker="A", text="words of some kind") for _ in range(count)))


def findings(names: list[str]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            indicator=name,
            stage=BY_ID[name].stage,
            polarity=BY_ID[name].polarity,
            kind=BY_ID[name].kind,
            spans=(Span(message=0, start=0, end=5),),
        )
        for name in names
    )


@given(SELECTIONS)
def test_base_and_contributions_add_up_to_the_score(names: list[str]) -> None:
    judged = assess(findings(names), conversation())
    assert math.isclose(judged.base + sum(c.value for c in judged.contributions()), judged.score, abs_tol=1e-9)
    assert len(list(judged.contributions())) == len(names)


@given(SELECTIONS, st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_risk_follows_the_prior_and_the_level_does_not(names: list[str], one: float, other: float) -> None:
    low, high = sorted((one, other))
    first = assess(findings(names), conversation(), prior=low)
    second = assess(findings(names), conversation(), prior=high)
    assert 0 <= first.risk <= second.risk <= 1
    assert first.level is second.level


@given(SELECTIONS)
def test_an_archive_is_judged_no_more_severely(names: list[str]) -> None:
    single = assess(findings(names), conversation(), mode=Mode.SINGLE)
    archive = assess(findings(names), conversation(), mode=Mode.ARCHIVE)
    assert archive.level.rank <= single.level.rank
    assert archive.risk == single.risk


@given(SELECTIONS)
def test_alarm_needs_a_crossed_line(names: list[str]) -> None:
    if assess(findings(names), conversation()).level is Level.ALARM:
        assert set(names) & set(CROSSING)


@given(SELECTIONS)
def test_one_message_without_a_crossed_line_reaches_watch_at_most_unless_overwhelming(names: list[str]) -> None:
    judged = assess(findings(names), conversation(1))
    strength = judged.score - judged.base
    if not set(names) & set(CROSSING) and strength < THRESHOLDS[Mode.SINGLE].alarm:
        assert judged.level.rank <= Level.WATCH.rank


@pytest.mark.parametrize("prior", [0.0, 1.0, -1.0, 2.0, math.nan])
def test_an_impossible_prior_is_refused(prior: float) -> None:
    with pytest.raises(AssessError, match="base rate"):
        assess((), conversation(), prior=prior)


def test_nothing_found_is_quiet_ordinary_and_still_says_what_is_unknown() -> None:
    judged = assess((), conversation(1))
    assert (judged.level, judged.kind, judged.stage, judged.score) == (Level.QUIET, Kind.ORDINARY, None, BASE)
    assert {"identity", "one-message", "your-side", "times"} <= set(judged.unknown)


def test_kind_is_what_most_of_the_evidence_points_to() -> None:
    def said(kind: Kind, value: float, crosses: bool) -> Contribution:
        name = next(n for n in SCORECARD if BY_ID[n].kind is kind and SCORECARD[n].crosses is crosses)
        return Contribution(finding=findings([name])[0], value=value)

    because = [said(Kind.SCAM, 5.0, True), said(Kind.APPROACH, 2.0, False)]
    assert level_of(because, 7.0, mode=Mode.SINGLE, messages=3) is Level.ALARM


def test_progression_is_ordered_by_first_sight_and_stage_is_the_deepest() -> None:
    spans = {"asks-for-nonpublic": 3, "moves-off-platform": 1, "praises-your-standing": 0}
    names = [name for name in spans if name in SCORECARD]
    seen = tuple(
        Finding(
            indicator=name,
            stage=BY_ID[name].stage,
            polarity=Polarity.FOR,
            kind=Kind.APPROACH,
            spans=(Span(message=spans[name], start=0, end=4),),
        )
        for name in names
    )
    judged = assess(seen, conversation())
    assert [step.message for step in judged.progression] == sorted(step.message for step in judged.progression)
    assert judged.stage is Stage.ESCALATION


def test_the_scorecard_can_be_read_in_half_a_minute() -> None:
    assert all(round(row.weight, 1) == row.weight and row.origin for row in SCORECARD.values())
    assert all(row.weight > 0 for row in SCORECARD.values() if row.crosses)


def test_what_would_change_a_judgement_speaks_of_indicators_that_exist() -> None:
    named = set().union(*_LOWERS.values(), *_RAISES.values())
    assert named <= set(SCORECARD) | set(TOLD)


def test_measured_bands_cover_everything_and_small_ones_say_nothing() -> None:
    found = bands()
    assert found
    assert all(a.high == b.low for a, b in pairwise(found))
    assert all(0 <= band.deceptive <= band.all for band in found)
    assert all(peers_of(band.low) is None for band in found if band.all < 8)
