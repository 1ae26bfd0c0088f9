"""A run against labels: every figure right where it can be counted by hand, and its limits where they are known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

from bonafides.campaign.backtest import Share, backtest, backtest_file, share
from bonafides.errors import CampaignError
from bonafides.model.campaign import Campaign, Member, Purpose

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def campaign(rank: int, accounts: Sequence[str], *, within: bool = True) -> Campaign:
    return Campaign(
        campaign=f"k{rank}",
        rank=rank,
        score=100.0 - rank,
        purpose=Purpose.UNKNOWN,
        accounts=tuple(Member(account=one, strength=1.0) for one in accounts),
        targets=3,
        first_seen=NOON,
        last_seen=NOON,
        signals=(),
        evidence=(),
        innocent=(),
        summary="",
        within_budget=within,
    )


LABELS = {"alpha": list("abcdefghij"), "beta": list("klmnop"), "gamma": list("qrst")}
RANKED = [
    campaign(1, "abcdefgh"),  # most of alpha
    campaign(2, ["k", "l", "m", "n", "1", "2"]),  # most of beta, two wrong
    campaign(3, ["3", "4", "5", "6"]),  # nobody
    campaign(4, "qr", within=False),  # half of gamma, beyond the budget
]


def test_figures_by_hand() -> None:
    found = backtest(list(reversed(RANKED)), LABELS)
    assert (found.labelled, found.labelled_campaigns, found.shown, found.ranked) == (20, 3, 3, 4)
    assert found.precision.value == pytest.approx(12 / 18)
    assert found.recall.value == pytest.approx(12 / 20)
    assert [one.campaigns for one in found.at] == [1, 4]
    assert [one.accounts.value for one in found.at] == pytest.approx([1, 14 / 20])
    assert [one.right.value for one in found.at] == pytest.approx([1, 3 / 4])
    assert found.depth_at_precision == 1
    assert found.recall_at_precision.value == pytest.approx(8 / 20)
    assert found.purity.value == pytest.approx((8 + 4) / 18)
    assert found.found.value == pytest.approx(2 / 3)
    assert found.found_small.value == pytest.approx(1 / 2)
    precision, recall = (8 * 1 + 4 * 4 / 6) / 18, (8 * 8 / 10 + 4 * 4 / 6) / 20
    assert found.bcubed_precision.value == pytest.approx(precision)
    assert found.bcubed_recall.value == pytest.approx(recall)
    assert found.bcubed_f1.value == pytest.approx(2 * precision * recall / (precision + recall))


def test_a_perfect_run_is_not_certain() -> None:
    found = backtest([campaign(i, members) for i, members in enumerate(LABELS.values(), start=1)], LABELS)
    for one in (found.precision, found.recall, found.purity, found.found, found.bcubed_precision, found.bcubed_recall):
        assert one.value == one.high == 1.0
        assert one.low == pytest.approx(0.025 ** (1 / 3))
    assert found.recall_at_precision.value == 1.0


def test_nothing_found_and_nothing_shown() -> None:
    found = backtest([], LABELS)
    assert (found.recall.value, found.found.value, found.precision.value, found.depth_at_precision) == (0, 0, None, 0)
    assert found.recall.high < 1
    assert "nothing to measure" in found.text()


def test_the_ranking_is_walked_down_past_a_dip() -> None:
    wrong = campaign(1, ["1"])
    right = campaign(2, [str(one) for one in range(100, 130)])
    found = backtest([wrong, right, campaign(3, "23456")], {"x": [str(one) for one in range(100, 130)]})
    assert (found.depth_at_precision, found.recall_at_precision.value) == (2, 1.0)


def test_an_account_in_two_campaigns_counts_once() -> None:
    found = backtest([campaign(1, "abc"), campaign(2, "c12")], {"x": "abc", "y": "cz"})
    assert found.precision.value == pytest.approx(3 / 5)
    assert found.recall.value == pytest.approx(3 / 4)


def test_labels_that_are_not_in_the_log_count_nowhere() -> None:
    found = backtest(RANKED, {**LABELS, "delta": ["x", "y"]}, accounts=list("abcdefghijklmnopqrs"))
    assert (found.unknown, found.labelled, found.labelled_campaigns) == (3, 19, 3)
    assert "3 labelled accounts are not in the log" in found.text()


def test_intervals_draw_whole_campaigns() -> None:
    """Ten campaigns, five found whole: as uncertain as ten throws of a coin, however many accounts there are."""
    labels = {f"x{i}": [f"{i}-{j}" for j in range(40)] for i in range(10)}
    one = backtest([campaign(i, labels[f"x{i}"]) for i in range(5)], labels).recall
    assert one.value == 0.5
    assert one.low == pytest.approx(0.2, abs=0.05)
    assert one.high == pytest.approx(0.8, abs=0.05)
    again = backtest([campaign(i, labels[f"x{i}"]) for i in range(5)], labels).recall
    assert one == again


def test_the_limits_hold_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(4)
    held = 0
    for _ in range(60):
        wholes = rng.integers(4, 40, 30)
        parts = np.where(rng.random(30) < 0.7, wholes, 0)
        one = share(parts.tolist(), wholes.tolist())
        held += one.low <= 0.7 <= one.high
    assert held >= 52


@pytest.mark.parametrize(("parts", "wholes"), [([], []), ([0, 0], [0, 0])])
def test_a_share_of_nothing(parts: list[float], wholes: list[float]) -> None:
    assert share(parts, wholes) == Share(value=None, low=0.0, high=1.0, units=0)


@pytest.mark.parametrize("column", ["campaign", "label", "group"])
def test_a_label_file(column: str, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(
        "\n".join([f"account,{column}", *(f"{a},{name}" for name, members in LABELS.items() for a in members)])
    )
    found = backtest_file(RANKED, path)
    assert found == backtest(RANKED, LABELS)
    parsed = json.loads(json.dumps(found.to_json()))
    assert parsed["schema"] == "bonafides.backtest/1"
    assert parsed["recall"]["value"] == pytest.approx(0.6)
    for words in ("3 campaigns shown (4 ranked)", "recall at 95% precision (first 1)", "B-cubed F1", "0.667"):
        assert words in found.text()


def test_labels_of_another_log(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("account,campaign\na,x\nb,x\n")
    with pytest.raises(CampaignError, match="none of the 2 labelled accounts"):
        backtest_file(RANKED, path, accounts=["1"])
