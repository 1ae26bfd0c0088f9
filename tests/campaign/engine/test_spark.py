"""Spark, here and small: every verb as from DuckDB, its errors in our words, and that nothing of it stays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("zstandard")

import pyarrow.parquet as pq  # noqa: E402

from bonafides.campaign.engine import spark_errors, spark_session  # noqa: E402
from bonafides.campaign.engine.scan import Format, Layout, Piece, UnreadableError  # noqa: E402
from bonafides.errors import CampaignError  # noqa: E402
from tests.campaign.engine.verbs import CHECKS, Check  # noqa: E402
from tests.spark_engine import needs_spark, small_spark  # noqa: E402


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small_spark(tmp_path_factory.mktemp("work")) as running:
        yield running


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_verb(check: Check, engine: Any, tmp_path: Path) -> None:
    check(engine, tmp_path)


def test_a_dropped_table_frees_its_space(engine: Any) -> None:
    engine.make("large", "SELECT 1 AS x")
    engine.make("large", "SELECT 2 AS x")
    tables = engine._local / "tables"
    assert len([path for path in tables.iterdir() if path.name.startswith("large-")]) == 1
    engine.drop("large")
    assert not [path for path in tables.iterdir() if path.name.startswith("large-")]


def test_files_with_times_of_two_precisions_are_left_to_the_caller_to_part(engine: Any, tmp_path: Path) -> None:
    for unit in ("us", "ns"):
        pq.write_table(pa.table({"moment": pa.array([1], pa.timestamp(unit))}), tmp_path / f"{unit}.parquet")
    paths = tuple(map(str, sorted(tmp_path.iterdir())))
    with pytest.raises(UnreadableError, match="precision"):
        engine.scan("t", [Piece(paths=paths, layout=Layout(format=Format.PARQUET), sql="SELECT moment FROM {files}")])


def test_an_error_names_the_step_and_no_value(engine: Any, capfd: pytest.CaptureFixture[str]) -> None:
    engine.put("words", pa.table({"word": ["my own words"]}))
    with pytest.raises(CampaignError) as caught:
        engine.make("numbers", "SELECT CAST(word AS INT) AS n FROM words")
    assert caught.value.where == "numbers"
    assert "CAST_INVALID_INPUT" in caught.value.what
    assert "my own words" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_work_that_fails_on_a_worker_says_so_quietly(engine: Any, capfd: pytest.CaptureFixture[str]) -> None:
    engine.put("words", pa.table({"word": ["my own words"]}))
    with pytest.raises(CampaignError) as caught:
        engine.transform("broken", "SELECT word FROM words", pa.Table.validate, pa.schema([("word", pa.int64())]))
    assert "my own words" not in str(caught.value)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_another_session_is_used_and_left(engine: Any) -> None:
    from bonafides.campaign.engine.spark import SparkEngine

    with SparkEngine(folder=engine._local) as guest:
        guest.make("mine", "SELECT 1 AS x")
        place = guest._local
        assert not engine._session.catalog.tableExists("mine")
    assert not place.exists()
    engine.make("after", "SELECT 1 AS x")


def test_nothing_stays_when_java_dies(tmp_path: Path) -> None:
    needs_spark()
    program = f"""
import os, pathlib
from tests.spark_engine import small_spark
from bonafides.errors import CampaignError
try:
    with small_spark(pathlib.Path({str(tmp_path)!r})) as engine:
        engine.make("t", "SELECT 1 AS x")
        from pyspark import SparkContext
        SparkContext._gateway.proc.kill()
        engine.make("u", "SELECT 1 AS x")
except CampaignError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout.startswith("u: Spark's Java process ended while it was at work. It was killed")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_java_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CampaignError, match="needs Java 17 or newer; no Java was found") as caught:
        spark_session.check_java()
    assert "openjdk-17-jre-headless" in caught.value.next_step


@pytest.mark.parametrize(
    ("said", "found"),
    [('openjdk version "11.0.2" 2019-01-15', "found Java 11"), ('java version "1.8.0_392"', "found Java 8")],
)
def test_an_old_java_is_said(said: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(CampaignError, match=found) as caught:
        spark_session.check_java()
    assert caught.value.where == "JAVA_HOME"


def test_the_java_of_tests_is_new_enough() -> None:
    needs_spark()
    spark_session.check_java()


@pytest.mark.parametrize(
    ("memory", "words"),
    [("4GB", "3814m"), ("4GiB", "4096m"), ("4g", "4096m"), ("512 MB", "488m"), ("1.5G", "1536m"), ("100", "1m")],
)
def test_memory_in_sparks_words(memory: str, words: str) -> None:
    assert spark_session.mebibytes(memory) == words


def test_no_size_of_memory_is_said() -> None:
    with pytest.raises(CampaignError, match="no size of memory"):
        spark_session.mebibytes("plenty")


@pytest.mark.parametrize(
    ("message", "what"),
    [
        ("java.lang.OutOfMemoryError: Java heap space", "memory"),
        ("Job aborted: ExecutorLostFailure (executor 3 exited)", "worker was lost"),
        ("java.io.IOException: No space left on device", "disk space"),
        ("All masters are unresponsive! Giving up.", "master cannot be reached"),
        ("ModuleNotFoundError: No module named 'bonafides'", "Python code"),
        ("something else entirely", "could not finish a step"),
    ],
)
def test_what_spark_says_in_our_words(message: str, what: str) -> None:
    needs_spark()
    from pyspark.errors import PySparkException

    with pytest.raises(CampaignError, match=what) as caught, spark_errors.told("a step"):
        raise PySparkException(message)
    assert caught.value.where == "a step"
    assert caught.value.next_step
    assert message not in str(caught.value)


def test_a_lost_connection_to_java_is_said() -> None:
    needs_spark()
    with pytest.raises(CampaignError, match="Java process ended"), spark_errors.told("a step"):
        raise ConnectionResetError("by peer")


def test_nothing_listens_beyond_this_machine(engine: Any) -> None:
    if not Path("/proc/net/tcp").exists():
        pytest.skip("the open ports of a process are read from /proc")
    from pyspark import SparkContext

    gateway: Any = SparkContext._gateway
    pids = {str(os.getpid()), str(gateway.proc.pid)}
    links = [str(link.readlink()) for pid in pids for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]
    inodes = {link[8:-1] for link in links if link.startswith("socket:[")}
    here = ("0100007F:", "0000000000000000FFFF00000100007F:")
    listening = [
        fields[1]
        for name in ("tcp", "tcp6")
        for fields in (line.split() for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:])
        if fields[3] == "0A" and fields[9] in inodes
    ]
    open_beyond = [place for place in listening if not place.startswith(here)]
    assert listening
    assert open_beyond == []
