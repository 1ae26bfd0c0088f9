"""Shows what `python -m evals.transfer` measured: the learned layer on sources and scenarios it has not read."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.chart import Axis, Series, Shape, axis, chart
from evals.tables import number, table

TRANSFER = Path(__file__).with_name("transfer.json")
CURVE = Path(__file__).with_name("learning_curve.json")
FALSE = 0.03
"""Share of the ordinary conversations that may be ranked above the threshold at which recall is given."""
PICTURE = "learning-curve.svg"
EVERYTHING = "all"


def section(transfer: Path = TRANSFER, curve: Path = CURVE) -> list[str]:
    """The tables and the picture, as lines of Markdown; nothing where neither was measured."""
    return [*_transfer(transfer), *_curve(curve)]


def pictures(curve: Path = CURVE) -> dict[str, str]:
    """The learning curve by file name, where it was measured."""
    points = json.loads(curve.read_text("utf-8")) if curve.exists() else []
    return {PICTURE: _drawn(points)} if points else {}


def _transfer(path: Path) -> list[str]:
    if not path.exists():
        return []
    told = json.loads(path.read_text("utf-8"))
    lines = [
        "## Sources and scenarios it has not read\n",
        f"Measured on {told['date']} by `python -m evals.transfer`, on the {told['conversations']:,} conversations of "
        f"the corpus and the development set, in {told['groups']} groups: each is judged by the learned layer alone, "
        "trained on the other groups. Recall is given where "
        f"{FALSE:.0%} of the ordinary conversations would be flagged.\n",
    ]
    for left_out in dict.fromkeys(row["left_out"] for row in told["rows"]):
        rows = [row for row in told["rows"] if row["left_out"] == left_out]
        lines += [f"### Left out by {left_out}\n", *table(["", "conversations", "AUC", "recall"], map(_row, rows))]
    return lines


def _row(row: dict[str, Any]) -> list[str]:
    return [row["name"], f"{row['conversations']:,}", _number(row["auc"]), _number(row["recall"])]


def _number(value: float | None) -> str:
    return number(math.nan if value is None else value)


def _curve(path: Path) -> list[str]:
    points = json.loads(path.read_text("utf-8")) if path.exists() else []
    if not points:
        return []
    whole = [point for point in points if point["language"] == EVERYTHING]
    body = [[f"{point['conversations']:,.0f}", _number(point["auc"]), _number(point["recall"])] for point in whole]
    return [
        "### Learning curve\n",
        "The learned layer on groups of authors it has not read, by how many conversations it was trained on (in all "
        "languages; means over the groups).\n",
        *table(["trained on", "AUC", "recall"], body),
        f"![Learning curve](report/{PICTURE})\n",
    ]


def _drawn(points: Sequence[dict[str, Any]]) -> str:
    """AUC by size, one line per language and one for all together."""
    known = [point for point in points if point["auc"] is not None]
    lowest = min((point["auc"] for point in known), default=0.5)
    ticks = tuple(tenth / 10 for tenth in range(min(9, math.floor(lowest * 10)), 11))
    languages = sorted({point["language"] for point in known}, key=lambda code: (code != EVERYTHING, code))
    return chart(
        "Learning curve: ranking of authors not read",
        axis("conversations to learn from", 0, max((point["conversations"] for point in known), default=1)),
        Axis(title="AUC", low=ticks[0], ticks=ticks),
        [
            Series(
                name=language,
                points=[(p["conversations"], p["auc"]) for p in known if p["language"] == language],
                shape=Shape.DOTS,
            )
            for language in languages
        ],
    )
