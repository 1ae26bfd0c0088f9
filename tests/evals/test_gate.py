"""The gate finds what became worse by more than its tolerance, in either direction, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.gate import BASELINE, RULES, Better, Kept, kept, read, regressions, section, write


@pytest.mark.parametrize(
    ("better", "now", "worse"),
    [
        pytest.param("higher", 0.90, False, id="the same"),
        pytest.param("higher", 0.99, False, id="better"),
        pytest.param("higher", 0.88, False, id="lower by the tolerance itself"),
        pytest.param("higher", 0.879, True, id="lower by more"),
        pytest.param("lower", 0.50, False, id="lower is better"),
        pytest.param("lower", 0.92, False, id="higher by the tolerance itself"),
        pytest.param("lower", 0.921, True, id="higher by more"),
    ],
)
def test_only_more_than_the_tolerance_is_a_regression(better: Better, now: float, worse: bool) -> None:
    found = regressions({"made.up": now}, {"made.up": Kept(value=0.9, tolerance=0.02, better=better)})
    assert len(found) == int(worse)
    assert all("made.up" in line and ("below" if better == "higher" else "above") in line for line in found)


@pytest.mark.parametrize(
    ("name", "named"),
    [("recall", True), ("fairness.gap", True), ("seconvo.auc", False), ("seconvo.adapted.macro_f1", False)],
)
def test_what_is_not_measured_any_more_is_named(name: str, named: bool) -> None:
    found = regressions({}, {name: kept(name, 0.5)})
    assert [name in line and "not measured" in line for line in found] == [True] * named


def test_a_figure_from_elsewhere_is_compared_where_it_is_there() -> None:
    assert regressions({"seconvo.auc": 0.5}, {"seconvo.auc": kept("seconvo.auc", 0.9)})


def test_a_new_figure_is_no_regression() -> None:
    assert regressions({"new": 0.1}, {}) == []


@pytest.mark.parametrize(
    ("name", "tolerance", "better"),
    [
        ("swap: largest change of risk", 0.0, "lower"),
        ("academic_flagged", 0.0, "lower"),
        ("archive.flagged", 0.0005, "lower"),
        ("ece.0.01", 0.02, "lower"),
        ("ordinary_flagged", 0.015, "lower"),
        ("ordinary_flagged.ru", 0.05, "lower"),
        ("alarm_before_sign", 0.015, "lower"),
        ("ordinary_warned", 0.015, "lower"),
        ("seconvo.product.false_positive_rate", 0.015, "lower"),
        ("auc", 0.01, "higher"),
        ("auc.blanked", 0.01, "higher"),
        ("auc.zh", 0.02, "higher"),
        ("recall", 0.03, "higher"),
        ("recall.approach", 0.03, "higher"),
        ("recall.de", 0.05, "higher"),
        ("in_time.answer", 0.03, "higher"),
        ("kind_right", 0.03, "higher"),
        ("macro_f1", 0.03, "higher"),
        ("replays.in_time", 0.03, "higher"),
    ],
)
def test_the_rule_of_each_sort_of_figure(name: str, tolerance: float, better: str) -> None:
    found = kept(name, 0.5)
    assert (found.tolerance, found.better) == (tolerance, better)


def test_the_last_rule_fits_every_name() -> None:
    assert RULES[-1].names.search("")
    assert all(rule.tolerance >= 0 for rule in RULES)


def test_rounding_alone_is_no_regression() -> None:
    for name in ("swap: change", "recall"):
        was = kept(name, 2 / 3)
        assert regressions({name: 2 / 3}, {name: was}) == []


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert read(path) == {}
    write({"recall": 0.9, "ece.0.5": 0.123456789}, path)
    assert read(path) == {"ece.0.5": kept("ece.0.5", 0.123457), "recall": kept("recall", 0.9)}
    assert list(json.loads(path.read_text("utf-8"))["figures"]) == ["ece.0.5", "recall"]


def test_the_table_gives_a_verdict_on_every_figure() -> None:
    baseline = {name: kept(name, 0.9) for name in ("recall", "kind_right", "macro_f1")}
    told = section({"recall": 0.1, "kind_right": 0.9, "fresh": 0.2}, baseline)
    verdicts = {cells[1]: cells[6] for line in told if len(cells := [c.strip() for c in line.split("|")]) == 8}
    assert verdicts["recall"] == "worse"
    assert verdicts["macro_f1"] == "not measured"
    assert verdicts["fresh"] == "new"
    assert verdicts["kind_right"] == ""
    assert sum(line.startswith("- ") for line in told) == 2


def test_the_table_says_so_where_nothing_is_worse() -> None:
    assert any("Nothing is worse" in line for line in section({"recall": 0.9}, {"recall": kept("recall", 0.9)}))


@pytest.mark.skipif(not BASELINE.exists(), reason="there is no baseline yet")
def test_the_baseline_was_written_by_the_rules_of_today() -> None:
    for name, was in read().items():
        assert was == kept(name, was.value), name
