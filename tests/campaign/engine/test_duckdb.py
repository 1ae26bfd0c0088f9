"""The embedded engine: every verb, its errors, and that nothing of it stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("zstandard")

from bonafides.campaign.engine.duckdb import DuckEngine  # noqa: E402
from bonafides.errors import CampaignError  # noqa: E402
from tests.campaign.engine.verbs import CHECKS, Check  # noqa: E402


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckEngine]:
    with DuckEngine(memory="1GB", threads=2, folder=tmp_path_factory.mktemp("work")) as running:
        yield running


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_verb(check: Check, engine: DuckEngine, tmp_path: Path) -> None:
    check(engine, tmp_path)


def test_nothing_stays_when_it_closes(tmp_path: Path) -> None:
    with DuckEngine(folder=tmp_path) as engine:
        engine.make("t", "SELECT 1 AS x")
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def test_nothing_stays_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="read or written"), DuckEngine(folder=tmp_path) as engine:
        engine.save("SELECT 1 AS x", tmp_path / "no such folder" / "x.parquet")
    assert list(tmp_path.iterdir()) == []


def test_little_memory_spills(tmp_path: Path) -> None:
    with DuckEngine(memory="200MB", threads=1, folder=tmp_path) as engine:
        engine.make("t", "SELECT x, CAST(x AS VARCHAR) || repeat('-', 90) AS w FROM range(1500000) r(x)")
        engine.make("u", "SELECT w, x FROM t ORDER BY w DESC, x")
        assert engine.rows("SELECT count(*) AS n FROM u").to_pylist() == [{"n": 1_500_000}]
    assert list(tmp_path.iterdir()) == []


def test_too_little_memory_is_said(tmp_path: Path) -> None:
    with DuckEngine(memory="10MB", threads=1, folder=tmp_path) as engine, pytest.raises(CampaignError) as caught:
        engine.make("t", "SELECT list(x) AS w FROM range(20000000) r(x)")
    assert "memory" in caught.value.what
    assert "--memory" in caught.value.next_step


def test_rows_beyond_64_bits_are_not_cut(tmp_path: Path) -> None:
    with DuckEngine(folder=tmp_path) as engine, pytest.raises((pa.ArrowInvalid, CampaignError)):
        engine.rows("SELECT CAST(170141183460469231731687303715884105727 AS HUGEINT) AS x")
