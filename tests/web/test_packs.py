"""The person's answer says what packs on this machine know, and nothing where they are off or there are none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bonafides.packs import shelf
from tests.packs.shop import REWORDED, Reader, made, signer
from tests.web.walk import Person

THREAD = f"Adrian Vale: {REWORDED}\nMe: Hm.\nAdrian Vale: call +44 7700 900123\n"


def _answer(home: Path) -> str:
    person = Person(home)
    person.send("/", {"work": "no", "protected": "no"})
    person.bring(THREAD)
    person.send("/correct/0", {"mine": ["1"]})
    person.send("/about", {"situation": "answered", "status": "other", "country": ""})
    return person.text


@pytest.fixture
def home(tmp_path: Path) -> Path:
    now = datetime.now(UTC)
    there = Reader(folder=tmp_path, shelf=shelf(tmp_path / "home"))
    there.shelf.trust(signer().verifier, "Service X", now=now)
    there.add(made(now=now), now=now)
    return tmp_path / "home"


def test_the_answer_says_what_others_have_reported(home: Path) -> None:
    shown = _answer(home)
    assert "Others have reported this" in shown
    assert "Service X" in shown


def test_it_is_left_out_where_that_is_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDES_PACKS", "false")
    assert "Service X" not in _answer(home)


def test_without_packs_nothing_is_said(tmp_path: Path) -> None:
    assert "Others have reported" not in _answer(tmp_path / "home")
