"""The frozen numbers: what a file may change, what is refused, and a hash that tells any change."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from bonafides.campaign.parameters import WINDOWS, Parameters, from_file
from bonafides.errors import CampaignError


def test_windows_widen_and_the_last_holds_everything() -> None:
    assert list(WINDOWS.values()) == sorted(set(WINDOWS.values()))
    assert list(WINDOWS)[-1] == "all"
    assert WINDOWS["all"] > 2**61


@pytest.mark.parametrize(
    ("toml", "changed"),
    [
        ("", {}),
        ("rate = 0.05", {"rate": 0.05}),
        ("strata = [2, 5]\ncore = 4", {"strata": (2, 5), "core": 4}),
    ],
)
def test_a_file_changes_what_it_names(tmp_path: Path, toml: str, changed: dict[str, object]) -> None:
    path = tmp_path / "candidate.toml"
    path.write_text(toml)
    assert asdict(from_file(path)) == asdict(Parameters()) | changed


@pytest.mark.parametrize(
    "raw",
    [b"rate = ", b"speed = 3", b"rate = 0", b"rate = 1.0", b"rate = -1", b"popular = 1", b"core = 0", b"\xff", None],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, raw: bytes | None) -> None:
    path = tmp_path / "candidate.toml"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(CampaignError) as caught:
        from_file(path)
    assert caught.value.next_step


def test_the_hash_tells_every_change() -> None:
    changes = []
    for name, value in asdict(Parameters()).items():
        changed: dict[str, Any] = {
            name: (*value, 99) if isinstance(value, tuple) else value + (1 if isinstance(value, int) else 0.001)
        }
        changes.append(replace(Parameters(), **changed))
    assert len({each.hash for each in (Parameters(), *changes)}) == len(changes) + 1
    assert Parameters().hash == Parameters().hash
