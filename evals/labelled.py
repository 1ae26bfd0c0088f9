"""Labelled conversations: the files under `evals/*/` as values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bonafides.model import Conversation, Kind, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
SCHEMA = "bonafides.labelled/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A conversation and what its author says it is."""

    conversation: Conversation
    kind: Kind
    warn_by: int | None
    """Index of the message by which a careful reader would warn."""
    academic: bool
    brief: str

    @property
    def deceptive(self) -> bool:
        """Whether it should be flagged."""
        return self.kind is not Kind.ORDINARY

    @property
    def theirs(self) -> int:
        """How many messages the other side sent."""
        return sum(message.judged for message in self.conversation.messages)


def load(name: str) -> list[Labelled]:
    """Every conversation of one set, such as `dev` or `heldout`, in file order."""
    found = [_labelled(row) for path in sorted((FOLDER / name).glob("*.jsonl")) for row in _rows(path)]
    if not found:
        raise FileNotFoundError(f"no labelled conversations in {FOLDER / name}")
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["schema"] != SCHEMA:
            raise ValueError(f"{path.name}: schema {row['schema']!r} is not {SCHEMA!r}")
        if "messages" in row:  # the first line holds the canary
            yield row


def _labelled(row: dict[str, Any]) -> Labelled:
    label = row["label"]
    return Labelled(
        conversation=conversation(row),
        kind=Kind(label["kind"]),
        warn_by=label.get("warn_by"),
        academic=bool(label.get("academic_lookalike")),
        brief=row["brief"],
    )


def conversation(row: dict[str, Any]) -> Conversation:
    """The conversation of one row of the interchange format whose speakers are `them` and `me`."""
    return Conversation(id=str(row["id"]), messages=tuple(_message(item) for item in row["messages"]))


def _message(item: dict[str, Any]) -> Message:
    sent_at = item.get("sent_at")
    return Message(
        speaker=item["speaker"],
        text=item["text"],
        mine=item["speaker"] == "me",
        channel=item.get("channel", ""),
        sent_at=datetime.fromisoformat(sent_at) if sent_at else None,
    )
