"""The same events from every format, packing and mix of files."""

from __future__ import annotations

import gzip
import hashlib
import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pytest

from tests.campaign.ingest.conftest import Reader, Writer

ROWS = [
    {
        "account": f"a{n % 3}",
        "target": f"t{n}",
        "sent_at": f"2026-03-0{n + 1}T09:00:00Z",
        "text": f'say "{n}",\nor; more',
    }
    for n in range(6)
]
EXPECTED = sorted((row["account"], row["target"], row["text"]) for row in ROWS)


def parquet(rows: list[dict[str, str]], inner: str = "snappy") -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink, compression=inner)
    return sink.getvalue()


def csv(rows: list[dict[str, str]], delimiter: str = ",", end: str = "\n", mark: str = "") -> bytes:
    def cell(value: str) -> str:
        return '"' + value.replace('"', '""') + '"'

    lines = [delimiter.join(rows[0]), *(delimiter.join(map(cell, row.values())) for row in rows)]
    return (mark + end.join(lines) + end).encode()


def jsonl(rows: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def zst(data: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(data, asbytes=True))


def stable(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


PLAIN = {"parquet": parquet(ROWS), "csv": csv(ROWS), "jsonl": jsonl(ROWS)}
FILES = {
    **{f"log.{name}": data for name, data in PLAIN.items()},
    **{f"log.{name}.gz": stable(data) for name, data in PLAIN.items()},
    **{f"log.{name}.zst": zst(data) for name, data in PLAIN.items()},
    **{f"{inner}.parquet": parquet(ROWS, inner) for inner in ("none", "gzip", "zstd", "lz4", "brotli")},
    "semicolon.csv": csv(ROWS, ";"),
    "tab.tsv": csv(ROWS, "\t"),
    "crlf.csv": csv(ROWS, end="\r\n"),
    "mark.csv": csv(ROWS, mark="\ufeff"),
    "mark.jsonl": "\ufeff".encode() + jsonl(ROWS),
    "crlf.jsonl": jsonl(ROWS).replace(b"\n", b"\r\n"),
    "wide.csv": csv(ROWS).decode().encode("utf-16"),
    "blank-lines.csv": csv(ROWS).replace(b"sent_at,text\n", b"sent_at,text\n\n") + b"\n\n",
    "blank-lines.jsonl": jsonl(ROWS).replace(b"\n", b"\n\n"),
    "no-last-newline.csv": csv(ROWS).rstrip(b"\n"),
    "no-suffix-parquet": PLAIN["parquet"],
    "no-suffix-csv": PLAIN["csv"],
    "no-suffix-jsonl": PLAIN["jsonl"],
    "gzip-without-suffix.csv": stable(PLAIN["csv"]),
}


def told(read: Reader, *paths: object) -> list[tuple[str, str, str]]:
    return sorted((row["account"], row["target"], row["text"]) for row in read(*paths).rows())


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_events(name: str, read: Reader, write: Writer) -> None:
    found = [
        (account, target, text.replace("\r\n", "\n")) for account, target, text in told(read, write(name, FILES[name]))
    ]
    assert found == EXPECTED


def test_formats_mix_in_one_call(read: Reader, write: Writer) -> None:
    parts = [ROWS[:1], ROWS[1:2], ROWS[2:3], ROWS[3:4], ROWS[4:5], ROWS[5:]]
    shapes: list[Callable[[list[dict[str, str]]], bytes]] = [
        parquet,
        csv,
        jsonl,
        lambda rows: csv(rows, ";"),
        lambda rows: zst(jsonl(rows)),
        lambda rows: stable(csv(rows)),
    ]
    names = ["a.parquet", "b.csv", "c.jsonl", "d.csv", "e.jsonl.zst", "f.csv.gz"]
    paths = [write(f"mix/{name}", shape(part)) for name, shape, part in zip(names, shapes, parts, strict=True)]
    assert told(read, *paths) == told(read, *reversed(paths)) == told(read, paths[0].parent) == EXPECTED


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_files_changes_nothing(order: tuple[int, ...], read: Reader, write: Writer) -> None:
    same = '{"account":"a","target":"t","sent_at":1772323200,"text":"x","handle":"%s"}\n'
    paths = [write(f"{n}.jsonl", same % "mno"[n]) for n in range(3)]
    assert read(*(paths[place] for place in order)).column("handle") == ["o"]


def test_directories_hold_more_than_data(read: Reader, write: Writer, tmp_path: Path) -> None:
    write("log/day=2026-03-01/part-00000.parquet", parquet(ROWS[:3]))
    write("log/day=2026-03-02/part-00000.c000.csv", csv(ROWS[3:]))
    for name in ("_SUCCESS", ".part-00000.parquet.crc", "day=2026-03-01/.hidden.csv", "day=2026-03-01/x.parquet.crc"):
        write(f"log/{name}", b"nothing")
    write("log/_temporary/0/part-1.csv", b"nothing")
    found = read(tmp_path / "log")
    assert sorted(row["text"] for row in found.rows()) == sorted(row["text"] for row in ROWS)
    assert [loss.what for loss in found.result.dropped] == ["text without content_basis, used"]
    assert [file.file for file in found.result.inputs] == [
        "day=2026-03-01/part-00000.parquet",
        "day=2026-03-02/part-00000.c000.csv",
    ]


def test_other_files_in_a_directory_are_named(read: Reader, write: Writer, tmp_path: Path) -> None:
    write("log/a.csv", csv(ROWS))
    write("log/README.md", "read me")
    assert read(tmp_path / "log").dropped("no name of a log") == 1


def test_columns_in_the_path_count_where_the_file_lacks_them(read: Reader, write: Writer, tmp_path: Path) -> None:
    write("log/kind=connect/a.csv", "account,target,sent_at\na,t,1772323200\n")
    write("log/kind=it%27s%20%7Bodd%7D/a.csv", "account,target,sent_at\nb,t,1772323200\n")
    write("log/kind=wrong/a.csv", "account,target,sent_at,kind\nc,t,1772323200,message\n")
    assert read(tmp_path / "log").column("kind") == ["connect", "it's {odd}", "message"]


def test_a_file_named_twice_is_read_once(read: Reader, write: Writer, tmp_path: Path) -> None:
    path = write("log/a.csv", csv(ROWS))
    found = read(path, tmp_path / "log", f"{tmp_path}/l*g/*.csv")
    assert found.result.counts["events_read"] == 6
    assert len(found.result.inputs) == 1


def test_inputs_are_sized_and_hashed(read: Reader, write: Writer) -> None:
    content = b"account,target,sent_at\na,t,1772323200\n"
    path = write("a.csv", content)
    (file,) = read(path).result.inputs
    assert (file.file, file.bytes, file.sha256) == (str(path), len(content), hashlib.sha256(content).hexdigest())


def test_parquet_types_of_other_writers(read: Reader, tmp_path: Path) -> None:
    table = pa.table(
        {
            "account": pa.array(["a", "b"]).dictionary_encode(),
            "target": pa.array([b"t", b"u"], pa.binary()),
            "sent_at": pa.array([1772323200, 1772323201], pa.decimal128(20, 0)),
            "text": pa.array(["x", "y"], pa.large_string()),
            "url": pa.nulls(2),
            "nested": pa.array([[1], [2]]),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert found.pairs() == [("a", "t"), ("b", "u")]
    assert found.column("moment") == [1772323200, 1772323201]
    assert found.column("url") == [None, None]


def test_a_csv_of_pyarrow(read: Reader, tmp_path: Path) -> None:
    pcsv.write_csv(pa.Table.from_pylist(ROWS), tmp_path / "a.csv")
    assert told(read, tmp_path / "a.csv") == EXPECTED


@pytest.mark.parametrize(
    "name", ["log.parquet", "log.csv", "log.jsonl", "log.csv.gz", "log.jsonl.zst", "mark.csv", "crlf.csv"]
)
def test_whole_files_are_read_by_the_engine_itself(
    name: str, read: Reader, write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the slow way was taken")

    monkeypatch.setattr("bonafides.campaign.ingest.pieces.salvage", refuse)
    assert len(read(write(name, FILES[name])).rows()) == 6
