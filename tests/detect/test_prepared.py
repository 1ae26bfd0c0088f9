"""The prepared table says the same as working it out, and an old one is not believed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bonafides.detect.lexicon import index, load, prepared, read_lines


def test_what_is_prepared_is_what_is_worked_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(prepared, "__file__", str(tmp_path / "prepared.py"))
    written = json.loads(prepared.write().read_text("utf-8"))
    assert written == prepared.compute(read_lines())
    assert written["of"] == prepared.fingerprint()


def test_the_vocabulary_of_the_package_is_in_that_order() -> None:
    words = prepared.compute(read_lines())["vocabulary"]
    assert load().vocabulary.words() == words


def test_an_older_table_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "fingerprint", lambda: "of another lexicon")
    assert prepared.load() is None


def test_a_line_is_compiled_when_it_is_needed() -> None:
    lines = read_lines()
    line = lines["sentence"][0]
    assert line._rules is None
    assert all(isinstance(rule, index.Rule) for rule in line.rules)
