"""Uploaded files lie in a private folder, under their names, never outside it, and are gone afterwards."""

from __future__ import annotations

import io
import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import UploadFile

from bonafides.web.uploads import LEFT_OVER, PREFIX, Uploads, remove, sweep


def upload(name: str, raw: bytes = b"x") -> UploadFile:
    return UploadFile(io.BytesIO(raw), filename=name)


def test_files_keep_their_folders_and_contents() -> None:
    uploads = Uploads()
    folder, tops = uploads.take([upload("chat/a.txt", b"1"), upload("chat/deep/b.txt", b"2"), upload("c.zip", b"3")])
    assert [top.name for top in tops] == ["chat", "c.zip"]
    assert (folder / "chat" / "deep" / "b.txt").read_bytes() == b"2"
    uploads.close()
    assert not folder.exists()


def test_the_same_name_twice_is_two_files() -> None:
    uploads = Uploads()
    folder, tops = uploads.take([upload("a.txt", b"1"), upload("a.txt", b"2"), upload("a.txt/b", b"3")])
    assert sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file()) == [b"1", b"2", b"3"]
    assert len(tops) == 3
    uploads.close()


@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_no_name_leads_outside(names: list[str]) -> None:
    uploads = Uploads()
    try:
        folder, tops = uploads.take([upload(name) for name in names])
        found = [path for path in folder.rglob("*") if path.is_file()]
        assert len(found) == len(names)
        assert all(path.resolve().is_relative_to(folder.resolve()) for path in found)
        assert all(top.parent == folder for top in tops)
    finally:
        uploads.close()


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_nobody_else_can_look_in() -> None:
    uploads = Uploads()
    folder, _ = uploads.take([upload("a.txt")])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    uploads.close()


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    uploads = Uploads()
    broken = upload("b.txt")
    broken.file.close()
    with pytest.raises(ValueError, match="closed"):
        uploads.take([upload("a.txt"), broken])
    assert uploads.folders == set()
    assert list(tmp_path.glob(f"{PREFIX}*")) == []


def test_what_a_killed_run_left_is_removed_a_day_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, other = tmp_path / f"{PREFIX}old", tmp_path / "other"
    for folder in (old, other):
        folder.mkdir()
        (folder / "chat.txt").write_text("x")
    (tmp_path / f"{PREFIX}link").symlink_to(other)
    assert sweep() == 0
    assert sweep(time.time() + LEFT_OVER + 60) == 1
    assert not old.exists()
    assert (other / "chat.txt").exists()


def test_removing_what_is_not_there_is_done(tmp_path: Path) -> None:
    assert remove(tmp_path / "none")
