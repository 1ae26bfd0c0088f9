"""The review budget: one law read both ways, never rising with the score, never falling with the accounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.campaign.budget import EXPONENT, PER, RATE, REFERENCE, SMALLEST, expected_false, least_score

SCORES = st.floats(0, 1e6)
ACCOUNTS = st.integers(0, 10**10)


def test_at_the_reference_it_is_the_measured_rate() -> None:
    assert expected_false(REFERENCE, PER) == pytest.approx(RATE)
    assert expected_false(2 * REFERENCE, PER) == pytest.approx(RATE / 2**EXPONENT)
    assert expected_false(2 * REFERENCE, 30 * PER) == pytest.approx(30 * RATE / 2**EXPONENT)


def test_a_small_log_gets_no_free_pass() -> None:
    """Else whatever came out of a log of some hundred accounts would be within the budget."""
    assert expected_false(REFERENCE, 300) == expected_false(REFERENCE, SMALLEST) > 0.5
    assert least_score(0.5, 300) == least_score(0.5, SMALLEST) > 5


@given(SCORES, SCORES, ACCOUNTS)
def test_higher_scores_are_never_expected_more_often(one: float, other: float, accounts: int) -> None:
    low, high = sorted((one, other))
    assert expected_false(low, accounts) >= expected_false(high, accounts) > 0


@given(SCORES, ACCOUNTS, ACCOUNTS)
def test_more_accounts_never_give_fewer(score: float, one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert expected_false(score, few) <= expected_false(score, many)


@given(st.floats(0.01, 1000), ACCOUNTS)
def test_the_least_score_is_where_the_budget_is_spent(budget: float, accounts: int) -> None:
    score = least_score(budget, accounts)
    assert expected_false(score, accounts) == pytest.approx(budget)
    assert expected_false(score * 1.01, accounts) < budget < expected_false(score * 0.99, accounts)
