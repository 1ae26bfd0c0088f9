"""Labelled conversations: the files under `evals/*/` as values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bonafides.model import Conversation, Kind, Message, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
SCHEMA = "bonafides.labelled/1"
UNNAMED = "unnamed"
"""The author of a set whose rows name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A conversation and what its author says it is."""

    conversation: Conversation
    kind: Kind
    stage: Stage | None
    """The furthest stage that the other side reaches; None for scams and ordinary ones."""
    warn_by: int | None
    """Index of the message by which a careful reader would warn."""
    line: int | None
    """Index of the first message that asks for, pays for or orders what crosses a line (`crossed_at`).

    In sets whose author did not mark that, `warn_by` stands in for it. None where no line is crossed.
    """
    academic: bool
    brief: str
    language: str
    author: str
    signs: tuple[frozenset[str], ...]
    """Ids of the indicators that its author saw in each message; all empty where none were marked."""

    @property
    def deceptive(self) -> bool:
        """Whether it should be flagged."""
        return self.kind is not Kind.ORDINARY

    @property
    def several(self) -> bool:
        """Whether it is more than a lone first message."""
        return len(self.conversation.messages) > 1

    @property
    def theirs(self) -> int:
        """How many messages the other side sent."""
        return sum(message.judged for message in self.conversation.messages)


def load(name: str, folder: Path = FOLDER) -> list[Labelled]:
    """Every conversation of one set, such as `dev` or `heldout`, with all its subfolders, in order of file and line.

    Raises FileNotFoundError where there is none, and ValueError where a file has another schema or an id comes twice.
    """
    found = [_labelled(row) for path in sorted((folder / name).rglob("*.jsonl")) for row in _rows(path)]
    if not found:
        raise FileNotFoundError(f"no labelled conversations in {folder / name}")
    ids = [case.conversation.id for case in found]
    if len(set(ids)) < len(ids):
        raise ValueError(f"{name}: an id comes twice, {next(i for i in ids if ids.count(i) > 1)!r} for one")
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
    stage, warn_by = label.get("stage"), label.get("warn_by")
    return Labelled(
        conversation=conversation(row),
        kind=Kind(label["kind"]),
        stage=Stage(stage) if stage else None,
        warn_by=warn_by,
        line=label.get("crossed_at", warn_by),
        academic=bool(label.get("academic_lookalike")),
        brief=row["brief"],
        language=row.get("lang") or "en",
        author=row.get("author") or UNNAMED,
        signs=tuple(frozenset(item.get("signs") or ()) for item in row["messages"]),
    )


def conversation(row: dict[str, Any]) -> Conversation:
    """The conversation of one row of the interchange format in which the user speaks as `me`."""
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
