"""Every folder under tests/cases/read: its `input` must be read as its `expected.json` says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bonafides.model import Conversation, Message
from bonafides.read import read

ROOT = Path(__file__).parent.parent / "cases" / "read"
CASES = sorted(path.parent for path in ROOT.glob("*/*/expected.json"))


def _message(message: Message) -> dict[str, Any]:
    shown: dict[str, Any] = {"speaker": message.speaker, "text": message.text}
    if message.sent_at:
        shown["sent_at"] = message.sent_at.isoformat()
    if message.mine:
        shown["mine"] = True
    if message.form != "sent":
        shown["form"] = str(message.form)
    if message.subject:
        shown["subject"] = message.subject
    if message.attachments:
        shown["attachments"] = [str(attachment) for attachment in message.attachments]
    return shown


def _check(conversation: Conversation, expected: dict[str, Any]) -> None:
    assert conversation.id == expected["id"]
    assert [_message(message) for message in conversation.messages] == expected["messages"]
    if "counterparts" in expected:
        assert list(conversation.counterparts) == expected["counterparts"]
    if "identifiers" in expected:
        assert sorted(i for p in conversation.parties if not p.mine for i in p.identifiers) == expected["identifiers"]
    assert sum(len(join.threads) for join in conversation.joins) == expected.get("joined", 0)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    given = sorted((case / "input").iterdir())
    folder = any(path.is_dir() for path in given)
    reading = read([case / "input"] if folder else given, me=tuple(expected.get("me_option", ())))
    assert [conversation.id for conversation in reading.conversations] == [c["id"] for c in expected["conversations"]]
    for conversation, wanted in zip(reading.conversations, expected["conversations"], strict=True):
        _check(conversation, wanted)
    said = [f"{problem.where}: {problem.what}" for problem in reading.problems]
    assert len(said) == len(expected["problems"]), said
    for fragment, problem in zip(expected["problems"], said, strict=True):
        assert fragment in problem
    assert reading.provenance.me.partition(" (")[0] == expected.get("me", reading.provenance.me.partition(" (")[0])
    assert reading.provenance.date_order == expected.get("date_order", reading.provenance.date_order)


def test_there_are_cases() -> None:
    assert {"interchange", "linkedin"} <= {case.parent.name for case in CASES}
