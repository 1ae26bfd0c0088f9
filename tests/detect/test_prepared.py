"""The prepared table says the same as working it out, and an old one is not believed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bonafides.detect.lexicon import index, languages, load, prepared, read_lines

LANGUAGES = languages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_prepared_is_what_is_worked_out(language: str, tmp_path: Path) -> None:
    (path,) = [path for path in prepared.write(tmp_path) if path.name.startswith(language)]
    written = json.loads(path.read_text("utf-8"))
    assert written == prepared.compute(language, read_lines(language))
    assert written["of"] == prepared.fingerprint(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_vocabulary_of_the_package_is_in_that_order(language: str) -> None:
    words = prepared.compute(language, read_lines(language))["vocabulary"]
    assert load(language).vocabulary.words() == words


def test_an_older_table_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "fingerprint", lambda _: "of another lexicon")
    assert prepared.load("en") is None


def test_a_language_without_a_lexicon_has_an_empty_one() -> None:
    assert load("xx").entries == frozenset()
    assert load("xx").find([], mine=False) == {}


def test_a_line_is_compiled_when_it_is_needed() -> None:
    line = read_lines("en")["sentence"][0]
    assert line._rules is None
    assert all(isinstance(rule, index.Rule) for rule in line.rules)
