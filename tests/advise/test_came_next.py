"""The counts of what came next are the data's own, and the data names no person."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.advise.came_next import FEWEST, DocumentedCase, came_next, documented_cases
from bonafides.advise.words import load_words
from bonafides.model import Kind, Level, Stage
from tests.advise.matrix import Asked, lines

ENGLISH = load_words("en")
DATED = {"convicted", "charged", "alleged", "investigated"}
UNDATED = {"cooperated", "court-filing", "official", "reported"}


def case(stages: str, years: str = "2020", *, by: dict[Stage, str] | None = None, dated: bool = True) -> DocumentedCase:
    return DocumentedCase(
        id="X",
        role="engineer",
        years=years,
        legal="reported",
        legal_date="",
        stages=tuple(map(Stage, stages.split())),
        by=by or {},
        dated=dated,
    )


@given(stage=st.sampled_from(Stage), seen=st.sets(st.sampled_from(Stage)))
def test_the_rows_are_counted_from_the_cases(stage: Stage, seen: set[Stage]) -> None:
    rows = came_next(stage, seen, ENGLISH)
    reached = [c for c in documented_cases() if stage in c.stages]
    assert len(rows) <= 3
    assert [row.count for row in rows] == sorted((row.count for row in rows), reverse=True)
    for row in rows:
        followed = [c.id for c in reached if row.stage in c.stages[c.stages.index(stage) + 1 :]]
        assert (list(row.cases), row.count, row.of) == (followed, len(followed), len(reached))
        assert row.count >= FEWEST
        assert row.stage not in seen | {stage}


def test_the_first_row_is_the_commonest() -> None:
    rows = came_next(Stage.STARTER_TASK, (), ENGLISH)
    assert rows[0].stage is Stage.ESCALATION
    assert rows[0].count > rows[0].of / 2


@pytest.mark.parametrize(
    ("given_case", "stage", "latest"),
    [
        (case("S1 S7"), Stage.ESCALATION, "year"),
        (case("S1 S7", "2020-2021"), Stage.ESCALATION, "two_years"),
        (case("S1 S7", "2020-2022"), Stage.ESCALATION, "three_years"),
        (case("S1 S7", "2010-2019"), Stage.ESCALATION, "longer"),
        (case("S1 S7", "2010-2019", by={Stage.ESCALATION: "days"}), Stage.ESCALATION, "days"),
        (case("S1 S7", dated=False), Stage.ESCALATION, ""),
    ],
)
def test_a_time_is_never_claimed_narrower_than_the_case_gives(
    given_case: DocumentedCase, stage: Stage, latest: str
) -> None:
    assert given_case.latest(stage) == latest


def test_order_and_absence_are_respected() -> None:
    assert case("S1 S8 S7").after(Stage.COVERT_HANDLING) == (Stage.ESCALATION,)
    assert case("S1 S8 S7").after(Stage.HOOK) == ()


@pytest.mark.parametrize("level", [Level.WATCH, Level.WARN, Level.ALARM])
def test_the_sentences_carry_the_counts_and_their_limits(level: Level) -> None:
    advice = Asked(level=level, stage=Stage.STARTER_TASK, seen=(Stage.HOOK,)).advice()
    said = lines(advice, "came_next")
    for row, line in zip(advice.came_next, said, strict=False):
        assert line.startswith(f"In {row.count} of {row.of} documented cases")
        assert row.within in line
    assert "do not predict" in said[-1]
    assert len(said) == len(advice.came_next) + 1


@pytest.mark.parametrize("kind", [Kind.SCAM, Kind.DEVICE_LURE, Kind.ORDINARY])
def test_other_kinds_get_no_counts(kind: Kind) -> None:
    assert Asked(kind=kind, stage=Stage.HOOK).advice().came_next == ()


@pytest.mark.parametrize("documented", documented_cases(), ids=lambda c: c.id)
def test_a_case_appears_by_role_and_says_its_legal_state(documented: DocumentedCase) -> None:
    assert documented.legal in DATED | UNDATED
    assert bool(re.fullmatch(r"\d{4}(-\d{2})?", documented.legal_date)) == (documented.legal in DATED)
    assert re.fullmatch(r"\d{4}(-\d{4})?", documented.years)
    assert documented.role == documented.role.lower(), "a capital letter may be a name"
    assert Stage.EXPOSURE not in documented.stages
    assert len(set(documented.stages)) == len(documented.stages)


def test_case_ids_are_unique_and_in_order() -> None:
    ids = [c.id for c in documented_cases()]
    assert ids == sorted(set(ids))
