"""What every engine does, verb by verb: each check takes a running engine and a folder of its own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from bonafides.campaign.engine.scan import Format, Layout, Piece, UnreadableError
from bonafides.campaign.signals import sketch

Check = Callable[[Any, Path], None]
WORDS = ["b", "a", "Z", "a", "é", "\ue000", "𝄞", "10", "9", "zz"]
IN_ORDER = ["10", "9", "Z", "a", "b", "zz", "é", "\ue000", "𝄞"]
"""By their bytes in UTF-8; by UTF-16 the last two would change places."""


def numbers_in_byte_order(engine: Any, folder: Path) -> None:
    engine.put("words", pa.table({"word": WORDS}))
    engine.enumerate("numbered", "SELECT word FROM words")
    rows = engine.rows("SELECT value, n FROM numbered ORDER BY n")
    assert rows.to_pydict() == {"value": IN_ORDER, "n": list(range(1, len(IN_ORDER) + 1))}
    assert rows.schema.field("n").type == pa.int64()


def numbers_many_values_without_a_gap(engine: Any, folder: Path) -> None:
    words = [f"{(place * 7919) % 20_011:x}" for place in range(20_011)]
    engine.put("words", pa.table({"word": words}))
    engine.enumerate("numbered", "SELECT word FROM words")
    assert engine.rows("SELECT value FROM numbered ORDER BY n").column(0).to_pylist() == sorted(words)
    ends = engine.rows("SELECT min(n) AS least, max(n) AS most, count(DISTINCT n) AS n FROM numbered").to_pylist()
    assert ends == [{"least": 1, "most": 20_011, "n": 20_011}]


def numbers_nothing(engine: Any, folder: Path) -> None:
    engine.put("words", pa.table({"word": pa.array([], pa.string())}))
    engine.enumerate("numbered", "SELECT word FROM words")
    assert engine.rows("SELECT value, n FROM numbered").num_rows == 0


def makes_a_table_of_itself(engine: Any, folder: Path) -> None:
    engine.make("t", "SELECT 1 AS x")
    engine.make("t", "SELECT x + 1 AS x FROM t UNION ALL SELECT x FROM t")
    assert sorted(engine.rows("SELECT x FROM t").column("x").to_pylist()) == [1, 2]


def keeps_the_columns_of_an_empty_table(engine: Any, folder: Path) -> None:
    engine.make("t", "SELECT CAST(0 AS BIGINT) AS a, CAST(NULL AS STRING) AS b WHERE 1 = 0")
    assert engine.rows("SELECT a, b FROM t").schema.names == ["a", "b"]
    assert engine.rows("SELECT sum(a) AS s FROM t").column("s").to_pylist() == [None]


def sums_to_64_bits(engine: Any, folder: Path) -> None:
    engine.put("t", pa.table({"x": pa.array([2**40, 2**40, None], pa.int64()), "k": [1.5, 2.5, None]}))
    rows = engine.rows("SELECT sum(x) AS s, count(*) AS n, avg(k) AS k, sum(k) AS l FROM t")
    assert rows.to_pylist() == [{"s": 2**41, "n": 3, "k": 2.0, "l": 4.0}]
    assert [str(field.type) for field in rows.schema] == ["int64", "int64", "double", "double"]


def brings_rows_in_the_asked_order(engine: Any, folder: Path) -> None:
    engine.put("t", pa.table({"x": list(range(120_000))}))
    rows = engine.rows("SELECT x FROM t ORDER BY x DESC").column("x").to_pylist()
    assert rows == list(range(119_999, -1, -1))


def speaks_the_dialect(engine: Any, folder: Path) -> None:
    time = "TRY_CAST('2026-03-01T10:00:00.5+01:00' AS {instant})"
    wrong = "TRY_CAST('2026-13-01T10:00:00' AS {instant})"
    row = engine.rows(
        f"""SELECT CAST(7 {{divide}} 2 AS BIGINT) AS half, {{epoch}}({time}) AS moment, {wrong} IS NULL AS missing,
                   {{hash}}('a') = {{hash}}('a') AS same, {{quote}}x y{{quote}} AS named, 'a\\b' AS stroke
            FROM (SELECT 3 AS {{quote}}x y{{quote}}) t"""
    ).to_pylist()[0]
    assert row == {
        "half": 3, "moment": 1772355600.5, "missing": True, "same": True, "named": 3, "stroke": "a\\b",
    }  # fmt: skip


def sends_batches_through_python(engine: Any, folder: Path) -> None:
    texts = [f"Good morning, we pay {place} for your view on the port and its ships" for place in range(40)]
    log = pa.table({"a": list(range(40)), "moment": [7] * 40, "text": texts})
    engine.put("log", log)
    engine.transform("sketches", "SELECT a, moment, text FROM log", sketch.sketch, sketch.SCHEMA)
    assert engine.rows("SELECT * FROM sketches ORDER BY a").cast(sketch.SCHEMA).equals(sketch.sketch(log))
    engine.transform("none", "SELECT a, moment, text FROM log WHERE a < 0", sketch.sketch, sketch.SCHEMA)
    assert engine.rows("SELECT * FROM none").num_rows == 0


def saves_one_file(engine: Any, folder: Path) -> None:
    engine.put("t", pa.table({"x": list(range(1000)), "w": [str(x) for x in range(1000)]}))
    engine.save("SELECT x, w FROM t ORDER BY x DESC", folder / "saved.parquet")
    assert [path.name for path in folder.iterdir()] == ["saved.parquet"]
    saved = pq.read_table(folder / "saved.parquet")
    assert saved.to_pydict() == {"x": list(range(999, -1, -1)), "w": [str(x) for x in range(999, -1, -1)]}


def loads_files(engine: Any, folder: Path) -> None:
    paths = [folder / "one.parquet", folder / "two.parquet"]
    for place, path in enumerate(paths):
        pq.write_table(pa.table({"x": [place]}), path)
    engine.load("loaded", paths[:1])
    engine.load("loaded_too", paths)
    assert engine.rows("SELECT x FROM loaded").to_pylist() == [{"x": 0}]
    assert engine.rows("SELECT x FROM loaded_too ORDER BY x").to_pylist() == [{"x": 0}, {"x": 1}]


def forgets_tables(engine: Any, folder: Path) -> None:
    engine.make("gone", "SELECT 1 AS x")
    engine.drop("gone", "never_there")
    with pytest.raises(Exception, match=r"\w"):
        engine.rows("SELECT x FROM gone")


def scans_every_format(engine: Any, folder: Path) -> None:
    odd = 'two lines,\nand a "quote" \\ and é'
    (folder / "a.csv").write_text('WHO,WHAT\nx,"two lines,\nand a ""quote"" \\ and é"\n', "utf-8")
    line = json.dumps({"who": "y", "what": odd, "more": 1}) + "\n"
    (folder / "b.dat").write_bytes(gzip.compress(line.encode()))
    (folder / "c.jsonl.zst").write_bytes(zstandard.compress(line.encode()))
    pq.write_table(pa.table({"who": ["z"], "what": [odd]}), folder / "_d [1].parquet")
    names = ("who", "what")
    pieces = [
        _piece(folder / "a.csv", Layout(format=Format.CSV, columns=names)),
        _piece(folder / "b.dat", Layout(format=Format.JSONL, compression="gzip", columns=names)),
        _piece(folder / "c.jsonl.zst", Layout(format=Format.JSONL, compression="zstd", columns=names)),
        _piece(folder / "_d [1].parquet", Layout(format=Format.PARQUET)),
    ]
    engine.scan("t", pieces)
    rows = engine.rows("SELECT who, what FROM t ORDER BY who").to_pylist()
    assert rows == [{"who": who, "what": odd} for who in ("x", "y", "y", "z")]


def reads_times_of_any_precision(engine: Any, folder: Path) -> None:
    for unit in ("s", "ms", "us", "ns"):
        values = pa.array([1_772_355_600], pa.timestamp("s")).cast(pa.timestamp(unit))
        zoned = values.cast(pa.timestamp(unit, "UTC"))
        pq.write_table(pa.table({"plain": values, "zoned": zoned}), folder / f"{unit}.parquet")
        sql = "SELECT {epoch}(plain) AS plain, {epoch}(CAST(zoned AS {instant})) AS zoned FROM {files}"
        layout = Layout(format=Format.PARQUET)
        engine.scan("t", [Piece(paths=(str(folder / f"{unit}.parquet"),), layout=layout, sql=sql)])
        assert engine.rows("SELECT plain, zoned FROM t").to_pylist() == [{"plain": 1772355600.0, "zoned": 1772355600.0}]


def refuses_files_that_are_not_whole(engine: Any, folder: Path) -> None:
    good = b"who,what\nx,y\n"
    pq.write_table(pa.table({"who": ["z"] * 5000, "what": [str(x) for x in range(5000)]}), folder / "good.parquet")
    whole = (folder / "good.parquet").read_bytes()
    broken = {
        "wide.csv": good + b"a,b,c\n",
        "bytes.csv": good + b"a,\xff\n",
        "cut.jsonl": b'{"who": "x", "what": "y"}\n{"who": "x", "wh',
        "cut.gz": gzip.compress(b'{"who": "x", "what": "y"}\n' * 5000)[:-20],
        "holed.parquet": whole[:200] + b"\0" * 2000 + whole[2200:],
    }
    for name, data in broken.items():
        (folder / name).write_bytes(data)
        layout = {
            "csv": Layout(format=Format.CSV, columns=("who", "what")),
            "jsonl": Layout(format=Format.JSONL, columns=("who", "what")),
            "gz": Layout(format=Format.JSONL, columns=("who", "what"), compression="gzip"),
            "parquet": Layout(format=Format.PARQUET),
        }[name.partition(".")[2]]
        with pytest.raises(UnreadableError):
            engine.scan("t", [_piece(folder / name, layout)])


def _piece(path: Path, layout: Layout) -> Piece:
    return Piece(paths=(str(path),), layout=layout, sql="SELECT who, what FROM {files}")


CHECKS: tuple[Check, ...] = (
    numbers_in_byte_order,
    numbers_many_values_without_a_gap,
    numbers_nothing,
    makes_a_table_of_itself,
    keeps_the_columns_of_an_empty_table,
    sums_to_64_bits,
    brings_rows_in_the_asked_order,
    speaks_the_dialect,
    sends_batches_through_python,
    saves_one_file,
    loads_files,
    forgets_tables,
    scans_every_format,
    reads_times_of_any_precision,
    refuses_files_that_are_not_whole,
)
