"""The runtime of the page: only the published package, whole, and a clear word where it cannot be had."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from bonafides.errors import PageError
from bonafides.page import runtime as room
from bonafides.page.runtime import ARCHIVE, FILES, runtime
from tests.required import needs_browser


def test_it_is_the_published_package_without_its_list_of_packages() -> None:
    needs_browser()
    found = runtime()
    assert tuple(found) == FILES
    assert found["pyodide.asm.wasm"].startswith(b"\0asm")
    assert json.loads(found["pyodide-lock.json"])["packages"] == {}
    assert b"://" not in found["pyodide-lock.json"]


@pytest.mark.parametrize("content", [b"", b"not a package", b"\x1f\x8b\x08" + bytes(2_000)])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / ARCHIVE
    path.write_bytes(content)
    with pytest.raises(PageError, match="not the package") as refused:
        runtime(path)
    assert "--runtime" in str(refused.value)


def test_a_package_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="cannot be read"):
        runtime(tmp_path / "none.tgz")


def test_without_npm_the_way_by_hand_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not room.is_at_hand()
    with pytest.raises(PageError, match="npm is not either") as refused:
        runtime()
    assert f"npm pack pyodide@{room.VERSION}" in str(refused.value)


@pytest.mark.parametrize("script", ["exit 1", f"echo other > {ARCHIVE}", "exit 0"])
def test_an_npm_that_fails_or_lies_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    npm = tmp_path / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    with pytest.raises(PageError):
        runtime()
    assert not room.is_at_hand()
