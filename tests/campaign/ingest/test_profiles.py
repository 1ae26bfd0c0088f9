"""Accounts and targets: one row each, chosen the same way whatever the order."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bonafides.errors import CampaignError
from tests.campaign.ingest.conftest import HEADER, Read, Reader, Writer

T = 1_772_323_200
Accounts = Callable[..., Read]
HASH = "00ff00ff00ff00ff"


@pytest.fixture
def accounts(read: Reader, write: Writer) -> Accounts:
    def reader(content: str, name: str = "accounts.csv", **settings: object) -> Read:
        return read(write("e.csv", f"{HEADER}\na,t,{T}\n"), accounts=write(name, content), **settings)

    return reader


def test_all_columns(accounts: Accounts) -> None:
    found = accounts(
        f"account,created_at,employer,headline,bio,photo_hash,network\na,{T},E,H,B,{HASH.upper()},AS64500\n"
    )
    assert found.rows("accounts") == [
        {
            "account": "a",
            "created_at": T,
            "employer": "E",
            "headline": "H",
            "bio": "B",
            "photo_hash": HASH,
            "network": "AS64500",
        }
    ]
    assert found.result.counts["accounts"] == 1


def test_the_newest_row_stays_in_any_order(accounts: Accounts) -> None:
    lines = [
        "a,2026-03-01T00:00:00Z,old",
        "a.0,,none",
        f"a,{T + 5},new",
        "a,,zzz",
        f"a,{(T + 5) * 1000},later in order",
    ]
    for order in itertools.permutations(lines):
        found = accounts("account,created_at,employer\n" + "\n".join(order) + "\n")
        assert {row["account"]: row["employer"] for row in found.rows("accounts")} == {"a": "new", "a.0": "none"}
        assert found.dropped("further row for the same id") == 3


@pytest.mark.parametrize(
    ("photo", "kept"),
    [(HASH, HASH), (f" {HASH.upper()} ", HASH), ("00ff", None), (HASH + "0", None), ("g" * 16, None), ("", None)],
)
def test_photo_hash(photo: str, kept: str | None, accounts: Accounts) -> None:
    found = accounts(f"account,photo_hash\na,{photo}\n")
    assert found.rows("accounts")[0]["photo_hash"] == kept
    assert found.dropped("16 hexadecimal digits") == (kept is None and photo != "")


@pytest.mark.parametrize(
    ("created", "kept", "word"),
    [
        (str(T), T, ""),
        (f"{T}000", T, "milliseconds"),
        ("2026-03-01T00:00:00Z", T, ""),
        (" 2026-03-01", T, "no time zone"),
        ("2026-03-01T02:00:00+02:00", T, ""),
        ("never", None, "created_at cannot be read"),
        ("0", None, "created_at cannot be read"),
        ("", None, ""),
    ],
)
def test_created_at(created: str, kept: int | None, word: str, accounts: Accounts) -> None:
    found = accounts(f"account,created_at\na,{created}\n")
    assert found.rows("accounts")[0]["created_at"] == kept
    assert found.dropped("created_at") == bool(word)
    assert found.dropped(word or "created_at") == bool(word)


def test_created_at_of_parquet(read: Reader, write: Writer, tmp_path: Path) -> None:
    times = pa.array([T * 1000, None], pa.timestamp("ms"))
    pq.write_table(pa.table({"account": [1, 2], "created_at": times, "photo_hash": [7, 7]}), tmp_path / "a.parquet")
    found = read(write("e.csv", f"{HEADER}\na,t,{T}\n"), accounts=tmp_path / "a.parquet")
    assert [(row["account"], row["created_at"]) for row in found.rows("accounts")] == [("1", T), ("2", None)]
    assert found.dropped("created_at names no time zone") == 1
    assert found.dropped("16 hexadecimal") == 2


def test_rows_without_an_account(accounts: Accounts) -> None:
    found = accounts('account,employer\n,E\n"",E\nb,E\n')
    assert [row["account"] for row in found.rows("accounts")] == ["b"]
    assert found.dropped("row without an id") == 2


def test_targets(read: Reader, write: Writer) -> None:
    targets = write(
        "t.jsonl", '{"target":1,"sector":"x"}\n{"target":"1.0","sector":"y"}\n{"target":2,"employer":"E"}\n'
    )
    found = read(write("e.csv", f"{HEADER}\na,t,{T}\n"), targets=targets)
    assert found.rows("targets") == [
        {"target": "1", "sector": "y", "employer": None},
        {"target": "2", "sector": None, "employer": "E"},
    ]


def test_names_are_mapped_here_too(accounts: Accounts) -> None:
    assert (
        accounts("member,firm\na,E\n", renamed={"member": "account", "firm": "employer"}).rows("accounts")[0][
            "employer"
        ]
        == "E"
    )


def test_a_file_without_accounts(accounts: Accounts) -> None:
    with pytest.raises(CampaignError, match=r"accounts\.csv.*no column account"):
        accounts("name,firm\na,E\n")


def test_an_unreadable_file_of_accounts_is_fatal_and_the_table_empty(accounts: Accounts) -> None:
    found = accounts("PAR1nothing", name="a.parquet")
    assert found.rows("accounts") == []
    assert len(found.fatal()) == 1


def test_damaged_lines(accounts: Accounts) -> None:
    found = accounts("account,employer\na,E\nb\nc,F\n")
    assert [row["account"] for row in found.rows("accounts")] == ["a", "c"]
    assert found.dropped("no record") == 1
