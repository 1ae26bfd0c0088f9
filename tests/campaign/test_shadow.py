"""What candidate parameters would change: campaigns are matched by who is in them, and every change is said."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from bonafides.campaign.parameters import Parameters
from bonafides.campaign.shadow import Shadow, compare
from bonafides.model.campaign import Campaign
from tests.campaign.test_backtest import campaign

FROZEN = [campaign(1, "abcdef"), campaign(2, "ghijkl"), campaign(3, "mnop"), campaign(4, "qrst")]


def compared(candidate: Sequence[Campaign]) -> Shadow:
    return compare(FROZEN, candidate)


def test_the_same_campaigns_under_other_names_change_nothing() -> None:
    found = compared(FROZEN)
    assert found.unchanged
    assert "Nothing would change" in found.text()


def test_gained_lost_changed_and_moved() -> None:
    found = compared([campaign(1, "ghijkl"), campaign(2, "abcdexy"), campaign(3, "mnop"), campaign(4, "uvw")])
    assert not found.unchanged
    assert [(one.campaign, one.accounts, one.elsewhere) for one in found.gained] == [("k4", 3, 0)]
    assert [(one.campaign, one.accounts, one.elsewhere) for one in found.lost] == [("k4", 4, 0)]
    assert [(one.frozen, one.candidate, one.joined, one.left, one.moved) for one in found.kept] == [
        ("k1", "k2", ("x", "y"), ("f",), -1),
        ("k2", "k1", (), (), 1),
        ("k3", "k3", (), (), 0),
    ]
    assert found.accounts_gained == tuple("uvwxy")
    assert found.accounts_lost == tuple("fqrst")


def test_a_campaign_that_splits_keeps_its_larger_part() -> None:
    found = compared([campaign(1, "abcd"), campaign(2, "ef"), *FROZEN[1:]])
    kept = next(one for one in found.kept if one.frozen == "k1")
    assert (kept.candidate_rank, kept.left) == (1, ("e", "f"))
    assert [(one.accounts, one.elsewhere) for one in found.gained] == [(2, 2)]
    assert found.accounts_lost == ()


def test_two_campaigns_that_merge_are_one_kept_and_one_lost() -> None:
    found = compared([campaign(1, "abcdefghijkl"), *FROZEN[2:]])
    assert [one.frozen for one in found.kept] == ["k1", "k3", "k4"]
    assert [(one.campaign, one.elsewhere) for one in found.lost] == [("k2", 6)]
    assert found.accounts_lost == ()


@pytest.mark.parametrize(("members", "kept"), [("abc12", True), ("ab123456", False)])
def test_little_in_common_is_another_campaign(members: str, kept: bool) -> None:
    found = compare(FROZEN[:1], [campaign(1, members)])
    assert bool(found.kept) is kept
    assert bool(found.gained) is bool(found.lost) is not kept


@pytest.mark.parametrize(
    ("frozen", "candidate", "gained", "lost"), [([], FROZEN, 4, 0), (FROZEN, [], 0, 4), ([], [], 0, 0)]
)
def test_a_run_without_campaigns(frozen: list[Campaign], candidate: list[Campaign], gained: int, lost: int) -> None:
    found = compare(frozen, candidate)
    assert (len(found.gained), len(found.lost)) == (gained, lost)
    assert found.text()


def test_the_order_of_the_input_does_not_matter() -> None:
    candidate = [campaign(1, "abcxyz"), campaign(2, "defxyz"), campaign(3, "ghi")]
    found = compare(FROZEN, candidate)
    again = compare(list(FROZEN), list(candidate))
    assert found == again
    assert {(one.frozen, one.candidate) for one in compare(FROZEN[::-1], candidate[::-1]).kept} >= {("k2", "k3")}


def test_words_and_json_say_which_parameters_differ() -> None:
    found = compare(FROZEN, [*FROZEN[1:], campaign(9, "uvw")], parameters=(Parameters(), Parameters(rate=0.05)))
    assert found.parameters == {"rate": (0.01, 0.05)}
    text = found.text()
    for words in ("rate: 0.01 -> 0.05", "Gained (1):", "Lost (1):", "k9: rank 9", "3 would newly be", "6 no longer"):
        assert words in text
    parsed = json.loads(json.dumps(found.to_json()))
    assert parsed["schema"] == "bonafides.shadow/1"
    assert parsed["unchanged"] is False


def test_long_lists_are_shortened_in_words_only() -> None:
    found = compare([], [campaign(i, [f"{i}-{j}" for j in range(3)]) for i in range(1, 31)])
    assert len(found.gained) == 30
    assert "and 10 more." in found.text()
