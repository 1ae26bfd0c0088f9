"""Pyodide compiles what it will run: bytecode of its own version, sources where people read them, nothing idle."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bonafides.errors import PageError
from bonafides.page import compiling
from bonafides.page.compiling import ARCHIVES, COMPILED, STANDARD
from bonafides.page.packing import CORE, LIBRARIES


def names(site: Path, archive: str) -> list[str]:
    with zipfile.ZipFile(next(site.glob(f"v*/{archive}"))) as found:
        return found.namelist()


def test_the_core_is_readable_and_compiled_beside(site: Path) -> None:
    sources = [name for name in names(site, CORE) if name.endswith(".py")]
    assert "bonafides/detect/hook.py" in sources
    assert len(names(site, COMPILED)) == len(sources)
    assert "bonafides/detect/__pycache__/hook.cpython-314.pyc" in names(site, COMPILED)


@pytest.mark.parametrize("archive", [STANDARD, LIBRARIES])
def test_what_is_not_ours_comes_compiled_alone(site: Path, archive: str) -> None:
    assert not [name for name in names(site, archive) if name.endswith(".py")]
    assert [name for name in names(site, archive) if name.endswith(".pyc")]


def test_libraries_bring_their_licences(site: Path) -> None:
    assert sum("LICEN" in name.upper() for name in names(site, LIBRARIES)) >= 5


def test_the_python_of_the_page_has_no_mail_and_no_file_transfer(site: Path) -> None:
    there = {name.split("/")[0].removesuffix(".pyc") for name in names(site, STANDARD)}
    assert there.isdisjoint({"smtplib", "ftplib", "imaplib", "poplib", "xmlrpc", "ssl"})
    assert {"json", "zipfile", "email"} <= there


def test_no_archive_knows_when_it_was_packed(site: Path) -> None:
    for archive in (*ARCHIVES, STANDARD):
        with zipfile.ZipFile(next(site.glob(f"v*/{archive}"))) as found:
            assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert found.testzip() is None


@pytest.mark.parametrize(("path", "said"), [("", "needs Node"), ("#!/bin/sh\nexit 1\n", "could not compile")])
def test_without_a_working_node_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    if path:
        (tmp_path / "node").write_text(path)
        (tmp_path / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PageError, match=said):
        compiling.compiled({})
