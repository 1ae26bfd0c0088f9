"""Slack's list of people gives the day files their names and addresses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bonafides.read import read

PEOPLE: list[dict[str, Any]] = [
    {"id": "U1", "team_id": "T", "name": "li", "profile": {"real_name": "Li Wei", "email": "li@x.example"}},
    {"id": "U2", "team_id": "T", "name": "jane", "real_name": "Jane Roe", "profile": {"real_name": ""}},
    {"id": "U3", "team_id": "T", "name": "two", "profile": {"real_name": "Sam Low"}},
    {"id": "U4", "team_id": "T", "name": "two", "profile": {"real_name": "Sam Low"}},
    {"id": 5},
]


def _export(folder: Path, *, day: str, users: list[str]) -> None:
    (folder / day).mkdir()
    rows = [
        {"type": "message", "user": user, "text": f"words of {user}", "ts": f"179000000{place}.000100"}
        for place, user in enumerate(users)
    ]
    (folder / day / "2026-09-21.json").write_text(json.dumps(rows))


def test_numbers_become_names_and_addresses_join(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text(json.dumps(PEOPLE))
    _export(tmp_path, day="D1", users=["U1", "U2", "U1"])
    _export(tmp_path, day="general", users=["U3", "U4", "U1"])
    direct, channel = read([tmp_path], me=("Jane Roe",)).conversations
    assert [(message.speaker, message.mine) for message in direct.messages] == [
        ("Li Wei", False),
        ("Jane Roe", True),
        ("Li Wei", False),
    ]
    assert "email:li@x.example" in direct.parties[0].identifiers
    assert [message.speaker for message in channel.messages] == ["U3", "U4", "Li Wei"]


def test_a_list_alone_holds_no_conversation(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text(json.dumps(PEOPLE))
    assert not read([tmp_path / "users.json"]).conversations
