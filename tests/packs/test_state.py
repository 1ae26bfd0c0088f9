"""What is kept beside the packs is written whole, and read back as it was."""

from __future__ import annotations

from pathlib import Path

from bonafides.packs.state import Held, State, Trusted, changing, read, write
from tests.packs.shop import signer


def test_it_is_read_back_as_it_was(tmp_path: Path) -> None:
    key = signer().verifier.text
    there = State(
        trusted=(Trusted(key=key, name="Süd", added_at="2026-03-02"),),
        held=(Held(key=key, series="main", sequence=2**40, file="a.bfpack", added_at="2026-03-02"),),
        highest={f"{key}/main": 2**40},
    )
    with changing(tmp_path / "packs") as before:
        assert before == State(highest={})
        write(tmp_path / "packs", there)
    assert read(tmp_path / "packs") == there
    assert [path.name for path in (tmp_path / "packs").iterdir()] == ["packs.json"]


def test_reading_makes_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "packs") == State(highest={})
    assert list(tmp_path.iterdir()) == []
