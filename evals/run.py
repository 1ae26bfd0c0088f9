"""`python -m evals.run`: measure the judgement on the held-out set, a plain archive and the documented cases.

Prints Markdown. `--set dev` measures the development set (for work on the rules; never quote it), `--bands` writes the
strength bands of the held-out set to `src/bonafides/assess/measured.toml`, `--misses` lists what went wrong.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from bonafides.assess.level import THRESHOLDS
from bonafides.examine import assess
from bonafides.model import FLAGGED, Assessment, Conversation, Kind, Level, Mode
from evals.labelled import Labelled, conversation, load
from evals.measures import auc, calibration_error, interval
from evals.ordinary_archive import ordinary_conversations

REPLAYS = Path(__file__).parents[1] / "tests" / "cases" / "documented"
MEASURED = Path(__file__).parents[1] / "src" / "bonafides" / "assess" / "measured.toml"
ARCHIVE_SIZE, ARCHIVE_SEED = 2_000, 20261121


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled conversation and its judgement."""

    case: Labelled
    assessment: Assessment

    @property
    def flagged(self) -> bool:
        """`warn` or above."""
        return self.assessment.level.rank >= FLAGGED.rank


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.run", description=__doc__)
    parser.add_argument("--set", default="heldout", choices=("heldout", "dev"), help="which labelled set")
    parser.add_argument("--misses", action="store_true", help="list what was missed or wrongly flagged")
    parser.add_argument("--bands", action="store_true", help="write the strength bands of this set for the product")
    options = parser.parse_args(arguments)
    judged = [Judged(case=case, assessment=assess(case.conversation)) for case in load(options.set)]
    print(f"# Evaluation: {options.set}\n")
    print("\n".join(_table(judged)))
    if options.set == "heldout":
        print("\n".join([*_archive(), *_replays()]))
    if options.misses:
        print("\n".join(_misses(judged)))
    if options.bands:
        MEASURED.write_text(_bands(judged, options.set), encoding="utf-8")


def _table(judged: list[Judged]) -> Iterable[str]:
    ordinary = [j for j in judged if not j.case.deceptive]
    deceptive = [j for j in judged if j.case.deceptive]
    several = [j for j in deceptive if len(j.case.conversation.messages) > 1]
    approaches = [j for j in several if j.case.kind is Kind.APPROACH]
    academic = [j for j in ordinary if j.case.academic]
    flagged = [j for j in several if j.flagged]
    risks = [j.assessment.risk for j in judged]
    yield "| measure | value | 95% interval | of |"
    yield "| --- | --- | --- | --- |"
    yield _row("approaches of several messages flagged", approaches)
    yield _row("approaches, scams, device lures of several messages flagged", several)
    yield _row("ordinary conversations flagged", ordinary)
    yield _row("academic look-alikes flagged", academic)
    first = [j for j in deceptive if j not in several]
    yield _row("lone first messages of a deceptive thread at `watch` or above", first, Level.WATCH)
    right = sum(j.assessment.kind is j.case.kind for j in flagged)
    yield _line("kind right among flagged", right, len(flagged))
    ranking = auc([j.assessment.risk for j in deceptive], [j.assessment.risk for j in ordinary])
    yield f"| ranking by risk (AUC) | {ranking:.3f} | | {len(judged)} |"
    mine_blank = [(j.case.deceptive, _without_mine(j.case.conversation)) for j in judged]
    blank = auc([r for d, r in mine_blank if d], [r for d, r in mine_blank if not d])
    yield f"| the same with the user's own words blanked (AUC) | {blank:.3f} | | {len(judged)} |"
    error = calibration_error(risks, [j.case.deceptive for j in judged])
    yield f"| expected calibration error of risk, at this set's mix | {error:.3f} | | {len(judged)} |\n"


def _row(name: str, judged: list[Judged], level: Level = FLAGGED) -> str:
    return _line(name, sum(j.assessment.level.rank >= level.rank for j in judged), len(judged))


def _line(name: str, count: int, total: int) -> str:
    low, high = interval(count, total)
    return f"| {name} | {count / max(1, total):.3f} | {low:.2f} to {high:.2f} | {count}/{total} |"


def _without_mine(case: Conversation) -> float:
    messages = tuple(replace(m, text="") if m.mine else m for m in case.messages)
    return assess(replace(case, messages=messages)).risk


def _archive() -> Iterable[str]:
    """False flags on a whole archive of plain ordinary conversations."""
    rows = ordinary_conversations(ARCHIVE_SIZE, ARCHIVE_SEED)
    levels = [assess(conversation(row), mode=Mode.ARCHIVE).level for row in rows]
    count = sum(level.rank >= FLAGGED.rank for level in levels)
    yield f"## A plain ordinary archive (seed {ARCHIVE_SEED}), archive mode\n"
    yield f"Flagged: {count} of {len(levels)}; at `watch`: {sum(level is Level.WATCH for level in levels)}.\n"


def _replays() -> Iterable[str]:
    """Documented cases replayed: is the level reached by the message where the public account saw the sign?"""
    yield "## Documented cases replayed\n"
    in_time = at_end = total = 0
    for path in sorted(REPLAYS.glob("*.json")):
        row = json.loads(path.read_text("utf-8"))
        expected, case = row["expected"], conversation({"id": row["case"], "messages": row["messages"]})
        if Level(expected["level_at_least"]) is Level.QUIET:
            continue  # the words carried no sign; asking elsewhere exposed it
        total += 1
        early = assess(_prefix(case, expected["by_message"] + 1)).level
        in_time += early.rank >= Level(expected["level_at_least"]).rank
        at_end += assess(case).level.rank >= Level(expected.get("level_at_end", "watch")).rank
    yield f"In time: {in_time} of {total}; at the expected level at the end: {at_end} of {total}.\n"


def _prefix(case: Conversation, count: int) -> Conversation:
    return Conversation(id=case.id, messages=case.messages[:count])


def _misses(judged: list[Judged]) -> Iterable[str]:
    yield "## What went wrong\n"
    for j in judged:
        several = len(j.case.conversation.messages) > 1
        if j.flagged != j.case.deceptive and (several or j.flagged):
            found = " ".join(f"{c.finding.indicator}{c.value:+.1f}" for c in j.assessment.contributions())
            verdict = "flagged" if j.flagged else "missed"
            yield f"- {verdict} {j.case.kind} `{j.case.conversation.id}` {j.case.brief}: {j.assessment.level} {found}"


def _bands(judged: list[Judged], name: str) -> str:
    """Strength bands cut at the levels' thresholds and between, with what was deceptive in each."""
    limits = THRESHOLDS[Mode.SINGLE]
    cuts = [-99.0, limits.watch, (limits.watch + limits.warn) / 2, limits.warn, limits.alarm, limits.alarm + 3, 99.0]
    rows = []
    for low, high in pairwise(cuts):
        inside = [j for j in judged if low <= j.assessment.score - j.assessment.base < high]
        rows.append(f"  [{low:.2f}, {high:.2f}, {sum(j.case.deceptive for j in inside)}, {len(inside)}],")
    head = f"# Written by `python -m evals.run --set {name} --bands`: [strength from, to, deceptive, all].\n"
    return head + "bands = [\n" + "\n".join(rows) + "\n]\n"


if __name__ == "__main__":
    main()
