"""The measures give the values that one works out by hand, and their published ones."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.measures import (
    Point,
    Scored,
    auc,
    bootstrap,
    calibration_error,
    f1,
    interval,
    macro_f1,
    mean,
    precision_recall,
    quantile,
    recall_at,
    reliability,
)

RISKS = st.lists(st.integers(0, 8).map(lambda eighths: eighths / 8), min_size=1, max_size=12)

# --- ranking


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [
        pytest.param([2, 3], [0, 1], 1.0, id="all above"),
        pytest.param([0, 1], [2, 3], 0.0, id="all below"),
        pytest.param([1, 1], [1, 1, 1], 0.5, id="all alike"),
        pytest.param([0.8, 0.4], [0.6, 0.2], 0.75, id="one pair of four turned round"),
        pytest.param([0.5, 0.9], [0.5, 0.1], 3.5 / 4, id="a tie counts half"),
        pytest.param([], [1], math.nan, id="nothing positive"),
        pytest.param([1], [], math.nan, id="nothing negative"),
    ],
)
def test_auc(positive: list[float], negative: list[float], expected: float) -> None:
    assert auc(positive, negative) == pytest.approx(expected, nan_ok=True)


@given(RISKS, RISKS)
def test_auc_is_how_often_a_positive_outranks_a_negative(positive: list[float], negative: list[float]) -> None:
    wins = [float(p > n) + 0.5 * float(p == n) for p in positive for n in negative]
    assert auc(positive, negative) == pytest.approx(fmean(wins))


@pytest.mark.parametrize(
    ("scored", "expected"),
    [
        pytest.param(
            [(0.9, True), (0.5, False), (0.2, True)],
            [Point(0.9, 0.5, 1.0), Point(0.5, 0.5, 0.5), Point(0.2, 1.0, 2 / 3)],
            id="strictest first",
        ),
        pytest.param([(0.4, True), (0.4, False)], [Point(0.4, 1.0, 0.5)], id="equals share a threshold"),
        pytest.param([(0.4, False)], [], id="nothing positive"),
        pytest.param([], [], id="nothing at all"),
    ],
)
def test_precision_and_recall_at_each_threshold(scored: list[Scored], expected: list[Point]) -> None:
    assert precision_recall(scored) == expected


@pytest.mark.parametrize(
    ("positive", "negative", "false", "expected"),
    [
        pytest.param([1, 3, 5], [0, 2, 4, 4.5], 0.0, 1 / 3, id="none may pass"),
        pytest.param([1, 3, 5], [0, 2, 4, 4.5], 0.5, 2 / 3, id="two of four may pass"),
        pytest.param([1, 3, 5], [0, 2, 4, 4.5], 0.49, 1 / 3, id="one whole negative"),
        pytest.param([4], [4], 0.0, 0.0, id="a tie is not above"),
        pytest.param([1], [2], 1.0, 1.0, id="all may pass"),
        pytest.param([1], [], 0.0, 1.0, id="nothing negative"),
        pytest.param([], [1], 0.0, math.nan, id="nothing positive"),
    ],
)
def test_recall_at_a_share_of_false_flags(
    positive: list[float], negative: list[float], false: float, expected: float
) -> None:
    assert recall_at(positive, negative, false) == pytest.approx(expected, nan_ok=True)


# --- answers


@pytest.mark.parametrize(
    ("outcomes", "answers", "one", "both"),
    [
        pytest.param("1100", "1100", 1.0, 1.0, id="all right"),
        pytest.param("1100", "0011", 0.0, 0.0, id="all wrong"),
        pytest.param("1100", "1000", 2 / 3, (2 / 3 + 4 / 5) / 2, id="one missed"),
        pytest.param("1000", "1111", 2 / 5, 1 / 5, id="everything called positive"),
        pytest.param("0000", "0000", 0.0, 0.5, id="a class that is not there"),
    ],
)
def test_f1_and_macro_f1(outcomes: str, answers: str, one: float, both: float) -> None:
    told, said = [letter == "1" for letter in outcomes], [letter == "1" for letter in answers]
    assert f1(told, said) == pytest.approx(one)
    assert macro_f1(told, said) == pytest.approx(both)


# --- calibration


HALF_AND_HALF: list[Scored] = [(0.25, True), (0.25, False), (0.25, False), (0.25, False), (0.95, True), (0.95, True)]


@pytest.mark.parametrize(
    ("scored", "prior", "expected"),
    [
        pytest.param([(0.0, False), (1.0, True)], None, 0.0, id="certain and right"),
        pytest.param([(1.0, False), (0.0, True)], None, 1.0, id="certain and wrong"),
        pytest.param(HALF_AND_HALF, None, (2 / 6) * 0.05, id="three quarters as told, the rest all but"),
        # at 0.5 each positive weighs 1/6 and each negative too; at 0.1 they weigh 1/30 and 3/10
        pytest.param(HALF_AND_HALF, 0.5, (2 / 6) * 0.05, id="a prior like the set's"),
        pytest.param(
            HALF_AND_HALF,
            0.1,
            (1 / 30 + 9 / 10) * (0.25 - (1 / 30) / (1 / 30 + 9 / 10)) + (2 / 30) * 0.05,
            id="a prior far below the set's",
        ),
        pytest.param([(0.1, True), (0.1, False), (0.1, False)], 0.1, 0.0, id="reweighted to what was told"),
        pytest.param([(0.3, True)], 0.5, math.nan, id="one class cannot be reweighted"),
        pytest.param([], None, math.nan, id="nothing at all"),
    ],
)
def test_calibration_error(scored: list[Scored], prior: float | None, expected: float) -> None:
    assert calibration_error(scored, prior) == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_bins_hold_their_means_and_a_risk_of_one_falls_into_the_last() -> None:
    low, high = reliability([(0.02, False), (0.04, True), (0.92, True), (1.0, True)])
    assert tuple(low) == pytest.approx((0.03, 0.5, 0.5))
    assert tuple(high) == pytest.approx((0.96, 1.0, 0.5))


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=12),
    st.sampled_from([None, 0.5, 0.1, 0.01]),
)
def test_bins_weigh_one_together(scored: list[Scored], prior: float | None) -> None:
    told = reliability(scored, prior)
    if told:
        assert math.fsum(one.weight for one in told) == pytest.approx(1)
        assert math.fsum(one.weight * one.share for one in told) == pytest.approx(
            sum(outcome for _, outcome in scored) / len(scored) if prior is None else prior
        )
    else:
        assert len({outcome for _, outcome in scored}) == 1


# --- intervals


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [
        pytest.param(81, 263, (0.2553, 0.3662), id="Newcombe 1998, first"),
        pytest.param(15, 148, (0.0624, 0.1605), id="Newcombe 1998, second"),
        pytest.param(0, 20, (0.0, 0.1611), id="Newcombe 1998, third"),
        pytest.param(1, 29, (0.0061, 0.1718), id="Newcombe 1998, fourth"),
        pytest.param(20, 20, (0.8389, 1.0), id="all"),
        pytest.param(0, 0, (0.0, 1.0), id="nothing tried"),
    ],
)
def test_wilson(successes: int, trials: int, expected: tuple[float, float]) -> None:
    assert interval(successes, trials) == pytest.approx(expected, abs=5e-5)


@given(st.integers(1, 400).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_wilson_holds_the_share_and_widens_with_confidence(counted: tuple[int, int]) -> None:
    successes, trials = counted
    (low, high), (lower, higher) = interval(*counted), interval(*counted, confidence=0.99)
    ordered = [0.0, lower, low, successes / trials, high, higher, 1.0]
    assert all(right - left > -1e-9 for left, right in pairwise(ordered)), ordered
    assert lower >= 0
    assert higher <= 1


def test_bootstrap_is_the_same_every_time_and_holds_the_value() -> None:
    positive, negative = [0.9, 0.8, 0.4, 0.7], [0.1, 0.5, 0.3, 0.6]
    first, again = (bootstrap(auc, positive, negative, resamples=200) for _ in range(2))
    assert first == again
    assert first[0] < auc(positive, negative) <= first[1] <= 1
    narrow = bootstrap(auc, positive, negative, resamples=200, confidence=0.5)
    assert narrow[1] - narrow[0] < first[1] - first[0]


def test_bootstrap_draws_each_class_by_itself() -> None:
    sizes = set()

    def noted(positive: object, negative: object) -> float:
        assert isinstance(positive, list)
        assert isinstance(negative, list)
        sizes.add((len(positive), len(negative), *sorted({*positive, *negative})))
        return 1.0

    assert bootstrap(noted, [1.0, 1.0], [0.0, 0.0, 0.0], resamples=20) == (1.0, 1.0)
    assert sizes == {(2, 3, 0.0, 1.0)}


@pytest.mark.parametrize(("positive", "negative"), [([], [1.0]), ([1.0], [])])
def test_bootstrap_of_nothing_is_not_known(positive: list[float], negative: list[float]) -> None:
    assert all(math.isnan(limit) for limit in bootstrap(auc, positive, negative))


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 10.0), (1.0, 40.0), (0.5, 25.0), (1 / 3, 20.0), (0.9, 37.0)], ids=str
)
def test_quantile_interpolates(share: float, expected: float) -> None:
    assert quantile([10, 20, 30, 40], share) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "expected"), [([1, math.nan, 3], 2.0), ([math.nan], math.nan), ([], math.nan)], ids=str
)
def test_mean_of_what_is_known(values: list[float], expected: float) -> None:
    assert mean(values) == pytest.approx(expected, nan_ok=True)
