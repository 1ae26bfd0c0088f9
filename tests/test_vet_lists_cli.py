"""`bonafides vet lists`: loaded, told, asked, removed; results on standard output, the rest beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bonafides.vet_lists_cli import lists
from tests.required import needs_lists
from tests.vet.lists.world import entity, lines

needs_lists()


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(lists, list(words))
    return done.exit_code, done.stdout, done.stderr or str(done.exception or "")


def test_the_whole_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path / "home"))
    path = tmp_path / "mine.json"
    path.write_bytes(lines(entity("x", "Brunhild Achterberg")) + b"{\n")
    code, out, err = run("add", str(path))
    assert (code, out) == (0, "Loaded: mine, 1 entries with 1 names.\n")
    assert "Line 2: this is not JSON." in err
    assert run("list")[1].startswith("mine  1 entries  loaded 20")
    code, out, _ = run("ask", "Achterberg Brunhild", "--lang", "de")
    assert code == 0
    assert "Der gleiche Name ist nicht die gleiche Person" in out
    found = json.loads(run("ask", "Achterberg Brunhild", "--format", "json")[1])
    assert found["matches"][0]["about"]["id"] == "x"
    assert "likeness" not in found["matches"][0]
    assert run("ask", "Somebody Else")[1].startswith("No name like this")
    assert run("remove", "mine")[0] == 0
    assert "no list is loaded" in run("ask", "Somebody Else")[2]


def test_an_index_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path / "home"))
    path, index = tmp_path / "mine.json", tmp_path / "apart.names"
    path.write_bytes(lines(entity("x", "Nordwind Beratung GmbH", schema="Company")))
    assert run("add", str(path), "--index", str(index), "--quiet")[0] == 0
    assert "Nordwind Beratung GmbH" in run("ask", "Nordwind Beratung", "--firm", "--index", str(index))[1]
    assert run("list")[1] == ""
    index.write_bytes(b"?")
    assert run("ask", "Nordwind Beratung", "--index", str(index))[0] == 2
