"""The benchmark of hunts beside its peers: figures, costs and the forms of the log, without running any peer."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from bench.hunt import (  # noqa: E402
    Cost,
    Point,
    Result,
    at_recall,
    best,
    curve,
    exponent,
    measured,
    page,
    planted_in,
    ratios,
    row,
    shown,
)
from bench.hunt_log import TOOLKIT_HEADER, for_fraudar, for_toolkit  # noqa: E402
from bench.hunt_peers import PEERS, installed  # noqa: E402

COST = Cost(seconds=2.0, cpu=3.0, megabytes=1234.4, status=0)
CURVE = (Point(score=9, precision=1.0, recall=0.5), Point(score=5, precision=0.8, recall=0.9))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    moments = [datetime(2025, 3, 1, hour, 30, tzinfo=UTC) for hour in (0, 1, 2)]
    events = {"account": ["a", "b", "a"], "target": ["t", "t", "u"], "sent_at": moments, "text": ["Hi,\nyou", None, ""]}
    schema = pa.schema(
        {"account": pa.string(), "target": pa.string(), "sent_at": pa.timestamp("us", "UTC"), "text": pa.string()}
    )
    pq.write_table(pa.table(events, schema=schema), tmp_path / "events.parquet")
    return tmp_path


def test_the_toolkit_gets_contacts_as_replies(log: Path) -> None:
    with for_toolkit(log).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == TOOLKIT_HEADER
    assert [line[1] for line in rows] == ["a", "b", "a"]
    assert [line[4] for line in rows] == ["t", "t", "u"]
    assert rows[0][5:] == ["Hi,\nyou", "1740789000", ""]
    assert len({line[5] for line in rows}) == 3, "events without text must not look alike"


def test_fraudar_gets_account_target_and_hour(log: Path) -> None:
    lines = [line.split("\t") for line in for_fraudar(log).read_text("utf-8").splitlines()]
    assert [line[:2] for line in lines] == [["a", "t"], ["b", "t"], ["a", "u"]]
    assert [int(line[2]) - int(lines[0][2]) for line in lines] == [0, 1, 2]


def test_curve_takes_equal_scores_together() -> None:
    points = curve({"a": 9, "b": 9, "c": 5, "d": 1}, {"a", "c", "z", "y"})
    assert points == (
        Point(score=9, precision=1 / 2, recall=1 / 4),
        Point(score=5, precision=2 / 3, recall=2 / 4),
        Point(score=1, precision=2 / 4, recall=2 / 4),
    )
    assert curve({}, {"a"}) == ()


def test_best_point_and_equal_recall() -> None:
    assert best(CURVE) == CURVE[1]
    assert best(()) is None
    assert at_recall(CURVE, 0.5) == 1.0
    assert at_recall(CURVE, 0.6) == 0.8
    assert at_recall(CURVE, 0.95) is None


@pytest.mark.parametrize("power", [0.8, 1.0, 1.3])
def test_exponent(power: float) -> None:
    sizes = [1e6, 1e7, 5e7]
    assert exponent(sizes, [3 * size**power for size in sizes]) == pytest.approx(power)


def test_cost_is_read_from_the_kernel() -> None:
    busy = "import time, sys; x = bytearray(150_000_000); sys.exit(sum(range(4_000_000)) and 3)"
    cost = measured([sys.executable, "-c", busy])
    assert cost.status == 3
    assert cost.megabytes > 140
    assert 0 < cost.cpu < 60
    assert cost.seconds > 0


def test_a_command_that_takes_too_long_is_ended() -> None:
    assert measured([sys.executable, "-c", "import time; time.sleep(30)"], limit=1).status == 124


def test_rows() -> None:
    assert row(Result(name="x", events=1_000, cost=None), 0.5) == ("x", "1,000", "could not be installed", *("–",) * 4)
    good = row(Result(name="x", events=1_000, cost=COST, curve=CURVE), 0.9)
    assert good == ("x", "1,000", "2.0", "3.0", "1,234", "0.800 / 0.900 (score 5)", "0.800")
    failed = Cost(seconds=2.0, cpu=3.0, megabytes=1.0, status=124)
    assert row(Result(name="x", events=1, cost=failed), 0.9)[2:] == (
        "2.0 (failed: 124)",
        "3.0",
        "1",
        "–",
        "not reached",
    )


def results(seconds: float) -> list[Result]:
    cost = Cost(seconds=seconds, cpu=seconds, megabytes=1.0, status=0)
    return [
        Result(name="bonafides hunt", events=1, cost=cost, curve=CURVE),
        Result(name="bonafides, targets alone", events=1, cost=cost, against="targets"),
        Result(name="toolkit, preprocess", events=1, cost=COST),
        Result(name="toolkit, co_reply 1 h", events=1, cost=COST, against="targets"),
        Result(name="FRAUDAR, raw", events=1, cost=None, against="targets"),
    ]


def test_ratios_count_what_the_peer_must_prepare() -> None:
    assert list(ratios(results(0.5))) == [
        "- toolkit, co_reply 1 h: 8.0 times our targets alone by the clock, 12.0 times by CPU time"
    ]


def test_page_ends_with_the_growth() -> None:
    lines = list(page({1_000_000: results(1.0), 10_000_000: results(10.0)}))
    assert lines[0].startswith("| what | events |")
    assert lines[-1] == "- time grows with size to the power 1.00 (wall clock), 1.00 (CPU)"


def test_scores_of_the_accounts_in_what_was_written(tmp_path: Path) -> None:
    members = [{"account": "a", "strength": 1.0}, {"account": "b", "strength": 0.5}]
    lines = [{"score": 9.0, "accounts": members}, {"score": 11.0, "accounts": members[:1]}]
    (tmp_path / "campaigns.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert shown(tmp_path / "campaigns.jsonl") == {"a": 11.0, "b": 9.0}


def test_planted_accounts(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("account,campaign\na,c1\nb,c1\n")
    assert planted_in(tmp_path) == {"a", "b"}


def test_peers_are_programs_of_their_own() -> None:
    for peer in PEERS:
        compile(peer.program, peer.name, "exec")
        assert "bonafides" not in peer.program


def test_what_cannot_be_installed_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.hunt_peers.sys.executable", "false")
    assert installed("no-such-package==0", tmp_path) is None
