"""The evaluation of hunts: a tiny world end to end, the false-campaign law, the figures, and what is dealt anew."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("duckdb")
pytest.importorskip("graspologic_native")
pq = pytest.importorskip("pyarrow.parquet")

from evals.hunt.__main__ import main  # noqa: E402
from evals.hunt.false_rate import UNIT, FalseRate, fitted, most_expected  # noqa: E402
from evals.hunt.logs import made, truth, write_real  # noqa: E402
from evals.hunt.measures import is_found, ratio, scored  # noqa: E402
from evals.hunt.outcome import Found, Outcome, Planted, Setting, load, save  # noqa: E402
from evals.hunt.plan import grid, issue, organic, shuffled, without_content  # noqa: E402
from evals.hunt.search import search  # noqa: E402
from evals.hunt.tables import by_default, false_curve, fixed, flagged_groups, stage, within_budget  # noqa: E402

OPTIONS = {"prevalence": 0.02, "ring_size": [8, 12], "hit_rate": [0.8, 0.9], "spread": [0.1, 1.0]}
TINY = Setting(part="grid", generator="dev", seed=3, events=25_000, options=OPTIONS)


@pytest.fixture(scope="module")
def tiny() -> Outcome:
    return search(TINY)


def found(*accounts: str, score: float = 50.0, **kinds: int) -> Found:
    named = {name.replace("_", ":", 1): count for name, count in kinds.items()}
    return Found(accounts=accounts, score=score, families=1, window="1d", signals={}, readings={}, kinds=named)


def planted(campaign: str, *members: str, **changes: object) -> Planted:
    plain = Planted(
        campaign=campaign, members=members, facts={}, linked=len(members), grouped=len(members), score=50.0, readings=()
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def outcome(*groups: Found, rings: tuple[Planted, ...] = (), accounts: int = UNIT, **changes: object) -> Outcome:
    plain = Outcome(
        setting=Setting(part="grid", generator="dev"),
        code="x",
        counts={"accounts": accounts},
        seconds=1.0,
        cpu_seconds=1.0,
        planted=rings,
        found=groups,
        kinds={},
        protected=(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_dense_rings_of_a_tiny_world_are_found(tiny: Outcome) -> None:
    quality = scored([tiny], fixed(5.0))
    assert tiny.planted
    assert quality.recall.value >= 0.8
    assert quality.precision.value >= 0.8
    assert quality.purity.value >= 0.9
    assert tiny.cpu_seconds > 0
    assert set(tiny.protected) <= set(tiny.kinds)


def test_found_rings_are_linked_before_they_are_grouped(tiny: Outcome) -> None:
    for ring in tiny.planted:
        assert ring.grouped <= ring.accounts
        if stage(ring, tiny.found) == "shown":
            assert 2 * ring.linked >= ring.accounts
            assert any(one.kinds.get(f"c:{ring.campaign}") == ring.grouped for one in tiny.found)


def test_nothing_is_found_where_targets_are_dealt_anew() -> None:
    assert search(replace(TINY, part="rewired")).found == ()


def test_outcomes_read_back_as_they_were_saved(tiny: Outcome, tmp_path: Path) -> None:
    path = tmp_path / "kept" / "outcomes.jsonl"
    save(path, [tiny, tiny])
    path.write_text(path.read_text("utf-8") + '{"cut off', "utf-8")
    back = list(load(path))
    assert len(back) == 2
    assert back[0] == tiny


def test_the_report_is_written_from_kept_outcomes(tiny: Outcome, tmp_path: Path) -> None:
    kept, page = tmp_path / "outcomes.jsonl", tmp_path / "hunt.md"
    save(kept, [tiny, replace(tiny, setting=replace(TINY, part="organic"), planted=())])
    assert main(["--only-report", "--kept", str(kept), "--out", str(page)]) == 0
    text = page.read_text("utf-8")
    assert "# What `bonafides hunt` finds" in text
    assert "Logs without any campaign" in text
    titles = [table["title"] for table in json.loads(page.with_suffix(".json").read_text("utf-8"))["tables"]]
    assert "Where campaigns are lost" in titles


@pytest.mark.parametrize(
    ("part", "column", "others"), [("permuted", "sent_at", "target"), ("rewired", "target", "sent_at")]
)
def test_dealing_anew_moves_one_column_only(part: str, column: str, others: str) -> None:
    with made(TINY) as plain, made(replace(TINY, part=part)) as dealt:
        before, after = (pq.read_table(folder / "events.parquet") for folder in (plain, dealt))
        assert before[others].equals(after[others])
        assert before["account"].equals(after["account"])
        assert not before[column].equals(after[column])
        assert Counter(before[column].to_pylist()) == Counter(after[column].to_pylist())
        assert truth(plain) == truth(dealt)


def test_real_logs_lose_self_contacts_and_comments(tmp_path: Path) -> None:
    (tmp_path / "log.tsv").write_text("% comment\n1\t2\t1\t1500000000\n3\t3\t1\t1500000001\n2\t1\t1\t1500000002\n")
    write_real(tmp_path / "log.tsv", tmp_path / "events.parquet")
    assert pq.read_table(tmp_path / "events.parquet").to_pydict() == {
        "account": ["1", "2"],
        "target": ["2", "1"],
        "sent_at": [1_500_000_000, 1_500_000_002],
    }


def test_hill_finds_the_exponent_of_a_power_law() -> None:
    rng = np.random.default_rng(4)
    scores = 5.0 * (1 - rng.random(4_000)) ** (-1 / 2.5)
    law = fitted([*scores, 1.0, 4.9], 2_000_000, reference=5.0)
    assert law.false == 4_000
    assert law.estimate.rate == pytest.approx(200.0)
    assert law.estimate.exponent == pytest.approx(2.5, rel=0.05)
    assert law.upper.rate > law.estimate.rate
    assert law.upper.exponent < law.estimate.exponent
    assert law.estimate.expected(10.0, UNIT) == pytest.approx(sum(scores >= 10) / 20, rel=0.1)


@pytest.mark.parametrize("scores", [[], [7.0], [5.0, 5.0], [1.0, 2.0, 3.0]])
def test_no_law_is_fitted_to_next_to_nothing(scores: list[float]) -> None:
    with pytest.raises(ValueError, match="two scores"):
        fitted(scores, UNIT, reference=5.0)


@pytest.mark.parametrize(("seen", "bound"), [(0, 2.996), (1, 4.744), (10, 16.962)])
def test_poisson_bound(seen: int, bound: float) -> None:
    assert most_expected(seen, UNIT) == pytest.approx(bound, abs=0.001)


@pytest.mark.parametrize("accounts", [1_000, UNIT, 10 * UNIT])
def test_the_score_for_a_budget_spends_it(accounts: int) -> None:
    law = FalseRate(reference=5.0, rate=2.0, exponent=1.5)
    score = law.score_for(0.5, accounts)
    assert score >= law.reference
    assert law.expected(score, accounts) <= 0.5 + 1e-9


def test_what_is_shown_is_within_the_budget() -> None:
    log, high, low = outcome(accounts=UNIT), found("a", score=1e6), found("a", score=0.0)
    assert within_budget(log, high)
    assert not within_budget(log, low)
    assert not by_default(log, high)
    assert by_default(log, replace(high, purpose="lure-evidence"))


def test_recall_precision_and_purity() -> None:
    rings = (planted("one", "a", "b", "c", "d"), planted("two", "e", "f", "g", "h"))
    log = outcome(
        found("a", "b", "c", "x", score=90.0, c_one=3),
        found("c", "e", score=60.0, c_one=1, c_two=1),
        found("y", "z", score=40.0, activists=2),
        found("f", "g", "h", score=2.0, c_two=3),
        rings=rings,
    )
    quality = scored([log], fixed(5.0))
    assert quality.recall.value == 4 / 8
    assert quality.precision.value == 4 / 7  # c counts once
    assert quality.purity.value == 4 / 6
    assert quality.campaigns.value == 1 / 2
    assert (quality.shown, quality.false) == (3, 1)
    assert scored([log], fixed(5.0), lambda one: one.campaign == "two").recall.value == 1 / 4


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (found("a", "b", c_one=2), True),
        (found("a", "b", "x", "y", c_one=2), True),
        (found("a", "b", "x", "y", "z", c_one=2), False),
        (found("a", c_one=1), False),
        (found("a", "b", c_two=2), False),
    ],
)
def test_what_counts_as_found(group: Found, expected: bool) -> None:
    assert is_found(planted("one", "a", "b", "c", "d"), [group]) is expected


def test_bootstrap_interval_holds_the_value_and_shrinks() -> None:
    few, many = ratio([(1, 2), (2, 2), (0, 2)]), ratio([(1, 2), (2, 2), (0, 2)] * 40)
    assert few.low <= few.value <= few.high
    assert many.high - many.low < few.high - few.low
    assert str(ratio([])) == "–"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"linked": 1}, "few linked"),
        ({"grouped": 1}, "not grouped"),
        ({"score": 1.0, "readings": ("open-market",)}, "low score: open-market"),
        ({"score": 1.0}, "low score: none held"),
        ({}, "shown"),
    ],
)
def test_where_a_campaign_is_lost(changes: dict[str, object], expected: str) -> None:
    ring = planted("one", "a", "b", "c", "d", **changes)
    groups = [found("a", "b", "c", "d", score=ring.score, c_one=4)]
    assert stage(ring, [group for group in groups if group.score >= 5]) == expected


def test_groups_that_are_flagged_are_counted() -> None:
    log = outcome(
        found("a", "b", "c", activists=3), kinds={"activists": 60, "union_drive": 20}, protected=("activists",)
    )
    rows = {row[0]: row for row in flagged_groups([log, log], fixed(5.0)).rows}
    assert rows["activists"] == ("activists", "yes", "120", "6", "5.0000%", "2")
    assert rows["union_drive"][3] == "0"


def test_the_false_curve_counts_by_source() -> None:
    log = outcome(found("a", "b", score=12.0), found("c", "d", score=6.0))
    (row,) = false_curve([log, log]).rows
    assert row[:3] == ("dev", "2", "200,000")
    assert row[3].startswith("4 = 2.00")
    assert row[4].startswith("2 = 1.00")
    assert row[5].startswith("0 = 0.00 (≤ 1.50")


def test_a_group_is_named_by_its_majority() -> None:
    assert found("a", "b", "c", activists=2).label == "activists"
    assert found("a", "b", "c", activists=1).label == "ordinary"
    assert found("a", "b").label == "ordinary"


def test_plans_do_not_share_logs() -> None:
    plain = [*organic(3), *grid(3), *issue(3)]
    assert len({(one.generator, one.seed, one.part) for one in plain}) == len(plain)
    assert all(not one.content for one in without_content(iter(plain)))
    assert {one.part for one in shuffled("permuted", 2)} == {"permuted"}
