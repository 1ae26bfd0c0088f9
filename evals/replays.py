"""Documented cases replayed: is the level reached by the message in which the public account saw the sign?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bonafides.examine import assess
from bonafides.model import Conversation, Level
from evals.labelled import conversation
from evals.tables import Figure, rows, share

FOLDER = Path(__file__).parents[1] / "tests" / "cases" / "documented"


def section(measured: list[Figure]) -> list[str]:
    """The table, as lines of Markdown."""
    return ["## Documented cases replayed\n", *rows(measured)]


def measure(folder: Path = FOLDER) -> list[Figure]:
    """Judge every case whose words carried a sign, at that message and at the end."""
    told = [row for path in sorted(folder.glob("*.json")) if (row := _told(path))]
    return [
        share("replays.in_time", "at the expected level in time", [_in_time(row) for row in told]),
        share("replays.at_end", "at the expected level at the end", [_at_end(row) for row in told]),
    ]


def _told(path: Path) -> dict[str, Any] | None:
    """A case, unless its words carried no sign because asking elsewhere exposed it."""
    row: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return None if Level(row["expected"]["level_at_least"]) is Level.QUIET else row


def _in_time(row: dict[str, Any]) -> bool:
    expected, whole = row["expected"], _conversation(row)
    early = Conversation(id=whole.id, messages=whole.messages[: expected["by_message"] + 1])
    return assess(early).level.rank >= Level(expected["level_at_least"]).rank


def _at_end(row: dict[str, Any]) -> bool:
    return assess(_conversation(row)).level.rank >= Level(row["expected"].get("level_at_end", "watch")).rank


def _conversation(row: dict[str, Any]) -> Conversation:
    return conversation({"id": row["case"], "messages": row["messages"]})
