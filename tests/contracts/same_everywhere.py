"""Print the findings and risks of every test conversation: run with and without compiled packages, then compared."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bonafides import assess
from bonafides.detect import INDICATORS
from bonafides.detect.proof import example
from bonafides.model import Conversation, Message


def conversations() -> list[Conversation]:
    """The replays of documented cases, and what every indicator catches and spares."""
    replays = sorted((Path(__file__).parents[1] / "cases" / "documented").glob("*.json"))
    examples = [example(text) for indicator in INDICATORS for text in (*indicator.catches, *indicator.spares)]
    return [_replay(json.loads(path.read_text("utf-8"))) for path in replays] + examples


def _replay(row: dict[str, list[dict[str, str]]]) -> Conversation:
    messages = tuple(
        Message(speaker=m["speaker"], text=m["text"], mine=m["speaker"] == "me", channel=m.get("channel", ""))
        for m in row["messages"]
    )
    return Conversation(id=str(row["case"]), messages=messages)


def main() -> None:
    """One line per conversation: risk and every finding with its spans."""
    for conversation in conversations():
        assessment = assess(conversation)
        found = [
            (c.finding.indicator, round(c.value, 6), [(s.message, s.start, s.end) for s in c.finding.spans])
            for c in assessment.contributions()
        ]
        sys.stdout.write(json.dumps([assessment.level, round(assessment.risk, 9), found]) + "\n")


if __name__ == "__main__":
    main()
