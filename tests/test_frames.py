"""Data frames in, data frames out."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("duckdb")
pytest.importorskip("graspologic_native")
import pyarrow.csv as pc

from bonafides.frames import hunt_frames
from tests.hunts import RING, write_log


def test_an_arrow_table_and_a_pandas_frame_give_the_same(tmp_path: Path) -> None:
    table = pc.read_csv(write_log(tmp_path / "events.csv"))
    found = hunt_frames(table)
    assert set(found.members.column("account").to_pylist()) == set(RING)
    assert found.campaigns.column("purpose").to_pylist() == ["lure-evidence"]
    assert found.edges.num_rows >= 36
    again = hunt_frames(table.to_pandas())
    assert again.members == found.members


def test_no_campaign_gives_empty_tables(tmp_path: Path) -> None:
    found = hunt_frames(pc.read_csv(write_log(tmp_path / "events.csv", ring=False)))
    assert found.campaigns.num_rows == 0
    assert found.members.num_rows == 0
