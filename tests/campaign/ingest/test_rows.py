"""Ids, duplicates and self-contacts: which rows are events, and what is counted of the others."""

from __future__ import annotations

import itertools
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.campaign.ingest.conftest import COLUMNS, HEADER, Reader, Writer

T = 1_772_323_200


def test_the_table_is_as_agreed(read: Reader, write: Writer) -> None:
    found = read(write("a.csv", f"{HEADER}\na,t,{T}\n"))
    types = found.engine.rows("DESCRIBE events").to_pylist()
    assert [row["column_name"] for row in types] == COLUMNS.split(", ")
    assert {row["column_type"] for row in types if row["column_name"] != "moment"} == {"VARCHAR"}
    assert next(row["column_type"] for row in types if row["column_name"] == "moment") == "BIGINT"
    assert found.rows("accounts") == found.rows("targets") == []
    assert not found.engine.rows(
        "SELECT account, created_at, employer, headline, bio, photo_hash, network FROM accounts"
    ).num_rows
    assert found.engine.rows("SELECT target, sector, employer FROM targets").num_rows == 0


FORTY_TWO = {
    "int": pa.array([42], pa.int32()),
    "big": pa.array([42], pa.int64()),
    "unsigned": pa.array([42], pa.uint64()),
    "float": pa.array([42.0], pa.float64()),
    "text": pa.array(["42"]),
    "float text": pa.array(["42.0"]),
    "spaces": pa.array([" 42 "]),
    "null byte": pa.array(["42\0"]),
    "decimal": pa.array([42], pa.decimal128(10, 0)),
    "decimal 2": pa.array([42], pa.decimal128(10, 2)),
}


def test_an_id_is_the_same_in_every_type(read: Reader, write: Writer, tmp_path: Path) -> None:
    for n, ids in enumerate(FORTY_TWO.values()):
        table = pa.table({"account": ids, "target": [f"t{n}"], "sent_at": [T]})
        pq.write_table(table, tmp_path / f"{n}.parquet")
    write("x.csv", f"{HEADER}\n42,x,{T}\n42.0,y,{T}\n")
    write("x.jsonl", f'{{"account":42,"target":"p","sent_at":{T}}}\n{{"account":42.0,"target":"q","sent_at":{T}}}\n')
    found = read(tmp_path)
    assert set(found.column("account")) == {"42"}
    assert len(found.rows()) == len(FORTY_TWO) + 4


@pytest.mark.parametrize("number", [2**53 + 1, 2**63 - 1, 12345678901234567890])
def test_long_ids_keep_every_digit(number: int, read: Reader, write: Writer, tmp_path: Path) -> None:
    write("a.csv", f"{HEADER}\n{number},t,{T}\n")
    write("b.jsonl", f'{{"account":{number},"target":"u","sent_at":{T}}}\n')
    pq.write_table(
        pa.table({"account": pa.array([number], pa.uint64()), "target": ["v"], "sent_at": [T]}), tmp_path / "c.parquet"
    )
    assert set(read(tmp_path).column("account")) == {str(number)}


@pytest.mark.parametrize(
    "account", ["007", "a.0", "1.5", "-42", "+44", "4e2a", "a b", "ä", "{x}", "it's", "e+12", "Null0"]
)
def test_other_ids_stay_as_they_are(account: str, read: Reader, write: Writer) -> None:
    assert read(write("a.csv", f'{HEADER}\n"{account}",t,{T}\n')).column("account") == [account]


@pytest.mark.parametrize(
    "account", ["", "  ", "NULL", "null", "NaN", "nan", "None", "1.23457E+11", "1e+20", "x" * 1001]
)
def test_no_id(account: str, read: Reader, write: Writer) -> None:
    found = read(write("a.csv", f'{HEADER}\n"{account}",t,{T}\nb,"{account}",{T}\nc,t,{T}\n'))
    assert found.pairs() == [("c", "t")]
    assert found.dropped("without an account or a target") == 2


def test_floating_point_ids_that_may_be_two(read: Reader, tmp_path: Path) -> None:
    ids = pa.array([float(2**53), float("nan"), None, 1.0])
    pq.write_table(pa.table({"account": ids, "target": ["t"] * 4, "sent_at": [T] * 4}), tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert found.column("account") == ["1"]
    assert found.dropped("without an account or a target") == 3


def test_self_contacts_of_any_spelling(read: Reader, write: Writer) -> None:
    found = read(write("a.csv", f"{HEADER}\na,a,{T}\n42,42.0,{T}\n b ,b,{T}\na,b,{T}\n"))
    assert found.pairs() == [("a", "b")]
    assert found.dropped("contacts itself") == 3


def test_duplicates(read: Reader, write: Writer) -> None:
    header = "account,target,sent_at,kind,text,handle\n"
    base = f"a,t,{T},message,hi,"
    rows = [
        base,
        base,
        f"a,t,{T}.7,MESSAGE,hi,",
        f"a,t,{T},connect,hi,",
        f"a,t,{T},message,ho,",
        f"a,t,{T + 1},message,hi,",
    ]
    rows += [f"a,u,{T},message,hi,", f"b,t,{T},message,hi,", f"b,t,{T},message,hi,h"]
    found = read(write("a.csv", header + "\n".join(rows)))
    assert found.dropped("duplicate") == found.result.counts["duplicates"] == 3
    assert len(found.rows()) == found.result.counts["events"] == 6
    assert [row["handle"] for row in found.rows() if row["account"] == "b"] == ["h"]


def test_texts_that_are_known_by_hash_only_are_no_duplicates(read: Reader, write: Writer) -> None:
    found = read(write("a.csv", f"{HEADER},text_hash\na,t,{T},x\na,t,{T},y\na,t,{T},y\n"))
    assert found.column("text_hash") == ["x", "y"]


def test_empty_values_are_null_and_kinds_lower_case(read: Reader, write: Writer) -> None:
    found = read(write("a.csv", f"{HEADER},kind,text,url,handle\na,t,{T}, Connect ,,,\n"))
    (row,) = found.rows()
    assert [row[name] for name in ("kind", "text", "url", "handle")] == ["connect", None, None, None]


def test_handles_that_are_numbers(read: Reader, tmp_path: Path) -> None:
    handles = pa.array([447700900123.0, None])
    pq.write_table(
        pa.table({"account": ["a", "b"], "target": ["t"] * 2, "sent_at": [T] * 2, "handle": handles}),
        tmp_path / "a.parquet",
    )
    assert read(tmp_path / "a.parquet").column("handle") == ["447700900123", None]


def test_rows_do_not_depend_on_the_order_of_files(read: Reader, write: Writer) -> None:
    texts = [f"{HEADER},kind\n42,t,{T},A\n", f"{HEADER}\n42.0,t,{T}\nb,c,2026-03-01\n", f"{HEADER}\nb,c,{T}\n"]
    paths = [write(f"{n}.csv", text) for n, text in enumerate(texts)]
    results = [read(*order) for order in itertools.permutations(paths)]
    assert all(result.rows() == results[0].rows() for result in results)
    assert all(result.result.counts == results[0].result.counts for result in results)
