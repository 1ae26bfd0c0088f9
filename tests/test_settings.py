"""Flag over variable over file over default; a broken value is a clear word."""

from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.settings import SETTINGS, SettingsError, resolve, truth


def test_each_source_wins_over_the_next(tmp_path: Path) -> None:
    (tmp_path / "bonafides.toml").write_text(
        'lang = "fr"\ncountry = "FR"\nprior = 0.1\nredact = true\nme = ["A B", "c@d.example"]\n'
    )
    found = resolve({"lang": "de"}, environment={"BONAFIDES_LANG": "es", "BONAFIDES_COUNTRY": "CA"}, folder=tmp_path)
    assert (found["lang"], found["country"], found["prior"], found["redact"]) == ("de", "CA", "0.1", "true")
    assert found["me"] == "A B,c@d.example"
    assert found["format"] == "text"


@pytest.mark.parametrize(
    ("content", "word"), [("langg = 1", "langg"), ("= broken", "cannot be read"), ("\0", "cannot")]
)
def test_a_broken_file_is_named(tmp_path: Path, content: str, word: str) -> None:
    (tmp_path / "bonafides.toml").write_text(content)
    with pytest.raises(SettingsError, match=word):
        resolve({}, environment={}, folder=tmp_path)


@pytest.mark.parametrize(("text", "value"), [("true", True), ("1", True), ("Yes", True), ("off", False), ("", False)])
def test_truth(text: str, value: bool) -> None:
    assert truth("redact", text) is value


def test_nonsense_is_no_truth() -> None:
    with pytest.raises(SettingsError, match="neither"):
        truth("redact", "maybe")


def test_variables_are_named_after_their_flags() -> None:
    assert {setting.variable for setting in SETTINGS} >= {"BONAFIDES_MIN_LEVEL", "BONAFIDES_DATE_ORDER"}
