"""What became of every account: one row for each, with the best standing that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("duckdb")
pytest.importorskip("graspologic_native")
import pyarrow.parquet as pq

from bonafides.campaign.accounts_file import ALONE, HELD_BACK, LINKED, SHOWN, write_accounts
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.sweep import Swept, sweep
from tests.campaign.logs import DAY, START, contact, names, organic, put_log, ring, small_duck


def test_every_account_has_one_row_with_its_standing(tmp_path: Path) -> None:
    shown, other = names("ring", 8), names("other", 6)
    events = organic(200) + ring(8) + ring(6, name="other", seed=7, begins=12 * DAY)
    pair = [contact(f"pair-{end}", f"unseen-{k}", START + k * DAY + end) for end in (0, 1) for k in range(8)]
    with small_duck() as engine:
        put_log(engine, events + pair)
        found = sweep(engine, Parameters())
        assert {frozenset(one.names) for one in found.candidates} == {shown, other}
        listed = [("c-1", one) for one in found.candidates if frozenset(one.names) == shown]
        write_accounts(engine, found, listed, tmp_path / "accounts.parquet")
        write_accounts(engine, found, listed, tmp_path / "again.parquet")
    table = pq.read_table(tmp_path / "accounts.parquet")
    assert table.equals(pq.read_table(tmp_path / "again.parquet"))
    rows = {row["account"]: row for row in table.to_pylist()}
    assert len(rows) == table.num_rows == 200 + 8 + 6 + 2
    standing = {account: (row["standing"], row["campaign"]) for account, row in rows.items()}
    assert {standing[account] for account in shown} == {(SHOWN, "c-1")}
    assert {standing[account] for account in other} == {(HELD_BACK, None)}
    assert {standing[f"pair-{end}"] for end in (0, 1)} == {(LINKED, None)}
    rest = {account: value for account, value in standing.items() if account.startswith("member-")}
    assert {value for account, value in rest.items() if account not in found.edges.column("a").to_pylist()} == {
        (ALONE, None)
    }
    for account, row in rows.items():
        assert row["contacts"] == sum(event["account"] == account for event in events + pair)
    assert (rows["pair-0"]["partners"], rows["pair-0"]["best_surplus"]) == (1, pytest.approx(_best(found, "pair-0")))


def _best(found: Swept, account: str) -> float:
    edges = found.edges.to_pylist()
    return max(float(edge["surplus"]) for edge in edges if account in {edge["a"], edge["b"]})


def test_an_account_of_two_campaigns_is_told_of_the_better_one(tmp_path: Path) -> None:
    with small_duck() as engine:
        put_log(engine, organic(200) + ring(8))
        found = sweep(engine, Parameters())
        one = found.candidates[0]
        write_accounts(engine, found, [("c-best", one), ("c-other", one)], tmp_path / "accounts.parquet")
    rows = pq.read_table(tmp_path / "accounts.parquet").to_pylist()
    assert {row["campaign"] for row in rows if row["standing"] == SHOWN} == {"c-best"}


@pytest.mark.parametrize("events", [[], [contact("a", "b")]], ids=["no event", "one"])
def test_small_logs(tmp_path: Path, events: list[dict[str, object]]) -> None:
    with small_duck() as engine:
        put_log(engine, events)
        write_accounts(engine, sweep(engine, Parameters()), [], tmp_path / "accounts.parquet")
    rows = pq.read_table(tmp_path / "accounts.parquet").to_pylist()
    assert [(row["account"], row["contacts"], row["partners"], row["standing"]) for row in rows] == [
        ("a", 1, 0, ALONE) for _ in events
    ]
