"""The false-flag ratio: right where it can be counted by hand, and its limits hold when mistakes come in clusters."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

pytest.importorskip("scipy")

from bonafides.campaign.audit import ALL_GROUPS, Audit, GroupAudit, Tally, audit, ratio_interval, tally


def numbered(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{place}" for place in range(count)]


CHOIR = numbered("c", 100)
BAND = numbered("b", 50)
OTHERS = numbered("o", 850)


def of(
    campaigns: Sequence[Sequence[str]],
    groups: Mapping[str, Sequence[str]] | None = None,
    true: Sequence[str] = (),
) -> Audit:
    return audit([tally(campaigns, 1000, groups or {"choir": CHOIR}, true=true)])


def only(found: Audit, name: str = "choir") -> GroupAudit:
    return next(group for group in found.groups if group.group == name)


def test_counts_by_hand() -> None:
    found = of([CHOIR[:2] + OTHERS[:8], OTHERS[10:20]])
    one = only(found)
    assert (found.flagged, found.campaigns, one.flagged, one.campaigns) == (20, 2, 2, 1)
    assert one.rate == pytest.approx(0.02)
    assert one.rate_outside == pytest.approx(18 / 900)
    assert one.ratio == pytest.approx(1.0)
    assert one.low is not None
    assert one.high is not None
    assert one.low < 1 < one.high


def test_an_account_of_two_campaigns_counts_once() -> None:
    found = of([CHOIR[:4], [*CHOIR[:4], *OTHERS[:4]]])
    assert (found.flagged, only(found).flagged, only(found).campaigns) == (8, 4, 1)


def test_an_account_of_two_groups_counts_in_each_and_once_in_all() -> None:
    found = of([CHOIR[:6]], {"choir": CHOIR, "band": [*BAND, *CHOIR[:3]]})
    assert [(one.group, one.accounts, one.flagged) for one in found.groups] == [
        ("band", 53, 3),
        ("choir", 100, 6),
        (ALL_GROUPS, 150, 6),
    ]


def test_labelled_accounts_are_no_mistakes() -> None:
    found = of([CHOIR[:4] + OTHERS[:4], OTHERS[10:14]], {"choir": CHOIR[4:]}, true=CHOIR[:4] + OTHERS[:4])
    assert (found.flagged, found.labelled, only(found).flagged, only(found).accounts) == (4, 8, 0, 96)


def test_clusters_widen_the_limits() -> None:
    """The same 40 of 100 and 80 of 900 accounts: flagged one by one, and in campaigns of 20."""
    single = only(of([[one] for one in (*CHOIR[:40], *OTHERS[:80])]))
    clustered = only(of([CHOIR[:20], CHOIR[20:40], *(OTHERS[i : i + 20] for i in range(0, 80, 20))]))
    assert single.ratio == clustered.ratio == pytest.approx(4.5)
    assert single.low is not None
    assert clustered.low is not None
    assert single.low > 2.5
    assert single.high == single.high_if_independent == clustered.high_if_independent
    assert clustered.low < 1


def test_flags_scattered_over_campaigns_are_nearly_independent() -> None:
    """Forty campaigns that each flag one of the group say more than two that flag twenty each."""
    scattered = only(of([[CHOIR[i], *OTHERS[10 * i : 10 * i + 9]] for i in range(40)]))
    together = only(of([CHOIR[:20], CHOIR[20:40], *(OTHERS[10 * i : 10 * i + 9] for i in range(40))]))
    assert scattered.ratio == together.ratio
    assert scattered.high is not None
    assert together.high is not None
    assert scattered.high < 0.6 * together.high


def test_no_flag_in_the_group_is_no_proof() -> None:
    one = only(of([OTHERS[i : i + 10] for i in range(0, 400, 10)]))
    assert (one.ratio, one.low) == (0.0, 0.0)
    assert one.high is not None
    assert 0.3 < one.high < 1
    few = only(of([OTHERS[:10], OTHERS[10:20]]))
    assert few.high is not None
    assert few.high > 5


def test_no_flag_at_all_leaves_no_ratio_but_a_bound() -> None:
    found = of([])
    one = only(found)
    assert (one.ratio, one.low, one.high, one.rate) == (None, None, None, 0)
    assert one.rate_high == pytest.approx(3.0 * found.typical / 100, rel=0.01)
    assert one.high_of_budget == pytest.approx((3.0 / 100) / (0.5 / 1000), rel=0.01)
    assert "no ratio" in found.text()


def test_runs_of_several_logs_add_up() -> None:
    runs = [tally([], 1000, {"choir": CHOIR}) for _ in range(50)]
    one = only(audit(runs))
    assert one.accounts == 5000
    assert one.rate_high == pytest.approx(only(of([])).rate_high / 50)
    assert one.high_of_budget == pytest.approx((3.0 / 5000) / (25 / 50_000), rel=0.01)


def test_only_the_group_is_flagged() -> None:
    one = only(of([CHOIR[:10]]))
    assert (one.ratio, one.high) == (None, None)
    assert one.rate == 0.1
    assert one.rate_high > 0.3


def test_a_group_that_is_not_in_the_log() -> None:
    found = of([OTHERS[:10]], {"choir": []})
    assert only(found).ratio is None
    assert "nothing can be said" in found.text()


@pytest.mark.parametrize(
    ("sizes", "events"), [((1, 1), (30, 120)), ((8, 40), (12, 60)), ((8, 40), (3, 20)), ((4, 60), (6, 6))]
)
@pytest.mark.parametrize("ratio", [1.0, 3.0])
def test_the_limits_hold_as_often_as_they_say(sizes: tuple[int, int], events: tuple[int, int], ratio: float) -> None:
    """Mistakes drawn as campaigns of random sizes (compound Poisson): the true ratio is within the limits."""
    rng = np.random.default_rng(20)
    accounts = (10_000, round(10_000 * ratio * events[1] / events[0]))
    runs = 1500
    held = 0
    for _ in range(runs):
        here, there = (rng.integers(sizes[0], sizes[1] + 1, rng.poisson(count)).tolist() for count in events)
        typical = sum(x * x for x in here + there) / max(1, sum(here + there))
        low, high = ratio_interval(here, there, accounts, typical, 0.95)
        held += low is None or high is None or low <= ratio <= high
    assert 0.92 <= held / runs <= 0.995


def test_words_and_json() -> None:
    found = audit([Tally(accounts=1000, present={"choir": 100}, flagged=12, flagged_in={"choir": 2},
                         inside={"choir": (2, 0)}, sizes=(6, 6), unknown=3, labelled=5)])  # fmt: skip
    text = found.text()
    for words in ("12 of 1,000 accounts", "3 accounts of the group file are not in the log", "choir: 2 of 100", "95%"):
        assert words in text
    parsed = json.loads(json.dumps(found.to_json()))
    assert parsed["schema"] == "bonafides.audit/1"
    assert parsed["groups"][0]["group"] == "choir"
    assert math.isfinite(parsed["groups"][0]["high"])
