"""Checks that the replays of documented cases are well-formed data, before any detector reads them."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bonafides.model import Kind, Level, Stage

FOLDER = Path(__file__).parent / "cases" / "documented"
FILES = sorted(FOLDER.glob("*.json"))
CANARY = "BONAFIDES-EVAL-CANARY-5d1e8c2a do not train on this file"
TOP = {"schema", "case", "role", "public_account", "source", "expected", "messages"}
EXPECTED = {"kind", "level_at_least", "by_message", "stage", "level_at_end"}
MESSAGE = {"speaker", "text", "channel"}
QUIET_ON_PURPOSE = {"C19", "C39", "C46"}
"""Their public accounts show no sign in the words; the README says so."""


def load(path: Path) -> dict[str, Any]:
    """One replay as the dictionary its file holds."""
    doc: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return doc


def test_the_folder_holds_every_case_once() -> None:
    cases = [load(path)["case"] for path in FILES]
    assert len(cases) == len(set(cases)) == 47


def test_the_readme_carries_the_canary() -> None:
    assert CANARY in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_replay_has_its_fields(path: Path) -> None:
    doc = load(path)
    assert set(doc) == TOP
    assert doc["schema"] == "bonafides.replay/1"
    assert doc["case"].lower() == path.stem
    assert re.fullmatch(r"C\d{2}", doc["case"])
    assert all(doc[key].strip() for key in ("role", "public_account", "source"))
    assert re.match(r"https?://", doc["source"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_expectation_can_be_met(path: Path) -> None:
    doc = load(path)
    expected, messages = doc["expected"], doc["messages"]
    assert set(expected) == EXPECTED
    assert expected["kind"] in {Kind.APPROACH, Kind.DEVICE_LURE}
    assert (expected["kind"] == Kind.DEVICE_LURE) == (Stage(expected["stage"]) is Stage.DEVICE_LURE)
    assert 0 <= expected["by_message"] < len(messages)
    assert messages[expected["by_message"]]["speaker"] == "them"
    first, last = Level(expected["level_at_least"]), Level(expected["level_at_end"])
    assert first.rank <= last.rank
    assert (first is Level.QUIET) == (doc["case"] in QUIET_ON_PURPOSE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_messages_are_a_conversation(path: Path) -> None:
    messages = load(path)["messages"]
    assert 4 <= len(messages) <= 14
    assert messages[0]["speaker"] == "them"
    assert {message["speaker"] for message in messages} <= {"them", "me"}
    assert all(set(message) - {"sent_at"} == MESSAGE for message in messages)
    assert all(message[key].strip() for message in messages for key in MESSAGE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_times_are_aware_and_rise(path: Path) -> None:
    times = [datetime.fromisoformat(m["sent_at"]) for m in load(path)["messages"] if "sent_at" in m]
    assert all(time.tzinfo is not None for time in times)
    assert times == sorted(times)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_addresses_are_fictional(path: Path) -> None:
    """Every host named in a message is under a domain that can belong to nobody."""
    for message in load(path)["messages"]:
        hosts = re.findall(r"[a-z0-9-]+(?:\.[a-z0-9-]+){1,6}", message["text"])
        assert all(host.endswith((".example", "example.com")) for host in hosts), hosts
