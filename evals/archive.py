"""False flags on a whole archive of plain ordinary conversations, in archive mode."""

from __future__ import annotations

from bonafides.examine import assess
from bonafides.model import FLAGGED, Level, Mode
from evals.labelled import conversation
from evals.ordinary_archive import ordinary_conversations
from evals.tables import Figure, rows, share

SIZE, SEED = 2_000, 20261121


def section(measured: list[Figure]) -> list[str]:
    """The table, as lines of Markdown."""
    return [
        "## A plain ordinary archive\n",
        f"Generated with seed {SEED} ([card](cards/ordinary_archive.md)), judged in archive mode.\n",
        *rows(measured),
    ]


def measure(size: int = SIZE) -> list[Figure]:
    """Judge that many conversations and count."""
    plain = ordinary_conversations(size, SEED)
    levels = [assess(conversation(row), mode=Mode.ARCHIVE).level for row in plain]
    return [
        share("archive.flagged", "flagged", [level.rank >= FLAGGED.rank for level in levels], places=4),
        share("", "at `watch`", [level is Level.WATCH for level in levels], places=4),
    ]
