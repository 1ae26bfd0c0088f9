"""From a tip: linked accounts, one step further in a group, and who takes over where a known account stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

duckdb = pytest.importorskip("duckdb")
import pyarrow as pa  # noqa: E402

from bonafides.campaign.contacts import number_contacts  # noqa: E402
from bonafides.campaign.engine.duckdb import DuckEngine  # noqa: E402
from bonafides.campaign.ingest import Sources, ingest  # noqa: E402
from bonafides.campaign.linking import EDGES  # noqa: E402
from bonafides.campaign.seed import Limits, expand, siblings  # noqa: E402
from bonafides.errors import CampaignError  # noqa: E402
from evals.campaigns.ranges import World  # noqa: E402
from evals.campaigns.world import write_world  # noqa: E402

DAY = 86_400


def edges(*rows: tuple[str, str, str, float]) -> pa.Table:
    """Accepted edges (a, b, family, surplus)."""
    named = pa.schema([(field.name, pa.string() if field.name in "ab" else field.type) for field in EDGES])
    facts = {"window": "1d", "shared": 9, "observed": 8, "expected": 0.5, "q": 1e-6}
    return pa.Table.from_pylist([{"a": a, "b": b, "family": f, "surplus": s, **facts} for a, b, f, s in rows], named)


CHAIN = edges(
    ("a", "b", "targets", 20.0), ("a", "b", "text", 30.0), ("b", "c", "targets", 15.0), ("c", "d", "targets", 9.0)
)


@pytest.mark.parametrize(
    ("seeds", "groups", "expected"),
    [
        ({"a"}, [], [("b", "a", "", "text")]),
        ({"a"}, [{"a", "b"}, {"c", "d"}], [("b", "a", "", "text")]),
        ({"a"}, [{"a", "b", "c", "d"}], [("b", "a", "", "text"), ("c", "a", "b", "targets")]),
        ({"a", "b"}, [], [("c", "b", "", "targets")]),
        ({"a", "c"}, [], [("b", "a", "", "text"), ("b", "c", "", "targets"), ("d", "c", "", "targets")]),
        ({"z"}, [], []),
    ],
)
def test_siblings(seeds: set[str], groups: list[set[str]], expected: list[tuple[str, str, str, str]]) -> None:
    found = siblings(CHAIN, seeds, groups)
    assert [(one.account, one.seed, one.via, one.family) for one in found] == expected
    assert all(one.relation == "sibling" and one.shared == 9 and one.q == 1e-6 for one in found)


@pytest.fixture(scope="module")
def organic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    write_world(folder, World(events=80_000, seed=12, rings=False, text=False))
    return folder


@pytest.fixture
def engine(organic: Path) -> Iterator[DuckEngine]:
    with DuckEngine(memory="1GB", threads=1) as engine:
        sources = Sources(
            events=(str(organic / "events.parquet"),),
            accounts=organic / "accounts.parquet",
            targets=organic / "targets.parquet",
        )
        ingest(engine, sources)
        number_contacts(engine)
        yield engine


def early(engine: DuckEngine, number: int) -> list[str]:
    """Accounts with many contacts that stop in the first two thirds of the log."""
    span = engine.rows("SELECT min(moment) AS low, max(moment) AS high FROM contacts").to_pylist()[0]
    end = span["low"] + (span["high"] - span["low"]) * 2 // 3
    rows = engine.rows(
        f"""SELECT account FROM events GROUP BY account HAVING count(DISTINCT target) BETWEEN 15 AND 80
            AND max(moment) < {end} ORDER BY account LIMIT {number}"""
    )
    return [str(one) for one in rows.column("account").to_pylist()]


def succeed(engine: DuckEngine, seed: str, account: str, share: float, *, after: int, known: bool = False) -> int:
    """Let an account turn to a share of a seed's targets, and to as many others, `after` seconds from its end.

    It is new, or has one contact long before where `known`.
    """
    rows = engine.rows(
        f"SELECT target, max(moment) OVER () AS last FROM events WHERE account = '{seed}' ORDER BY target"
    )
    targets = list(dict.fromkeys(rows.column("target").to_pylist()))
    taken = targets[: round(share * len(targets))]
    others = engine.rows(f"SELECT DISTINCT target FROM events ORDER BY target LIMIT {len(targets)}").column("target")
    chosen = list(dict.fromkeys([*taken, *others.to_pylist()]))
    start = rows.column("last")[0].as_py() + after
    moments = pa.array([start + 3600 * i for i in range(len(chosen))], pa.int64())
    if known:
        moments = pa.array([*moments.to_pylist()[:-1], start - 20 * DAY], pa.int64())
    engine.put("planted", pa.table({"account": [account] * len(chosen), "target": chosen, "moment": moments}))
    engine.make("events", "SELECT * FROM events UNION ALL BY NAME SELECT * FROM planted")
    number_contacts(engine)
    return len(taken)


def test_who_takes_over_the_targets_is_a_successor(engine: DuckEngine) -> None:
    seed = early(engine, 1)[0]
    taken = succeed(engine, seed, "heir", 0.5, after=2 * DAY)
    found = expand(engine, edges(), [seed, "nobody"])
    assert found.seeds == (seed,)
    assert found.unknown == ("nobody",)
    heir = next(one for one in found.successors if one.account == "heir")
    assert heir.seed == seed
    assert taken <= heir.shared <= taken + 2
    assert heir.expected < 2
    assert heir.q < 0.01
    assert len(found.successors) <= 2


@pytest.mark.parametrize(
    ("after", "share", "known"), [(-20 * DAY, 0.5, False), (2 * DAY, 0.0, False), (2 * DAY, 0.5, True)]
)
def test_who_was_there_before_or_takes_nothing_over_is_none(
    after: int, share: float, known: bool, engine: DuckEngine
) -> None:
    seed = early(engine, 1)[0]
    succeed(engine, seed, "heir", share, after=after, known=known)
    assert "heir" not in {one.account for one in expand(engine, edges(), [seed]).successors}


def test_an_account_made_after_the_end_is_a_successor_though_its_clock_is_ahead(engine: DuckEngine) -> None:
    seed = early(engine, 1)[0]
    succeed(engine, seed, "heir", 0.6, after=-3600)
    last = engine.rows(f"SELECT max(moment) AS m FROM events WHERE account = '{seed}'").column("m")[0].as_py()
    engine.put("more", pa.table({"account": ["heir"], "created_at": pa.array([last + 60], pa.int64())}))
    engine.make("accounts", "SELECT * FROM accounts UNION ALL BY NAME SELECT * FROM more")
    assert "heir" in {one.account for one in expand(engine, edges(), [seed]).successors}


def test_organic_accounts_have_hardly_any_successors(engine: DuckEngine) -> None:
    seeds = early(engine, 60)
    assert len(seeds) == 60
    assert len(expand(engine, edges(), seeds).successors) <= 1


def test_what_comes_out_is_ready_for_json_and_for_people(engine: DuckEngine) -> None:
    seed = early(engine, 1)[0]
    succeed(engine, seed, "heir", 0.5, after=2 * DAY)
    found = expand(engine, edges(("other", seed, "targets", 12.0)), [seed, "nobody"])
    rows = json.loads(json.dumps(found.rows()))
    assert {row["relation"] for row in rows} == {"sibling", "successor"}
    assert {"account", "seed", "relation", "shared", "expected", "surplus", "q"} <= rows[0].keys()
    text = found.text()
    assert "1 sibling, " in text
    assert "nobody" in text
    assert f"heir: successor of {seed}" in text


def test_seeds_that_are_all_unknown(engine: DuckEngine) -> None:
    with pytest.raises(CampaignError, match="none of the 2 listed accounts"):
        expand(engine, edges(), ["x", "y", "x"])


def test_the_expectation_is_that_of_a_random_redraw(engine: DuckEngine) -> None:
    """Accounts that draw their targets at random among the contacts of the time after meet a seed's as expected."""
    seed = early(engine, 1)[0]
    last = engine.rows(f"SELECT max(moment) AS m FROM events WHERE account = '{seed}'").column("m")[0].as_py()
    pool = engine.rows(f"SELECT target FROM events WHERE moment > {last} ORDER BY account, target").column("target")
    rng = np.random.default_rng(1)
    drawn = [(f"heir{i:03}", target) for i in range(200) for target in rng.choice(pool.to_pylist(), 40)]
    accounts, targets = ([str(pair[end]) for pair in drawn] for end in (0, 1))
    moments = pa.array([last + 9 * DAY] * len(drawn), pa.int64())
    engine.put("planted", pa.table({"account": accounts, "target": targets, "moment": moments}))
    engine.make("events", "SELECT * FROM events UNION ALL BY NAME SELECT * FROM planted")
    number_contacts(engine)
    found = expand(engine, edges(), [seed], limits=Limits(shared=1, rate=1.0)).successors
    heirs = [one for one in found if one.account.startswith("heir")]
    assert len(heirs) > 20
    met = sum(one.shared for one in heirs) / 200
    expected = sum(one.expected for one in heirs) / len(heirs)
    assert met == pytest.approx(expected, rel=0.3)
